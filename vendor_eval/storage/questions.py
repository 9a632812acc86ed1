"""Questions put to vendors and their answers: numbered, kept, never deleted."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from vendor_eval.errors import NotFoundError
from vendor_eval.storage.account_tables import User
from vendor_eval.storage.evaluations import evaluation_number
from vendor_eval.storage.panel_tables import Question
from vendor_eval.storage.trail import Deed, record
from vendor_eval.storage.vendor_facts import Change, require_same, require_vendor


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedQuestion:
    """A question and, once there is one, its answer."""

    number: int
    """From 1 in each evaluation."""
    vendor: str
    question: str
    asked_at: datetime
    asked_by: str
    """Name of the person."""
    answer: str
    answered_at: datetime | None
    answered_by: str


def list_questions(session: Session, evaluation: str, vendor: str) -> tuple[AskedQuestion, ...]:
    """Everything one vendor was asked, first asked first.

    Raises:
        NotFoundError: there is no such evaluation.
    """
    number = evaluation_number(session, evaluation)
    asker, answerer = sa.orm.aliased(User), sa.orm.aliased(User)
    rows = session.execute(
        sa.select(
            Question,
            sa.func.coalesce(sa.func.nullif(col(asker.name), ""), col(asker.email), ""),
            sa.func.coalesce(sa.func.nullif(col(answerer.name), ""), col(answerer.email), ""),
        )
        .join(asker, col(asker.id) == Question.asked_by, isouter=True)
        .join(answerer, col(answerer.id) == Question.answered_by, isouter=True)
        .where(col(Question.evaluation_id) == number, col(Question.vendor) == vendor)
        .order_by(col(Question.number))
    )
    return tuple(
        AskedQuestion(
            number=row.number,
            vendor=row.vendor,
            question=row.question,
            asked_at=row.asked_at,
            asked_by=asked_by,
            answer=row.answer,
            answered_at=row.answered_at,
            answered_by=answered_by,
        )
        for row, asked_by, answered_by in rows
    )


def ask(session: Session, change: Change, question: str) -> int:
    """Log a question to a vendor. Commits.

    Returns:
        Its number.

    Raises:
        NotFoundError: the vendor is not in the evaluation.
        StageError: nothing can be entered now.
    """
    with change.entering(session) as number:
        require_vendor(session, number, change.vendor)
        last = session.execute(
            sa.select(sa.func.max(col(Question.number))).where(
                col(Question.evaluation_id) == number
            )
        ).scalar()
        place = (last or 0) + 1
        session.execute(
            sa.insert(Question).values(
                evaluation_id=number,
                number=place,
                vendor=change.vendor,
                question=question,
                asked_at=change.now,
                asked_by=change.user.id,
                answer="",
            )
        )
        about = {"vendor": change.vendor, "question": str(place)}
        record(
            session,
            number,
            change.user,
            change.now,
            Deed(what="question.ask", about=about, new=question),
        )
        return place


def answer_question(
    session: Session,
    change: Change,
    place: int,
    answer: str,
) -> None:
    """Log the answer to a question, or correct it; the trail keeps what was there. Commits.

    Args:
        session: commits.
        change: who changes which vendor.
        place: number of the question.
        answer: the text.

    Raises:
        NotFoundError: the vendor was asked no question of this number.
        StageError: nothing can be entered now.
        ConflictError: somebody else has entered another answer meanwhile.
    """
    with change.entering(session) as number:
        here = (
            col(Question.evaluation_id) == number,
            col(Question.number) == place,
            col(Question.vendor) == change.vendor,
        )
        old = session.execute(sa.select(col(Question.answer)).where(*here)).scalar()
        if old is None:
            raise NotFoundError(name=str(place))
        require_same(old, change)
        if old == answer:
            return
        session.execute(
            sa.update(Question)
            .where(*here)
            .values(answer=answer, answered_at=change.now, answered_by=change.user.id)
            .execution_options(synchronize_session=False)
        )
        about = {"vendor": change.vendor, "question": str(place)}
        deed = Deed(what="question.answer", about=about, old=old or None, new=answer)
        record(session, number, change.user, change.now, deed)
