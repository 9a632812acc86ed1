"""Who takes part in an evaluation, as what, and which score sheet is theirs."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from vendor_eval.criteria.model import Group, Text
from vendor_eval.errors import LastLeadError, NotFoundError, ReasonNeededError
from vendor_eval.storage.account_tables import User
from vendor_eval.storage.criteria import read_criteria
from vendor_eval.storage.declarations import about_person, require_now
from vendor_eval.storage.evaluations import begin_change
from vendor_eval.storage.evaluators import (
    Place,
    SheetOf,
    drop_empty_sheet,
    give_sheet,
    sheet_of,
    sheet_owned_by,
)
from vendor_eval.storage.panel_tables import Invitation
from vendor_eval.storage.tables import (
    CriteriaVersion,
    Evaluation,
    EvaluationVendor,
    Evaluator,
    Membership,
    Recusal,
)
from vendor_eval.storage.trail import Deed, record
from vendor_eval.workflow import Action, MemberRole, Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A person who takes part."""

    id: int
    name: str
    email: str
    role: MemberRole
    guest: bool
    active: bool
    has_password: bool
    sheet: SheetOf | None
    link_until: datetime | None
    """Until when the last invitation holds; None where there is none or it is revoked."""
    link_used: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """Everybody who takes part in one evaluation."""

    evaluation: str
    title: Text
    stage: Stage
    groups: tuple[Group, ...]
    """Of the criteria, to be assigned."""
    members: tuple[Member, ...]
    loose_sheets: tuple[SheetOf, ...]
    """Evaluators who came in with files and are nobody's account."""

    def member(self, person: int) -> Member:
        """The person of this id.

        Raises:
            NotFoundError: they do not take part.
        """
        for member in self.members:
            if member.id == person:
                return member
        raise NotFoundError(name=str(person))


def load_panel(session: Session, evaluation: str) -> Panel:
    """Who takes part in an evaluation, leads first, then in the order they came.

    Raises:
        NotFoundError: there is no such evaluation.
    """
    row = session.execute(
        sa.select(
            col(Evaluation.id),
            col(Evaluation.title),
            col(Evaluation.stage),
            col(CriteriaVersion.text_sha256),
            col(CriteriaVersion.toml),
        )
        .join(CriteriaVersion)
        .where(col(Evaluation.key) == evaluation)
    ).first()
    if row is None:
        raise NotFoundError(name=evaluation)
    sheets = session.exec(
        select(Evaluator).where(Evaluator.evaluation_id == row.id).order_by(col(Evaluator.position))
    ).all()
    return Panel(
        evaluation=evaluation,
        title=row.title,
        stage=Stage(row.stage),
        groups=read_criteria(row.text_sha256, row.toml).groups,
        members=_members(session, row.id, sheets),
        loose_sheets=tuple(sheet_of(sheet) for sheet in sheets if sheet.user_id is None),
    )


def _members(session: Session, number: int, sheets: Sequence[Evaluator]) -> tuple[Member, ...]:
    theirs = {sheet.user_id: sheet_of(sheet) for sheet in sheets}
    invitations = {
        each.user_id: each
        for each in session.exec(
            select(Invitation)
            .where(Invitation.evaluation_id == number)
            .order_by(col(Invitation.id))
        )
    }
    query = (
        sa.select(User, col(Membership.role))
        .join(Membership, col(Membership.user_id) == User.id)
        .where(col(Membership.evaluation_id) == number)
        .order_by(col(Membership.role) != "lead", col(User.id))
    )
    return tuple(
        _member(user, role, theirs.get(user.id), invitations.get(user.id))
        for user, role in session.execute(query)
    )


def _member(
    user: User, role: MemberRole, sheet: SheetOf | None, invitation: Invitation | None
) -> Member:
    holds = invitation is not None and invitation.revoked_at is None
    return Member(
        id=user.id,
        name=user.name,
        email="" if user.guest else user.email,
        role=role,
        guest=user.guest,
        active=user.active,
        has_password=user.password is not None,
        sheet=sheet,
        link_until=invitation.expires_at if holds and invitation is not None else None,
        link_used=invitation is not None and invitation.used_at is not None,
    )


def admit(
    session: Session, evaluation: str, who: User, person: User, place: Place, now: datetime
) -> None:
    """Let a person with an account take part. Commits.

    Raises:
        NotFoundError: there is no such evaluation.
        StageError: people are no longer changed.
    """
    number = begin_change(session, evaluation, now)
    require_now(session, number, Action.EDIT_PEOPLE)
    take_in(session, number, who, person, place, now)
    session.commit()


def take_in(
    session: Session, number: int, who: User, person: User, place: Place, now: datetime
) -> None:
    """The same inside a transaction that has begun with ``begin_change``."""
    session.merge(Membership(evaluation_id=number, user_id=person.id, role=place.role))
    session.flush()
    deed = Deed(what="person.add", about=about_person(person), new=place.role)
    record(session, number, who, now, deed)
    give_sheet(session, number, who, person, place, now)


