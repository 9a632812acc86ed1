"""Links that let one person into one evaluation.

Somebody with an account to be uses a link once, to set a password. A guest has no
password: the link lets in as often as needed, until it expires or is revoked, and
then at once no longer. Only hashes of links are stored.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from vendor_eval.criteria.model import Text
from vendor_eval.errors import NotFoundError
from vendor_eval.language import LANGUAGES
from vendor_eval.storage.account_tables import User
from vendor_eval.storage.declarations import about_person, require_now
from vendor_eval.storage.evaluations import begin_change
from vendor_eval.storage.evaluators import Place
from vendor_eval.storage.members import take_in
from vendor_eval.storage.panel_tables import Invitation
from vendor_eval.storage.people import find_user
from vendor_eval.storage.tables import Evaluation, Evaluator, Membership
from vendor_eval.storage.trail import Deed, record
from vendor_eval.workflow import Action, MemberRole

GUEST_DOMAIN = "guest.invalid"
"""Nobody's address: guests have accounts so that what they do has a name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitee:
    """Whom a link is for."""

    name: str
    email: str
    """Empty for a guest who is handed the link in another way."""
    guest: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Invited:
    """What a link that holds leads to."""

    evaluation: str
    title: Text
    person: User
    guest: bool


def invite(
    session: Session,
    evaluation: str,
    who: User,
    invitee: Invitee,
    place: Place,
    span: tuple[datetime, datetime],
) -> tuple[User, str]:
    """Let a person without a password take part, by a link. Commits.

    Args:
        session: commits.
        evaluation: its id.
        who: invites.
        invitee: a known address that has no password yet is the same person.
        place: what the person is to be.
        span: the present, and when the link ends.

    Returns:
        The person and the secret of the link.

    Raises:
        NotFoundError: there is no such evaluation.
        StageError: people are no longer changed.
    """
    now, expires_at = span
    number = begin_change(session, evaluation, now)
    require_now(session, number, Action.EDIT_PEOPLE)
    person = None if invitee.guest else find_user(session, invitee.email)
    if person is None:
        address = f"{secrets.token_hex(8)}@{GUEST_DOMAIN}" if invitee.guest else invitee.email
        person = User(
            email=address.strip().lower(), name=invitee.name, guest=invitee.guest, created_at=now
        )
        session.add(person)
        session.flush()
    take_in(session, number, who, person, place, now)
    token = _add_link(session, number, person, place.role, (now, expires_at))
    _record_link(session, number, who, person, "invitation.send", (now, expires_at))
    session.commit()
    return person, token


def renew(
    session: Session, evaluation: str, who: User, person: int, span: tuple[datetime, datetime]
) -> tuple[User, str]:
    """Give a person a new link; the one before ends, and so does a guest's visit. Commits.

    Raises:
        NotFoundError: there is no such evaluation, or nobody there who needs a link.
        StageError: people are no longer changed.
    """
    number = begin_change(session, evaluation, span[0])
    require_now(session, number, Action.EDIT_PEOPLE)
    user, role = _link_holder(session, number, person)
    if user.password is not None:
        session.rollback()
        raise NotFoundError(name=user.name)
    _end_links(session, number, user, span[0])
    token = _add_link(session, number, user, role, span)
    _record_link(session, number, who, user, "invitation.renew", span)
    session.commit()
    return user, token


def revoke(session: Session, evaluation: str, who: User, person: int, now: datetime) -> None:
    """End a person's link, and a guest's visit, at once. Commits.

    Raises:
        NotFoundError: there is no such evaluation, or the person takes no part in it.
        StageError: people are no longer changed.
    """
    number = begin_change(session, evaluation, now)
    require_now(session, number, Action.EDIT_PEOPLE)
    user, _role = _link_holder(session, number, person)
    _end_links(session, number, user, now)
    deed = Deed(what="invitation.revoke", about=about_person(user))
    record(session, number, who, now, deed)
    session.commit()


def _link_holder(session: Session, number: int, person: int) -> tuple[User, MemberRole]:
    membership = session.get(Membership, (number, person))
    user = session.get(User, person)
    if membership is None or user is None:
        session.rollback()
        raise NotFoundError(name=str(person))
    return user, membership.role


