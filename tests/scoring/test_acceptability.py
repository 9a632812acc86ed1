"""How often each vendor takes each rank: against exact totals of the very samples drawn."""

from copy import deepcopy
from fractions import Fraction
from math import sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.scoring.cases import Plain, product_compare
from tests.scoring.oracle import judge
from tests.scoring.strategies import cases, make_twin
from tests.scoring.strategies_criteria import Dice
from tests.scoring.test_comparison_properties import shuffled
from tests.worked_examples.rank_acceptability import ORDERED_MEANS, SYMMETRIC
from vendor_eval.scoring import Comparison
from vendor_eval.scoring.acceptability import (
    Shares,
    any_weights,
    near_weights,
    rank_acceptability,
    redraw,
    shares_under_any_weights,
)
from vendor_eval.scoring.comparison import RANKED
from vendor_eval.scoring.panel_redraws import build_panel, redrawn_totals

quick = settings(max_examples=60, deadline=None, derandomize=True, database=None)
SAMPLES = 100


def blocks(result: Comparison, samples: int = SAMPLES, seed: int = 1) -> list[Shares]:
    """The three blocks; three empty ones where nobody is ranked."""
    found = rank_acceptability(result, samples, seed)
    return [found.any_weights, found.near_weights, found.redrawn_panel] if found else [{}, {}, {}]


def test_symmetric_vendors_share_every_rank() -> None:
    samples = 40_000
    shares = shares_under_any_weights(np.array(SYMMETRIC, dtype=np.float64), samples, seed=1)
    error = sqrt(1 / 3 * 2 / 3 / samples)
    assert shares == pytest.approx(np.full((3, 3), 1 / 3), abs=4 * error)


def test_weights_are_uniform_over_all_weightings() -> None:
    drawn = any_weights(np.random.default_rng(1), 40_000, 5)
    ordered = -np.sort(-drawn / drawn.sum(axis=1, keepdims=True), axis=1)
    errors = ordered.std(axis=0) / sqrt(len(ordered))
    assert (abs(ordered.mean(axis=0) - ORDERED_MEANS) < 4 * errors).all()


def test_near_weights_stay_within_a_fifth_and_fill_it() -> None:
    moved = near_weights(np.random.default_rng(1), 5_000, np.array([10.0, 40.0])) / [10.0, 40.0]
    assert moved.min() == pytest.approx(0.8, abs=0.001)
    assert moved.max() == pytest.approx(1.2, abs=0.001)
    assert moved.mean(axis=0) == pytest.approx([1, 1], abs=0.01)


def test_as_many_evaluators_are_drawn_as_there_are() -> None:
    drawn = redraw(np.random.default_rng(1), 8_000, 3)
    assert set(drawn.sum(axis=1).tolist()) == {3.0}
    assert drawn.mean(axis=0) == pytest.approx([1, 1, 1], abs=0.04)
    assert (drawn[:, 0] == 3).mean() == pytest.approx(1 / 27, abs=0.01)


@quick
@given(cases(), st.integers(0, 2**32))
def test_redrawn_totals_are_the_judges_for_a_panel_with_doubles(case: Plain, seed: int) -> None:
    result = product_compare(case)
    ranked = np.flatnonzero(result.statuses == RANKED)
    people, groups = len(result.sheet.evaluators), len(result.sheet.weights.groups)
    if not people:
        assert blocks(result)[1] == blocks(result)[2]
        return
    panel = build_panel(result, ranked, np.arange(people), np.arange(groups))
    drawn = redraw(np.random.default_rng(seed), 4, people)
    today = np.repeat(result.sheet.weights.arrays[1][np.newaxis], len(drawn), axis=0)
    sampled = redrawn_totals(panel, today, drawn)
    points = sampled.totals / sampled.unit
    base = Fraction(result.sheet.criteria.rules.base)
    for row, times in zip(points, drawn.astype(int).tolist(), strict=True):
        standings = judge(with_doubles(case, times)).vendors
        totals = [standings[result.sheet.vendors[place]].total for place in ranked]
        above = [0.0 if total is None else float(total - base) for total in totals]
        assert row.tolist() == pytest.approx(above, abs=1e-9)


