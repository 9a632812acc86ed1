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
from vendor_eval.storage.kept import Kept
from vendor_eval.storage.tables import Evaluation, Rating


class Comparable(NamedTuple):
    """What a comparison needs."""

    facts: Case
    """Everything but the single ratings; they are in the sheet."""
    sheet: ScoreSheet


State = tuple[str, str, int, datetime]
"""Database, evaluation, revision and when that was made."""

_kept = Kept[State, Comparable](32)


def load_comparable(session: Session, evaluation: str) -> Comparable:
    """What a comparison needs: one query while nothing has changed, else eight, whatever the size.

    Raises:
        NotFoundError: there is no such evaluation.
        ZeroDivisionError: see ``build_sheet``.
    """
    database = str(session.get_bind().engine.url)
    query = sa.select(col(Evaluation.revision), col(Evaluation.updated_at))
    row = session.execute(query.where(col(Evaluation.key) == evaluation)).first()
    if row is None:
        raise NotFoundError(name=evaluation)
    known = _kept.get((database, evaluation, *row))
    if known is not None:
        return known
    with one_moment(session) as connection:
        number, revision, changed, facts = load_facts(connection, evaluation)
        ratings = _load_values(connection, number)
    answers = replace(answers_of(facts), ratings=ratings)
    sheet = build_sheet(facts.criteria, facts.evaluation.purchase, answers)
    return _kept.keep((database, evaluation, revision, changed), Comparable(facts, sheet))


def _load_values(connection: sa.Connection, number: int) -> list[tuple[str, str, str, Value]]:
    """Vendor, criterion, evaluator and value of each rating, and nothing else, for speed.

    The database joins a vendor's ratings into three texts, so a row stands for hundreds.
    All three list the same rows in the same order; ids and values have no commas.
    """
    parts = (
        col(Rating.criterion),
        col(Rating.evaluator),
        sa.type_coerce(col(Rating.value), sa.String),
    )
    query = (
        sa.select(col(Rating.vendor), *(sa.func.aggregate_strings(part, ",") for part in parts))
        .where(col(Rating.evaluation_id) == number, col(Rating.value).is_not(None))
        .group_by(col(Rating.vendor))
    )
    return [
        (vendor, criterion, evaluator, VALUES[value])
        for vendor, *texts in connection.execute(query)
        for criterion, evaluator, value in zip(*(text.split(",") for text in texts), strict=True)
    ]
