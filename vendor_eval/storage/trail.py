"""The record of acts: appended in the transaction of what it records, never changed.

Every function that changes an evaluation calls ``begin_change`` first and
``record`` before it commits, so there is no change without its act, nor an act
without its change. ``begin_change`` lets one writer of an evaluation in at a time,
which keeps the chain a chain.
"""

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from vendor_eval.storage.account_tables import User
from vendor_eval.storage.base import table_of
from vendor_eval.storage.evaluations import evaluation_number
from vendor_eval.storage.panel_tables import TrailAct
from vendor_eval.trail import START, Act, hash_of

ACT_FIELDS = tuple(field.name for field in fields(Act))
SEAL = "seal"
"""What an act with sealed values says beside its subject: a random text.

The hash of an act is shown while its values are not. There are few values a cell can
have, so without it anybody could try them all until one gives the hash.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """What is to be recorded; the record adds number, time and hashes."""

    what: str
    """The kind of act: noun and verb, such as ``rating.set``."""
    about: Mapping[str, str]
    """What it was done to: ``vendor``, ``criterion``, ``evaluator``, ``person`` …"""
    old: str | None = None
    new: str | None = None
    reason: str = ""
    sealed_for: str | None = None
    """An evaluator whose sheet is not submitted yet."""


@cache
def _last_act() -> sa.Select[Any]:
    """Built once: every act follows the one before."""
    table = table_of(TrailAct)
    return (
        sa.select(table.c.number, table.c.hash)
        .where(table.c.evaluation_id == sa.bindparam("evaluation"))
        .order_by(table.c.number.desc())
        .limit(1)
    )


def record(session: Session, number: int, who: User | None, now: datetime, deed: Deed) -> str:
    """Append an act to the chain of an evaluation; the caller commits.

    Args:
        session: its transaction has begun with ``begin_change``.
        number: what ``begin_change`` returned.
        who: the person; None is the program itself.
        now: the present.
        deed: what was done.

    Returns:
        The hash of the act, the new head of the chain.
    """
    session.flush()
    connection = session.connection()
    last = connection.execute(_last_act(), {"evaluation": number}).first()
    act = Act(
        number=1 if last is None else last.number + 1,
        at=now.astimezone(UTC).isoformat(timespec="microseconds"),
        who="system" if who is None else f"user:{who.id}",
        name="" if who is None else who.name or who.email,
        what=deed.what,
        about=dict(deed.about) | ({SEAL: secrets.token_hex(16)} if deed.sealed_for else {}),
        old=deed.old,
        new=deed.new,
        reason=deed.reason,
        previous=START if last is None else last.hash,
    )
    digest = hash_of(act)
    row = {name: getattr(act, name) for name in ACT_FIELDS}
    row |= {"evaluation_id": number, "hash": digest, "sealed_for": deed.sealed_for}
    connection.execute(sa.insert(table_of(TrailAct)), row)
    return digest


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedAct:
    """An act as it lies in the record."""

    act: Act
    hash: str
    sealed_for: str | None


def load_acts(session: Session, evaluation: str) -> Iterator[RecordedAct]:
    """The whole record of an evaluation, first act first.

    Raises:
        NotFoundError: there is no such evaluation.
    """
    columns = sa.inspect(TrailAct).columns
    number = evaluation_number(session, evaluation)
    query = (
        sa.select(*(columns[name] for name in ACT_FIELDS), columns["hash"], columns["sealed_for"])
        .where(columns["evaluation_id"] == number)
        .order_by(columns["number"])
    )
    for *values, digest, sealed_for in session.execute(query):
        yield RecordedAct(
            act=Act(**dict(zip(ACT_FIELDS, values, strict=True))),
            hash=digest,
            sealed_for=sealed_for,
        )


def trail_head(session: Session, evaluation: str) -> tuple[int, str]:
    """How many acts there are and the hash of the last one, as printed on paper."""
    number = evaluation_number(session, evaluation)
    last = session.execute(_last_act(), {"evaluation": number}).first()
    return (0, START) if last is None else (last.number, last.hash)
