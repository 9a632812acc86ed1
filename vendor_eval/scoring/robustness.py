"""How easily the result would change: everything that is said of it, in one frozen value."""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from vendor_eval.scoring.acceptability import RankAcceptability, rank_acceptability
from vendor_eval.scoring.comparison import Comparison, weigh
from vendor_eval.scoring.dominance import Dominated, JointChange, dominated, nearest_weights
from vendor_eval.scoring.flips import Flips, weight_flips
from vendor_eval.scoring.lead import Lead, lead_of
from vendor_eval.scoring.one_step import OneStep, one_step
from vendor_eval.scoring.sheet import FloatArray
from vendor_eval.scoring.spread import spreads
from vendor_eval.scoring.values import UNRATED
from vendor_eval.scoring.what_changes import (
    WithoutEvaluator,
    WithoutVendor,
    without_evaluator,
    without_vendor,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """A cell whose evaluators lie so far apart that they must talk."""

    vendor: str
    criterion: str
    range: Fraction
    """Highest less lowest rating, on the scale."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TotalRange:
    """What a vendor's total could still become, in points."""

    vendor: str
    worst: float
    """If every unrated cell got the lowest score."""
    best: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Robustness:
    """How firm a result is. Vendors, criteria and evaluators in the order of the sheet."""

    lead: Lead
    weight_flips: tuple[Flips, ...]
    """By group in use; none without a leader."""
    without_evaluator: tuple[WithoutEvaluator, ...]
    without_vendor: tuple[WithoutVendor, ...]
    """Without each vendor that still takes part, ranked or not."""
    one_step: tuple[OneStep, ...]
    rank_acceptability: RankAcceptability | None
    """None where nothing was drawn, or nobody is ranked."""
    spread: tuple[Spread, ...]
    dominated: tuple[Dominated, ...]
    """Ranked vendors that no group weights can lift above some other."""
    nearest_weights: JointChange | None
    """The smallest change of all group weights together that costs the leader the lead."""
    ranges: tuple[TotalRange, ...]
    """Of vendors with unrated cells only."""


def assess(comparison: Comparison, samples: int = 10_000, seed: int = 1) -> Robustness:
    """Everything about how firm a result is.

    Args:
        comparison: the result.
        samples: how many weightings to draw; 0 leaves the rank shares out.
        seed: of the draws.
    """
    return Robustness(
        lead=lead_of(comparison),
        weight_flips=weight_flips(comparison),
        without_evaluator=without_evaluator(comparison),
        without_vendor=without_vendor(comparison),
        one_step=one_step(comparison),
        rank_acceptability=rank_acceptability(comparison, samples, seed),
        spread=wide_spreads(comparison),
        dominated=dominated(comparison),
        nearest_weights=nearest_weights(comparison),
        ranges=total_ranges(comparison),
    )


def wide_spreads(comparison: Comparison) -> tuple[Spread, ...]:
    """Cells of active vendors whose ratings reach ``spread_flag``, agreed upon or not."""
    sheet = comparison.sheet
    flag = sheet.criteria.rules.spread_flag
    if flag is None:
        return ()
    apart = np.rint(spreads(sheet) * sheet.unit)
    with np.errstate(invalid="ignore"):
        wide = apart >= float(flag * sheet.unit)
    ranges = {each: Fraction(int(each), sheet.unit) for each in np.unique(apart[wide]).tolist()}
    return tuple(
        Spread(
            vendor=sheet.vendors[row],
            criterion=sheet.weights.columns[sheet.rated[place]].id,
            range=ranges[apart[row, place]],
        )
        for row, place in np.argwhere(wide).tolist()
        if sheet.vendor_states[row] == "active"
    )


def total_ranges(comparison: Comparison) -> tuple[TotalRange, ...]:
    """Totals with every unrated cell at the worst and at the best of the scale."""
    sheet = comparison.sheet
    unrated = comparison.cells.states == UNRATED
    scale = sheet.criteria.scale
    worst, best = (_totals_with(comparison, float(score)) for score in (scale.min, scale.max))
    return tuple(
        TotalRange(vendor=vendor, worst=float(worst[row]), best=float(best[row]))
        for row, vendor in enumerate(sheet.vendors)
        if sheet.vendor_states[row] == "active" and unrated[row].any()
    )


def _totals_with(comparison: Comparison, score: float) -> FloatArray:
    """Shape (V,): totals if every unrated cell had this score."""
    sheet, cells = comparison.sheet, comparison.cells
    unrated = cells.states == UNRATED
    counts = cells.counts | unrated
    scores = np.where(unrated, score, np.where(counts, cells.scores, 0.0))
    _groups, totals = weigh(sheet, scores, counts.astype(np.float64), *sheet.weights.arrays)
    return totals
