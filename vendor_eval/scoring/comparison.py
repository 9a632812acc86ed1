"""Weighted totals, coverage, statuses and ranks (FORMATS.md section 3)."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import Literal

import numpy as np
import numpy.typing as npt

from vendor_eval.scoring.exact import exact_group_scores, exact_total
from vendor_eval.scoring.rounding import FLOAT_ERROR, NEARLY, rounded, settle
from vendor_eval.scoring.sheet import GATE_STATES, BoolArray, FloatArray, IntArray, ScoreSheet
from vendor_eval.scoring.ties import Tie, Values, break_tie
from vendor_eval.scoring.values import (
    CELL_STATES,
    NA,
    SCORED,
    UNRATED,
    Cells,
    CellState,
    score_cells,
)

Status = Literal["ranked", "incomplete", "disqualified", "declined", "withdrawn"]
STATUSES: tuple[Status, ...] = ("ranked", "incomplete", "disqualified", "declined", "withdrawn")
RANKED, INCOMPLETE, DISQUALIFIED, DECLINED, WITHDRAWN = range(5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How much of what applies has a score."""

    scored: int
    applicable: int
    weight: float
    """Share of the applicable weight that is scored, in percent."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Comparison:
    """The result, vendors in the order of the sheet."""

    sheet: ScoreSheet
    cells: Cells
    group_scores: FloatArray
    """Shape (V, G), on the scale; NaN without a score."""
    totals: FloatArray
    """Shape (V,), in points of ``out_of``; NaN without a total."""
    statuses: npt.NDArray[np.int8]
    """Shape (V,), places in STATUSES."""
    ranks: IntArray
    """Shape (V,), 1 is best, 0 is none; an unbroken tie shares the better rank (1, 2, 2, 4)."""
    ties: tuple[Tie, ...]

    def status(self, vendor: int) -> Status:
        """The status in words."""
        return STATUSES[int(self.statuses[vendor])]

    def total(self, vendor: int) -> Decimal | None:
        """The total as printed, rounded by the rules on its exact value; None without one."""
        return self._printed[vendor]

    def exact_total(self, vendor: int) -> Fraction:
        """The total as a fraction; the vendor must have one."""
        return exact_total(self.sheet, self.cells, vendor)

    def exact_group_scores(self, vendor: int) -> dict[str, Fraction]:
        """Scores as fractions of the groups that have one."""
        return exact_group_scores(self.sheet, self.cells, vendor)

    def in_order(self) -> list[int]:
        """Vendors by rank, then the rest by status; equals in the order of the sheet."""
        last = len(self.ranks) + 1
        keys = zip(self.statuses.tolist(), self.ranks.tolist(), strict=True)
        order = {place: (status, rank or last) for place, (status, rank) in enumerate(keys)}
        return sorted(order, key=lambda place: order[place])

    @cached_property
    def group_points(self) -> FloatArray:
        """Shape (V, G): what each group adds to the total; 0 without a score."""
        weights = np.array([float(weight) for weight in self.sheet.weights.groups.values()])
        counts = ~np.isnan(self.group_scores)
        shares = np.where(counts, weights, 0.0)
        sums = shares.sum(axis=1, keepdims=True)
        shares = np.divide(shares, sums, out=np.zeros_like(shares), where=sums > 0)
        points: FloatArray = shares * np.where(counts, points_of(self.sheet, self.group_scores), 0)
        return points

    @cached_property
    def points(self) -> FloatArray:
        """Shape (V, C): what each criterion adds to the total; NaN without a score."""
        matrix, groups = self.sheet.weights.arrays
        counts = self.cells.counts
        inside = counts @ matrix
        shares = np.divide(groups, inside, out=np.zeros_like(inside), where=inside > 0)
        shares /= np.maximum((shares * inside).sum(axis=1, keepdims=True), 1e-300)
        per_cell = (shares @ (matrix > 0).T) * matrix.sum(axis=1)
        points: FloatArray = per_cell * points_of(self.sheet, self.cells.scores)
        return points

    def coverage(self, vendor: int) -> Coverage:
        """Cells and weight with a score among those that apply."""
        weights = self._percent
        states = self.cells.states[vendor]
        scored = (states == SCORED) | ((states == NA) & self.cells.counts[vendor])
        applicable = scored | (states == UNRATED)
        whole = float(weights[applicable].sum())
        return Coverage(
            scored=int(scored.sum()),
            applicable=int(applicable.sum()),
            weight=100 * float(weights[scored].sum()) / whole if whole else 0.0,
        )

    def below_minimum(self, vendor: int) -> list[str]:
        """Criterion ids, ``group:ID`` and ``total`` whose minimum this vendor misses."""
        below = self._below_minimum
        names = [column.id for column in self.sheet.weights.columns]
        names += [f"group:{group}" for group in self.sheet.weights.groups]
        return [
            name for name, missed in zip([*names, "total"], below[vendor], strict=True) if missed
        ]

    @cached_property
    def _printed(self) -> tuple[Decimal | None, ...]:
        """Shape (V,)."""
        rounding = self.sheet.criteria.rules.rounding
        floats = [None if np.isnan(total) else total for total in self.totals.tolist()]
        return tuple(
            None
            if total is None
            else settle(total, rounding) or rounded(self.exact_total(vendor), rounding)
            for vendor, total in enumerate(floats)
        )

    @cached_property
    def _percent(self) -> FloatArray:
        """Shape (C,): weight of each criterion in percent of all."""
        return np.array([float(part) for part in self.sheet.weights.criterion_percent().values()])

    @cached_property
    def _below_minimum(self) -> BoolArray:
        return _below(self.sheet, self.cells, self.group_scores, self.totals)

    def cell_state(self, vendor: int, column: int) -> CellState:
        """What was said of a cell: scored, unrated or not-applicable."""
        return CELL_STATES[int(self.cells.states[vendor, column])]


def compare(sheet: ScoreSheet, known: Cells | None = None) -> Comparison:
    """Score the cells, weight them, rank the vendors.

    Args:
        sheet: the facts.
        known: cells of another comparison of the same measures and costs.
    """
    result = unranked(sheet, known)
    ranks, ties = _rank(result)
    return replace(result, ranks=ranks, ties=ties)


def unranked(sheet: ScoreSheet, known: Cells | None = None) -> Comparison:
    """The same without ranks and ties: each vendor for itself, its status included."""
    cells = score_cells(sheet, known)
    scores, counts = _summands(cells)
    group_scores, totals = weigh(sheet, scores, counts, *sheet.weights.arrays)
    totals[_without_total(sheet, cells)] = np.nan
    return Comparison(
        sheet=sheet,
        cells=cells,
        group_scores=group_scores,
        totals=totals,
        statuses=_statuses(sheet, cells, group_scores, totals),
        ranks=np.zeros(len(sheet.vendors), dtype=np.int64),
        ties=(),
    )


def weigh(
    sheet: ScoreSheet,
    scores: FloatArray,
    counts: FloatArray,
    matrix: FloatArray,
    groups: FloatArray,
) -> tuple[FloatArray, FloatArray]:
    """Group scores and totals.

    Args:
        sheet: for the scale and the rules.
        scores: shape (V, C), 0 where nothing counts.
        counts: shape (V, C), 1 where a score counts; (1, C) when it is alike for all.
        matrix: shape (C, G), a criterion's weight in the column of its group.
        groups: shape (G,), group weights.

    Returns:
        Group scores (V, G) on the scale and totals (V,) in points; NaN without a score.
    """
    low, high = float(sheet.criteria.scale.min), float(sheet.criteria.scale.max)
    inside = counts @ matrix
    has_score = inside > 0
    group_scores: FloatArray = (scores @ matrix) / np.where(has_score, inside, 1.0)
    weighted = np.where(has_score, groups, 0.0)
    earned = (weighted * (group_scores - low)).sum(axis=1)
    full = weighted.sum(axis=1) * (high - low)
    nothing = full == 0
    totals: FloatArray = float(sheet.criteria.rules.base) + _span(sheet) * earned / np.where(
        nothing, 1.0, full
    )
    group_scores[np.broadcast_to(~has_score, group_scores.shape)] = np.nan
    totals[np.broadcast_to(nothing, totals.shape)] = np.nan
    return group_scores, totals


def points_of(sheet: ScoreSheet, scores: FloatArray) -> FloatArray:
    """Points above the base that scores would earn if nothing else counted."""
    scale = sheet.criteria.scale
    low, length = float(scale.min), float(scale.max) - float(scale.min)
    points: FloatArray = _span(sheet) * ((scores - low) / length)
    return points


def _summands(cells: Cells) -> tuple[FloatArray, FloatArray]:
    """Scores with 0 where nothing counts, and what counts, in one row when that is everything."""
    counts = cells.counts
    if not cells.states.any():
        return cells.scores, np.ones((1, counts.shape[1]))
    return np.where(counts, cells.scores, 0.0), counts.astype(np.float64)


def first_places(sheet: ScoreSheet, known: Cells | None = None) -> tuple[int, ...]:
    """How many evaluators' own rankings each vendor leads; a shared first counts for each.

    Every ranking rests on one person's ratings alone, without consensus values.
    """
    wins = np.zeros(len(sheet.vendors), dtype=np.int64)
    for place in range(len(sheet.evaluators)):
        wins += compare(sheet_of_one(sheet, place), known).ranks == 1
    return tuple(wins.tolist())


def sheet_of_one(sheet: ScoreSheet, evaluator: int) -> ScoreSheet:
    """One person's ratings alone, without consensus values and without tie rules."""
    rules = replace(sheet.criteria.rules, ties=())
    return replace(
        sheet,
        criteria=replace(sheet.criteria, rules=rules),
        evaluators=(sheet.evaluators[evaluator],),
        evaluator_weights=np.ones(1),
        ratings=sheet.ratings[evaluator : evaluator + 1],
        rated_na=sheet.rated_na[evaluator : evaluator + 1],
        consensus=np.full_like(sheet.consensus, np.nan),
        consensus_na=np.zeros_like(sheet.consensus_na),
    )


