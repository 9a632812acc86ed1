"""How far each person is with the own sheet: counts and times, never a value."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import cast

import sqlalchemy as sa
from sqlmodel import Session, col

from vendor_eval.criteria.model import Text
from vendor_eval.errors import NotFoundError
from vendor_eval.storage.account_tables import User
from vendor_eval.storage.criteria import load_criteria
from vendor_eval.storage.panel_tables import Declaration, Sheet
from vendor_eval.storage.rows import evaluation_of
from vendor_eval.storage.sheets import SheetState, asked_columns
from vendor_eval.storage.tables import (
    CriteriaVersion,
    Evaluation,
    EvaluationVendor,
    Evaluator,
    Rating,
    Recusal,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far one person is."""

    evaluator: str
    name: Text
    email: str
    """Empty for who has no account."""
    groups: tuple[str, ...]
    """Empty is all."""
    asked: int
    answered: int
    state: SheetState
    last_at: datetime | None
    """When something was saved last."""


def list_progress(session: Session, evaluation: str) -> tuple[Progress, ...]:
    """Everybody who scores, in the order of the evaluation; five queries.

    Raises:
        NotFoundError: there is no such evaluation.
    """
    row = session.execute(
        sa.select(*sa.inspect(Evaluation).local_table.columns, col(CriteriaVersion.text_sha256))
        .join(CriteriaVersion)
        .where(col(Evaluation.key) == evaluation)
    ).first()
    if row is None:
        raise NotFoundError(name=evaluation)
    known = evaluation_of(row._asdict())
    criteria = load_criteria(session, row.text_sha256)
    vendors = _active(session, row.id)
    recused = _recused(session, row.id)
    answered, last_at = _answered(session, row.id)
    found = []
    for person in _people(session, row.id):
        columns, _late = asked_columns(criteria, known.purchase, person.groups)
        cells = {
            (vendor, column.id) for vendor in vendors - recused[person.id] for column in columns
        }
        found.append(
            Progress(
                evaluator=person.id,
                name=person.name,
                email=person.email or "",
                groups=person.groups,
                asked=len(cells),
                answered=len(cells & answered[person.id]),
                state=SheetState(
                    quality_submitted_at=person.quality_submitted_at,
                    submitted_at=person.submitted_at,
                    reopened_at=person.reopened_at,
                ),
                last_at=last_at.get(person.id),
            )
        )
    return tuple(found)


def load_title(session: Session, evaluation: str) -> Text:
    """What an evaluation is called.

    Raises:
        NotFoundError: there is no such evaluation.
    """
    query = sa.select(col(Evaluation.title)).where(col(Evaluation.key) == evaluation)
    row = session.execute(query).first()
    if row is None:
        raise NotFoundError(name=evaluation)
    return cast("Text", row.title)


def _people(session: Session, number: int) -> Iterator[sa.Row[tuple[object, ...]]]:
    query = (
        sa.select(
            col(Evaluator.id),
            col(Evaluator.name),
            col(Evaluator.groups),
            col(User.email),
            col(Sheet.quality_submitted_at),
            col(Sheet.submitted_at),
            col(Sheet.reopened_at),
        )
        .join(User, col(User.id) == Evaluator.user_id, isouter=True)
        .join(
            Sheet,
            sa.and_(col(Sheet.evaluation_id) == number, col(Sheet.evaluator) == Evaluator.id),
            isouter=True,
        )
        .where(col(Evaluator.evaluation_id) == number)
        .order_by(col(Evaluator.position))
    )
    yield from session.execute(query)


def _active(session: Session, number: int) -> set[str]:
    query = sa.select(col(EvaluationVendor.id)).where(
        col(EvaluationVendor.evaluation_id) == number, col(EvaluationVendor.status) == "active"
    )
    return set(session.execute(query).scalars())


def _recused(session: Session, number: int) -> defaultdict[str, set[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    query = (
        sa.select(col(Recusal.evaluator), col(Recusal.vendor))
        .where(col(Recusal.evaluation_id) == number)
        .union(
            sa.select(col(Evaluator.id), col(Declaration.vendor))
            .join(Evaluator, col(Evaluator.user_id) == Declaration.user_id)
            .where(
                col(Declaration.evaluation_id) == number,
                col(Evaluator.evaluation_id) == number,
                col(Declaration.conflict),
            )
        )
    )
    for evaluator, vendor in session.execute(query):
        found[evaluator].add(vendor)
    return found


def _answered(
    session: Session, number: int
) -> tuple[defaultdict[str, set[tuple[str, str]]], dict[str, datetime]]:
    """Answered cells and the moment of the last save, by evaluator."""
    cells: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    last_at: dict[str, datetime] = {}
    query = sa.select(
        col(Rating.evaluator),
        col(Rating.vendor),
        col(Rating.criterion),
        sa.or_(col(Rating.value).is_not(None), col(Rating.no_basis)),
        col(Rating.updated_at),
    ).where(col(Rating.evaluation_id) == number)
    for evaluator, vendor, criterion, given, at in session.execute(query):
        last_at[evaluator] = max(at, last_at.get(evaluator, at))
        if given:
            cells[evaluator].add((vendor, criterion))
    return cells, last_at
