"""What vendors would get from a panel of the same size, redrawn from the evaluators.

Some evaluators come twice or more, others not at all; agreed values, measures and costs stay.
A cell that nobody of a redrawn panel rated follows the rules, except that under ``refuse`` it
is left out: it is the draw that lacks a rating, not the vendor.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import prod

import numpy as np

from vendor_eval.scoring.comparison import Comparison, points_of
from vendor_eval.scoring.rank_counting import SampledTotals, means, product
from vendor_eval.scoring.redrawn_values import RatingLists, list_ratings, redrawn_values
from vendor_eval.scoring.sheet import FloatArray, IntArray
from vendor_eval.scoring.values import FEWEST_TO_TRIM

NUMBERS_AT_ONCE = 250_000
"""Cells of redrawn sheets held in memory at the same time."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Parted:
    """Cells that everybody rated, summed up, and the others, N of them, by vendor and group."""

    whole: FloatArray
    """Shape (E, V * G): weighted sum of each evaluator's points in cells that everybody rated."""
    whole_weights: FloatArray
    """Shape (V * G,): their weight."""
    cells: IntArray
    """Shape (N,): places of the others among V * R, those of one vendor and group together."""
    weights: FloatArray
    """Shape (N,): of their criteria."""
    starts: IntArray
    """Shape (P,): where those of another vendor or group begin."""
    places: IntArray
    """Shape (P,): that vendor and group, among V * G."""
    lists: RatingLists


@dataclass(frozen=True, kw_only=True, eq=False)
class Panel:
    """Some vendors' ratings by at least one evaluator.

    Scores are in points, as if their criterion were everything.
    """

    aggregate: str
    weights: FloatArray
    """Shape (E,)."""
    ratings: FloatArray
    """Shape (E, V, R), NaN where there is none; an agreed value is everybody's."""
    said_na: FloatArray
    """Shape (E, V, R): 1 where an evaluator said it does not apply; agreed is everybody's."""
    unrated: FloatArray
    """Shape (R,): what a cell that nobody rated counts as; NaN leaves it out."""
    not_applicable: FloatArray
    """Shape (R,): what a cell that does not apply counts as; NaN leaves it out."""
    inside: FloatArray
    """Shape (R, G): a criterion's weight in the column of its group."""
    fixed_points: FloatArray
    """Shape (V, G): weighted sum of measures and costs."""
    fixed_weights: FloatArray
    """Shape (V, G): their weight."""

    @cached_property
    def is_linear(self) -> bool:
        """Whether every score is a mean over all who were drawn, or the same for any draw."""
        few = len(self.weights) < FEWEST_TO_TRIM
        if self.aggregate == "median" or (self.aggregate == "trimmed-mean" and not few):
            return False
        rated, na = ~np.isnan(self.ratings), self.said_na > 0
        same = ~rated.any(axis=0) & (na.all(axis=0) | ~na.any(axis=0))
        return bool((rated.all(axis=0) | same).all())

    @cached_property
    def own_points(self) -> FloatArray:
        """Shape (E, V, G): group points by each evaluator alone."""
        return group_points(self, np.eye(len(self.weights)))

    @cached_property
    def lists(self) -> RatingLists:
        """The ratings of every cell, vendors one after another."""
        people, *cells = self.ratings.shape
        return list_ratings(self.ratings.reshape(people, prod(cells)), self.weights)

    @cached_property
    def parted(self) -> Parted:
        """Cells by whether everybody rated them."""
        people, vendors, criteria = self.ratings.shape
        groups = self.inside.shape[1]
        everybody = ~np.isnan(self.ratings).any(axis=0)
        points = np.where(everybody, self.ratings, 0.0).reshape(people * vendors, criteria)
        rows, columns = np.nonzero(~everybody)
        _criteria, group_of = np.nonzero(self.inside)
        keys = rows * groups + group_of[columns]
        order = np.argsort(keys, kind="stable")
        cells, keys = (rows * criteria + columns)[order], keys[order]
        places, starts = np.unique(keys, return_index=True)
        return Parted(
            whole=product(points, self.inside).reshape(people, vendors * groups),
            whole_weights=(everybody @ self.inside).reshape(-1),
            cells=cells,
            weights=self.inside.sum(axis=1)[columns[order]],
            starts=starts,
            places=places,
            lists=list_ratings(self.ratings.reshape(people, -1)[:, cells], self.weights),
        )

    @cached_property
    def numbers(self) -> int:
        """How many numbers one redrawn panel makes."""
        vendors, criteria = self.ratings.shape[1:]
        groups = int(vendors * self.inside.shape[1])
        if self.aggregate == "mean":
            return max(1, groups, len(self.parted.cells))
        return max(1, groups, int(vendors * criteria))


def build_panel(
    comparison: Comparison, vendors: IntArray, people: IntArray, groups: IntArray
) -> Panel:
    """The panel of a comparison: vendors, evaluators and groups at these places, in this order.

    There must be an evaluator.
    """
    sheet, cells = comparison.sheet, comparison.cells
    rated = list(sheet.rated)
    scores = points_of(sheet, cells.scores[vendors])
    fixed = [place for place in range(scores.shape[1]) if place not in cells.rated_at]
    counts = ~np.isnan(scores[:, fixed])
    matrix = sheet.weights.arrays[0][:, groups]
    rules = [cells.ruled[place] for place in rated]
    steps = np.where(np.isnan(sheet.consensus), sheet.ratings, sheet.consensus)
    steps = np.where(sheet.consensus_na, np.nan, steps)[np.ix_(people, vendors)]
    return Panel(
        aggregate=sheet.criteria.rules.aggregate,
        weights=sheet.evaluator_weights[people],
        ratings=points_of(sheet, steps / sheet.unit),
        said_na=(sheet.rated_na | sheet.consensus_na)[np.ix_(people, vendors)].astype(np.float64),
        unrated=points_of(sheet, _numbers(unrated for unrated, _na in rules)),
        not_applicable=points_of(sheet, _numbers(na for _unrated, na in rules)),
        inside=matrix[rated],
        fixed_points=np.where(counts, scores[:, fixed], 0.0) @ matrix[fixed],
        fixed_weights=counts @ matrix[fixed],
    )


