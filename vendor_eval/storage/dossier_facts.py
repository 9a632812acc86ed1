"""What was recorded around an evaluation, for its documents: people, evidence, questions, acts."""

from datetime import datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlmodel import Session, col, select

from vendor_eval.dossier import (
    DeclaredFacts,
    GateFacts,
    Happened,
    MemberFacts,
    QuestionFacts,
    Record,
    SheetFacts,
)
from vendor_eval.storage.account_tables import User
from vendor_eval.storage.declarations import Statement, list_statements
from vendor_eval.storage.evaluations import evaluation_number
from vendor_eval.storage.panel_tables import Question, Sheet, TrailAct
from vendor_eval.storage.tables import Evaluator, GateResult, Membership
from vendor_eval.workflow import ROLES

ALWAYS = (
    "stage.move",
    "sheet.submit-quality",
    "sheet.submit",
    "sheet.reopen",
    "gate.confirm",
    "consensus.set",
    "consensus.clear",
    "lot.draw",
    "decision.sign",
    "decision.reopen",
)
"""Acts a report tells of."""
WITH_REASON = ("rating.set", "assessment.set")
"""Told of where a reason was asked for, which is after the sheet was handed in."""


def load_facts_of_record(session: Session, evaluation: str, zone: ZoneInfo) -> Record:
    """Everything but criteria changes and weights, in a constant number of queries.

    Raises:
        NotFoundError: there is no such evaluation.
    """
    number = evaluation_number(session, evaluation)
    happened = _happened(session, number, zone)
    return Record(
        sheets=_sheets(session, number, zone),
        people=_people(session, evaluation, number, zone),
        gates=_gates(session, number, happened),
        questions=_questions(session, number, zone),
        happened=happened,
    )


def _moment(at: datetime | None, zone: ZoneInfo) -> str:
    return "" if at is None else f"{at.astimezone(zone):%Y-%m-%d %H:%M}"


def _day(at: datetime | None, zone: ZoneInfo) -> str:
    return _moment(at, zone)[:10]


def _sheets(session: Session, number: int, zone: ZoneInfo) -> tuple[SheetFacts, ...]:
    rows = session.exec(
        select(Sheet).where(Sheet.evaluation_id == number).order_by(col(Sheet.evaluator))
    )
    return tuple(
        SheetFacts(
            evaluator=row.evaluator,
            quality_submitted=_moment(row.quality_submitted_at, zone),
            submitted=_moment(row.submitted_at, zone),
            reopened="" if row.submitted_at else _moment(row.reopened_at, zone),
        )
        for row in rows
    )


def _people(
    session: Session, evaluation: str, number: int, zone: ZoneInfo
) -> tuple[MemberFacts, ...]:
    statements = list_statements(session, evaluation)
    own = sa.and_(
        col(Evaluator.evaluation_id) == Membership.evaluation_id,
        col(Evaluator.user_id) == Membership.user_id,
    )
    rows = session.execute(
        sa.select(
            col(User.id),
            sa.func.coalesce(sa.func.nullif(col(User.name), ""), col(User.email)).label("name"),
            col(Membership.role),
            col(Evaluator.id).label("sheet"),
        )
        .join(User, col(User.id) == Membership.user_id)
        .join(Evaluator, own, isouter=True)
        .where(col(Membership.evaluation_id) == number)
    ).all()
    return tuple(
        MemberFacts(
            name=row.name,
            part=row.role,
            sheet=row.sheet or "",
            declared=tuple(_declared(each, zone) for each in statements.get(row.id, ())),
        )
        for row in sorted(rows, key=lambda row: (ROLES.index(row.role), row.id))
    )


def _declared(statement: Statement, zone: ZoneInfo) -> DeclaredFacts:
    return DeclaredFacts(
        vendor=statement.vendor,
        state=statement.state,
        day=_day(statement.signed_at, zone),
        what=statement.what,
        reason=statement.reason,
    )


def _gates(session: Session, number: int, happened: tuple[Happened, ...]) -> tuple[GateFacts, ...]:
    confirmed = {
        (each.about.get("vendor"), each.about.get("criterion")): each.name
        for each in happened
        if each.what == "gate.confirm"
    }
    rows = session.execute(
        sa.select(
            col(GateResult.vendor),
            col(GateResult.criterion),
            col(GateResult.evidence),
            col(GateResult.confirmed),
            sa.func.coalesce(sa.func.nullif(col(User.name), ""), col(User.email), "").label("name"),
        )
        .join(User, col(User.id) == GateResult.noted_by, isouter=True)
        .where(col(GateResult.evaluation_id) == number)
        .order_by(col(GateResult.vendor), col(GateResult.criterion))
    )
    return tuple(
        GateFacts(
            vendor=row.vendor,
            criterion=row.criterion,
            evidence=row.evidence or "",
            noted=row.name,
            confirmed=confirmed.get((row.vendor, row.criterion), "") if row.confirmed else "",
        )
        for row in rows
    )


def _questions(session: Session, number: int, zone: ZoneInfo) -> tuple[QuestionFacts, ...]:
    rows = session.exec(
        select(Question).where(Question.evaluation_id == number).order_by(col(Question.number))
    )
    return tuple(
        QuestionFacts(
            number=row.number,
            vendor=row.vendor,
            asked=_day(row.asked_at, zone),
            question=row.question,
            answered=_day(row.answered_at, zone),
            answer=row.answer,
        )
        for row in rows
    )


def _happened(session: Session, number: int, zone: ZoneInfo) -> tuple[Happened, ...]:
    rows = session.exec(
        select(TrailAct)
        .where(
            TrailAct.evaluation_id == number,
            sa.or_(
                col(TrailAct.what).in_(ALWAYS),
                sa.and_(col(TrailAct.what).in_(WITH_REASON), col(TrailAct.reason) != ""),
            ),
        )
        .order_by(col(TrailAct.number))
    )
    return tuple(
        Happened(
            at=_moment(datetime.fromisoformat(row.at), zone),
            name=row.name,
            what=row.what,
            about={key: str(value) for key, value in row.about.items() if key != "seal"},
            old=row.old,
            new=row.new,
            reason=row.reason,
        )
        for row in rows
    )
