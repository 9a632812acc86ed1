"""Totals while one weight moves and everything else keeps its proportions.

Columns lie in groups. A total is the mean of the group scores, by group weight, over groups
with a score; a group score is the mean of its columns, by their weight, over columns with a
score. With every group a column of its own the columns are the groups themselves.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import lcm

import numpy as np

from vendor_eval.scoring.crossing import Path, line, plus, product
from vendor_eval.scoring.sheet import FloatArray, IntArray

Score = Fraction | None

_TOLERANCE = 1e-9
"""Of the largest score: what floats are granted when they say that a rival stays behind."""


@dataclass(frozen=True, kw_only=True)
class Moves:
    """Weights that may move, C of them, and the groups they lie in."""

    weights: tuple[int, ...]
    """Whole numbers in the proportions given."""
    groups: tuple[int, ...]
    """Shape (C,): the group of each."""

    @classmethod
    def of(cls, weights: Sequence[Fraction], groups: Iterable[int]) -> "Moves":
        """Weights in any unit.

        Raises:
            ValueError: one of them is not above 0.
        """
        if not all(weight > 0 for weight in weights):
            message = "every weight must be a number above 0"
            raise ValueError(message)
        common = lcm(*(weight.denominator for weight in weights))
        whole = [int(weight * common) for weight in weights]
        return cls(weights=tuple(whole), groups=tuple(groups))

    @cached_property
    def whole(self) -> int:
        """All weights together."""
        return sum(self.weights)

    @cached_property
    def full(self) -> list[int]:
        """Weight of each group."""
        sums = [0] * (max(self.groups, default=-1) + 1)
        for group, weight in zip(self.groups, self.weights, strict=True):
            sums[group] += weight
        return sums

    @cached_property
    def rough(self) -> FloatArray:
        """Shares of the whole, in floats."""
        return np.array([weight / self.whole for weight in self.weights])

    @cached_property
    def sizes(self) -> IntArray:
        """Columns of each group."""
        return np.bincount(np.array(self.groups, dtype=np.int64), minlength=len(self.full))

    def share(self, moving: int) -> Fraction:
        """Today's share of one weight."""
        return Fraction(self.weights[moving], self.whole)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mix:
    """What one row's total is made of, in whole numbers; see Moves."""

    moves: Moves
    unit: int
    """Scores count in parts of this."""
    scores: list[int | None]
    earned: list[int]
    """By group: weight times score of its columns with a score."""
    scored: list[int]
    """By group: weight of its columns with a score."""
    parts: list[int]
    """By group: weight times mean score; 0 without a score."""
    total: int
    """All parts together."""
    known: int
    """Weight of the groups with a score."""

    def mean(self, group: int) -> Score:
        """Mean score of a group."""
        if not self.scored[group]:
            return None
        return Fraction(self.earned[group], self.scored[group] * self.unit)


