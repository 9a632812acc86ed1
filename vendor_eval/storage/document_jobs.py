"""Documents that were asked for: their numbers, how far they are, calling them off, trying again.

Making them is in ``document_work``. Numbers are given when documents are asked for, in one
transaction for all of them, so that two people who issue at once get different ones.
"""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

import sqlalchemy as sa
from sqlmodel import Session, col

from vendor_eval.errors import NotFoundError, StageError, VendorEvalError
from vendor_eval.numbering import document_number
from vendor_eval.storage.account_tables import User
from vendor_eval.storage.document_tables import DocumentJob, DocumentPiece, PieceState
from vendor_eval.storage.evaluations import evaluation_number, hold
from vendor_eval.storage.organisation import load_organisation
from vendor_eval.storage.panel_tables import Blob
from vendor_eval.storage.stages import require_open
from vendor_eval.storage.tables import Evaluation
from vendor_eval.workflow import DOCUMENTS, Action

KEPT = timedelta(days=7)
"""How long finished drafts can be fetched."""
NUMBERING_LOCK = 0x6E756D626572
"""Any number, the same in every process: who holds it gives numbers."""


class UnderWayError(VendorEvalError):
    """The same document is being issued already."""

    http_status = 409
    template = (
        "%(name)s is being issued already. Wait until that is done: it is listed under work in"
        " progress."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A document that is asked for."""

    kind: str
    language: str
    name: str
    """Of its file, without an ending."""
    subject: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Who asks for documents of which evaluation, and when."""

    evaluation: str
    user: User
    now: datetime
    """In the time zone of the program: numbers may bear the year."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceStanding:
    """One document of a job, as it stands."""

    id: int
    kind: str
    subject: str
    language: str
    name: str
    state: PieceState
    number: str
    error: str
    """A template in English; empty while all is well."""
    error_values: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """Documents that were asked for at once, as they stand."""

    id: str
    issue: bool
    asked_by: int | None
    asked_name: str
    asked_at: datetime
    pieces: tuple[PieceStanding, ...]

    def counted(self, *states: PieceState) -> int:
        """How many documents are in these states."""
        return sum(piece.state in states for piece in self.pieces)

    @property
    def open(self) -> bool:
        """Whether something is still to be done."""
        return self.counted("waiting", "running") > 0


def ask_for(session: Session, asked: Request, wanted: Sequence[Wanted], *, issue: bool) -> str:
    """Have documents made. Commits.

    Returns:
        The id of the job.

    Raises:
        NotFoundError: there is no such evaluation.
        StageError: one of them is not issued in this stage.
        UnderWayError: one of them is being issued already.
    """
    with _asking(session, asked.evaluation, issue=issue) as number:
        _forget_old(session, number, asked.now)
        job = DocumentJob(
            id=uuid.uuid4().hex,
            evaluation_id=number,
            issue=issue,
            asked_by=asked.user.id,
            asked_name=asked.user.name or asked.user.email,
            asked_at=asked.now,
        )
        session.add(job)
        session.flush()
        for each in wanted:
            piece = DocumentPiece(
                job_id=job.id,
                kind=each.kind,
                subject=each.subject,
                language=each.language,
                choices=dict(each.choices),
                name=each.name,
            )
            if issue:
                _reserve(session, number, asked.evaluation, piece, asked.now)
            session.add(piece)
            session.flush()
    return job.id


@contextmanager
def _asking(session: Session, evaluation: str, *, issue: bool) -> Iterator[int]:
    """The number of an evaluation to ask in; commits, or undoes it all."""
    try:
        if issue:
            number = hold(session, evaluation)
            require_open(session, number, Action.ISSUE)
            if session.get_bind().dialect.name == "postgresql":
                # Numbers may count across evaluations; on SQLite nobody else writes now anyway.
                session.execute(sa.select(sa.func.pg_advisory_xact_lock(NUMBERING_LOCK)))
        else:
            number = evaluation_number(session, evaluation)
        yield number
        session.commit()
    except BaseException:
        session.rollback()
        raise


def _reserve(
    session: Session, number: int, evaluation: str, piece: DocumentPiece, now: datetime
) -> None:
    """Give a document that is to be issued the lowest free number of its series."""
    stage = session.execute(
        sa.select(col(Evaluation.stage)).where(col(Evaluation.id) == number)
    ).scalar_one()
    if stage not in DOCUMENTS[piece.kind].issued:
        raise StageError
    under_way = "\n".join((str(number), piece.kind, piece.subject, piece.language))
    begun = sa.select(col(DocumentPiece.id)).where(col(DocumentPiece.under_way) == under_way)
    if session.execute(begun).first() is not None:
        raise UnderWayError(name=piece.name)
    pattern = load_organisation(session).numbering

    def numbered(ordinal: int) -> str:
        return document_number(
            pattern, year=now.year, evaluation=evaluation, kind=piece.kind, number=ordinal
        )

    series = numbered(0)
    taken = set(
        session.execute(
            sa.select(col(DocumentPiece.ordinal)).where(col(DocumentPiece.series) == series)
        ).scalars()
    )
    piece.under_way, piece.series = under_way, series
    piece.ordinal = next(
        ordinal
        for ordinal in count(1)
        if ordinal not in taken and not _is_used(session, numbered(ordinal))
    )
    piece.number = numbered(piece.ordinal)


def _is_used(session: Session, number: str) -> bool:
    """Whether a number of another series reads the same; a pattern may have been changed."""
    used = sa.select(col(DocumentPiece.id)).where(col(DocumentPiece.number) == number)
    return session.execute(used).first() is not None


def _forget_old(session: Session, number: int, now: datetime) -> None:
    """Drafts are there to be fetched, not to be kept."""
    session.execute(
        sa.delete(DocumentJob).where(
            col(DocumentJob.evaluation_id) == number,
            ~col(DocumentJob.issue),
            col(DocumentJob.asked_at) < now - KEPT,
        )
    )


def list_jobs(session: Session, evaluation: str, person: int) -> tuple[Job, ...]:
    """What a person has asked for in an evaluation and may still want to look at, last first."""
    number = evaluation_number(session, evaluation)
    return _jobs(
        session,
        sa.and_(col(DocumentJob.evaluation_id) == number, col(DocumentJob.asked_by) == person),
    )


def load_job(session: Session, evaluation: str, job: str, person: int) -> Job:
    """A job that this person has asked for.

    Raises:
        NotFoundError: there is none in this evaluation.
    """
    number = evaluation_number(session, evaluation)
    here = sa.and_(
        col(DocumentJob.evaluation_id) == number,
        col(DocumentJob.id) == job,
        col(DocumentJob.asked_by) == person,
    )
    for found in _jobs(session, here):
        return found
    raise NotFoundError(name=job)


def _jobs(session: Session, which: sa.ColumnElement[bool]) -> tuple[Job, ...]:
    columns = sa.inspect(DocumentPiece).columns
    names = tuple(each for each in PieceStanding.__dataclass_fields__)
    rows = session.execute(
        sa.select(
            col(DocumentJob.id).label("job"),
            col(DocumentJob.issue),
            col(DocumentJob.asked_by),
            col(DocumentJob.asked_name),
            col(DocumentJob.asked_at),
            *(columns[name] for name in names),
        )
        .join(DocumentPiece, col(DocumentPiece.job_id) == DocumentJob.id)
        .where(which)
        .order_by(col(DocumentJob.asked_at).desc(), col(DocumentJob.id), col(DocumentPiece.id))
    )
    heads: dict[str, tuple[bool, int | None, str, datetime]] = {}
    pieces: dict[str, list[PieceStanding]] = {}
    for job, issue, by, name, at, *values in rows:
        heads[job] = issue, by, name, at
        standing = PieceStanding(**dict(zip(names, values, strict=True)))
        pieces.setdefault(job, []).append(standing)
    return tuple(
        Job(id=job, issue=issue, asked_by=by, asked_name=name, asked_at=at, pieces=tuple(found))
        for (job, found), (issue, by, name, at) in zip(pieces.items(), heads.values(), strict=True)
    )


def load_made(session: Session, job: Job) -> Iterator[tuple[PieceStanding, bytes]]:
    """The finished documents of a job, one after the other."""
    for piece in job.pieces:
        if piece.state == "done":
            row = session.execute(
                sa.select(col(DocumentPiece.content), col(Blob.content).label("frozen"))
                .join(Blob, col(Blob.sha256) == DocumentPiece.sha256, isouter=True)
                .where(col(DocumentPiece.id) == piece.id)
            ).one()
            yield piece, bytes(row.frozen if row.content is None else row.content)


def cancel_job(session: Session, job: Job) -> None:
    """Call off what is not finished; numbers reserved for it are free again. Commits."""
    session.execute(
        sa.update(DocumentPiece)
        .where(
            col(DocumentPiece.job_id) == job.id,
            col(DocumentPiece.state).in_(("waiting", "running")),
        )
        .values(state="cancelled", **LET_GO)
        .execution_options(synchronize_session=False)
    )
    session.commit()


LET_GO: Mapping[str, object] = {
    "holder": "",
    "held_until": None,
    "under_way": None,
    "series": None,
    "ordinal": None,
    "number": "",
}
"""What a document that will not be made now gives back."""


def retry_job(session: Session, asked: Request, job: Job) -> None:
    """Try again what failed or was called off, under new numbers. Commits.

    Raises:
        StageError: one of them is not issued in this stage.
        UnderWayError: one of them is being issued already.
    """
    with _asking(session, asked.evaluation, issue=job.issue) as number:
        query = sa.select(DocumentPiece).where(
            col(DocumentPiece.job_id) == job.id,
            col(DocumentPiece.state).in_(("failed", "cancelled")),
        )
        for piece in session.execute(query.order_by(col(DocumentPiece.id))).scalars():
            piece.state, piece.attempts = "waiting", 0
            piece.error, piece.error_values = "", {}
            if job.issue:
                _reserve(session, number, asked.evaluation, piece, asked.now)
            session.add(piece)
            session.flush()
