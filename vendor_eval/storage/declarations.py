"""Declarations of conflicts of interest, what the lead makes of each, and what follows.

A conflict closes the vendor to the person from the moment it is declared. The lead then
recuses the person, removes them, or finds that it is no obstacle: only that opens the
vendor again. What a person wrote stays as written.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Literal

import sqlalchemy as sa
from sqlmodel import Session, col, select

from vendor_eval.criteria.model import Text
from vendor_eval.errors import NotFoundError, OwnConflictError, ReasonNeededError, StageError
from vendor_eval.storage.account_tables import User
from vendor_eval.storage.evaluations import Standing, begin_change, evaluation_number
from vendor_eval.storage.panel_tables import Declaration, TrailAct
from vendor_eval.storage.tables import (
    Evaluation,
    EvaluationVendor,
    Evaluator,
    Membership,
    Recusal,
)
from vendor_eval.storage.trail import Deed, record
from vendor_eval.workflow import Action, Stage, require_stage

State = Literal["unsigned", "none", "open", "recused", "allowed"]
"""Not asked yet, nothing declared, waiting for the lead, recused, declared and no obstacle."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What one person has declared about one vendor, and what was made of it."""

    vendor: str
    name: Text
    state: State
    what: str = ""
    """The conflict in the words of the person."""
    wording: str = ""
    """The text that was signed."""
    signed_at: datetime | None = None
    reason: str = ""
    """Of the decision about it."""


def visible_vendors(session: Session, standing: Standing, user: User) -> tuple[str, ...]:
    """Ids of the vendors a person may see and score, in the order of the evaluation.

    Left out are those they are recused from and those where they declared a conflict
    that nobody has found to be no obstacle.
    """
    number = evaluation_number(session, standing.evaluation)
    query = (
        select(EvaluationVendor.id)
        .where(
            col(EvaluationVendor.evaluation_id) == number,
            ~sa.exists().where(
                col(Recusal.evaluation_id) == number,
                col(Recusal.vendor) == EvaluationVendor.id,
                col(Recusal.evaluator) == standing.evaluator,
            ),
            ~sa.exists().where(
                col(Declaration.evaluation_id) == number,
                col(Declaration.vendor) == EvaluationVendor.id,
                col(Declaration.user_id) == user.id,
                col(Declaration.conflict),
            ),
        )
        .order_by(col(EvaluationVendor.position))
    )
    return tuple(session.exec(query))


def require_visible(session: Session, standing: Standing, user: User, vendor: str) -> None:
    """Answer for a vendor the person may not see as for one that does not exist.

    Raises:
        NotFoundError: the person is recused from it, or there is none.
    """
    if vendor not in visible_vendors(session, standing, user):
        raise NotFoundError(name=vendor)


def require_now(session: Session, number: int, action: Action) -> Stage:
    """Refuse what the stage does not allow at this moment; call it after ``begin_change``.

    Returns:
        The stage.

    Raises:
        StageError: the evaluation stands elsewhere, or is archived.
    """
    row = session.execute(
        sa.select(col(Evaluation.stage), col(Evaluation.archived_at)).where(
            col(Evaluation.id) == number
        )
    ).one()
    try:
        require_stage(row.stage, action)
        _refuse_archived(row.archived_at)
    except StageError:
        session.rollback()
        raise
    return Stage(row.stage)


def _refuse_archived(archived_at: datetime | None) -> None:
    if archived_at is not None:
        raise StageError


