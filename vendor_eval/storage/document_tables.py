"""Tables of documents: those that were issued, and the work of making them.

As in ``tables``, no ``from __future__ import annotations``.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

import sqlalchemy as sa
from sqlmodel import Field

from vendor_eval.language import LANGUAGES
from vendor_eval.storage.base import Table, column, texts
from vendor_eval.storage.columns import UtcDateTime, choice
from vendor_eval.storage.panel_tables import by_user

PieceState = Literal["waiting", "running", "done", "failed", "cancelled"]


class IssuedDocument(Table, table=True):
    """A document that was given a number. The database refuses to change or delete one."""

    __tablename__ = "issued_document"

    number: str = Field(primary_key=True)
    """As it is printed, such as ``inbound-desk-report-01``."""
    evaluation_id: int = Field(foreign_key="evaluation.id", index=True)
    kind: str
    subject: str = ""
    """Id of the vendor or evaluator it is about; empty: about the evaluation."""
    language: str = column(choice("language", Literal[LANGUAGES]))
    supersedes: str = ""
    """Number of the one before, which stays as it is."""
    sha256: str = Field(foreign_key="blob.sha256", index=True)
    size: int
    """Bytes."""
    issued_at: datetime = column(UtcDateTime)
    issued_by: str
    """Name of the person, as it is printed; who it was is in the trail."""


class DocumentJob(Table, table=True):
    """Documents that one person has asked for at once."""

    __tablename__ = "document_job"

    id: str = Field(primary_key=True)
    evaluation_id: int = Field(foreign_key="evaluation.id", ondelete="CASCADE", index=True)
    issue: bool
    """Whether they are issued; else they are drafts."""
    asked_by: int | None = by_user()
    asked_name: str
    asked_at: datetime = column(UtcDateTime)


class DocumentPiece(Table, table=True):
    """One document of a job, and how far it is.

    A worker takes it for some seconds and renews that as long as it lives. When it stops,
    any other takes it up again; what the first one still brings is not taken.
    """

    __tablename__ = "document_piece"
    __table_args__ = (sa.UniqueConstraint("series", "ordinal"),)

    id: int = Field(default=None, primary_key=True)
    job_id: str = Field(foreign_key="document_job.id", ondelete="CASCADE", index=True)
    kind: str
    subject: str = ""
    language: str = column(choice("language", Literal[LANGUAGES]))
    choices: Mapping[str, str] = texts()
    name: str
    """Of the file."""
    state: PieceState = column(choice("state", PieceState), default="waiting")
    attempts: int = 0
    """How often a worker has taken it."""
    holder: str = ""
    """A random text of the worker that has it."""
    held_until: datetime | None = column(UtcDateTime, default=None)
    under_way: str | None = Field(default=None, unique=True)
    """What is being issued, so that nobody issues the same at the same time; empty when over."""
    series: str | None = None
    """What numbers of one counter have in common, while one is reserved or used."""
    ordinal: int | None = None
    """The counter in that series."""
    number: str = ""
    """The number reserved for it, as it will be printed."""
    sha256: str | None = None
    """Of the finished document."""
    content: bytes | None = column(sa.LargeBinary, default=None, nullable=True)
    """The finished draft; an issued document lies in ``blob``."""
    error: str = ""
    """A template in English, when it could not be made."""
    error_values: Mapping[str, str] = texts()
