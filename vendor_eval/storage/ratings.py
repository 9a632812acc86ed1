"""Single ratings: the cells of a score sheet."""

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col

from vendor_eval import case as c
from vendor_eval.errors import NotFoundError
from vendor_eval.storage.database import insert
from vendor_eval.storage.evaluations import begin_change
from vendor_eval.storage.rows import columns_of, parts_of, row_of
from vendor_eval.storage.tables import Evaluation, Evaluator, Rating


def load_cell(
    session: Session, evaluation: str, vendor: str, criterion: str
) -> tuple[c.Rating, ...]:
    """The ratings of one cell, in the order of evaluators; none where there is nothing."""
    same_person = sa.and_(
        col(Evaluator.evaluation_id) == Rating.evaluation_id,
        col(Evaluator.id) == Rating.evaluator,
    )
    query = (
        sa.select(*columns_of(c.Rating, Rating))
        .join(Evaluation, col(Evaluation.id) == Rating.evaluation_id)
        .join(Evaluator, same_person)
        .where(
            col(Evaluation.key) == evaluation,
            col(Rating.vendor) == vendor,
            col(Rating.criterion) == criterion,
        )
        .order_by(col(Evaluator.position))
    )
    return parts_of(c.Rating, session.execute(query))


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
