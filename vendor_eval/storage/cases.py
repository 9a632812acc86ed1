"""Whole evaluations: a case goes in in one transaction and comes out as of one moment."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from vendor_eval.case import Case
from vendor_eval.errors import ExistsError
from vendor_eval.storage.account_tables import User
from vendor_eval.storage.base import Table
from vendor_eval.storage.criteria import save_criteria
from vendor_eval.storage.database import one_moment
from vendor_eval.storage.facts import load_facts
from vendor_eval.storage.needs import told
from vendor_eval.storage.panel_notes import add_panel, load_panel
from vendor_eval.storage.ratings import load_ratings
from vendor_eval.storage.rows import (
    Row,
    evaluation_row,
    quote_row,
    row_of,
)
from vendor_eval.storage.tables import (
    Consensus,
    Evaluation,
    EvaluationVendor,
    Evaluator,
    GateResult,
    Measure,
    Membership,
    Quote,
    Rating,
    Recusal,
)
from vendor_eval.storage.trail import Deed, record
from vendor_eval.storage.vendors import vendor_numbers
from vendor_eval.workflow import Stage

Rows = Callable[[Case], Iterable[Row]]

PARTS: tuple[tuple[type[Table], Rows], ...] = (
    (
        Evaluator,
        lambda case: (row_of(each) | {"position": i} for i, each in enumerate(case.evaluators)),
    ),
    (Measure, lambda case: map(row_of, case.measures)),
    (GateResult, lambda case: map(row_of, case.gates)),
    (Quote, lambda case: (quote_row(each, i) for i, each in enumerate(case.quotes))),
    (Consensus, lambda case: map(row_of, case.consensus)),
    (Recusal, lambda case: map(row_of, case.recusals)),
)
"""Tables that hold a case, in the order rows are added, after its vendors."""


def save_case(
    session: Session,
    case: Case,
    now: datetime,
    *,
    as_id: str | None = None,
    lead_id: int | None = None,
) -> str:
    """Store a case that comes with the program, checked, all of it or nothing.

    Args:
        session: commits.
        case: the evaluation.
        now: the present.
        as_id: its new id; None keeps the case's own.
        lead_id: the user who becomes its lead.

    Returns:
        The id it has now.

    Raises:
        ExistsError: there is an evaluation of this id.
    """
    case = _named(case, as_id)
    try:
        number = _store(session, case, now)
        if lead_id is not None:
            session.add(Membership(evaluation_id=number, user_id=lead_id, role="lead"))
        session.commit()
    except BaseException:
        session.rollback()
        raise
    return case.evaluation.id


def save_imported_case(
    session: Session, who: User | None, now: datetime, case: Case, as_id: str | None = None
) -> str:
    """Store a case that comes from outside, and record that it did. Commits.

    Args:
        session: commits.
        who: becomes the lead; None where the program is told to on its own machine.
        now: the present.
        case: the evaluation, checked.
        as_id: its new id; None keeps the case's own.

    Returns:
        The id it has now.

    Raises:
        ExistsError: there is an evaluation of this id.
    """
    origin = case.evaluation.id
    case = _named(case, as_id)
    about = {"evaluation": case.evaluation.id, "criteria": case.criteria_digest}
    if origin != case.evaluation.id:
        about["origin"] = origin
    deed = Deed(what="evaluation.import", about=about, new=told(case.evaluation.title))
    try:
        number = _store(session, case, now)
        if who is not None:
            session.add(Membership(evaluation_id=number, user_id=who.id, role="lead"))
        record(session, number, who, now, deed)
        session.commit()
    except BaseException:
        session.rollback()
        raise
    return case.evaluation.id


def _named(case: Case, as_id: str | None) -> Case:
    if as_id is None:
        return case
    return replace(case, evaluation=replace(case.evaluation, id=as_id))


def _store(session: Session, case: Case, now: datetime) -> int:
    number = _add_evaluation(session, case, now)
    _add_vendors(session, case, number, now)
    for table, rows in PARTS:
        _add(session, table, number, rows(case))
    _add(session, Rating, number, (row_of(r) | {"updated_at": now} for r in case.ratings))
    add_panel(session, number, case.panel, now)
    return number


def _add_evaluation(session: Session, case: Case, now: datetime) -> int:
    """Raises ExistsError when the id is taken, also by somebody who takes it this moment."""
    evaluation = Evaluation(
        **evaluation_row(case.evaluation),
        criteria_version_id=save_criteria(session, case, now),
        stage=Stage.AGREEING,  # what a case holds was scored elsewhere
        created_at=now,
        updated_at=now,
    )
    session.add(evaluation)
    try:
        session.flush()
    except IntegrityError as error:
        raise ExistsError(id=case.evaluation.id) from error
    return evaluation.id


def _add_vendors(session: Session, case: Case, number: int, now: datetime) -> None:
    numbers = vendor_numbers(session, case.vendors, now)
    rows = (
        row_of(vendor) | {"vendor_id": vendor_id, "position": position}
        for position, (vendor, vendor_id) in enumerate(zip(case.vendors, numbers, strict=True))
    )
    _add(session, EvaluationVendor, number, rows)


def _add(session: Session, table: type[Table], number: int, rows: Iterable[Row]) -> None:
    """Add rows of one evaluation."""
    complete = [row | {"evaluation_id": number} for row in rows]
    if complete:
        session.execute(sa.insert(sa.inspect(table).local_table), complete)


def load_case(session: Session, evaluation: str) -> Case:
    """A whole evaluation as it is at one moment, in seven queries whatever its size.

    Parts come in the order of vendors, criteria and evaluators, however they got in.

    Raises:
        NotFoundError: there is no such evaluation.
    """
    with one_moment(session) as connection:
        number, _revision, _changed, case = load_facts(connection, evaluation)
        return replace(case, ratings=load_ratings(connection, number, case))


def load_whole_case(session: Session, evaluation: str) -> Case:
    """The same with the notes of its people, in ten queries.

    Raises:
        NotFoundError: there is no such evaluation.
    """
    with one_moment(session) as connection:
        number, _revision, _changed, case = load_facts(connection, evaluation)
        ratings = load_ratings(connection, number, case)
        return replace(case, ratings=ratings, panel=load_panel(connection, number))
