"""Single ratings: the cells of a score sheet."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col

from vendor_eval import case as c
from vendor_eval.errors import NotFoundError
from vendor_eval.storage.base import table_of
from vendor_eval.storage.columns import VALUES, from_json
from vendor_eval.storage.database import insert
from vendor_eval.storage.evaluations import begin_change
from vendor_eval.storage.rows import row_of
from vendor_eval.storage.tables import Evaluation, Evaluator, Rating

PLAIN: tuple[Any, ...] = (
    col(Rating.vendor),
    col(Rating.criterion),
    col(Rating.evaluator),
    sa.type_coerce(col(Rating.value), sa.String),
    col(Rating.no_basis),
    sa.type_coerce(col(Rating.grade), sa.String),
    col(Rating.page),
    sa.type_coerce(col(Rating.comment), sa.Text),
    sa.type_coerce(col(Rating.external), sa.Text),
)
"""Columns of a rating as the database has them: there are many, and most texts are empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What stands in one cell of a score sheet."""

    rating: c.Rating
    revision: int = 0
    """0 where nothing was ever saved."""
    updated_at: datetime | None = None

    @property
    def given(self) -> bool:
        """Whether it is answered; that the offer cannot be judged is an answer too."""
        return self.rating.value is not None or self.rating.no_basis


@cache
def _answers_query(*, some: bool) -> sa.Select[Any]:
    """Built once: sheets are saved all the time, and building costs more than running it."""
    table = table_of(Rating).c
    query = sa.select(*PLAIN, table.revision, table.updated_at).where(
        table.evaluation_id == sa.bindparam("number"), table.evaluator == sa.bindparam("person")
    )
    cell = sa.tuple_(table.vendor, table.criterion)
    return query.where(cell.in_(sa.bindparam("cells", expanding=True))) if some else query


def load_answers(
    session: Session, number: int, evaluator: str, cells: Collection[tuple[str, str]] | None = None
) -> Mapping[tuple[str, str], Answer]:
    """What one person has saved, by vendor and criterion.

    Args:
        session: inside a change, it reads what the change is checked against.
        number: of the evaluation.
        evaluator: whose.
        cells: vendor and criterion of those wanted; None is all.
    """
    known: dict[str, object] = {"number": number, "person": evaluator}
    if cells is not None:
        known["cells"] = list(cells)
    rows = session.connection().execute(_answers_query(some=cells is not None), known)
    return {
        (row[0], row[1]): Answer(
            rating=_rating_of(row[:-2]), revision=row.revision, updated_at=row.updated_at
        )
        for row in rows
    }


def load_ratings(connection: sa.Connection, number: int, case: c.Case) -> tuple[c.Rating, ...]:
    """Every rating of an evaluation, in the order of vendors, criteria and evaluators.

    Args:
        connection: one moment of the database.
        number: of the evaluation.
        case: has its vendors, criteria and evaluators.
    """
    people = len(case.evaluators)
    cells = people * (len(case.criteria.criteria) + 1)
    person_at = {each.id: place for place, each in enumerate(case.evaluators)}
    criterion_at = {each.id: place * people for place, each in enumerate(case.criteria.criteria)}
    vendor_at = {each.id: place * cells for place, each in enumerate(case.vendors)}
    last = len(criterion_at) * people
    rows = connection.execute(sa.select(*PLAIN).where(col(Rating.evaluation_id) == number)).all()
    return tuple(
        _rating_of(row)
        for row in sorted(
            rows,
            key=lambda row: vendor_at[row[0]] + criterion_at.get(row[1], last) + person_at[row[2]],
        )
    )


def _rating_of(row: Sequence[Any]) -> c.Rating:
    vendor, criterion, evaluator, value, no_basis, grade, page, comment, external = row
    return c.Rating(
        vendor=vendor,
        criterion=criterion,
        evaluator=evaluator,
        value=VALUES[value],
        no_basis=no_basis,
        grade=grade,
        page=page,
        comment={} if comment is None else from_json(comment),
        external={} if external is None else from_json(external),
    )


def load_cell(
    session: Session, evaluation: str, vendor: str, criterion: str
) -> tuple[c.Rating, ...]:
    """The ratings of one cell, in the order of evaluators; none where there is nothing."""
    query = _of_vendor(evaluation, vendor).where(col(Rating.criterion) == criterion)
    return tuple(map(_rating_of, session.execute(query)))


def load_vendor_ratings(session: Session, evaluation: str, vendor: str) -> tuple[c.Rating, ...]:
    """Everything that was said of one vendor, in the order of evaluators."""
    return tuple(map(_rating_of, session.execute(_of_vendor(evaluation, vendor))))


def _of_vendor(evaluation: str, vendor: str) -> sa.Select[Any]:
    same_person = sa.and_(
        col(Evaluator.evaluation_id) == Rating.evaluation_id,
        col(Evaluator.id) == Rating.evaluator,
    )
    return (
        sa.select(*PLAIN)
        .join(Evaluation, col(Evaluation.id) == Rating.evaluation_id)
        .join(Evaluator, same_person)
        .where(col(Evaluation.key) == evaluation, col(Rating.vendor) == vendor)
        .order_by(col(Evaluator.position))
    )


def save_ratings(
    session: Session, evaluation: str, ratings: Iterable[c.Rating], now: datetime
) -> None:
    """Store ratings that were checked, each in place of an earlier one. Commits.

    When this returns, they are on disk.

    Raises:
        NotFoundError: there is no such evaluation, or it lacks a vendor or evaluator named.
    """
    number = begin_change(session, evaluation, now)
    for rating in ratings:
        row = row_of(rating) | {"evaluation_id": number, "updated_at": now}
        keys = ["evaluation_id", "vendor", "criterion", "evaluator"]
        new = {name: value for name, value in row.items() if name not in keys}
        statement = insert(session, Rating).values(row)
        try:
            session.execute(statement.on_conflict_do_update(index_elements=keys, set_=new))
        except IntegrityError as error:
            session.rollback()
            raise NotFoundError(name=f"{rating.vendor} / {rating.evaluator}") from error
    session.commit()
