"""Criteria files in the database: kept word for word, read once per process."""

import hashlib
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, select

from vendor_eval.case import Case
from vendor_eval.criteria.file import parse_criteria
from vendor_eval.criteria.model import CriteriaSet
from vendor_eval.errors import NotFoundError
from vendor_eval.storage.base import table_of
from vendor_eval.storage.database import insert_new
from vendor_eval.storage.kept import Kept
from vendor_eval.storage.tables import CriteriaVersion, Evaluation

_kept = Kept[str, CriteriaSet](64)
"""By the hash of their text; neither ever changes."""


def read_criteria(text_sha256: str, toml: str) -> CriteriaSet:
    """The criteria set of a text that was checked when it was saved."""
    known = _kept.get(text_sha256)
    return known or _kept.keep(text_sha256, parse_criteria(toml, "criteria.toml"))


def load_criteria(session: Session, text_sha256: str) -> CriteriaSet:
    """The criteria set of this hash; its text is fetched only where it was not read yet."""
    known = _kept.get(text_sha256)
    if known is not None:
        return known
    query = select(CriteriaVersion.toml).where(CriteriaVersion.text_sha256 == text_sha256)
    return read_criteria(text_sha256, session.exec(query).one())


@cache
def _version_query() -> sa.Select[Any]:
    """Built once: every save of a cell asks."""
    version, evaluation = table_of(CriteriaVersion), table_of(Evaluation)
    return (
        sa.select(version.c.text_sha256)
        .join(evaluation, evaluation.c.criteria_version_id == version.c.id)
        .where(evaluation.c.key == sa.bindparam("evaluation"))
    )


def load_criteria_of(session: Session, evaluation: str) -> CriteriaSet:
    """The criteria set of an evaluation.

    Raises:
        NotFoundError: there is no such evaluation.
    """
    text_sha256 = session.execute(_version_query(), {"evaluation": evaluation}).scalar()
    if text_sha256 is None:
        raise NotFoundError(name=evaluation)
    return load_criteria(session, text_sha256)


def save_criteria(session: Session, case: Case, now: datetime) -> int:
    """The number of the case's criteria version, added when it is new. Does not commit."""
    text_sha256 = hashlib.sha256(case.criteria_toml.encode()).hexdigest()
    insert_new(
        session,
        CriteriaVersion,
        text_sha256=text_sha256,
        digest=case.criteria_digest,
        set_id=case.criteria.id,
        version=case.criteria.version,
        title=case.criteria.title,
        toml=case.criteria_toml,
        created_at=now,
    )
    return session.exec(
        select(CriteriaVersion.id).where(CriteriaVersion.text_sha256 == text_sha256)
    ).one()