def list_statements(session: Session, evaluation: str) -> dict[int, tuple[Statement, ...]]:
    """What everybody who takes part has declared about each vendor, by person.

    Raises:
        NotFoundError: there is no such evaluation.
    """
    number = evaluation_number(session, evaluation)
    people = session.exec(
        select(Membership.user_id).where(Membership.evaluation_id == number)
    ).all()
    vendors = session.exec(
        select(EvaluationVendor)
        .where(EvaluationVendor.evaluation_id == number)
        .order_by(col(EvaluationVendor.position))
    ).all()
    signed = {
        (row.user_id, row.vendor): row
        for row in session.exec(select(Declaration).where(Declaration.evaluation_id == number))
    }
    recused = _recusals(session, number)
    allowed = _reasons_of_allowing(session, number)
    return {
        person: tuple(
            _statement(
                vendor,
                signed.get((person, vendor.id)),
                recused.get((person, vendor.id)),
                allowed.get((person, vendor.id), ""),
            )
            for vendor in vendors
        )
        for person in people
    }


def _statement(
    vendor: EvaluationVendor, row: Declaration | None, recusal: Text | None, allowed: str
) -> Statement:
    state: State = "unsigned" if row is None else "none"
    reason = ""
    if row is not None and row.what:
        state, reason = ("open", "") if row.conflict else ("allowed", allowed)
    if recusal is not None:
        state, reason = "recused", next(iter(recusal.values()), "")
    return Statement(
        vendor=vendor.id,
        name=vendor.name,
        state=state,
        what=row.what if row is not None else "",
        wording=row.wording if row is not None else "",
        signed_at=row.signed_at if row is not None else None,
        reason=reason,
    )


def _recusals(session: Session, number: int) -> dict[tuple[int | None, str], Text]:
    same = sa.and_(
        col(Evaluator.evaluation_id) == Recusal.evaluation_id,
        col(Evaluator.id) == Recusal.evaluator,
    )
    query = (
        sa.select(col(Evaluator.user_id), col(Recusal.vendor), col(Recusal.reason))
        .join(Evaluator, same)
        .where(col(Recusal.evaluation_id) == number)
    )
    return {(person, vendor): reason for person, vendor, reason in session.execute(query)}


def _reasons_of_allowing(session: Session, number: int) -> dict[tuple[int, str], str]:
    """The last reason why a conflict was no obstacle; the record alone holds it."""
    query = (
        sa.select(col(TrailAct.about), col(TrailAct.reason))
        .where(col(TrailAct.evaluation_id) == number, col(TrailAct.what) == "conflict.allow")
        .order_by(col(TrailAct.number))
    )
    return {
        (int(about["person"].removeprefix("user:")), about["vendor"]): reason
        for about, reason in session.execute(query)
    }


def sign_declarations(
    session: Session,
    evaluation: str,
    user: User,
    said: Mapping[str, str],
    wording: str,
    now: datetime,
) -> None:
    """Keep what a person declares; what they had signed in the same words stays. Commits.

    Args:
        session: commits.
        evaluation: its id.
        user: who signs.
        said: by vendor what the conflict is, empty for none; a vendor that is not in it, or no
            longer in the evaluation, is left as it is.
        wording: the text that is signed.
        now: the present.

    Raises:
        NotFoundError: there is no such evaluation, or the person has no part in it.
        StageError: it is decided or archived.
    """
    number = begin_change(session, evaluation, now)
    require_now(session, number, Action.EDIT_PEOPLE)
    if session.get(Membership, (number, user.id)) is None:
        session.rollback()
        raise NotFoundError(name=evaluation)
    vendors = session.exec(
        select(EvaluationVendor.id).where(EvaluationVendor.evaluation_id == number)
    ).all()
    for vendor in vendors:
        if vendor in said:
            _sign(session, number, user, (vendor, said[vendor].strip(), wording), now)
    session.commit()


def _sign(
    session: Session, number: int, user: User, signed: tuple[str, str, str], now: datetime
) -> None:
    vendor, what, wording = signed
    row = session.get(Declaration, (number, user.id, vendor))
    if row is not None and row.what == what:
        return
    old = None if row is None else row.what or "none"
    if row is None:
        row = Declaration(
            evaluation_id=number, user_id=user.id, vendor=vendor, conflict=False, signed_at=now
        )
    row.conflict, row.what, row.wording, row.signed_at = bool(what), what, wording, now
    session.add(row)
    session.flush()
    about = about_person(user) | {"vendor": vendor, "wording": sha256(wording.encode()).hexdigest()}
    deed = Deed(what="declaration.sign", about=about, old=old, new=what or "none")
    record(session, number, user, now, deed)


