"""What a comparison shows: the facts of an evaluation and its score sheet.

The last ones are kept in memory. Each is known by its evaluation, revision and
moment of change, so that no other content can have the same name.
"""

from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col

from vendor_eval.case import Case, answers_of
from vendor_eval.errors import NotFoundError
from vendor_eval.scoring.sheet import ScoreSheet, Value, build_sheet
from vendor_eval.storage.columns import VALUES
from vendor_eval.storage.database import one_moment
from vendor_eval.storage.facts import load_facts
from vendor_eval.storage.tables import Evaluation, Rating


class Comparable(NamedTuple):
    """What a comparison needs."""

    facts: Case
    """Everything but the single ratings; they are in the sheet."""
    sheet: ScoreSheet


State = tuple[str, str, int, datetime]
"""Database, evaluation, revision and when that was made."""
MOST_KNOWN = 32

_known: dict[State, Comparable] = {}


def load_comparable(session: Session, evaluation: str) -> Comparable:
    """What a comparison needs: one query while nothing has changed, else nine, whatever the size.

    Raises:
        NotFoundError: there is no such evaluation.
        ZeroDivisionError: see ``build_sheet``.
    """
    database = str(session.get_bind().engine.url)
    known = _known.get((database, evaluation, *_state(session.connection(), evaluation)))
    if known is not None:
        return known
    with one_moment(session) as connection:
        revision, changed = _state(connection, evaluation)
        number, facts = load_facts(connection, evaluation)
        ratings = _load_values(connection, number)
    answers = replace(answers_of(facts), ratings=ratings)
    sheet = build_sheet(facts.criteria, facts.evaluation.purchase, answers)
    while len(_known) >= MOST_KNOWN:
        _known.pop(next(iter(_known)), None)
    _known[database, evaluation, revision, changed] = comparable = Comparable(facts, sheet)
    return comparable


def _state(connection: sa.Connection, evaluation: str) -> tuple[int, datetime]:
    query = sa.select(col(Evaluation.revision), col(Evaluation.updated_at))
    row = connection.execute(query.where(col(Evaluation.key) == evaluation)).first()
    if row is None:
        raise NotFoundError(name=evaluation)
    return row.revision, row.updated_at


def _load_values(connection: sa.Connection, number: int) -> list[tuple[str, str, str, Value]]:
    """Vendor, criterion, evaluator and value of each rating, and nothing else, for speed."""
    query = sa.select(
        col(Rating.vendor),
        col(Rating.criterion),
        col(Rating.evaluator),
        sa.type_coerce(col(Rating.value), sa.String),
    ).where(col(Rating.evaluation_id) == number, col(Rating.value).is_not(None))
    return [
        (vendor, criterion, evaluator, VALUES[value])
        for vendor, criterion, evaluator, value in connection.execute(query)
    ]
