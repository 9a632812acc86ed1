"""Cell scores: what one vendor gets for one criterion, on the scale.

Ratings are kept as whole numbers over whole numbers until the end, measures and
costs as fractions, so every score is known exactly as well as in floats.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Literal

import numpy as np
import numpy.typing as npt

from vendor_eval.criteria.model import Breakpoints, Criterion, Scale
from vendor_eval.scoring.pricing import Cost
from vendor_eval.scoring.sheet import (
    GATE_STATES,
    BoolArray,
    FloatArray,
    ScoreSheet,
)

CellState = Literal["scored", "unrated", "not-applicable"]
CELL_STATES: tuple[CellState, ...] = ("scored", "unrated", "not-applicable")
SCORED, UNRATED, NA = range(3)
FEWEST_TO_TRIM = 3
"""Ratings; the trimmed mean of fewer is the mean."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Cells:
    """Scores of every vendor for every column."""

    scores: FloatArray
    """Shape (V, C), on the scale; NaN where nothing counts."""
    states: npt.NDArray[np.int8]
    """Shape (V, C), places in CELL_STATES: what was said, whatever a rule makes of it."""
    whole: "RatedCells"
    rated_at: dict[int, int]
    """Column -> its place among the rated columns."""
    fixed: dict[tuple[int, int], Fraction]
    """Exact scores of measures and costs by (vendor, column)."""
    ruled: dict[int, tuple[Fraction | None, Fraction | None]]
    """By column: what an unrated and a not applicable cell count as; None leaves them out."""

    @cached_property
    def counts(self) -> BoolArray:
        """Shape (V, C): cells that enter the sums."""
        if not self.states.any():
            return np.broadcast_to(np.True_, self.scores.shape)
        counts: BoolArray = ~np.isnan(self.scores)
        return counts

    def exact(self, vendor: int, column: int) -> Fraction | None:
        """The score as a fraction; None where nothing counts."""
        state = self.states[vendor, column]
        if state != SCORED:
            return self.ruled[column][0 if state == UNRATED else 1]
        if column in self.rated_at:
            return self.whole.exact(vendor, self.rated_at[column])
        return self.fixed[vendor, column]


@dataclass(frozen=True, kw_only=True, eq=False)
class RatedCells:
    """Agreed or aggregated ratings as numerator / (denominator * unit), whole numbers."""

    numerators: FloatArray
    """Shape (V, R)."""
    denominators: FloatArray
    """Shape (V, R); 0 where there is no number, and then the numerator is 0 too."""
    unit: int

    @cached_property
    def complete(self) -> bool:
        """Whether every cell has a number; known without looking where all share a denominator."""
        if not any(self.denominators.strides):
            return bool(self.denominators.size and self.denominators.flat[0])
        return bool(self.denominators.all())

    def exact(self, vendor: int, place: int) -> Fraction:
        """One value as a fraction."""
        numerator = int(self.numerators[vendor, place])
        return Fraction(numerator, int(self.denominators[vendor, place]) * self.unit)


def score_cells(sheet: ScoreSheet, known: Cells | None = None) -> Cells:
    """Every cell of the sheet.

    Args:
        sheet: the facts.
        known: cells whose measures and costs are the same, and need not be worked out again; a
            sheet that holds all vendors several times over takes them as often.
    """
    columns = sheet.weights.columns
    whole = agreed(sheet)
    scores, states = _rated_scores(sheet, whole)
    if len(sheet.rated) < len(columns):
        shape = (len(sheet.vendors), len(columns))
        all_scores, all_states = np.full(shape, np.nan), np.full(shape, UNRATED, dtype=np.int8)
        all_scores[:, sheet.rated], all_states[:, sheet.rated] = scores, states
        scores, states = all_scores, all_states
    if known is None:
        fixed = _fixed_scores(sheet)
        for (vendor, column), score in fixed.items():
            scores[vendor, column], states[vendor, column] = float(score), SCORED
        _mark_measures(sheet, states)
    else:
        fixed = known.fixed
        _take_over(sheet, known, scores, states)
    ruled = {place: _rules(sheet, column) for place, column in enumerate(columns)}
    if states.any():
        _apply_rules(scores, states, ruled)
    return Cells(
        scores=scores,
        states=states,
        whole=whole,
        rated_at={column: place for place, column in enumerate(sheet.rated)},
        fixed=fixed,
        ruled=ruled,
    )


def _rated_scores(sheet: ScoreSheet, whole: RatedCells) -> tuple[FloatArray, npt.NDArray[np.int8]]:
    """Scores and states of the rated columns, shape (V, R)."""
    with np.errstate(invalid="ignore"):
        scores: FloatArray = np.divide(whole.numerators, whole.denominators)
    if whole.unit != 1:
        scores /= whole.unit
    states = np.zeros(scores.shape, dtype=np.int8)
    if not whole.complete:
        missing = np.isnan(scores)
        states[missing] = UNRATED
        states[missing & (sheet.consensus_na | sheet.rated_na.any(axis=0))] = NA
    return scores, states


