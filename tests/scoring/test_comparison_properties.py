"""What must hold for any case, whatever the numbers are."""

from copy import deepcopy
from fractions import Fraction
from math import isclose, isnan

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.scoring.cases import Plain, product_compare
from tests.scoring.strategies import cases, make_twin
from tests.scoring.strategies_criteria import Dice
from vendor_eval.scoring import Comparison

quick = settings(max_examples=60, deadline=None, derandomize=True, database=None)


def by_vendor(result: Comparison) -> dict[str, tuple[object, ...]]:
    """What is printed of each vendor, whatever the order."""
    return {
        vendor: (
            result.status(place),
            int(result.ranks[place]),
            result.total(place),
            sorted(result.below_minimum(place)),
            round(result.coverage(place).weight, 9),
        )
        for place, vendor in enumerate(result.sheet.vendors)
    }


def tied(result: Comparison) -> list[tuple[list[str], str]]:
    return sorted((sorted(tie.vendors), str(tie.broken_by)) for tie in result.ties)


def shuffled(case: Plain, dice: Dice) -> Plain:
    """The case with its rows, criteria and groups in another order."""
    other = deepcopy(case)
    tables = ("vendors", "evaluators", "ratings", "measures", "gates", "quotes", "consensus")
    for table in tables:
        dice.shuffle(other[table])
    dice.shuffle(other["criteria"]["criteria"])
    dice.shuffle(other["criteria"]["groups"])
    return other


@quick
@given(cases(), st.integers(0, 2**32))
def test_order_of_rows_and_criteria_changes_nothing(case: Plain, seed: int) -> None:
    before, after = product_compare(case), product_compare(shuffled(case, Dice(seed)))
    assert by_vendor(before) == by_vendor(after)
    assert tied(before) == tied(after)


@quick
@given(cases())
def test_a_twin_stands_where_the_first_stands(case: Plain) -> None:
    if len(case["vendors"]) < 2:
        return
    case["evaluation"]["lots"] = []
    first, twin = (row["id"] for row in case["vendors"][:2])
    make_twin(case, first, twin)
    result = product_compare(case)
    seen = by_vendor(result)
    assert seen[first] == seen[twin]
    assert result.totals[0] == pytest.approx(result.totals[1], abs=1e-12, nan_ok=True)
    if result.ranks[0]:
        assert any({first, twin} <= set(tie.vendors) for tie in result.ties)


@quick
@given(cases())
def test_a_vendor_that_declined_changes_nothing_for_the_others(case: Plain) -> None:
    if not case["vendors"]:
        return
    more = deepcopy(case)
    more["vendors"].insert(0, {"id": "left", "status": "active"})
    make_twin(more, case["vendors"][0]["id"], "left")
    more["vendors"][0]["status"] = "declined"
    seen = by_vendor(product_compare(more))
    assert seen.pop("left")[:3] == ("declined", 0, None)
    assert seen == by_vendor(product_compare(case))


@quick
@given(cases(), st.sampled_from(("2", "0.1", "37", "1000")))
def test_only_proportions_of_relative_weights_count(case: Plain, factor: str) -> None:
    case["evaluation"] |= {"variant": None}  # a variant adds points, not proportions
    scaled = deepcopy(case)
    criteria = scaled["criteria"]
    for holder, key in [
        *((group, "weight") for group in criteria["groups"]),
        *((profile, "weights") for profile in criteria["profiles"]),
        (scaled["evaluation"], "weights"),
    ]:
        value = holder[key]
        if isinstance(value, dict):
            holder[key] = {name: times(number, factor) for name, number in value.items()}
        elif value is not None:
            holder[key] = times(value, factor)
    for row in scaled["evaluators"]:
        row["weight"] = times(row["weight"], factor)
    before, after = product_compare(case), product_compare(scaled)
    assert by_vendor(before) == by_vendor(after)
    assert before.sheet.weights.group_percent() == after.sheet.weights.group_percent()


def times(number: str, factor: str) -> str:
    product = Fraction(number) * Fraction(factor)
    return str(product.numerator / product.denominator)


@quick
@given(cases())
def test_base_and_points_add_up_to_the_total(case: Plain) -> None:
    result = product_compare(case)
    base = float(case["criteria"]["rules"]["base"])
    for place, total in enumerate(result.totals.tolist()):
        if isnan(total):
            continue
        assert isclose(base + float(np.nansum(result.points[place])), total, abs_tol=1e-9)
        assert isclose(base + float(result.group_points[place].sum()), total, abs_tol=1e-9)


@quick
@given(cases())
def test_percentages_total_a_hundred_and_scores_stay_on_the_scale(case: Plain) -> None:
    result = product_compare(case)
    weights = result.sheet.weights
    if weights.columns:
        assert sum(weights.group_percent().values()) == 100
        assert sum(weights.criterion_percent().values()) == 100
    scale = case["criteria"]["scale"]
    known = result.cells.scores[~np.isnan(result.cells.scores)]
    assert ((known >= float(scale["min"]) - 1e-12) & (known <= float(scale["max"]) + 1e-12)).all()
    ends = float(case["criteria"]["rules"]["base"]), float(case["criteria"]["rules"]["out_of"])
    totals = result.totals[~np.isnan(result.totals)]
    assert ((totals >= ends[0] - 1e-9) & (totals <= ends[1] + 1e-9)).all()


@quick
@given(cases())
def test_ranks_are_competition_ranks_in_the_order_of_totals(case: Plain) -> None:
    result = product_compare(case)
    ranks = sorted(rank for rank in result.ranks.tolist() if rank)
    assert all(rank == ranks.index(rank) + 1 for rank in ranks)
    ordered = result.in_order()
    assert sorted(ordered) == list(range(len(result.sheet.vendors)))
    running = [place for place in ordered if result.ranks[place]]
    assert ordered[: len(running)] == running
    totals = [result.total(place) or 0 for place in running]
    assert totals == sorted(totals, reverse=True)


@quick
@given(cases(unrated="exclude"), st.integers(0, 2**32))
def test_a_better_rating_never_lowers_the_vendor(case: Plain, seed: int) -> None:
    rows = [row for row in case["ratings"] if row["value"] not in {None, "na"}]
    if not rows:
        return
    better = Dice(seed).choice(rows)
    place = [row["id"] for row in case["vendors"]].index(better["vendor"])
    before = product_compare(case).totals[place]
    better["value"] = case["criteria"]["scale"]["max"]
    after = product_compare(case).totals[place]
    assert isnan(before) or after >= before - 1e-9
