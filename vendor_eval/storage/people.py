"""People who can sign in, and links that let them in once."""

import hashlib
import secrets
from datetime import datetime, timedelta
from functools import cache
from typing import Any, cast

import sqlalchemy as sa
from flask_security.datastore import FSQLALiteUserDatastore
from sqlalchemy.orm import InstrumentedAttribute, joinedload
from sqlmodel import Session, col, select

from vendor_eval.errors import LastAdministratorError
from vendor_eval.storage.account_tables import Role, RoleOfUser, SignInLink, User
from vendor_eval.storage.database import db, insert_new
from vendor_eval.workflow import ADMINISTRATOR


@cache
def _session_query() -> sa.Select[Any]:
    """Built once: every request begins with it."""
    query = sa.select(User).options(joinedload(cast("InstrumentedAttribute[Any]", User.roles)))
    return query.where(col(User.fs_uniquifier) == sa.bindparam("fs_uniquifier"))


class Datastore(FSQLALiteUserDatastore):
    """Flask-Security's own, quick at finding whose session it is."""

    def find_user(self, case_insensitive: bool = False, **kwargs: Any) -> User | None:
        """The person of whom one attribute is given, with the roles."""
        if kwargs.keys() == {"fs_uniquifier"}:
            return cast("User | None", db.session.scalar(_session_query(), kwargs))
        return cast("User | None", super().find_user(case_insensitive, **kwargs))


datastore = Datastore(db, User, Role)
"""Where Flask-Security finds people."""


def find_user(session: Session, email: str) -> User | None:
    """The person with this address, upper and lower case alike."""
    same = sa.func.lower(col(User.email)) == email.strip().lower()
    return session.exec(select(User).where(same)).first()


def list_administrators(session: Session) -> tuple[User, ...]:
    """Everybody who may do everything and can sign in, first made first."""
    query = (
        select(User)
        .join(RoleOfUser)
        .join(Role)
        .where(col(Role.name) == ADMINISTRATOR, col(User.active))
        .order_by(col(User.id))
    )
    return tuple(session.exec(query))


def add_user(
    session: Session, email: str, now: datetime, *, name: str = "", administrator: bool = False
) -> User:
    """A new person without a password; they sign in by a link first. Commits."""
    user = User(email=email.strip().lower(), name=name, created_at=now, confirmed_at=now)
    if administrator:
        insert_new(session, Role, name=ADMINISTRATOR, description="")
        user.roles = [session.exec(select(Role).where(Role.name == ADMINISTRATOR)).one()]
    session.add(user)
    session.commit()
    return user


def list_accounts(session: Session) -> tuple[User, ...]:
    """Everybody who has an account, by name; guests have none of their own."""
    query = select(User).where(~col(User.guest)).order_by(col(User.name), col(User.email))
    return tuple(session.exec(query))


def switch_account(session: Session, user: User, *, active: bool) -> None:
    """Let a person sign in or no longer; sessions end at once. Commits.

    Raises:
        LastAdministratorError: no administrator could sign in any more.
    """
    if not active:
        _require_another_administrator(session, user)
    user.active = active
    user.fs_uniquifier = secrets.token_hex(16)
    session.add(user)
    session.commit()


def set_administrator(session: Session, user: User, *, administrator: bool) -> None:
    """Let a person look after the installation or no longer. Commits.

    Raises:
        LastAdministratorError: no administrator could sign in any more.
    """
    if not administrator:
        _require_another_administrator(session, user)
    insert_new(session, Role, name=ADMINISTRATOR, description="")
    role = session.exec(select(Role).where(Role.name == ADMINISTRATOR)).one()
    user.roles = [role] if administrator else []
    session.add(user)
    session.commit()


def _require_another_administrator(session: Session, user: User) -> None:
    """Of two who take each other's rights away at the same moment, one waits for the other."""
    session.execute(
        sa.update(Role)
        .where(col(Role.name) == ADMINISTRATOR)
        .values(description="")
        .execution_options(synchronize_session=False)
    )
    others = [each for each in list_administrators(session) if each.id != user.id and each.password]
    is_one = any(role.name == ADMINISTRATOR for role in user.roles)
    if is_one and not others:
        session.rollback()
        raise LastAdministratorError(name=user.name or user.email)


def add_sign_in_link(session: Session, user: User, now: datetime, valid: timedelta) -> str:
    """The secret of a link that signs a person in once; links given before end.

    Only its hash is stored. Commits.
    """
    _end_links(session, user)
    token = secrets.token_urlsafe(32)
    link = SignInLink(token_sha256=_hash(token), user_id=user.id, expires_at=now + valid)
    session.add(link)
    session.commit()
    return token


def use_sign_in_link(session: Session, token: str, now: datetime) -> User | None:
    """The person a link signs in, once, however many ask at the same time. Commits.

    None when it was used, is too old or never was, or the person is switched off.
    """
    user_id = session.execute(
        sa.update(SignInLink)
        .where(*_usable(token, now))
        .values(used_at=now)
        .returning(col(SignInLink.user_id))
        .execution_options(synchronize_session=False)
    ).scalar()
    session.commit()
    user = session.get(User, user_id) if user_id is not None else None
    return user if user is not None and user.active else None


def open_account(
    session: Session, user: User, *, name: str, email: str, password_hash: str
) -> bool:
    """Give a new person a name, address and password; False when the address is taken. Commits.

    Links and sessions given before end: somebody else may have had one.
    """
    same = find_user(session, email)
    if same is not None and same.id != user.id:
        return False
    user.name = name
    user.email = email.strip().lower()
    user.password = password_hash
    user.fs_uniquifier = secrets.token_hex(16)
    session.add(user)
    _end_links(session, user)
    session.commit()
    return True


def _end_links(session: Session, user: User) -> None:
    session.execute(sa.delete(SignInLink).where(col(SignInLink.user_id) == user.id))


def _usable(token: str, now: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        col(SignInLink.token_sha256) == _hash(token),
        col(SignInLink.used_at).is_(None),
        col(SignInLink.expires_at) > now,
    )


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