def agreed(sheet: ScoreSheet) -> RatedCells:
    """The consensus value where there is one, else the aggregate of the evaluators."""
    numerators, denominators = aggregate(
        sheet.ratings, sheet.evaluator_weights, sheet.criteria.rules.aggregate
    )
    settled = ~np.isnan(sheet.consensus)
    if settled.any() or sheet.consensus_na.any():
        numerators = np.where(settled, sheet.consensus, numerators)
        denominators = np.where(settled, 1.0, denominators)
        numerators[sheet.consensus_na] = denominators[sheet.consensus_na] = 0.0
    return RatedCells(numerators=numerators, denominators=denominators, unit=sheet.unit)


def aggregate(ratings: FloatArray, weights: FloatArray, how: str) -> tuple[FloatArray, FloatArray]:
    """Many evaluators to one value per cell, as numerator and denominator.

    Args:
        ratings: shape (E, V, R), NaN where there is none.
        weights: shape (E,), whole numbers above 0.
        how: ``mean``, ``median`` or ``trimmed-mean``.

    Returns:
        Two arrays of shape (V, R), whole when the ratings are; denominator 0 without ratings.
    """
    if not len(weights):
        return np.zeros(ratings.shape[1:]), np.zeros(ratings.shape[1:])
    if how == "median":
        return _median(ratings, weights)
    numerators, denominators = _sums(ratings, weights)
    if how == "trimmed-mean" and len(weights) >= FEWEST_TO_TRIM:
        denominators = denominators.copy()
        _trim(ratings, weights, numerators, denominators)
    return numerators, denominators


