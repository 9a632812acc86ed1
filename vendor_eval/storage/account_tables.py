"""Tables of people who sign in.

As in ``tables``, no ``from __future__ import annotations``.
"""

import uuid
from datetime import datetime
from typing import Literal

import sqlalchemy as sa
from flask_security import AsaList, RoleMixin, UserMixin
from sqlalchemy.ext.mutable import MutableList
from sqlmodel import Field, Relationship

from vendor_eval.language import LANGUAGES
from vendor_eval.storage.base import Table, added, column
from vendor_eval.storage.columns import UtcDateTime, choice


class RoleOfUser(Table, table=True):
    """Who holds which role everywhere."""

    __tablename__ = "role_of_user"

    user_id: int = Field(primary_key=True, foreign_key="user_account.id", ondelete="CASCADE")
    role_id: int = Field(primary_key=True, foreign_key="role.id", ondelete="CASCADE")


class Role(Table, RoleMixin, table=True):
    """A role that holds everywhere; inside an evaluation see Membership."""

    __tablename__ = "role"

    id: int = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    description: str = ""


class User(Table, UserMixin, table=True):
    """A person who can sign in."""

    __tablename__ = "user_account"

    id: int = Field(default=None, primary_key=True)
    email: str = Field(unique=True)
    name: str = ""
    """As printed on pages and paper."""
    language: str | None = column(choice("language", Literal[LANGUAGES]), default=None)
    """What this person reads; None follows the browser."""
    password: str | None = None
    """Argon2 hash; None until the person has set one."""
    active: bool = True
    guest: bool = added(False, sa.false())
    """Let in by a link to one evaluation alone; has no password."""
    fs_uniquifier: str = Field(default_factory=lambda: uuid.uuid4().hex, unique=True)
    """Changing it ends every session of the person."""
    confirmed_at: datetime | None = column(UtcDateTime, default=None)
    created_at: datetime = column(UtcDateTime)
    tf_primary_method: str | None = None
    tf_totp_secret: str | None = None
    tf_phone_number: str | None = None
    mf_recovery_codes: list[str] | None = column(
        MutableList.as_mutable(AsaList()), default=None, nullable=True
    )
    roles: list[Role] = Relationship(link_model=RoleOfUser)  # type: ignore[assignment]


class SignInLink(Table, table=True):
    """A link that signs one person in, once."""

    __tablename__ = "sign_in_link"

    token_sha256: str = Field(primary_key=True)
    user_id: int = Field(foreign_key="user_account.id", ondelete="CASCADE", index=True)
    expires_at: datetime = column(UtcDateTime)
    used_at: datetime | None = column(UtcDateTime, default=None)


class Attempt(Table, table=True):
    """How often something was tried in a span of time, for limits that hold across processes."""

    __tablename__ = "attempt"

    what: str = Field(primary_key=True)
    """What is limited and for whom: a digest, so that no address is kept."""
    span_start: datetime = column(UtcDateTime, primary_key=True)
    count: int = 0
