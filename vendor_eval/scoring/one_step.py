"""Which single rating, one step higher or lower, would change who leads.

A step on one cell moves one total by a known amount, so most answers follow from the totals
at hand. Compared again is only what the totals cannot tell: ties, and minimums met or missed.
"""

from dataclasses import dataclass, replace
from fractions import Fraction
from math import lcm

import numpy as np

from vendor_eval.scoring.comparison import (
    DISQUALIFIED,
    RANKED,
    Comparison,
    compare,
    sheet_of_one,
)
from vendor_eval.scoring.contest import Contest, contest_of
from vendor_eval.scoring.lead import leader_of
from vendor_eval.scoring.rounding import NEARLY
from vendor_eval.scoring.sheet import GATE_STATES, BoolArray, FloatArray, ScoreSheet
from vendor_eval.scoring.values import aggregate


@dataclass(frozen=True, slots=True, kw_only=True)
class OneStep:
    """A rating that decides."""

    vendor: str
    criterion: str
    evaluator: str
    before: Fraction
    after: Fraction
    leader: str | None
    """Who leads then; None where the top is a tie, or nobody is ranked."""


def one_step(comparison: Comparison) -> tuple[OneStep, ...]:
    """Every such rating, by vendor, criterion and evaluator; none without a leader."""
    leader = leader_of(comparison)
    sheet = _with_whole_steps(comparison.sheet)
    if leader is None or not sheet.ratings.size:
        return ()
    panel = _Panel(comparison, sheet, sheet.vendors.index(leader))
    found: list[OneStep] = []
    for row in np.flatnonzero(panel.within_reach()).tolist():
        found += panel.steps_of(row)
    return tuple(found)


def leverage(comparison: Comparison) -> FloatArray:
    """Shape (V, C): points of the total for one point of the scale in a cell; 0 if it is out."""
    sheet = comparison.sheet
    matrix, groups = sheet.weights.arrays
    counts = comparison.cells.counts
    inside = counts @ matrix
    known = np.where(inside > 0, groups, 0.0)
    per_group = np.divide(known, inside, out=np.zeros_like(inside), where=inside > 0)
    per_group /= np.maximum(known.sum(axis=1, keepdims=True), 1e-300)
    rules, scale = sheet.criteria.rules, sheet.criteria.scale
    span = float((rules.out_of - rules.base) / (scale.max - scale.min))
    levers: FloatArray = span * (per_group @ matrix.T) * counts
    return levers


def next_ratings(sheet: ScoreSheet) -> FloatArray:
    """Shape (2, E, V, R): every rating one step higher and lower; NaN where there is no step.

    Where only levels may be given, the next one is the step.
    """
    scale, unit, ratings = sheet.criteria.scale, sheet.unit, sheet.ratings
    if scale.only_levels:
        levels = np.array([np.nan, *sorted(float(e.value * unit) for e in scale.levels), np.nan])
        known = np.where(np.isnan(ratings), levels[1], ratings)
        higher = levels[np.searchsorted(levels[1:-1], known, side="right") + 1]
        lower = levels[np.searchsorted(levels[1:-1], known, side="left")]
    else:
        step = float(scale.step * unit)
        higher, lower = ratings + step, ratings - step
    moved = np.stack([higher, lower])
    low, high = float(scale.min * unit), float(scale.max * unit)
    with np.errstate(invalid="ignore"):
        moved[np.isnan(ratings) | (moved < low) | (moved > high)] = np.nan
    return moved


def _with_whole_steps(sheet: ScoreSheet) -> ScoreSheet:
    """The same sheet counting in a unit that the steps of the scale are whole numbers of."""
    scale = sheet.criteria.scale
    numbers = [each.value for each in scale.levels] if scale.only_levels else [scale.step]
    unit = lcm(sheet.unit, *(Fraction(number).denominator for number in numbers))
    if unit == sheet.unit:
        return sheet
    factor = unit // sheet.unit
    return replace(
        sheet, unit=unit, ratings=sheet.ratings * factor, consensus=sheet.consensus * factor
    )


