"""Who a change in one vendor's total could put first, without ranking everybody again."""

from dataclasses import dataclass

import numpy as np

from vendor_eval.criteria.model import Rules
from vendor_eval.scoring.comparison import RANKED, Comparison
from vendor_eval.scoring.rounding import NEARLY
from vendor_eval.scoring.sheet import BoolArray, FloatArray, IntArray


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Contest:
    """For each vendor what the others have reached, V vendors."""

    margin: float
    """As no_tie_within says."""
    top: FloatArray
    """Shape (V,): the highest total among the other ranked vendors; minus infinity without one."""
    holder: IntArray
    """Shape (V,): who has it."""
    alone: BoolArray
    """Shape (V,): whether no further vendor comes within the margin of it."""

    def clear_leader(self, vendor: int) -> int | None:
        """Who leads without a vendor; None where nobody does or a tie has to be looked at."""
        known = self.alone[vendor] and np.isfinite(self.top[vendor])
        return int(self.holder[vendor]) if known else None


def no_tie_within(rules: Rules) -> float:
    """Points; totals further apart than this are no tie, however they are rounded."""
    printed = 10.0**-rules.rounding.places if rules.rank_on == "rounded" else 0.0
    return printed + 3 * NEARLY


def contest_of(comparison: Comparison) -> Contest:
    """The contest for the first rank."""
    margin = no_tie_within(comparison.sheet.criteria.rules)
    totals = np.where(comparison.statuses == RANKED, comparison.totals, -np.inf)
    order = np.argsort(-totals, kind="stable")[:3]
    best = np.append(totals[order], np.full(3, -np.inf))[:3]
    places = np.arange(len(totals))
    first, second = (places == (order[at] if at < len(order) else -1) for at in (0, 1))
    top = np.where(first, best[1], best[0])
    following = np.where(first | second, best[2], best[1])
    names = np.append(order, [-1, -1])[:2]
    return Contest(
        margin=margin,
        top=top,
        holder=np.where(first, names[1], names[0]),
        alone=~(following >= top - margin),
    )