def _add_link(
    session: Session,
    number: int,
    person: User,
    role: MemberRole,
    span: tuple[datetime, datetime],
) -> str:
    token = secrets.token_urlsafe(32)
    link = Invitation(
        token_sha256=_hash(token),
        evaluation_id=number,
        user_id=person.id,
        role=role,
        guest=person.guest,
        created_at=span[0],
        expires_at=span[1],
    )
    session.add(link)
    session.flush()
    return token


def _end_links(session: Session, number: int, user: User, now: datetime) -> None:
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
        user.fs_uniquifier = secrets.token_hex(16)
        session.add(user)
    session.flush()


def _record_link(
    session: Session,
    number: int,
    who: User,
    person: User,
    what: str,
    span: tuple[datetime, datetime],
) -> None:
    until = span[1].isoformat(timespec="minutes")
    record(session, number, who, span[0], Deed(what=what, about=about_person(person), new=until))


def find_invitation(session: Session, token: str, now: datetime) -> Invited | None:
    """What a link leads to; None when it is used, too old, revoked or never was."""
    row = session.execute(
        sa.select(col(Evaluation.key), col(Evaluation.title), User, col(Invitation.guest))
        .select_from(Invitation)
        .join(Evaluation, col(Evaluation.id) == Invitation.evaluation_id)
        .join(User, col(User.id) == Invitation.user_id)
        .where(*_holds(token, now))
    ).first()
    if row is None:
        return None
    key, title, person, guest = row
    return Invited(evaluation=key, title=title, person=person, guest=guest)


def _holds(token: str, now: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    """For a query that joins invitation and person."""
    return (
        col(Invitation.token_sha256) == _hash(token),
        col(Invitation.revoked_at).is_(None),
        col(Invitation.expires_at) > now,
        sa.or_(
            col(Invitation.guest),
            sa.and_(col(Invitation.used_at).is_(None), col(User.password).is_(None)),
        ),
        col(User.active).is_(True),
    )


def enter_as_guest(session: Session, token: str, now: datetime) -> Invited | None:
    """Let a guest in; the first time is recorded. Commits. None as for ``find_invitation``."""
    invited = find_invitation(session, token, now)
    if invited is None or not invited.guest:
        return None
    if _use(session, token, now):
        number = begin_change(session, invited.evaluation, now)
        deed = Deed(what="invitation.accept", about=about_person(invited.person))
        record(session, number, invited.person, now, deed)
    session.commit()
    return invited


def accept(
    session: Session, token: str, *, name: str, password_hash: str, now: datetime
) -> Invited | None:
    """Make an account of an invitation, once, however many try. Commits.

    Returns:
        What the link led to; None as for ``find_invitation``.
    """
    invited = find_invitation(session, token, now)
    if invited is None or invited.guest:
        return None
    number = begin_change(session, invited.evaluation, now)
    if not _use(session, token, now):
        session.rollback()
        return None
    person = invited.person
    person.name, person.password, person.confirmed_at = name, password_hash, now
    person.fs_uniquifier = secrets.token_hex(16)
    session.add(person)
    session.execute(
        sa.update(Evaluator)
        .where(col(Evaluator.evaluation_id) == number, col(Evaluator.user_id) == person.id)
        .values(name=dict.fromkeys(LANGUAGES, name))
        .execution_options(synchronize_session=False)
    )
    session.flush()
    deed = Deed(what="invitation.accept", about=about_person(person))
    record(session, number, person, now, deed)
    session.commit()
    return invited


def _use(session: Session, token: str, now: datetime) -> bool:
    """Whether this is the first use; holds against a second one at the same time."""
    used = session.execute(
        sa.update(Invitation)
        .where(col(Invitation.token_sha256) == _hash(token), col(Invitation.used_at).is_(None))
        .values(used_at=now)
        .returning(col(Invitation.id))
        .execution_options(synchronize_session=False)
    ).scalar()
    return used is not None


def guest_evaluation(session: Session, guest: User, now: datetime) -> str | None:
    """The one evaluation a guest may open; None once the link has ended."""
    return session.exec(
        select(Evaluation.key)
        .join(Invitation, col(Invitation.evaluation_id) == Evaluation.id)
        .where(
            Invitation.user_id == guest.id,
            col(Invitation.guest),
            col(Invitation.revoked_at).is_(None),
            col(Invitation.expires_at) > now,
        )
    ).first()


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