def _numbers(values: Iterable[Fraction | None]) -> FloatArray:
    return np.array([np.nan if value is None else float(value) for value in values])


def redrawn_totals(panel: Panel, weights: FloatArray, drawn: FloatArray) -> SampledTotals:
    """Totals above the base.

    Args:
        panel: who rated what.
        weights: shape (N, G), of groups, in any unit of each sample's own.
        drawn: shape (N, E), how often each evaluator was drawn.
    """
    if panel.is_linear:
        return _linear_totals(panel, weights, drawn)
    samples, vendors = len(weights), len(panel.fixed_points)
    earned, full = np.empty((samples, vendors)), np.empty((samples, vendors))
    step = max(1, NUMBERS_AT_ONCE // panel.numbers)
    for at in range(0, samples, step):
        part = slice(at, at + step)
        distinct, which = np.unique(drawn[part], axis=0, return_inverse=True)
        points = group_points(panel, distinct)[which.reshape(-1)]
        each = weights[part, :, np.newaxis]
        earned[part] = np.matmul(np.nan_to_num(points), each)[:, :, 0]
        full[part] = np.matmul((~np.isnan(points)).astype(np.float64), each)[:, :, 0]
    return means(earned, full)


def _linear_totals(panel: Panel, weights: FloatArray, drawn: FloatArray) -> SampledTotals:
    """Totals as means of those by each evaluator alone."""
    heavy = drawn * panel.weights
    people, vendors, groups = panel.own_points.shape
    flat = panel.own_points.transpose(0, 2, 1).reshape(people * groups, vendors)
    each = (heavy[:, :, np.newaxis] * weights[:, np.newaxis, :]).reshape(len(weights), -1)
    earned = product(each, np.nan_to_num(flat))
    panel_weight = heavy.sum(axis=1, keepdims=True)
    scored = ~np.isnan(panel.own_points[0])
    if scored.all():
        return SampledTotals(earned, panel_weight * weights.sum(axis=1, keepdims=True))
    return means(earned, panel_weight * product(weights, scored.T.astype(np.float64)))


def group_points(panel: Panel, drawn: FloatArray) -> FloatArray:
    """Shape (K, V, G): what each group earns by redrawn panels; NaN without a score.

    Args:
        panel: who rated what.
        drawn: shape (K, E), how often each evaluator was drawn.
    """
    if panel.aggregate == "mean":
        return _mean_points(panel, drawn)
    vendors, groups = panel.fixed_points.shape
    criteria = len(panel.inside)
    cells, shape = (len(drawn) * vendors, criteria), (len(drawn), vendors, groups)
    scores = redrawn_values(panel.lists, drawn, panel.aggregate)
    scores = scores.reshape(len(drawn), vendors, criteria)
    inside: FloatArray = panel.inside.sum(axis=0)
    if np.isnan(scores.sum()):
        said_na = np.tensordot(drawn, panel.said_na, axes=1) > 0
        instead = np.where(said_na, panel.not_applicable, panel.unrated)
        scores = np.where(np.isnan(scores), instead, scores)
        counts = (~np.isnan(scores)).astype(np.float64)
        inside = product(counts.reshape(cells), panel.inside).reshape(shape)
        scores = np.nan_to_num(scores)
    earned = product(scores.reshape(cells), panel.inside).reshape(shape)
    earned += panel.fixed_points
    full = np.broadcast_to(inside + panel.fixed_weights, earned.shape)
    points = np.full(earned.shape, np.nan)
    np.divide(earned, full, out=points, where=full > 0)
    return points


def _mean_points(panel: Panel, drawn: FloatArray) -> FloatArray:
    """The same for means: only cells that somebody did not rate are looked at one by one."""
    parted = panel.parted
    heavy = drawn * panel.weights
    earned = product(heavy / heavy.sum(axis=1, keepdims=True), parted.whole)
    earned += panel.fixed_points.reshape(-1)
    full = parted.whole_weights + panel.fixed_weights.reshape(-1)
    if len(parted.cells):
        scores = redrawn_values(parted.lists, drawn, panel.aggregate)
        weights = parted.weights
        if np.isnan(scores.sum()):
            scores = np.where(np.isnan(scores), _instead(panel, drawn), scores)
            full = np.tile(full, (len(drawn), 1))
            weights = np.where(np.isnan(scores), 0.0, weights)
            scores = np.nan_to_num(scores)
        earned[:, parted.places] += np.add.reduceat(scores * weights, parted.starts, axis=1)
        full[..., parted.places] += np.add.reduceat(weights, parted.starts, axis=-1)
    full = np.broadcast_to(full, earned.shape)
    points = np.full(earned.shape, np.nan)
    np.divide(earned, full, out=points, where=full > 0)
    return points.reshape(len(drawn), *panel.fixed_points.shape)


def _instead(panel: Panel, drawn: FloatArray) -> FloatArray:
    """Shape (K, N): what cells that nobody drawn has rated count as; NaN leaves them out."""
    cells = panel.parted.cells
    columns = cells % len(panel.inside)
    said_na = product(drawn, panel.said_na.reshape(len(panel.weights), -1)[:, cells]) > 0
    instead: FloatArray = np.where(said_na, panel.not_applicable[columns], panel.unrated[columns])
    return instead
