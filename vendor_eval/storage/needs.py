"""What is bought: starting an evaluation, its need, and what must be brought for it."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from vendor_eval.case import Brought, Case, Evaluation
from vendor_eval.criteria.model import CriteriaSet, Text
from vendor_eval.errors import ConflictError, ExistsError
from vendor_eval.needs import ITEMS
from vendor_eval.storage import tables
from vendor_eval.storage.account_tables import User
from vendor_eval.storage.columns import to_json
from vendor_eval.storage.criteria import save_criteria
from vendor_eval.storage.evaluations import evaluation_number
from vendor_eval.storage.facts import load_facts
from vendor_eval.storage.panel_tables import ReadinessItem
from vendor_eval.storage.rows import evaluation_row
from vendor_eval.storage.stages import changing
from vendor_eval.storage.trail import Deed, record
from vendor_eval.workflow import Action, Stage

NEED = (
    "title",
    "buyer",
    "purposes",
    "currency",
    "tax_rate",
    "profile",
    "variant",
    "flow",
    "scope",
    "flags",
    "term_months",
    "budget",
    "ceiling",
    "target",
    "outcome",
    "volume",
    "assumption",
    "common",
)
"""Columns of an evaluation that say what is bought; weights go with the criteria."""
OPTIONS = ("result_definition", "hide_names", "price_last", "declarations")


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """What is bought, what counts as the result, and how the panel works."""

    evaluation: Evaluation
    result_definition: Text = field(default_factory=dict)
    hide_names: bool = False
    price_last: bool = False
    declarations: bool = True

    @property
    def fingerprint(self) -> str:
        """The same for the same need: what a form was filled in from."""
        return hashlib.sha256((to_json(_row(self)) or "").encode()).hexdigest()


def start_evaluation(session: Session, who: User, now: datetime, case: Case, need: Need) -> str:
    """A new evaluation in preparation; who starts it leads it. Commits.

    Args:
        session: commits.
        who: becomes the lead.
        now: the present.
        case: id and criteria.
        need: what is known of the need so far.

    Raises:
        ExistsError: there is an evaluation of this id.
    """
    try:
        number = _add_evaluation(session, case, need, now)
        session.add(tables.Membership(evaluation_id=number, user_id=who.id, role="lead"))
        about = {"evaluation": case.evaluation.id, "criteria": case.criteria_digest}
        deed = Deed(what="evaluation.start", about=about, new=told(need.evaluation.title))
        record(session, number, who, now, deed)
        session.commit()
    except BaseException:
        session.rollback()
        raise
    return case.evaluation.id


def _add_evaluation(session: Session, case: Case, need: Need, now: datetime) -> int:
    row = tables.Evaluation(
        **(evaluation_row(case.evaluation) | _row(need)),
        criteria_version_id=save_criteria(session, case, now),
        stage=Stage.PREPARING,
        created_at=now,
        updated_at=now,
    )
    session.add(row)
    try:
        session.flush()
    except IntegrityError as error:
        raise ExistsError(id=case.evaluation.id) from error
    return row.id


def load_need(session: Session, evaluation: str) -> tuple[Need, CriteriaSet]:
    """What is bought at present, and the criteria it is judged by.

    Raises:
        NotFoundError: there is no such evaluation.
    """
    case = load_facts(session.connection(), evaluation).case
    columns = sa.inspect(tables.Evaluation).columns
    row = session.execute(
        sa.select(*(columns[name] for name in OPTIONS)).where(columns["key"] == evaluation)
    ).one()
    return Need(evaluation=case.evaluation, **row._mapping), case.criteria


def save_need(session: Session, who: User, now: datetime, need: Need, base: str) -> tuple[str, ...]:
    """Keep what is bought, each changed field with an act of its own. Commits.

    Args:
        session: commits.
        who: the lead.
        now: the present.
        need: of the evaluation named in it.
        base: fingerprint of the need the form was filled in from.

    Returns:
        The names of the columns that changed.

    Raises:
        ConflictError: somebody else has changed the need since.
        StageError: scoring is open already.
    """
    key = need.evaluation.id
    with changing(session, key, now, Action.EDIT_NEED) as number:
        before, _criteria = load_need(session, key)
        if before.fingerprint != base:
            raise ConflictError(what=key)
        old, new = _row(before), _row(need)
        changed = {name: value for name, value in new.items() if value != old[name]}
        if changed:
            session.execute(
                sa.update(tables.Evaluation)
                .where(col(tables.Evaluation.id) == number)
                .values(**changed)
                .execution_options(synchronize_session=False)
            )
        for name in changed:
            about = {"field": name}
            deed = Deed(what="need.change", about=about, old=told(old[name]), new=told(new[name]))
            record(session, number, who, now, deed)
    return tuple(changed)


def load_readiness(session: Session, evaluation: str) -> tuple[Brought, ...]:
    """What must be brought, whether anybody has said anything of it or not."""
    number = evaluation_number(session, evaluation)
    rows = session.exec(select(ReadinessItem).where(ReadinessItem.evaluation_id == number))
    known = {row.item: row for row in rows}
    return tuple(
        Brought(item=item, owner=row.owner, state=row.state, note=row.note)
        if (row := known.get(item))
        else Brought(item=item)
        for item in ITEMS
    )


def save_readiness(
    session: Session, who: User, now: datetime, evaluation: str, items: tuple[Brought, ...]
) -> None:
    """Keep who brings what and how far it is, each change with its act. Commits.

    Raises:
        StageError: scoring is open already.
    """
    with changing(session, evaluation, now, Action.EDIT_NEED) as number:
        before = {each.item: each for each in load_readiness(session, evaluation)}
        for each in items:
            if each == before[each.item]:
                continue
            row = ReadinessItem(evaluation_id=number, **asdict(each))
            session.merge(row)
            deed = Deed(
                what="readiness.set",
                about={"item": each.item},
                old=_told_of(before[each.item]),
                new=_told_of(each),
            )
            record(session, number, who, now, deed)


def told(value: object) -> str | None:
    """A value of a column as the record keeps it: plain text, None for nothing."""
    match value:
        case None | "" | () | []:
            return None
        case bool():
            return "yes" if value else "no"
        case Mapping():
            return "; ".join(f"{name}: {told(each) or ''}" for name, each in value.items()) or None
        case tuple() | list():
            return ", ".join(told(each) or "" for each in value)
        case Decimal():
            return format(value, "f")
    return str(value)


def _told_of(brought: Brought) -> str:
    parts = (brought.owner or "", brought.state, brought.note)
    return "; ".join(part for part in parts if part)


def _row(need: Need) -> dict[str, Any]:
    values = evaluation_row(need.evaluation)
    return {name: values[name] for name in NEED} | {name: getattr(need, name) for name in OPTIONS}