def _span(sheet: ScoreSheet) -> float:
    return float(sheet.criteria.rules.out_of - sheet.criteria.rules.base)


def _without_total(sheet: ScoreSheet, cells: Cells) -> npt.NDArray[np.bool_]:
    """Shape (V,): taking no part, nothing scored, or an unrated cell where rules refuse one."""
    absent = np.array([state != "active" for state in sheet.vendor_states], dtype=np.bool_)
    if cells.states.any():
        unrated = cells.states == UNRATED
        absent |= ~(cells.counts & ~unrated).any(axis=1)
        if sheet.criteria.rules.unrated == "refuse":
            absent |= unrated.any(axis=1)
    return absent


def _statuses(
    sheet: ScoreSheet, cells: Cells, group_scores: FloatArray, totals: FloatArray
) -> npt.NDArray[np.int8]:
    failed = (sheet.gate_states == GATE_STATES.index("fail")).any(axis=1)
    if sheet.criteria.rules.below_minimum == "disqualify":
        failed |= _below(sheet, cells, group_scores, totals).any(axis=1)
    unchecked = (sheet.gate_states == GATE_STATES.index("not-checked")).any(axis=1)
    statuses = np.full(len(sheet.vendors), RANKED, dtype=np.int8)
    statuses[unchecked | np.isnan(totals)] = INCOMPLETE
    statuses[failed] = DISQUALIFIED
    absent = {"declined": DECLINED, "withdrawn": WITHDRAWN}
    for vendor, state in enumerate(sheet.vendor_states):
        if state != "active":
            statuses[vendor] = absent[state]
    return statuses