def about_person(user: User) -> dict[str, str]:
    """How the record names a person."""
    return {"person": f"user:{user.id}", "name": user.name or user.email}


def recuse(
    session: Session,
    evaluation: str,
    who: User,
    about: tuple[int, str],
    reason: Text,
    now: datetime,
) -> None:
    """Leave a person out for one vendor: they neither see nor score it. Commits.

    Args:
        session: commits.
        evaluation: its id.
        who: decides it.
        about: id of the person, who has a score sheet, and the vendor.
        reason: printed on reports.
        now: the present.

    Raises:
        NotFoundError: there is no such evaluation, vendor or person with a sheet.
        OwnConflictError: it is the conflict of the person who decides.
        ReasonNeededError: there is no reason.
        StageError: people are no longer changed.
    """
    number, person = _begin_decision(session, evaluation, who, about, now)
    sheet = session.exec(
        select(Evaluator.id).where(
            Evaluator.evaluation_id == number, Evaluator.user_id == person.id
        )
    ).first()
    words = next((text.strip() for text in reason.values() if text.strip()), "")
    if sheet is None or not words:
        session.rollback()
        raise ReasonNeededError if sheet is not None else NotFoundError(name=person.name)
    session.merge(
        Recusal(evaluation_id=number, vendor=about[1], evaluator=sheet, reason=dict(reason))
    )
    session.flush()
    details = about_person(person) | {"vendor": about[1], "evaluator": sheet}
    record(session, number, who, now, Deed(what="conflict.recuse", about=details, reason=words))
    session.commit()


def allow(
    session: Session, evaluation: str, who: User, about: tuple[int, str], reason: str, now: datetime
) -> None:
    """Find that a declared conflict is no obstacle, or end a recusal. Commits.

    Args:
        session: commits.
        evaluation: its id.
        who: decides it.
        about: id of the person and the vendor.
        reason: stays on record.
        now: the present.

    Raises:
        NotFoundError: there is no such evaluation, vendor or person.
        OwnConflictError: it is the conflict of the person who decides.
        ReasonNeededError: there is no reason.
        StageError: people are no longer changed.
    """
    number, person = _begin_decision(session, evaluation, who, about, now)
    if not reason.strip():
        session.rollback()
        raise ReasonNeededError
    sheets = sa.select(col(Evaluator.id)).where(
        col(Evaluator.evaluation_id) == number, col(Evaluator.user_id) == person.id
    )
    session.execute(
        sa.delete(Recusal).where(
            col(Recusal.evaluation_id) == number,
            col(Recusal.vendor) == about[1],
            col(Recusal.evaluator).in_(sheets),
        )
    )
    declared = session.get(Declaration, (number, person.id, about[1]))
    if declared is not None:
        declared.conflict = False
        session.add(declared)
    session.flush()
    details = about_person(person) | {"vendor": about[1]}
    deed = Deed(what="conflict.allow", about=details, reason=reason.strip())
    record(session, number, who, now, deed)
    session.commit()


def _begin_decision(
    session: Session, evaluation: str, who: User, about: tuple[int, str], now: datetime
) -> tuple[int, User]:
    person_id, vendor = about
    if who.id == person_id:
        raise OwnConflictError
    number = begin_change(session, evaluation, now)
    require_now(session, number, Action.EDIT_PEOPLE)
    takes_part = session.get(Membership, (number, person_id))
    person = session.get(User, person_id)
    if takes_part is None or person is None or not session.get(EvaluationVendor, (number, vendor)):
        session.rollback()
        raise NotFoundError(name=vendor)
    return number, person
