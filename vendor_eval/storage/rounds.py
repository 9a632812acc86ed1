"""A further round of an evaluation, a copy of one, and what is put away."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col

from vendor_eval.case import Case
from vendor_eval.criteria.model import Text
from vendor_eval.errors import ExistsError, NotFoundError, ReasonNeededError, StageError
from vendor_eval.storage import tables
from vendor_eval.storage.account_tables import User
from vendor_eval.storage.base import Table
from vendor_eval.storage.criteria import save_criteria
from vendor_eval.storage.evaluations import begin_change, evaluation_number
from vendor_eval.storage.panel_tables import LeftOut, ReadinessItem
from vendor_eval.storage.trail import Deed, record
from vendor_eval.workflow import Action, Stage, require_stage

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a new evaluation takes over from the one it comes from."""

    case: Case
    """The earlier one, with the criteria of the new one."""
    id: str
    """Of the new one."""
    title: Text
    vendors: frozenset[str]
    left_out: Mapping[str, str] = field(default_factory=dict)
    """Why each of the other vendors is not taken over."""
    users: frozenset[int]
    """Members who take part again, with their assignments."""
    evaluators: frozenset[str]
    """Evaluators who take part again, with or without an account."""
    facts: bool
    """Whether gate results, key figures and quotations come along."""
    next_round: bool
    """Else it is a copy, without a word about the vendors left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Helper:
    """Somebody who takes part in an evaluation, to choose from."""

    user: int | None
    evaluator: str | None
    name: Text
    role: str
    """Empty for who scores without an account."""
    groups: tuple[str, ...] = ()


def list_helpers(session: Session, evaluation: str) -> tuple[Helper, ...]:
    """Members with their sheets, then evaluators without an account; no guests: a link ends."""
    number = evaluation_number(session, evaluation)
    members = session.execute(
        sa.select(col(User.id), col(User.name), col(User.email), col(tables.Membership.role))
        .join(tables.Membership, col(tables.Membership.user_id) == User.id)
        .where(col(tables.Membership.evaluation_id) == number, ~col(User.guest))
        .order_by(col(User.id))
    ).all()
    sheets = _rows(session, tables.Evaluator, number)
    of_user = {row["user_id"]: row for row in sheets if row["user_id"] is not None}
    found = [
        Helper(
            user=row.id,
            evaluator=of_user[row.id]["id"] if row.id in of_user else None,
            name={"": row.name or row.email},
            role=row.role,
            groups=of_user[row.id]["groups"] if row.id in of_user else (),
        )
        for row in members
    ]
    return tuple(found) + tuple(
        Helper(
            user=None,
            evaluator=row["id"],
            name=row["name"] or {"": row["id"]},
            role="",
            groups=row["groups"],
        )
        for row in sorted(sheets, key=lambda row: row["position"])
        if row["user_id"] is None
    )


def take_over(session: Session, evaluation: str, plan: Plan, user: User, now: datetime) -> str:
    """Make the next round of an evaluation, or a copy; who does leads it. Commits.

    Args:
        session: commits.
        evaluation: id of the one before.
        plan: what comes along.
        user: becomes its lead.
        now: the present.

    Returns:
        The id of the new one, which is prepared first.

    Raises:
        NotFoundError: there is no such evaluation.
        StageError: its results are not there yet.
        ExistsError: the new id is taken.
        ReasonNeededError: a vendor is left out of a round without saying why.
    """
    try:
        source = begin_change(session, evaluation, now)
        before = _rows(session, tables.Evaluation, source, key="id")[0]
        require_stage(before["stage"], Action.NEXT_ROUND)
        number = _add_evaluation(session, before, plan, now)
        _add_people(session, source, number, plan, user)
        _add_vendors(session, source, number, plan)
        for each, deed in _deeds(session, source, number, before, plan):
            record(session, each, user, now, deed)
        session.commit()
    except BaseException:
        session.rollback()
        raise
    return plan.id


def _add_evaluation(session: Session, before: Row, plan: Plan, now: datetime) -> int:
    criteria = plan.case.criteria
    kept = {name: value for name, value in before.items() if name != "id"}
    profiles = {profile.id for profile in criteria.profiles}
    variants = {variant.id for variant in criteria.variants}
    version = save_criteria(session, plan.case, now)
    same = version == before["criteria_version_id"]
    row = tables.Evaluation(
        **kept
        | {
            "key": plan.id,
            "revision": 1,
            "title": plan.title,
            "criteria_version_id": version,
            "profile": before["profile"] if before["profile"] in profiles else None,
            "variant": before["variant"] if before["variant"] in variants else None,
            "weights": before["weights"] if same else {},
            "criterion_weights": before["criterion_weights"] if same else {},
            "lots": (),
            "stage": Stage.PREPARING,
            "round": before["round"] + 1 if plan.next_round else 1,
            "previous_id": before["id"],
            "decision": {},
            "archived_at": None,
            "created_at": now,
            "updated_at": now,
        }
    )
    session.add(row)
    try:
        session.flush()
    except IntegrityError as error:
        raise ExistsError(id=plan.id) from error
    return row.id


def _add_people(session: Session, source: int, number: int, plan: Plan, user: User) -> None:
    groups = {group.id for group in plan.case.criteria.groups}
    members = [
        {**row, "evaluation_id": number}
        for row in _rows(session, tables.Membership, source)
        if row["user_id"] in plan.users and row["user_id"] != user.id
    ]
    lead = {"evaluation_id": number, "user_id": user.id, "role": "lead"}
    _insert(session, tables.Membership, [lead, *members])
    _copy(
        session,
        tables.Evaluator,
        (source, number),
        lambda row: row["id"] in plan.evaluators,
        lambda row: {"groups": tuple(each for each in row["groups"] if each in groups)},
    )


def _add_vendors(session: Session, source: int, number: int, plan: Plan) -> None:
    known = {each.id: each.kind for each in plan.case.criteria.criteria}

    def gate(row: Row) -> bool:
        return row["vendor"] in plan.vendors and known.get(row["criterion"]) == "gate"

    def measure(row: Row) -> bool:
        return row["vendor"] in plan.vendors and known.get(row["criterion"]) == "measure"

    def recused(row: Row) -> bool:
        return row["vendor"] in plan.vendors and row["evaluator"] in plan.evaluators

    ends = source, number
    active = {"status": "active", "reason": {}}
    _copy(
        session,
        tables.EvaluationVendor,
        ends,
        lambda row: row["id"] in plan.vendors,
        lambda _row: active,
    )
    _copy(session, tables.Recusal, ends, recused)
    _copy(session, ReadinessItem, ends, lambda _row: True)
    if not plan.facts:
        return
    _copy(session, tables.GateResult, ends, gate)
    _copy(session, tables.Measure, ends, measure)
    _copy(session, tables.Quote, ends, lambda row: row["vendor"] in plan.vendors)


def _deeds(
    session: Session, source: int, number: int, before: Row, plan: Plan
) -> Iterator[tuple[int, Deed]]:
    """The act in the new record; a round is one in the record before, too."""
    taken = ", ".join(sorted(plan.vendors))
    about = {"criteria": plan.case.criteria_digest, "vendors": taken}
    title = next(iter(plan.title.values()), plan.id)
    if not plan.next_round:
        yield number, Deed(what="evaluation.copy", about=about, new=title)
        return
    vendors = {row["id"] for row in _rows(session, tables.EvaluationVendor, source)}
    dropped = {vendor: plan.left_out.get(vendor, "").strip() for vendor in vendors - plan.vendors}
    if not all(dropped.values()):
        raise ReasonNeededError
    left = [{"evaluation_id": number, "vendor": v, "reason": r} for v, r in dropped.items()]
    _insert(session, LeftOut, left)
    about |= {"previous": before["key"], "round": str(before["round"] + 1)}
    reason = "\n".join(f"{vendor}: {why}" for vendor, why in sorted(dropped.items()))
    for each in (number, source):
        yield each, Deed(what="round.start", about=about, new=title, reason=reason)


def set_archived(
    session: Session, evaluation: str, archived: bool, user: User, now: datetime
) -> None:
    """Put an evaluation away, to be read only, or take it out again. Commits.

    Raises:
        NotFoundError: there is no such evaluation.
        StageError: it is so already.
    """
    try:
        number = begin_change(session, evaluation, now)
        _put_away(session, number, now if archived else None)
        what = "evaluation.archive" if archived else "evaluation.unarchive"
        record(session, number, user, now, Deed(what=what, about={}))
        session.commit()
    except BaseException:
        session.rollback()
        raise


def _put_away(session: Session, number: int, since: datetime | None) -> None:
    """Raises StageError where it is so already."""
    away = col(tables.Evaluation.archived_at)
    changed = session.execute(
        sa.update(tables.Evaluation)
        .where(col(tables.Evaluation.id) == number, away.is_(None) if since else away.is_not(None))
        .values(archived_at=since)
        .returning(col(tables.Evaluation.id))
        .execution_options(synchronize_session=False)
    ).scalar()
    if changed is None:
        raise StageError


def _rows(
    session: Session, table: type[Table], number: int, key: str = "evaluation_id"
) -> list[Row]:
    local = sa.inspect(table).local_table
    query = sa.select(local).where(local.c[key] == number)
    found: list[Row] = [dict(row._mapping) for row in session.execute(query)]
    if key == "id" and not found:
        raise NotFoundError(name=str(number))
    return found


def _copy(
    session: Session,
    table: type[Table],
    ends: tuple[int, int],
    wanted: Callable[[Row], bool],
    changes: Callable[[Row], Row] = lambda _row: {},
) -> None:
    """Rows of one evaluation that are wanted, into another."""
    source, number = ends
    _insert(
        session,
        table,
        [
            {**row, **changes(row), "evaluation_id": number}
            for row in _rows(session, table, source)
            if wanted(row)
        ],
    )


def _insert(session: Session, table: type[Table], rows: list[dict[str, Any]]) -> None:
    if rows:
        session.execute(sa.insert(sa.inspect(table).local_table), rows)