def _below(
    sheet: ScoreSheet, cells: Cells, group_scores: FloatArray, totals: FloatArray
) -> npt.NDArray[np.bool_]:
    """Shape (V, C + G + 1): minimums missed by criteria, groups, the total."""
    minimums = [column.minimum for column in sheet.weights.columns]
    minimums += [sheet.criteria.group(group).minimum for group in sheet.weights.groups]
    minimums.append(sheet.criteria.rules.minimum_total)
    limits = np.array([np.nan if limit is None else float(limit) for limit in minimums])
    values = np.column_stack([cells.scores, group_scores, totals])
    below: npt.NDArray[np.bool_] = values < limits - NEARLY
    doubt = 2 * FLOAT_ERROR * abs(limits[-1])
    for vendor in np.flatnonzero(np.abs(totals - (limits[-1] - NEARLY)) <= doubt).tolist():
        lacking = Fraction(sheet.criteria.rules.minimum_total) - exact_total(sheet, cells, vendor)
        below[vendor, -1] = float(lacking) >= NEARLY
    below[[state != "active" for state in sheet.vendor_states]] = False
    return below


def _rank(result: Comparison) -> tuple[IntArray, tuple[Tie, ...]]:
    """Ranks of all ranked vendors; the tie chain is asked only where totals are equal."""
    sheet = result.sheet
    ranks = np.zeros(len(sheet.vendors), dtype=np.int64)
    running = np.flatnonzero(result.statuses == RANKED)
    if not len(running):
        return ranks, ()
    order, gaps = _best_first(result, running)
    starts = np.flatnonzero(gaps >= NEARLY)
    sizes = np.diff(starts, append=len(order))
    ranks[running[order]] = np.repeat(starts + 1, sizes)
    ties: list[Tie] = []
    for start, size in zip(starts[sizes > 1].tolist(), sizes[sizes > 1].tolist(), strict=True):
        classes, happened = break_tie(
            sorted(running[order[start : start + size]].tolist()),
            sheet.criteria.rules.ties,
            lambda rule: _tie_values(result, rule),
            sheet.vendors,
            sheet.purchase.lots,
        )
        ties += happened
        taken = start
        for places in classes:
            ranks[places] = taken + 1
            taken += len(places)
    return ranks, tuple(ties)