def with_doubles(case: Plain, times: list[int]) -> Plain:
    """The case as if each evaluator were so many people; a gap is then no reason to refuse."""
    doubled = deepcopy(case)
    if case["criteria"]["rules"].get("unrated") == "refuse":
        doubled["criteria"]["rules"]["unrated"] = "exclude"
    copies = {
        person["id"]: [f"{person['id']}-{number}" for number in range(count)]
        for person, count in zip(case["evaluators"], times, strict=True)
    }
    doubled["evaluators"] = [
        {**person, "id": copy} for person in case["evaluators"] for copy in copies[person["id"]]
    ]
    for table in ("ratings", "recusals"):
        doubled[table] = [
            {**row, "evaluator": copy} for row in case[table] for copy in copies[row["evaluator"]]
        ]
    return doubled


@quick
@given(cases(), st.integers(0, 2**32))
def test_order_of_rows_and_criteria_changes_no_share(case: Plain, seed: int) -> None:
    before = blocks(product_compare(case))
    after = blocks(product_compare(shuffled(case, Dice(seed))))
    assert before == after


@quick
@given(cases())
def test_every_rank_is_held_once_and_every_vendor_holds_one(case: Plain) -> None:
    for shares in blocks(product_compare(case)):
        table = np.array(list(shares.values()))
        assert table.sum(axis=0) == pytest.approx(np.ones(len(shares)), abs=1e-12)
        assert table.sum(axis=1 if shares else 0) == pytest.approx(np.ones(len(shares)), abs=1e-12)


@quick
@given(cases(), st.integers(1, 3))
def test_twins_have_the_same_shares_however_many_they_are(case: Plain, more: int) -> None:
    for number in range(more):
        case["vendors"].append({"id": f"twin-{number}", "status": "active"})
        make_twin(case, case["vendors"][0]["id"], f"twin-{number}")
    for shares in blocks(product_compare(case)):
        first = shares.get(case["vendors"][0]["id"])
        assert all(shares.get(f"twin-{number}") == first for number in range(more))


@quick
@given(cases())
def test_who_is_worse_in_every_group_never_leads(case: Plain) -> None:
    result = product_compare(case)
    scores = dict(zip(result.sheet.vendors, result.group_scores, strict=True))
    for shares in blocks(result)[:2]:
        for vendor, held in shares.items():
            if any((scores[other] > scores[vendor] + 1e-6).all() for other in shares):
                assert held[0] == 0


@quick
@given(cases(), st.integers(0, 2**32))
def test_shares_under_near_weights_are_those_of_exact_totals(case: Plain, seed: int) -> None:
    result = product_compare(case)
    near = blocks(result, samples=20, seed=seed)[1]
    if not near:
        return
    standings = judge(case).vendors
    names = sorted(result.sheet.weights.groups)
    today = [float(result.sheet.weights.groups[name]) for name in names]
    (part,) = np.random.SeedSequence((seed, 1)).spawn(1)
    drawn = near_weights(np.random.default_rng(part), 20, np.array(today))
    leads = dict.fromkeys(near, Fraction(0))
    for row in drawn.tolist():
        weights = {name: Fraction(weight) for name, weight in zip(names, row, strict=True)}
        totals = {vendor: mean(standings[vendor].groups, weights) for vendor in near}
        best = max(totals.values())
        leaders = [vendor for vendor, total in totals.items() if best - total < Fraction(1, 10**9)]
        for vendor in leaders:
            leads[vendor] += Fraction(1, len(leaders) * len(drawn))
    assert {vendor: held[0] for vendor, held in near.items()} == pytest.approx(
        {vendor: float(lead) for vendor, lead in leads.items()}, abs=1e-12
    )


def mean(scores: dict[str, Fraction], weights: dict[str, Fraction]) -> Fraction:
    """Group scores by weight; a group without one is left out."""
    whole = sum((weights[group] for group in scores), Fraction(0))
    return sum((weights[group] * score for group, score in scores.items()), Fraction(0)) / whole
