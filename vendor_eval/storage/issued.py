"""Documents that were issued: which there are, their bytes, and what still keeps one back."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from vendor_eval.case import Case, Decision
from vendor_eval.errors import NotFoundError
from vendor_eval.scoring import Comparison
from vendor_eval.storage.decision import Open, open_points, unfinished
from vendor_eval.storage.document_tables import IssuedDocument
from vendor_eval.storage.evaluations import evaluation_number
from vendor_eval.storage.panel_tables import Blob, Sheet
from vendor_eval.storage.stages import unsubmitted
from vendor_eval.storage.tables import Evaluation
from vendor_eval.workflow import DocumentRule


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """What is known of an issued document without its bytes."""

    number: str
    evaluation: str
    kind: str
    subject: str
    language: str
    supersedes: str
    """Number of the one before; empty for the first."""
    superseded_by: str
    """Number of the one after; empty while this one is the last."""
    sha256: str
    size: int
    """Bytes."""
    issued_at: datetime
    issued_by: str


def list_issued(session: Session, evaluation: str) -> tuple[Issued, ...]:
    """Every issued document of an evaluation, the last one first.

    Raises:
        NotFoundError: there is no such evaluation.
    """
    number = evaluation_number(session, evaluation)
    return tuple(_found(session, col(IssuedDocument.evaluation_id) == number))


def find_issued(session: Session, evaluation: str, number: str) -> Issued:
    """The issued document of this number.

    Raises:
        NotFoundError: this evaluation has none.
    """
    here = sa.and_(col(Evaluation.key) == evaluation, col(IssuedDocument.number) == number)
    for issued in _found(session, here):
        return issued
    raise NotFoundError(name=number)


def issued_with(session: Session, sha256: str) -> tuple[Issued, ...]:
    """Documents of any evaluation whose bytes have this fingerprint; mostly one or none."""
    return tuple(_found(session, col(IssuedDocument.sha256) == sha256))


def load_issued(session: Session, issued: Issued) -> bytes:
    """The bytes as they were issued."""
    query = sa.select(col(Blob.content)).where(col(Blob.sha256) == issued.sha256)
    return bytes(session.execute(query).scalar_one())


def last_number(session: Session, number: int, kind: str, subject: str, language: str) -> str:
    """Number of the document that another one of this kind would supersede; empty for none."""
    later = sa.orm.aliased(IssuedDocument)
    query: sa.Select[str] = sa.select(col(IssuedDocument.number)).where(
        col(IssuedDocument.evaluation_id) == number,
        col(IssuedDocument.kind) == kind,
        col(IssuedDocument.subject) == subject,
        col(IssuedDocument.language) == language,
        ~sa.exists().where(
            col(later.evaluation_id) == number, col(later.supersedes) == IssuedDocument.number
        ),
    )
    return session.execute(query).scalars().first() or ""


def _found(session: Session, which: sa.ColumnElement[bool]) -> Iterator[Issued]:
    later = sa.orm.aliased(IssuedDocument)
    query: Any = (
        sa.select(IssuedDocument, col(Evaluation.key), col(later.number).label("later"))
        .join(Evaluation, col(Evaluation.id) == IssuedDocument.evaluation_id)
        .join(
            later,
            sa.and_(
                col(later.evaluation_id) == IssuedDocument.evaluation_id,
                col(later.supersedes) == IssuedDocument.number,
            ),
            isouter=True,
        )
        .where(which)
        .order_by(col(IssuedDocument.issued_at).desc(), col(IssuedDocument.number).desc())
    )
    for row, evaluation, newer in session.execute(query):
        yield Issued(
            number=row.number,
            evaluation=evaluation,
            kind=row.kind,
            subject=row.subject,
            language=row.language,
            supersedes=row.supersedes,
            superseded_by=newer or "",
            sha256=row.sha256,
            size=row.size,
            issued_at=row.issued_at,
            issued_by=row.issued_by,
        )


def lacking(
    session: Session, rule: DocumentRule, case: Case, comparison: Comparison, decision: Decision
) -> tuple[Open, ...]:
    """What must be there before a document of this kind is issued; all of it."""
    if rule.rests_on == "nothing":
        return ()
    number = evaluation_number(session, case.evaluation.id)
    sheets = tuple(
        Open(what="sheet", evaluator=evaluator)
        for evaluator in missing_sheets(session, number, case, comparison)
    )
    if rule.rests_on == "results":
        return (*sheets, *unfinished(case, comparison))
    return (*sheets, *open_points(case, comparison, decision))


def missing_sheets(
    session: Session, number: int, case: Case, comparison: Comparison
) -> tuple[str, ...]:
    """Evaluators who have something to score and have not handed it in.

    Who scored outside the program has no sheet in it; their scores were handed in with the
    files that were imported.
    """
    here = sa.select(col(Sheet.evaluator)).where(col(Sheet.evaluation_id) == number)
    begun = set(session.execute(here).scalars())
    heard = comparison.sheet.heard()
    return tuple(
        person
        for person in unsubmitted(session, number, case)
        if person in begun or person not in heard
    )
