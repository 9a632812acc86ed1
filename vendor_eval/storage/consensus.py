"""What the panel agrees on, cell by cell; the ratings stay as they were."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

import sqlalchemy as sa
from sqlmodel import Session, col

from vendor_eval import case as c
from vendor_eval.errors import ConflictError, NotARatingError, NotFoundError, ReasonNeededError
from vendor_eval.scoring.sheet import Value
from vendor_eval.scoring.spread import unlike_ratings
from vendor_eval.storage.account_tables import User
from vendor_eval.storage.database import insert
from vendor_eval.storage.evaluations import evaluation_number
from vendor_eval.storage.facts import load_facts
from vendor_eval.storage.panel_tables import Declaration
from vendor_eval.storage.ratings import load_cell
from vendor_eval.storage.rows import row_of
from vendor_eval.storage.stages import changing
from vendor_eval.storage.tables import Consensus, Evaluator, Recusal
from vendor_eval.storage.trail import Deed, record
from vendor_eval.workflow import Action


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """Vendor and criterion."""

    vendor: str
    criterion: str
    revision: int = 0
    """Of the agreed value the person saw; 0 where nothing was agreed."""

    @property
    def about(self) -> dict[str, str]:
        """As the record names it."""
        return {"vendor": self.vendor, "criterion": self.criterion}


def load_revisions(session: Session, evaluation: str) -> Mapping[tuple[str, str], int]:
    """How often each agreed value was changed, by vendor and criterion; 0 is none agreed.

    Raises:
        NotFoundError: there is no such evaluation.
    """
    number = evaluation_number(session, evaluation)
    query = sa.select(
        col(Consensus.vendor), col(Consensus.criterion), col(Consensus.revision)
    ).where(col(Consensus.evaluation_id) == number)
    return {(vendor, criterion): revision for vendor, criterion, revision in session.execute(query)}


def recused_vendors(session: Session, evaluation: str, user: User) -> frozenset[str]:
    """Vendors that a person neither sees nor scores, also while a conflict is not decided on."""
    number = evaluation_number(session, evaluation)
    query = (
        sa.select(col(Recusal.vendor))
        .join(
            Evaluator,
            sa.and_(
                col(Evaluator.evaluation_id) == Recusal.evaluation_id,
                col(Evaluator.id) == Recusal.evaluator,
            ),
        )
        .where(col(Recusal.evaluation_id) == number, col(Evaluator.user_id) == user.id)
        .union(
            sa.select(col(Declaration.vendor)).where(
                col(Declaration.evaluation_id) == number,
                col(Declaration.user_id) == user.id,
                col(Declaration.conflict),
            )
        )
    )
    return frozenset(session.execute(query).scalars())


def save_consensus(
    session: Session,
    evaluation: str,
    agreed: c.Consensus,
    revision: int,
    user: User,
    now: datetime,
) -> None:
    """Agree on a value for one cell, in place of what was agreed before. Commits.

    Args:
        session: commits.
        evaluation: its id.
        agreed: the value, its reason and who dissents.
        revision: of what the person saw; 0 where nothing was agreed.
        user: who writes it down.
        now: the present.

    Raises:
        NotFoundError: there is no such cell to agree on, or the person is recused from it.
        StageError: the panel is not agreeing now.
        NotARatingError: the value lies outside the scale.
        ReasonNeededError: it says something the ratings do not, without a reason.
        ConflictError: somebody changed the cell meanwhile.
    """
    cell = Cell(vendor=agreed.vendor, criterion=agreed.criterion, revision=revision)
    with changing(session, evaluation, now, Action.AGREE) as number:
        _require_seen(session, evaluation, cell, user)
        case = _facts(session, evaluation, cell)
        before = _require_unchanged(session, number, cell, case)
        _require_on_scale(case, agreed)
        if not any(agreed.reason.values()) and _needs_reason(session, case, agreed):
            raise ReasonNeededError
        keys = ["evaluation_id", "vendor", "criterion"]
        row = row_of(agreed) | {"evaluation_id": number, "revision": revision + 1}
        new = {name: value for name, value in row.items() if name not in keys}
        statement = insert(session, Consensus).values(row)
        session.execute(statement.on_conflict_do_update(index_elements=keys, set_=new))
        deed = Deed(
            what="consensus.set",
            about=cell.about | ({"dissent": agreed.dissent} if agreed.dissent else {}),
            old=before,
            new=_text(agreed.value),
            reason=_one_text(agreed.reason),
        )
        record(session, number, user, now, deed)


def clear_consensus(
    session: Session,
    evaluation: str,
    cell: Cell,
    reason: str,
    user: User,
    now: datetime,
) -> None:
    """Take an agreed value back: the ratings count again. Commits.

    Raises:
        NotFoundError: there is no such cell, or the person is recused from it.
        StageError: the panel is not agreeing now.
        ReasonNeededError: there is no reason.
        ConflictError: somebody changed the cell meanwhile.
    """
    with changing(session, evaluation, now, Action.AGREE) as number:
        _require_seen(session, evaluation, cell, user)
        case = _facts(session, evaluation, cell)
        before = _require_unchanged(session, number, cell, case)
        if before is None:
            raise NotFoundError(name=f"{cell.vendor} / {cell.criterion}")
        if not reason.strip():
            raise ReasonNeededError
        session.execute(
            sa.delete(Consensus).where(
                col(Consensus.evaluation_id) == number,
                col(Consensus.vendor) == cell.vendor,
                col(Consensus.criterion) == cell.criterion,
            )
        )
        deed = Deed(
            what="consensus.clear", about=cell.about, old=before, new=None, reason=reason.strip()
        )
        record(session, number, user, now, deed)


def agreeable(case: c.Case, cell: Cell) -> bool:
    """Whether a value can be agreed on: an active vendor, a rated criterion that counts."""
    active = any(each.id == cell.vendor and each.status == "active" for each in case.vendors)
    sheet = c.score_sheet(case)
    rated = {sheet.weights.columns[place].id for place in sheet.rated}
    return active and cell.criterion in rated


def _require_seen(session: Session, evaluation: str, cell: Cell, user: User) -> None:
    if cell.vendor in recused_vendors(session, evaluation, user):
        raise NotFoundError(name=f"{cell.vendor} / {cell.criterion}")


def _facts(session: Session, evaluation: str, cell: Cell) -> c.Case:
    """What the change is checked against, as it is inside the transaction."""
    case = load_facts(session.connection(), evaluation).case
    if not agreeable(case, cell):
        raise NotFoundError(name=f"{cell.vendor} / {cell.criterion}")
    return case


def _require_unchanged(session: Session, number: int, cell: Cell, case: c.Case) -> str | None:
    """What was agreed before, as text; None where nothing was."""
    now_there = session.execute(
        sa.select(col(Consensus.value), col(Consensus.revision)).where(
            col(Consensus.evaluation_id) == number,
            col(Consensus.vendor) == cell.vendor,
            col(Consensus.criterion) == cell.criterion,
        )
    ).first()
    if (now_there.revision if now_there else 0) != cell.revision:
        title = case.criteria.criterion(cell.criterion).title
        raise ConflictError(what=_one_text(title))
    return None if now_there is None else _text(now_there.value)


def _require_on_scale(case: c.Case, agreed: c.Consensus) -> None:
    scale = case.criteria.scale
    if agreed.value == "na":
        return
    if not isinstance(agreed.value, Decimal) or not scale.min <= agreed.value <= scale.max:
        raise NotARatingError(value=agreed.value or "–")


def _needs_reason(session: Session, case: c.Case, agreed: c.Consensus) -> bool:
    ratings = load_cell(session, case.evaluation.id, agreed.vendor, agreed.criterion)
    alone = replace(case, ratings=ratings, consensus=(agreed,))
    value = agreed.vendor, agreed.criterion, agreed.value
    return any(unlike_ratings(c.score_sheet(alone), [value]))


def _text(value: Value) -> str:
    return "" if value is None else str(value)


def _one_text(texts: Mapping[str, str]) -> str:
    return next((text for text in texts.values() if text), "")