def change_place(
    session: Session, evaluation: str, who: User, person: int, place: Place, now: datetime
) -> None:
    """Give a person another role, or another score sheet. Commits.

    A sheet that has ratings stays, whatever the role.

    Raises:
        LastLeadError: nobody would be lead.
        NotFoundError: there is no such evaluation, or the person takes no part in it.
        StageError: people are no longer changed.
    """
    number = begin_change(session, evaluation, now)
    require_now(session, number, Action.EDIT_PEOPLE)
    membership, user = _membership(session, number, person)
    if membership.role != place.role:
        if membership.role == "lead":
            _require_another_lead(session, number, user)
        deed = Deed(
            what="person.role", about=about_person(user), old=membership.role, new=place.role
        )
        membership.role = place.role
        session.add(membership)
        session.flush()
        record(session, number, who, now, deed)
    give_sheet(session, number, who, user, place, now)
    session.commit()


def _membership(session: Session, number: int, person: int) -> tuple[Membership, User]:
    membership = session.get(Membership, (number, person), populate_existing=True)
    user = session.get(User, person)
    if membership is None or user is None:
        session.rollback()
        raise NotFoundError(name=str(person))
    return membership, user


def _require_another_lead(session: Session, number: int, user: User) -> None:
    """A lead who cannot sign in yet is none to count on."""
    others = session.exec(
        select(Membership.user_id)
        .join(User, col(User.id) == Membership.user_id)
        .where(
            Membership.evaluation_id == number,
            Membership.role == "lead",
            Membership.user_id != user.id,
            col(User.active),
            col(User.password).is_not(None),
        )
    ).first()
    if others is None:
        session.rollback()
        raise LastLeadError(name=user.name or user.email)


def link_sheet(
    session: Session, evaluation: str, who: User, sheet_id: str, person: int, now: datetime
) -> None:
    """Make a sheet that came in with files the sheet of a person who takes part. Commits.

    Raises:
        NotFoundError: there is no such evaluation or free sheet, or the person takes no part
            or has scored in another sheet.
        StageError: people are no longer changed.
    """
    number = begin_change(session, evaluation, now)
    require_now(session, number, Action.EDIT_PEOPLE)
    _, user = _membership(session, number, person)
    sheet = session.get(Evaluator, (number, sheet_id), populate_existing=True)
    own = sheet_owned_by(session, number, person)
    in_use = own is not None and not drop_empty_sheet(session, number, own)
    if sheet is None or sheet.user_id is not None or in_use:
        session.rollback()
        raise NotFoundError(name=sheet_id)
    sheet.user_id = person
    session.add(sheet)
    session.flush()
    about = about_person(user) | {"evaluator": sheet_id}
    record(session, number, who, now, Deed(what="person.link", about=about, new=sheet_id))
    session.commit()


def remove_member(
    session: Session,
    evaluation: str,
    who: User,
    removed: tuple[int, bool],
    reason: Text,
    now: datetime,
) -> None:
    """End a person's part. Commits.

    What they have scored stays in the files; with the choice to leave it out, they count
    as recused from every vendor. A sheet without ratings goes with them.

    Args:
        session: commits.
        evaluation: its id.
        who: decides it.
        removed: id of the person, and whether their ratings no longer count.
        reason: stays on record, and on reports where ratings no longer count.
        now: the present.

    Raises:
        LastLeadError: nobody would be lead.
        NotFoundError: there is no such evaluation, or the person takes no part in it.
        ReasonNeededError: there is no reason.
        StageError: people are no longer changed.
    """
    words = next((text.strip() for text in reason.values() if text.strip()), "")
    if not words:
        raise ReasonNeededError
    number = begin_change(session, evaluation, now)
    require_now(session, number, Action.EDIT_PEOPLE)
    membership, user = _membership(session, number, removed[0])
    if membership.role == "lead":
        _require_another_lead(session, number, user)
    session.delete(membership)
    _end_invitations(session, number, user, now)
    about, new = _leave_sheet(session, number, user, reason if removed[1] else None)
    deed = Deed(what="person.remove", about=about, old=membership.role, new=new, reason=words)
    record(session, number, who, now, deed)
    session.commit()


def _leave_sheet(
    session: Session, number: int, user: User, reason: Text | None
) -> tuple[dict[str, str], str]:
    """Part a person from their sheet; with a reason, what is in it no longer counts.

    Returns:
        How the record names both, and what becomes of the ratings.
    """
    sheet = sheet_owned_by(session, number, user.id)
    if sheet is None:
        return about_person(user), "no ratings"
    about = about_person(user) | {"evaluator": sheet.id}
    if drop_empty_sheet(session, number, sheet):
        return about, "no ratings"
    sheet.user_id = None
    session.add(sheet)
    if reason is not None:
        _recuse_everywhere(session, number, sheet.id, reason)
    session.flush()
    return about, "ratings count" if reason is None else "ratings do not count"


def _recuse_everywhere(session: Session, number: int, sheet: str, reason: Text) -> None:
    vendors = session.exec(
        select(EvaluationVendor.id).where(EvaluationVendor.evaluation_id == number)
    )
    for vendor in vendors.all():
        session.merge(
            Recusal(evaluation_id=number, vendor=vendor, evaluator=sheet, reason=dict(reason))
        )


def _end_invitations(session: Session, number: int, user: User, now: datetime) -> None:
    """Links end, and a guest with them, at once."""
    session.execute(
        sa.update(Invitation)
        .where(
            col(Invitation.evaluation_id) == number,
            col(Invitation.user_id) == user.id,
            col(Invitation.revoked_at).is_(None),
        )
        .values(revoked_at=now)
        .execution_options(synchronize_session=False)
    )
    if user.guest:
        user.active = False
        user.fs_uniquifier = secrets.token_hex(16)
        session.add(user)
