"""Comments on vendors and cells, for the panel; nobody alters or deletes one."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from vendor_eval.errors import NotFoundError, ReasonNeededError
from vendor_eval.storage.account_tables import User
from vendor_eval.storage.consensus import Cell, recused_vendors
from vendor_eval.storage.evaluations import evaluation_number
from vendor_eval.storage.facts import load_facts
from vendor_eval.storage.panel_tables import Remark
from vendor_eval.storage.stages import changing
from vendor_eval.storage.trail import Deed, record
from vendor_eval.workflow import Action


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """What somebody said, as others read it."""

    vendor: str
    criterion: str
    """Empty where it is about the vendor as a whole."""
    text: str
    name: str
    """Who wrote it; empty once the account is gone."""
    written_at: datetime


def list_remarks(
    session: Session, evaluation: str, without: Collection[str] = ()
) -> tuple[Comment, ...]:
    """Every comment, first written first.

    Args:
        session: reads.
        evaluation: its id.
        without: vendors the person neither sees nor scores.

    Raises:
        NotFoundError: there is no such evaluation.
    """
    number = evaluation_number(session, evaluation)
    query = (
        sa.select(
            col(Remark.vendor),
            col(Remark.criterion),
            col(Remark.text),
            sa.func.coalesce(col(User.name), "").label("name"),
            col(Remark.written_at),
        )
        .join(User, col(User.id) == Remark.written_by, isouter=True)
        .where(col(Remark.evaluation_id) == number, col(Remark.vendor).not_in(without))
        .order_by(col(Remark.number))
    )
    return tuple(Comment(**row._mapping) for row in session.execute(query))


def add_remark(
    session: Session, evaluation: str, cell: Cell, text: str, user: User, now: datetime
) -> None:
    """Say something of a vendor, or of one of its cells. Commits.

    Raises:
        NotFoundError: there is no such vendor or criterion, or the person is recused from it.
        StageError: nothing is said now.
        ReasonNeededError: there are no words.
    """
    with changing(session, evaluation, now, Action.REMARK) as number:
        case = load_facts(session.connection(), evaluation).case
        vendors = {vendor.id for vendor in case.vendors}
        vendors -= recused_vendors(session, evaluation, user)
        criteria = {criterion.id for criterion in case.criteria.criteria} | {""}
        if cell.vendor not in vendors or cell.criterion not in criteria:
            raise NotFoundError(name=f"{cell.vendor} / {cell.criterion}")
        if not text.strip():
            raise ReasonNeededError
        last = session.execute(
            sa.select(sa.func.max(col(Remark.number))).where(col(Remark.evaluation_id) == number)
        ).scalar()
        session.execute(
            sa.insert(Remark).values(
                evaluation_id=number,
                number=(last or 0) + 1,
                vendor=cell.vendor,
                criterion=cell.criterion,
                text=text.strip(),
                written_at=now,
                written_by=user.id,
            )
        )
        about = {name: value for name, value in cell.about.items() if value}
        deed = Deed(what="remark.add", about=about, new=text.strip())
        record(session, number, user, now, deed)
