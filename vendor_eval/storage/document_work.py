"""Making documents, seen from the database: taking one, keeping it, handing it in.

A worker holds a document for ``LEASE`` and renews that while it works. Whatever happens to
it, the document is handed in once: only who still holds it can, and an issued one gets its
row, its act in the trail and its end in the same transaction.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

import sqlalchemy as sa
from sqlmodel import Session, col

from vendor_eval.errors import VendorEvalError
from vendor_eval.storage.account_tables import User
from vendor_eval.storage.database import insert_new
from vendor_eval.storage.document_jobs import LET_GO
from vendor_eval.storage.document_tables import DocumentJob, DocumentPiece, IssuedDocument
from vendor_eval.storage.evaluations import hold
from vendor_eval.storage.issued import last_number
from vendor_eval.storage.panel_tables import Blob
from vendor_eval.storage.stages import require_open
from vendor_eval.storage.tables import Evaluation
from vendor_eval.storage.trail import Deed, record
from vendor_eval.workflow import Action

LEASE = timedelta(seconds=15)
"""How long a document is a worker's after it has last said so."""
MOST_ATTEMPTS = 3


class GivenUpError(VendorEvalError):
    """A document whose making has ended the program again and again."""

    template = (
        "Making this document has failed %(attempts)d times without a word, perhaps for want of"
        " memory. Try again; if it fails again, tell the administrator."
    )


class MovedOnError(VendorEvalError):
    """The evaluation was changed while the document was drawn."""

    template = "The evaluation was changed while the document was made. Try again."


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A document that a worker has taken."""

    id: int
    holder: str
    job: str
    evaluation: str
    issue: bool
    kind: str
    subject: str
    language: str
    choices: Mapping[str, str]
    number: str
    supersedes: str
    author: str
    asked_by: int | None
    asked_at: datetime
    attempts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A finished document."""

    content: bytes
    revision: int
    """Of the evaluation, when it was loaded."""


def require_hope(piece: Piece) -> None:
    """Refuse to try once more what has ended the program each time.

    Raises:
        GivenUpError: it was tried often enough.
    """
    if piece.attempts > MOST_ATTEMPTS:
        raise GivenUpError(attempts=MOST_ATTEMPTS)


def _free(now: datetime) -> sa.ColumnElement[bool]:
    return sa.or_(
        col(DocumentPiece.state) == "waiting",
        sa.and_(col(DocumentPiece.state) == "running", col(DocumentPiece.held_until) < now),
    )


def is_something_to_do(session: Session, now: datetime) -> bool:
    """Whether a document waits for a worker, or for another one than the one that had it."""
    query = sa.select(col(DocumentPiece.id)).where(_free(now)).limit(1)
    return session.execute(query).first() is not None


def take_piece(session: Session, holder: str, now: datetime) -> Piece | None:
    """Take the next document; None when nothing is to be done. Commits."""
    first = (
        sa.select(col(DocumentPiece.id))
        .where(_free(now))
        .order_by(col(DocumentPiece.id))
        .limit(1)
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )
    taken = session.execute(
        sa.update(DocumentPiece)
        .where(col(DocumentPiece.id) == first)
        .values(
            state="running",
            holder=holder,
            held_until=now + LEASE,
            attempts=col(DocumentPiece.attempts) + 1,
        )
        .returning(col(DocumentPiece.id))
        .execution_options(synchronize_session=False)
    ).scalar()
    piece = None if taken is None else _load_piece(session, taken)
    session.commit()
    return piece


def _load_piece(session: Session, number: int) -> Piece:
    row = session.execute(
        sa.select(DocumentPiece, DocumentJob, col(Evaluation.key))
        .join(DocumentJob, col(DocumentJob.id) == DocumentPiece.job_id)
        .join(Evaluation, col(Evaluation.id) == DocumentJob.evaluation_id)
        .where(col(DocumentPiece.id) == number)
        .execution_options(populate_existing=True)
    ).one()
    piece, job, evaluation = row
    return Piece(
        id=number,
        holder=piece.holder,
        job=job.id,
        evaluation=evaluation,
        issue=job.issue,
        kind=piece.kind,
        subject=piece.subject,
        language=piece.language,
        choices=piece.choices,
        number=piece.number,
        supersedes=last_number(
            session, job.evaluation_id, piece.kind, piece.subject, piece.language
        )
        if job.issue
        else "",
        author=job.asked_name,
        asked_by=job.asked_by,
        asked_at=job.asked_at,
        attempts=piece.attempts,
    )