def _best_first(result: Comparison, running: IntArray) -> tuple[IntArray, FloatArray]:
    """The order of the vendors named, and how far each is behind the one before.

    Floats decide; where they are too close to each other for their size, fractions do.
    """
    totals, exact = _totals_to_rank(result, running)
    order = np.argsort(-totals, kind="stable")
    gaps: FloatArray = -np.diff(totals[order], prepend=np.inf)
    doubt = 2 * FLOAT_ERROR * float(np.abs(totals).max())
    unsure = np.abs(gaps - NEARLY) <= doubt
    if unsure.any():
        edges = [*np.flatnonzero(gaps > NEARLY + doubt).tolist(), len(order)]
        for start, end in pairwise(edges):
            if unsure[start:end].any():
                known = {place: exact(place) for place in order[start:end].tolist()}
                order[start:end] = sorted(known, key=lambda place: known[place], reverse=True)
                behind = [known[a] - known[b] for a, b in pairwise(order[start:end].tolist())]
                gaps[start + 1 : end] = [float(gap) for gap in behind]
    return order, gaps


def _totals_to_rank(
    result: Comparison, running: IntArray
) -> tuple[FloatArray, Callable[[int], Fraction]]:
    """Totals of the vendors named, exact or as printed, as the rules want; one as a fraction."""
    vendors = running.tolist()
    if result.sheet.criteria.rules.rank_on == "exact":
        return result.totals[running], lambda place: result.exact_total(vendors[place])
    printed = [Fraction(result.total(vendor) or 0) for vendor in vendors]
    return np.array([float(total) for total in printed]), lambda place: printed[place]


def _tie_values(result: Comparison, rule: str) -> Values:
    """Shape (V,): a tie rule's figure, higher is better; None where a vendor has none."""
    sheet = result.sheet
    kind, _colon, name = rule.partition(":")
    if kind == "cost":
        return [None if cost is None else -cost.total for cost in sheet.costs]
    if kind == "first-places":
        wins = sheet.first_places
        if wins is None:
            wins = first_places(sheet, result.cells)
        return [float(count) for count in wins]
    if kind == "quality":
        quality = [column.kind != "cost" for column in sheet.weights.columns]
        return _numbers(np.nansum(result.points[:, quality], axis=1))
    if kind == "group" and name in sheet.weights.groups:
        return _numbers(result.group_scores[:, list(sheet.weights.groups).index(name)])
    names = [column.id for column in sheet.weights.columns]
    if kind == "criterion" and name in names:
        return _numbers(result.cells.scores[:, names.index(name)])
    return [None] * len(sheet.vendors)


def _numbers(values: FloatArray) -> list[float | None]:
    return [None if np.isnan(value) else value for value in values.tolist()]
