"""Who leads, by how much, and whether that may be called a win."""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from vendor_eval.scoring.comparison import Comparison
from vendor_eval.scoring.rounding import NEARLY


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """The top of a ranking."""

    leader: str | None
    """None when nobody is ranked, or when the tie at the top stands."""
    runner_up: str | None
    """None without a second vendor, and when several share the second rank."""
    gap: float | None
    """Points between the first two on exact totals; below 0 where only rounding and a tie
    rule put the leader first; None with fewer than two ranked vendors."""
    practically_equal: bool
    """Whether the gap is no more than the rules still call equal."""


def lead_of(comparison: Comparison) -> Lead:
    """The lead; an unbroken tie at the top has no leader and a gap of 0."""
    first, second = (np.flatnonzero(comparison.ranks == rank).tolist() for rank in (1, 2))
    names = comparison.sheet.vendors
    if len(first) != 1:
        tied = bool(first)
        return Lead(leader=None, runner_up=None, gap=0.0 if tied else None, practically_equal=tied)
    leader = first[0]
    if not second:
        return Lead(leader=names[leader], runner_up=None, gap=None, practically_equal=False)
    next_best = max(second, key=lambda vendor: float(comparison.totals[vendor]))
    gap = float(comparison.totals[leader] - comparison.totals[next_best])
    return Lead(
        leader=names[leader],
        runner_up=names[next_best] if len(second) == 1 else None,
        gap=gap,
        practically_equal=_within_limit(comparison, leader, next_best, gap),
    )


def leader_of(comparison: Comparison) -> str | None:
    """Who leads alone."""
    first = np.flatnonzero(comparison.ranks == 1)
    return comparison.sheet.vendors[int(first[0])] if len(first) == 1 else None


def _within_limit(comparison: Comparison, leader: int, other: int, gap: float) -> bool:
    """Decided on the exact totals where floats cannot tell."""
    limit = Fraction(comparison.sheet.criteria.rules.practically_equal)
    if abs(gap - float(limit)) > NEARLY:
        return gap < limit
    return comparison.exact_total(leader) - comparison.exact_total(other) <= limit