def _held(piece: Piece) -> sa.ColumnElement[bool]:
    return sa.and_(
        col(DocumentPiece.id) == piece.id,
        col(DocumentPiece.state) == "running",
        col(DocumentPiece.holder) == piece.holder,
    )


def _change(session: Session, piece: Piece, **values: object) -> bool:
    """Change the row of a piece while it is held; whether it was."""
    changed = session.execute(
        sa.update(DocumentPiece)
        .where(_held(piece))
        .values(**values)
        .returning(col(DocumentPiece.id))
        .execution_options(synchronize_session=False)
    ).scalar()
    return changed is not None


def renew(session: Session, piece: Piece, now: datetime) -> bool:
    """Say that the worker is still at it; whether the document is still its own. Commits."""
    held = _change(session, piece, held_until=now + LEASE)
    session.commit()
    return held


def give_back(session: Session, piece: Piece) -> None:
    """Leave a document to another worker at once. Commits."""
    _change(
        session, piece, state="waiting", holder="", held_until=None, attempts=piece.attempts - 1
    )
    session.commit()


def fail(session: Session, piece: Piece, error: VendorEvalError) -> None:
    """Note why a document cannot be made; its number is free again. Commits."""
    values = {name: str(value) for name, value in error.values.items()}
    _change(
        session, piece, **{**LET_GO, "state": "failed"}, error=error.template, error_values=values
    )
    session.commit()


def revision_of(session: Session, evaluation: str) -> int:
    """How often an evaluation was changed."""
    query = sa.select(col(Evaluation.revision)).where(col(Evaluation.key) == evaluation)
    return int(session.execute(query).scalar_one())


def hand_in(session: Session, piece: Piece, made: Made, now: datetime) -> bool:
    """Keep a finished document, and issue it where that was asked. Commits.

    Returns:
        Whether it was taken: not when it was called off or another worker has it by now.

    Raises:
        MovedOnError: the evaluation was changed since it was loaded.
        StageError: the evaluation was archived meanwhile.
    """
    try:
        taken = _issue(session, piece, made, now) if piece.issue else _keep(session, piece, made)
        session.commit()
    except BaseException:
        session.rollback()
        raise
    return taken


DONE: Mapping[str, object] = {"state": "done", "holder": "", "held_until": None, "under_way": None}


def _keep(session: Session, piece: Piece, made: Made) -> bool:
    digest = sha256(made.content).hexdigest()
    return _change(session, piece, content=made.content, sha256=digest, **DONE)


def _issue(session: Session, piece: Piece, made: Made, now: datetime) -> bool:
    digest = sha256(made.content).hexdigest()
    number = hold(session, piece.evaluation)
    require_open(session, number, Action.ISSUE)
    if revision_of(session, piece.evaluation) != made.revision:
        raise MovedOnError
    if not _change(session, piece, sha256=digest, **DONE):
        return False
    insert_new(session, Blob, sha256=digest, content=made.content)
    session.execute(
        sa.insert(IssuedDocument).values(
            number=piece.number,
            evaluation_id=number,
            kind=piece.kind,
            subject=piece.subject,
            language=piece.language,
            supersedes=piece.supersedes,
            sha256=digest,
            size=len(made.content),
            issued_at=now,
            issued_by=piece.author,
        )
    )
    user = session.get(User, piece.asked_by) if piece.asked_by else None
    record(session, number, user, now, _deed(piece, digest))
    return True


def _deed(piece: Piece, digest: str) -> Deed:
    about = {"document": piece.kind, "number": piece.number, "language": piece.language}
    if piece.subject:
        about["about"] = piece.subject
    if piece.supersedes:
        about["supersedes"] = piece.supersedes
    return Deed(what="document.issue", about=about, new=digest)