class _Panel:
    """All ratings, and what a step of one of them does."""

    def __init__(self, comparison: Comparison, sheet: ScoreSheet, leader: int) -> None:
        self.comparison, self.sheet, self.leader = comparison, sheet, leader
        self.contest = contest_of(comparison)
        self.levers = leverage(comparison)[:, sheet.rated]
        self.moved = next_ratings(sheet)
        steps = np.abs(self.moved - sheet.ratings) / sheet.unit
        self.longest = float(np.nanmax(steps, initial=0.0, where=~np.isnan(steps)))
        rules = sheet.criteria.rules
        self.minimums = rules.below_minimum == "disqualify"
        self.numbers: dict[int, Fraction] = {}
        self.wins_decide = self._wins_decide(rules.ties)

    def within_reach(self) -> BoolArray:
        """Shape (V,): vendors one step of whose ratings could matter."""
        statuses = self.comparison.statuses
        may_rank = statuses == RANKED
        if self.minimums:
            failed = (self.sheet.gate_states == GATE_STATES.index("fail")).any(axis=1)
            may_rank |= (statuses == DISQUALIFIED) & ~failed
        near = may_rank & _near_top(self.comparison, self.contest, self.levers, self.longest)
        near[self.leader] = True
        reach: BoolArray = near | self.wins_decide.any(axis=0)
        return reach

    def _wins_decide(self, ties: tuple[str, ...]) -> BoolArray:
        """Shape (E, V): whose ratings of whom could change the first places that break the tie."""
        sheet, contest = self.sheet, self.contest
        decide = np.zeros((len(sheet.evaluators), len(sheet.vendors)), dtype=np.bool_)
        ahead = self.comparison.totals[self.leader] > contest.top[self.leader] + contest.margin
        if "first-places" not in ties or sheet.first_places is not None or ahead:
            return decide
        for place in range(len(sheet.evaluators)):
            alone = compare(sheet_of_one(sheet, place), self.comparison.cells)
            levers = leverage(alone)[:, sheet.rated]
            decide[place] = _near_top(alone, contest_of(alone), levers, self.longest)
        return decide

    def steps_of(self, row: int) -> list[OneStep]:
        """The deciding ratings of one vendor."""
        contest = self.contest
        exists = ~np.isnan(self.moved[:, :, row])
        change = self._change_of_scores(row)
        now = self.comparison.totals[row]
        totals = now + self.levers[row] * change
        clear = contest.alone[row] and bool(np.isfinite(contest.top[row]))
        behind = totals < contest.top[row] - contest.margin
        ahead = totals > contest.top[row] + contest.margin
        if self.comparison.statuses[row] == RANKED:
            unsure = ~ahead & ~(behind & clear) & (change != 0)
            unsure &= ~(behind & bool(now < contest.top[row] - contest.margin))
        else:
            ahead, behind = np.zeros_like(ahead), np.ones_like(behind)
            unsure = np.zeros_like(ahead)
        settled = ahead | (behind & clear)
        unsure |= ~settled & self.wins_decide[:, row, np.newaxis]
        if self.minimums:
            unsure |= self._meets_or_misses(row, change)
        leaders = np.full(exists.shape, self.leader)
        leaders[ahead] = row
        if clear:
            leaders[behind] = contest.holder[row]
        changes = exists & ((leaders != self.leader) | unsure)
        found = []
        for place, person, way in np.argwhere(changes.transpose(2, 1, 0)).tolist():
            at = (way, person, row, place)
            then = None if unsure[way, person, place] else int(leaders[way, person, place])
            found.append(self._step(at, then))
        return [step for step in found if step.leader != self.sheet.vendors[self.leader]]

    def _change_of_scores(self, row: int) -> FloatArray:
        """Shape (2, E, R): by how much a cell's score changes with each step; 0 if it is agreed."""
        sheet, ratings = self.sheet, self.sheet.ratings[:, row]
        people, places = ratings.shape
        moved = self.moved[:, :, row]
        # One row per step, and the ratings as they are in the last.
        each = np.repeat(ratings[:, np.newaxis], 2 * people + 1, axis=1)
        for person in range(people):
            for way in (0, 1):
                known = ~np.isnan(moved[way, person])
                each[person, way * people + person, known] = moved[way, person, known]
        how = sheet.criteria.rules.aggregate
        over, under = aggregate(each, sheet.evaluator_weights, how)
        scores = np.divide(over, under, out=np.zeros_like(over), where=under > 0) / sheet.unit
        agreed = ~np.isnan(sheet.consensus[row]) | sheet.consensus_na[row]
        change: FloatArray = np.where(agreed, 0.0, scores[:-1] - scores[-1])
        return change.reshape(2, people, places)

    def _meets_or_misses(self, row: int, change: FloatArray) -> BoolArray:
        """Shape (2, E, R): steps after which another minimum is met, or one more is missed."""
        sheet, result = self.sheet, self.comparison
        matrix, _groups = sheet.weights.arrays
        columns = [sheet.weights.columns[at] for at in sheet.rated]
        names = list(sheet.weights.groups)
        group_at = [names.index(column.group) for column in columns]
        inside = result.cells.counts[row] @ matrix
        shares = matrix[sheet.rated, group_at] / np.maximum(inside[group_at], 1e-300)
        groups = [sheet.criteria.group(column.group) for column in columns]
        total = [sheet.criteria.rules.minimum_total] * len(columns)
        scores, group_scores = result.cells.scores[row], result.group_scores[row]
        checks = (
            ([column.minimum for column in columns], scores[list(sheet.rated)], change),
            ([group.minimum for group in groups], group_scores[group_at], shares * change),
            (total, result.totals[row], self.levers[row] * change),
        )
        differs = np.zeros(change.shape, dtype=np.bool_)
        for minimums, now, more in checks:
            limits = [np.nan if each is None else float(each) - NEARLY for each in minimums]
            differs |= (now < limits) != (now + more < limits)
        return differs

    def _on_scale(self, steps: int) -> Fraction:
        if steps not in self.numbers:
            self.numbers[steps] = Fraction(steps, self.sheet.unit)
        return self.numbers[steps]

    def _step(self, at: tuple[int, int, int, int], leader: int | None) -> OneStep:
        """What one step does; compared again where the leader is not known beforehand."""
        way, person, row, place = at
        sheet = self.sheet
        before, after = sheet.ratings[person, row, place], self.moved[way, person, row, place]
        if leader is not None:
            name: str | None = sheet.vendors[leader]
        else:
            ratings = sheet.ratings.copy()
            ratings[person, row, place] = after
            changed = replace(sheet, ratings=ratings)
            name = leader_of(compare(changed, self.comparison.cells))
        return OneStep(
            vendor=sheet.vendors[row],
            criterion=sheet.weights.columns[sheet.rated[place]].id,
            evaluator=sheet.evaluators[person],
            before=self._on_scale(int(before)),
            after=self._on_scale(int(after)),
            leader=name,
        )


def _near_top(
    result: Comparison, contest: Contest, levers: FloatArray, longest: float
) -> BoolArray:
    """Shape (V,): whose total one step could bring to the top, or down from it."""
    reach = levers.max(axis=1, initial=0.0) * longest
    near: BoolArray = result.totals + reach >= contest.top - contest.margin
    return near
