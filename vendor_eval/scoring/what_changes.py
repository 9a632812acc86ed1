"""Who would lead without one of the evaluators, and without one of the vendors."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import TypeVar

import numpy as np

from vendor_eval.criteria.model import Criterion
from vendor_eval.scoring.comparison import RANKED, Comparison, compare, first_places, unranked
from vendor_eval.scoring.contest import contest_of, no_tie_within
from vendor_eval.scoring.lead import lead_of, leader_of
from vendor_eval.scoring.sheet import FloatArray, ScoreSheet
from vendor_eval.scoring.values import cost_figure, in_race

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class WithoutEvaluator:
    """The lead if one person had not taken part."""

    evaluator: str
    leader: str | None
    """None where nobody is ranked then, or the top is a tie."""
    gap: float | None
    """As in a Lead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WithoutVendor:
    """Who would lead if one vendor had not taken part."""

    vendor: str
    leader: str | None


def without_evaluator(comparison: Comparison) -> tuple[WithoutEvaluator, ...]:
    """Each total without each of them, and ranked again where totals alone cannot tell."""
    sheet = comparison.sheet
    totals = _totals_without(comparison)
    order = np.argsort(-totals, axis=1, kind="stable")
    best = np.take_along_axis(totals, order[:, :3], axis=1)
    apart = no_tie_within(sheet.criteria.rules)
    whole = _WholeSheet(comparison)
    found = []
    for place, evaluator in enumerate(sheet.evaluators):
        first = [total for total in best[place].tolist() if total > -np.inf]
        if len(first) > 1 and all(one > other + apart for one, other in pairwise(first)):
            leader: str | None = sheet.vendors[order[place, 0]]
            gap: float | None = first[0] - first[1]
        else:
            without = sheet_without_evaluator(whole.sheet, place)
            lead = lead_of(compare(without, comparison.cells))
            leader, gap = lead.leader, lead.gap
        found.append(WithoutEvaluator(evaluator=evaluator, leader=leader, gap=gap))
    return tuple(found)


class _WholeSheet:
    """The sheet with the first places of the whole evaluation, counted when they are needed.

    They break ties as they stand, whoever is left out.
    """

    def __init__(self, comparison: Comparison) -> None:
        self.comparison = comparison

    @cached_property
    def sheet(self) -> ScoreSheet:
        sheet = self.comparison.sheet
        if "first-places" not in sheet.criteria.rules.ties or sheet.first_places is not None:
            return sheet
        return replace(sheet, first_places=first_places(sheet, self.comparison.cells))


def _totals_without(comparison: Comparison) -> FloatArray:
    """Shape (E, V): totals of ranked vendors without each evaluator; minus infinity of others.

    One large sheet holds every vendor once for each evaluator who is missing.
    """
    sheet = comparison.sheet
    people, vendors = len(sheet.evaluators), len(sheet.vendors)
    ratings = np.repeat(sheet.ratings[:, np.newaxis], people, axis=1)
    rated_na = np.repeat(sheet.rated_na[:, np.newaxis], people, axis=1)
    missing = np.arange(people)
    ratings[missing, missing], rated_na[missing, missing] = np.nan, False
    rows = people * vendors
    result = unranked(
        replace(
            sheet,
            vendors=sheet.vendors * people,
            vendor_states=sheet.vendor_states * people,
            ratings=ratings.reshape(people, rows, len(sheet.rated)),
            rated_na=rated_na.reshape(people, rows, len(sheet.rated)),
            consensus=np.tile(sheet.consensus, (people, 1)),
            consensus_na=np.tile(sheet.consensus_na, (people, 1)),
            costs=sheet.costs * people,
            gate_states=np.tile(sheet.gate_states, (people, 1)),
        ),
        comparison.cells,
    )
    totals = np.where(result.statuses == RANKED, result.totals, -np.inf)
    return totals.reshape(people, vendors)


def sheet_without_evaluator(sheet: ScoreSheet, place: int) -> ScoreSheet:
    """Everything but one person's ratings; agreed values stay."""
    return replace(
        sheet,
        evaluators=_but(sheet.evaluators, place),
        evaluator_weights=np.delete(sheet.evaluator_weights, place),
        ratings=np.delete(sheet.ratings, place, axis=0),
        rated_na=np.delete(sheet.rated_na, place, axis=0),
    )


def without_vendor(comparison: Comparison) -> tuple[WithoutVendor, ...]:
    """Without each vendor that takes part; compared again only where others' scores move or tie.

    Others' scores move when prices are held against the lowest or the highest one.
    """
    sheet = comparison.sheet
    contest = contest_of(comparison)
    relative = [each for each in sheet.weights.columns if each.formula in ("lowest", "range")]
    whole = _WholeSheet(comparison)
    found = []
    for place, vendor in enumerate(sheet.vendors):
        if sheet.vendor_states[place] != "active":
            continue
        clear = contest.clear_leader(place)
        if clear is None or any(_sets_a_price(sheet, column, place) for column in relative):
            leader = leader_of(compare(sheet_without_vendor(whole.sheet, place)))
        else:
            leader = sheet.vendors[clear]
        found.append(WithoutVendor(vendor=vendor, leader=leader))
    return tuple(found)


def sheet_without_vendor(sheet: ScoreSheet, place: int) -> ScoreSheet:
    """Everything but what concerns one vendor."""
    return replace(
        sheet,
        vendors=_but(sheet.vendors, place),
        vendor_states=_but(sheet.vendor_states, place),
        ratings=np.delete(sheet.ratings, place, axis=1),
        rated_na=np.delete(sheet.rated_na, place, axis=1),
        consensus=np.delete(sheet.consensus, place, axis=0),
        consensus_na=np.delete(sheet.consensus_na, place, axis=0),
        costs=_but(sheet.costs, place),
        gate_states=np.delete(sheet.gate_states, place, axis=0),
        first_places=None if sheet.first_places is None else _but(sheet.first_places, place),
    )


def _sets_a_price(sheet: ScoreSheet, column: Criterion, place: int) -> bool:
    """Whether the lowest or the highest figure in the race is this vendor's alone."""
    racing = in_race(sheet)
    own = cost_figure(column, sheet.costs[place])
    if own is None or not racing[place]:
        return False
    figures = [cost_figure(column, cost) for cost in _but(sheet.costs, place)]
    others = [
        figure
        for figure, running in zip(figures, _but(racing, place), strict=True)
        if running and figure is not None
    ]
    return not others or not min(others) <= own <= max(others)


def _but(items: Sequence[_T], place: int) -> tuple[_T, ...]:
    return (*items[:place], *items[place + 1 :])