def _sums(ratings: FloatArray, weights: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Weighted sums; complete cells in one pass, the rest repaired."""
    shape = ratings.shape[1:]
    flat = ratings.reshape(len(weights), -1)
    numerators = weights @ flat
    gaps = np.flatnonzero(np.isnan(numerators))
    if not len(gaps):
        return numerators.reshape(shape), np.broadcast_to(weights.sum(), shape)
    part = flat.take(gaps, axis=1)
    lacking = weights @ np.isnan(part).astype(np.float64)
    lowest = np.fmin.reduce(part, axis=None)
    low = 0.0 if np.isnan(lowest) else float(lowest)
    denominators = np.full(numerators.shape, weights.sum())
    # A missing rating is put in as the lowest one and taken out again: all whole numbers.
    numerators[gaps] = weights @ np.fmax(part, low) - low * lacking
    denominators[gaps] -= lacking
    return numerators.reshape(shape), denominators.reshape(shape)


def _trim(
    ratings: FloatArray, weights: FloatArray, numerators: FloatArray, denominators: FloatArray
) -> None:
    """Take the highest and the lowest rating out, the lightest evaluator's among equals."""
    enough = (~np.isnan(ratings)).sum(axis=0) >= FEWEST_TO_TRIM
    light_first = np.argsort(weights, kind="stable")
    ordered, heavy = ratings[light_first], weights[light_first]
    for extreme in (np.nanargmax, np.nanargmin):
        filled = np.where(np.isnan(ordered) & ~enough, 0.0, ordered)
        at = extreme(filled, axis=0)[np.newaxis]
        value = np.take_along_axis(ordered, at, axis=0)[0]
        weight = heavy[at[0]]
        numerators[enough] -= (value * weight)[enough]
        denominators[enough] -= weight[enough]
        ordered = ordered.copy()
        np.put_along_axis(ordered, at, np.nan, axis=0)


def _median(ratings: FloatArray, weights: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Where half the weight is passed; the mean of both neighbours at exactly half."""
    order = np.argsort(ratings, axis=0)
    ordered = np.take_along_axis(ratings, order, axis=0)
    heavy = np.where(np.isnan(ordered), 0.0, weights[order])
    passed = np.cumsum(heavy, axis=0)
    known = passed[-1] > 0
    low = np.argmax(2 * passed >= passed[-1], axis=0)[np.newaxis]
    high = np.argmax(2 * passed > passed[-1], axis=0)[np.newaxis]
    both = np.take_along_axis(ordered, low, axis=0) + np.take_along_axis(ordered, high, axis=0)
    return np.where(known, both[0], 0.0), np.where(known, 2.0, 0.0)


def interpolate(breakpoints: Breakpoints, x: Fraction) -> Fraction:
    """Linear between neighbouring breakpoints, constant beyond the ends; exact."""
    left_x, left_y = (Fraction(number) for number in breakpoints[0])
    if x <= left_x:
        return left_y
    for point in breakpoints[1:]:
        right_x, right_y = (Fraction(number) for number in point)
        if x <= right_x:
            return left_y + (right_y - left_y) * (x - left_x) / (right_x - left_x)
        left_x, left_y = right_x, right_y
    return left_y


def in_race(sheet: ScoreSheet) -> tuple[bool, ...]:
    """Shape (V,): active, no gate failed, has a cost. Relative prices look at these."""
    failed = (sheet.gate_states == GATE_STATES.index("fail")).any(axis=1).tolist()
    return tuple(
        state == "active" and not out and cost is not None
        for state, out, cost in zip(sheet.vendor_states, failed, sheet.costs, strict=True)
    )


def cost_figure(criterion: Criterion, cost: Cost | None) -> Fraction | None:
    """The figure a cost criterion looks at: total or per outcome; None when there is none."""
    if cost is None:
        return None
    return cost.total if criterion.of == "total" else cost.per_outcome


def cost_reference(sheet: ScoreSheet, criterion: Criterion) -> Fraction | None:
    """The budget, target or ceiling a cost is held against; None when it is not given."""
    purchase = sheet.purchase
    against = "ceiling" if criterion.formula == "ceiling" else criterion.against
    number = {"budget": purchase.budget, "target": purchase.target, "ceiling": purchase.ceiling}
    value = number.get(against or "")
    return None if value is None else Fraction(value)


def cost_scores(sheet: ScoreSheet, criterion: Criterion) -> list[Fraction | None]:
    """Shape (V,): exact scores of a cost criterion."""
    figures = [cost_figure(criterion, cost) for cost in sheet.costs]
    if criterion.formula in ("lowest", "range"):
        racing = [
            figure
            for figure, racing in zip(figures, in_race(sheet), strict=True)
            if racing and figure is not None
        ]
        return [_relative(criterion, sheet.criteria.scale, figure, racing) for figure in figures]
    reference = cost_reference(sheet, criterion)
    if reference is None:
        return [None] * len(figures)
    return [_absolute(criterion, sheet.criteria.scale, figure, reference) for figure in figures]


def _absolute(
    criterion: Criterion, scale: Scale, figure: Fraction | None, reference: Fraction
) -> Fraction | None:
    if figure is None:
        return None
    if criterion.formula == "breakpoints":
        return interpolate(criterion.breakpoints, figure / reference)
    return _on_scale(scale, 1 - figure / reference)


def _relative(
    criterion: Criterion, scale: Scale, figure: Fraction | None, racing: Sequence[Fraction]
) -> Fraction | None:
    if figure is None or not racing:
        return None
    lowest, highest = min(racing), max(racing)
    if criterion.formula == "lowest":
        return _on_scale(scale, lowest / figure if figure > 0 else Fraction(1))
    if lowest == highest:
        return Fraction(scale.max)
    return _on_scale(scale, (highest - figure) / (highest - lowest))


def _on_scale(scale: Scale, share: Fraction) -> Fraction:
    """The point of the scale at a share of its length, kept within it."""
    low, high = Fraction(scale.min), Fraction(scale.max)
    return low + (high - low) * min(Fraction(1), max(Fraction(0), share))


def _fixed_scores(sheet: ScoreSheet) -> dict[tuple[int, int], Fraction]:
    fixed: dict[tuple[int, int], Fraction] = {}
    for place, column in enumerate(sheet.weights.columns):
        if column.kind == "rating":
            continue
        if column.kind == "cost":
            scores = cost_scores(sheet, column)
        else:
            values = [sheet.measures.get((vendor, column.id)) for vendor in sheet.vendors]
            scores = [
                interpolate(column.breakpoints, value) if isinstance(value, Fraction) else None
                for value in values
            ]
        fixed |= {
            (vendor, place): score for vendor, score in enumerate(scores) if score is not None
        }
    return fixed


def _take_over(
    sheet: ScoreSheet, known: Cells, scores: FloatArray, states: npt.NDArray[np.int8]
) -> None:
    """Measures and costs as they are known."""
    others = np.setdiff1d(np.arange(len(sheet.weights.columns)), sheet.rated)
    if others.size and len(known.scores):
        times = (len(scores) // len(known.scores), 1)
        scores[:, others] = np.tile(known.scores[:, others], times)
        states[:, others] = np.tile(known.states[:, others], times)


def _mark_measures(sheet: ScoreSheet, states: npt.NDArray[np.int8]) -> None:
    for place, column in enumerate(sheet.weights.columns):
        if column.kind != "measure":
            continue
        for row, vendor in enumerate(sheet.vendors):
            if isinstance(sheet.measures.get((vendor, column.id)), str):
                states[row, place] = NA


def _rules(sheet: ScoreSheet, column: Criterion) -> tuple[Fraction | None, Fraction | None]:
    scale = sheet.criteria.scale
    na = {
        "exclude": None,
        "zero": scale.min,
        "neutral": scale.meets,
    }
    unrated = Fraction(scale.min) if sheet.criteria.rules.unrated == "zero" else None
    instead = na[column.not_applicable]
    return unrated, None if instead is None else Fraction(instead)


def _apply_rules(
    scores: FloatArray,
    states: npt.NDArray[np.int8],
    ruled: dict[int, tuple[Fraction | None, Fraction | None]],
) -> None:
    for state, which in ((UNRATED, 0), (NA, 1)):
        for row, column in np.argwhere(states == state).tolist():
            instead = ruled[column][which]
            if instead is not None:
                scores[row, column] = float(instead)
