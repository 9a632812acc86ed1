"""Criteria files in the database: kept word for word, read once per process."""

import hashlib
from datetime import datetime
from threading import Lock

from sqlmodel import Session, select

from vendor_eval.case import Case
from vendor_eval.criteria.file import parse_criteria
from vendor_eval.criteria.model import CriteriaSet
from vendor_eval.errors import NotFoundError
from vendor_eval.storage.database import insert_new
from vendor_eval.storage.kept import Kept
from vendor_eval.storage.tables import CriteriaVersion, Evaluation

_kept = Kept[str, CriteriaSet](64)
"""By the hash of their text; neither ever changes."""

_reading = Lock()
"""It takes long: requests that come together wait for the first instead of all reading it."""


def read_criteria(text_sha256: str, toml: str) -> CriteriaSet:
    """The criteria set of a text that was checked when it was saved."""
    with _reading:
        known = _kept.get(text_sha256)
        return known or _kept.keep(text_sha256, parse_criteria(toml, "criteria.toml"))


def load_criteria(session: Session, text_sha256: str) -> CriteriaSet:
    """The criteria set of this hash; its text is fetched only where it was not read yet."""
    known = _kept.get(text_sha256)
    if known is not None:
        return known
    query = select(CriteriaVersion.toml).where(CriteriaVersion.text_sha256 == text_sha256)
    return read_criteria(text_sha256, session.exec(query).one())


def load_criteria_of(session: Session, evaluation: str) -> CriteriaSet:
    """The criteria set of an evaluation.

    Raises:
        NotFoundError: there is no such evaluation.
    """
    query = select(CriteriaVersion.text_sha256).join(Evaluation).where(Evaluation.key == evaluation)
    text_sha256 = session.exec(query).first()
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
