"""What is noted of an evaluation in the program and stands in no file of its case."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from vendor_eval.case import Decision
from vendor_eval.criteria.model import Text
from vendor_eval.errors import NotFoundError
from vendor_eval.storage.panel_tables import LeftOut, Weighing
from vendor_eval.storage.tables import Evaluation
from vendor_eval.weighing import WeightsFound


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """The round before."""

    evaluation: str
    round: int
    left_out: Mapping[str, str]
    """Vendors of it that were not taken over, and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notes:
    """What stands beside a comparison on page and paper."""

    result_definition: Text
    """What counts as the result bought, in the buyer's own words; empty where nothing is said."""
    decision: Decision
    """What has been decided so far."""
    earlier: Earlier | None
    """None for a first round."""
    found: WeightsFound | None = None
    """How the panel found the weights; None where it did not look for them together."""


def load_notes(session: Session, evaluation: str) -> Notes:
    """The notes of an evaluation: one query, one more in a further round.

    Raises:
        NotFoundError: there is no such evaluation.
    """
    before = aliased(Evaluation)
    row = session.execute(
        sa.select(
            col(Evaluation.id),
            col(Evaluation.result_definition),
            col(Evaluation.decision),
            col(Evaluation.round),
            col(before.key).label("before"),
            Weighing,
        )
        .join(before, col(before.id) == Evaluation.previous_id, isouter=True)
        .join(
            Weighing,
            sa.and_(
                col(Weighing.evaluation_id) == Evaluation.id, col(Weighing.taken_at).is_not(None)
            ),
            isouter=True,
        )
        .where(col(Evaluation.key) == evaluation)
        .order_by(col(Weighing.number).desc())
        .limit(1)
    ).first()
    if row is None:
        raise NotFoundError(name=evaluation)
    earlier = None
    if row.round > 1 and row.before is not None:
        left = sa.select(col(LeftOut.vendor), col(LeftOut.reason)).where(
            col(LeftOut.evaluation_id) == row.id
        )
        reasons = {each.vendor: each.reason for each in session.execute(left)}
        earlier = Earlier(evaluation=row.before, round=row.round - 1, left_out=reasons)
    return Notes(
        result_definition=row.result_definition,
        decision=Decision(**row.decision),
        earlier=earlier,
        found=_found(row.Weighing),
    )


def _found(weighing: Weighing | None) -> WeightsFound | None:
    if weighing is None:
        return None
    return WeightsFound(
        method=weighing.method,
        people=weighing.people,
        ratio=weighing.ratio,
        adjusted=weighing.adjusted,
        weights={group: Decimal(weight) for group, weight in weighing.taken.items()},
    )