def mix_of(moves: Moves, scores: Sequence[Score]) -> Mix:
    """The sums of one row."""
    scored = [0] * len(moves.full)
    for group, weight, score in zip(moves.groups, moves.weights, scores, strict=True):
        if score is not None:
            scored[group] += weight
    unit = lcm(*(score.denominator for score in scores if score is not None))
    unit *= lcm(*(part for part, full in zip(scored, moves.full, strict=True) if 0 < part < full))
    whole = [
        None if score is None else score.numerator * (unit // score.denominator) for score in scores
    ]
    earned = [0] * len(moves.full)
    for group, weight, number in zip(moves.groups, moves.weights, whole, strict=True):
        if number is not None:
            earned[group] += weight * number
    rows = list(zip(earned, scored, moves.full, strict=True))
    parts = [full * each // part if part else 0 for each, part, full in rows]
    return Mix(
        moves=moves,
        unit=unit,
        scores=whole,
        earned=earned,
        scored=scored,
        parts=parts,
        total=sum(parts),
        known=sum(full for _each, part, full in rows if part),
    )


def path_of(mix: Mix, moving: int) -> Path:
    """The mean score of a row as the moving weight takes a share t from 0 to 1.

    At the very ends, where nothing scored has weight, the value beside the end is kept.
    """
    moves, unit = mix.moves, mix.unit
    score, group, weight = mix.scores[moving], moves.groups[moving], moves.weights[moving]
    rest = moves.whole - weight
    total = mix.total - mix.parts[group]
    known = mix.known - (moves.full[group] if mix.scored[group] else 0)
    beside = moves.full[group] - weight
    scored = mix.scored[group] - (0 if score is None else weight)
    earned = mix.earned[group] - (0 if score is None else weight * score)
    if not scored and score is None:
        return Path((total,), (known * unit,))
    if not scored and not beside + known:
        return Path((score or 0,), (unit,))
    if score is None:
        start, end = beside * earned + total * scored, rest * earned
        return Path(line(start, end), line((beside + known) * scored * unit, rest * scored * unit))
    if not scored or scored == beside:
        start = total + (earned if scored else beside * score)
        return Path(line(start, rest * score), line((beside + known) * unit, rest * unit))
    # The group's own mean is a quotient already.
    group_weight = line(beside, rest)
    over, under = line(earned, rest * score), line(scored, rest)
    return Path(
        plus(product(group_weight, over), product(line(total, 0), under)),
        product(product(under, plus(group_weight, line(known, 0))), (unit,)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Ends:
    """Numerators and denominators of totals at both ends of every move, each (C, V)."""

    over: tuple[FloatArray, FloatArray]
    under: tuple[FloatArray, FloatArray]
    straight: FloatArray
    """1 where both are linear between the ends, else 0."""


def rough_ends(moves: Moves, scores: FloatArray) -> Ends:
    """The paths of all rows (V, C) in floats."""
    count = len(moves.full)
    groups = np.array(moves.groups, dtype=np.int64)
    inside = np.zeros((len(groups), count))
    inside[np.arange(len(groups)), groups] = 1.0
    known = ~np.isnan(scores)
    values = np.where(known, scores, 0.0)
    weights, full = moves.rough, moves.rough @ inside
    earned, scored = (values * weights) @ inside, (known * weights) @ inside
    number = known @ inside
    means = np.divide(earned, scored, out=np.zeros_like(earned), where=number > 0)
    all_known = np.where(number > 0, full, 0.0)
    others_known = all_known.sum(axis=1, keepdims=True) - all_known
    others = (all_known * means).sum(axis=1, keepdims=True) - all_known * means
    left = number[:, groups] - known
    beside_earned = earned[:, groups] - values * weights
    beside_scored = scored[:, groups] - known * weights
    mean = np.divide(beside_earned, beside_scored, out=values.copy(), where=left > 0)
    beside, rest = full[groups] - weights, 1 - weights
    constant = ~known & (left == 0)
    rows = np.ones_like(values)
    over = beside * mean + others[:, groups], rest * np.where(known, values, mean)
    under = (beside + others_known[:, groups]) * rows, rest * rows
    nowhere = under[0] <= _TOLERANCE * rest
    return Ends(
        over=(
            np.where(nowhere, over[1], over[0]).T,
            np.where(constant, over[0], over[1]).T,
        ),
        under=(
            np.where(nowhere, under[1], under[0]).T,
            np.where(constant, under[0], under[1]).T,
        ),
        straight=(~known | (left == 0) | (left == moves.sizes[groups] - 1)).T.astype(np.float64),
    )


def rough_ways(ends: Ends, leader: int, today: FloatArray) -> FloatArray:
    """At least how far each weight must move until a rival is no longer behind.

    Args:
        ends: of V rows and C moves.
        leader: the row that leads.
        today: shape (C,), shares.

    Returns:
        Shape (2, C, V), shares, down and up; infinite where a rival stays behind.
    """
    (start, stop), (first, last) = ends.over, ends.under
    lead = slice(leader, leader + 1)
    square_start = start * first[:, lead] - start[:, lead] * first
    square_stop = stop * last[:, lead] - stop[:, lead] * last
    mixed = start * last[:, lead] + stop * first[:, lead]
    mixed -= start[:, lead] * last + stop[:, lead] * first
    largest = np.abs(np.concatenate([start, stop])).max(initial=1.0)
    constant = square_start + _TOLERANCE * largest
    linear = mixed - 2 * square_start
    square = square_start - mixed + square_stop
    now = today[:, np.newaxis]
    behind = constant + now * (linear + now * square) < 0
    ways = np.zeros((2, *start.shape))
    with np.errstate(all="ignore"):
        width = np.sqrt(np.maximum(linear * linear - 4 * square * constant, 0.0))
        half = -(linear + np.copysign(width, linear)) / 2
        found = np.stack([half / square, constant / half])
        found[~((found >= -_TOLERANCE) & (found <= 1 + _TOLERANCE))] = np.nan
        found[:, linear * linear < 4 * square * constant] = np.nan
        ways[0] = np.fmin.reduce(np.where(found <= now, now - found, np.inf))
        ways[1] = np.fmin.reduce(np.where(found >= now, found - now, np.inf))
    near = ~behind | (ends.straight * ends.straight[:, lead] == 0)
    ways[:, near] = 0.0
    ways[:, :, leader] = np.inf
    return ways
