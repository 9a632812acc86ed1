"""How firm a result is: brute force on random cases, published intervals, cases by hand."""

from copy import deepcopy
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.scoring.cases import Plain, product_compare
from tests.scoring.robustness_agreement import assert_firm_as_brute_force
from tests.scoring.strategies import cases, make_twin
from tests.scoring.strategies_criteria import Dice
from tests.scoring.test_scoring_edges import small_case
from tests.worked_examples.weight_intervals import INTERVALS
from vendor_eval.criteria.model import Level
from vendor_eval.scoring import compare
from vendor_eval.scoring.dominance import dominance, nearest_change
from vendor_eval.scoring.flips import Flip, nearest_turns
from vendor_eval.scoring.one_step import next_ratings
from vendor_eval.scoring.robustness import Robustness, assess
from vendor_eval.scoring.sheet import FloatArray

quick = settings(max_examples=50, deadline=None, derandomize=True, database=None)


def firmness(measured: dict[str, list[str | None]], **rules: Any) -> Robustness:
    """Of vendors with a measure per group, worth its score; held against brute force too."""
    return assert_firm_as_brute_force(small_case(measured, **rules))


@quick
@given(cases())
def test_everything_is_what_brute_force_finds(case: Plain) -> None:
    assert_firm_as_brute_force(case)


@quick
@given(cases(), st.integers(0, 2**32))
def test_order_changes_nothing_but_the_order(case: Plain, seed: int) -> None:
    dice = Dice(seed)
    shuffled = deepcopy(case)
    for table in ("vendors", "evaluators", "ratings", "quotes", "consensus"):
        dice.shuffle(shuffled[table])
    dice.shuffle(shuffled["criteria"]["criteria"])
    dice.shuffle(shuffled["criteria"]["groups"])
    before, after = (assess(product_compare(each), samples=0) for each in (case, shuffled))
    assert without_order(before) == without_order(after)


def without_order(found: Robustness) -> list[object]:
    """Sets where there are lists; floats to nine places."""
    return [
        (found.lead.leader, found.lead.runner_up, found.lead.practically_equal),
        None if found.lead.gap is None else pytest.approx(found.lead.gap, abs=1e-9),
        set(found.weight_flips),
        {each.evaluator: each.leader for each in found.without_evaluator},
        set(found.without_vendor),
        set(found.one_step),
        set(found.spread),
        {each.vendor: set(each.by) for each in found.dominated},
        None
        if found.nearest_weights is None
        else (found.nearest_weights.leader, round(found.nearest_weights.distance, 6)),
        {each.vendor: (round(each.worst, 9), round(each.best, 9)) for each in found.ranges},
    ]


@quick
@given(cases())
def test_twins_are_never_told_apart(case: Plain) -> None:
    if len(case["vendors"]) < 2:
        return
    case["criteria"]["rules"]["ties"] = ()
    first, twin = (row["id"] for row in case["vendors"][:2])
    make_twin(case, first, twin)
    found = assess(product_compare(case), samples=0)
    assert found.lead.leader not in {first, twin}
    assert all(
        flip is None or flip.leader not in {first, twin}
        for each in found.weight_flips
        for flip in (each.lower, each.higher)
    )
    assert all(
        each.leader not in {first, twin}
        for each in found.without_vendor
        if each.vendor not in {first, twin}
    )


def random_scores(seed: int, rows: int, columns: int, *, gaps: bool) -> FloatArray:
    """Few values, so that equal ones are common; each row has a score."""
    generator = np.random.default_rng(seed)
    scores = generator.integers(0, 6, (rows, columns)).astype(np.float64)
    if gaps:
        scores[generator.random(scores.shape) < 0.2] = np.nan
        scores[np.isnan(scores).all(axis=1), 0] = 3.0
    return scores


def means(scores: FloatArray, weights: FloatArray) -> FloatArray:
    """Shape (W, V) for weightings (W, G)."""
    known = ~np.isnan(scores)
    result: FloatArray = (weights @ np.where(known, scores, 0.0).T) / (weights @ known.T)
    return result


@quick
@given(st.integers(0, 2**32), st.integers(2, 6), st.integers(1, 4), st.booleans())
def test_dominance_is_what_random_weights_never_contradict(
    seed: int, rows: int, columns: int, gaps: bool
) -> None:
    scores = random_scores(seed, rows, columns, gaps=gaps)
    above = dominance(scores)
    # Skewed: most of the weight on few columns, so that the edges are seen too.
    weights = np.random.default_rng(seed).random((4000, columns)) ** 30 + 1e-12
    totals = means(scores, weights)
    leads = totals[:, :, np.newaxis] - totals[:, np.newaxis, :]
    assert (leads[:, above] > -1e-9).all()
    clearly = (leads.min(axis=0) > 1e-3) & ~np.eye(rows, dtype=np.bool_)
    assert not (clearly & ~above).any() or gaps


@quick
@given(st.integers(0, 2**32), st.integers(2, 6), st.integers(1, 5), st.booleans())
def test_no_nearer_weights_cost_the_leader_the_lead(
    seed: int, rows: int, columns: int, gaps: bool
) -> None:
    scores = random_scores(seed, rows, columns, gaps=gaps)
    generator = np.random.default_rng(seed)
    weights = 100 * generator.dirichlet(np.full(columns, 2.0))
    today = means(scores, weights[np.newaxis])[0]
    leader = int(np.argmax(today))
    found = nearest_change(scores, weights, leader)
    if found is None:
        distance = 1000.0
    else:
        moved, rivals = found
        distance = float(np.sqrt(np.square(moved - weights).sum()))
        assert moved.min() >= 0
        assert moved.sum() == pytest.approx(100)
        there = means(scores, moved[np.newaxis] + 1e-13)[0]
        assert there[rivals] == pytest.approx(there[leader], abs=1e-6)
    if gaps:
        return
    away = generator.normal(size=(2000, columns))
    away -= away.mean(axis=1, keepdims=True)
    length = np.sqrt(np.square(away).sum(axis=1, keepdims=True))
    away /= np.where(length > 1e-9, length, 1.0)
    tried = weights + away * generator.random((2000, 1)) * distance * 0.999
    tried = tried[(tried > 0).all(axis=1)]
    totals = means(scores, tried)
    assert (totals.max(axis=1) <= totals[:, leader] + 1e-9).all()


@pytest.mark.parametrize(("table", "leader", "moving", "lowest", "highest"), INTERVALS)
def test_published_weight_intervals(
    table: dict[str, Any], leader: int, moving: int, lowest: float, highest: float
) -> None:
    values = [[Fraction(value) for value in row] for row in table["scores"]]
    weights = [Fraction(weight) for weight in table["weights"]]
    lower, higher = nearest_turns(values, weights, leader, moving)
    assert float(lower.at if lower else 0) == pytest.approx(lowest, abs=1e-12)
    assert float(higher.at if higher else 1) == pytest.approx(highest, abs=1e-12)


@pytest.mark.parametrize("weight", [float("nan"), float("inf"), 0.0, -1.0])
def test_a_weight_that_is_no_number_above_0_is_refused(weight: float) -> None:
    with pytest.raises(ValueError, match="every weight must be a number above 0"):
        nearest_turns([[1.0, 2.0], [2.0, 1.0]], [1.0, weight], 0, 0)


def test_who_leads_by_a_tie_rule_loses_the_lead_at_todays_weight() -> None:
    found = firmness({"a": ["4", "2"], "b": ["2", "4"]}, ties=["group:gc0"])
    first, second = found.weight_flips
    assert found.lead.leader == "a"
    assert found.lead.gap == 0
    assert (first.lower, first.higher) == (Flip(at=Fraction(50), leader="b"), None)
    assert (second.lower, second.higher) == (None, Flip(at=Fraction(50), leader="b"))


def test_a_tie_at_the_top_has_no_leader_to_lose() -> None:
    found = firmness({"a": ["4", "2"], "b": ["4", "2"], "c": ["1", "1"]})
    assert (found.lead.leader, found.lead.runner_up, found.lead.gap) == (None, None, 0)
    assert found.lead.practically_equal
    assert (found.weight_flips, found.one_step, found.nearest_weights) == ((), (), None)
    assert [each.leader for each in found.without_vendor] == ["b", "a", None]


def judged_by(people: dict[str, dict[str, str]]) -> Plain:
    """Vendors rated by each person on one criterion; ties go by first places."""
    vendors = next(iter(people.values()))
    case = small_case({vendor: [None] for vendor in vendors}, ties=["first-places"])
    case["criteria"]["criteria"][0] |= {"kind": "rating"}
    return case | {
        "measures": [],
        "evaluators": [{"id": person} for person in people],
        "ratings": [
            {"vendor": vendor, "criterion": "c0", "evaluator": person, "value": value}
            for person, values in people.items()
            for vendor, value in values.items()
        ],
    }


def test_first_places_are_those_of_the_whole_evaluation_when_an_evaluator_is_left_out() -> None:
    people = {"u": {"a": "5", "b": "4"}, "v": {"a": "2", "b": "4"}, "w": {"a": "4", "b": "2"}}
    found = assert_firm_as_brute_force(judged_by(people))
    assert (found.without_evaluator[0].leader, found.without_evaluator[0].gap) == ("a", 0)


def test_first_places_are_those_of_the_whole_evaluation_when_a_vendor_is_left_out() -> None:
    people = {"u": {"a": "2", "b": "4", "c": "5"}, "v": {"a": "4", "b": "2", "c": "1"}}
    found = assert_firm_as_brute_force(judged_by(people))
    assert [each.leader for each in found.without_vendor] == ["c", None, "a"]


def test_one_vendor_leads_without_a_gap() -> None:
    found = firmness({"a": ["4", "2"]}, practically_equal=Decimal(5))
    assert (found.lead.leader, found.lead.runner_up, found.lead.gap) == ("a", None, None)
    assert not found.lead.practically_equal
    assert [(each.lower, each.higher) for each in found.weight_flips] == [(None, None)] * 2
    assert found.without_vendor[0].leader is None


def test_a_lead_as_wide_as_the_limit_is_no_win() -> None:
    # 76.7 less 76.6 is a little more than a tenth in floats.
    measured: dict[str, list[str | None]] = {"a": ["3.835"], "b": ["3.83"]}
    assert firmness(measured, practically_equal=Decimal("0.1")).lead.practically_equal
    assert not firmness(measured, practically_equal=Decimal("0.0999")).lead.practically_equal


def test_two_rivals_alike_take_the_lead_together() -> None:
    found = firmness({"a": ["4", "2"], "b": ["2", "3"], "c": ["2", "3"]})
    assert found.weight_flips[1].higher == Flip(at=Fraction(200, 3), leader=None)
    assert found.nearest_weights is not None
    assert found.nearest_weights.leader is None


def test_equal_totals_at_the_very_end_are_a_tie_there() -> None:
    found = firmness({"a": ["4", "2"], "b": ["4", "1"]})
    assert found.weight_flips[0].higher == Flip(at=Fraction(100), leader=None)
    assert found.weight_flips[0].lower is None
    assert [each.vendor for each in found.dominated] == ["b"]


def test_a_missing_group_bends_the_way_of_a_total() -> None:
    # Without the second group b's total is (3 t + 5 (1 - t) / 2) / (t + (1 - t) / 2).
    found = firmness({"a": ["4", "4", "4.2"], "b": ["3", None, "5"]})
    assert found.lead.leader == "a"
    assert found.weight_flips[0].lower is not None


def test_only_named_levels_are_a_step_away() -> None:
    case = small_case({"a": ["1"], "b": ["1"]})
    case["criteria"]["criteria"][0]["kind"] = "rating"
    case["evaluators"] = [{"id": "e", "weight": "1"}]
    case["ratings"] = [
        {"vendor": vendor, "criterion": "c0", "evaluator": "e", "value": value}
        for vendor, value in (("a", "3"), ("b", "1"))
    ]
    sheet = product_compare(case).sheet
    levels = tuple(Level(value=Decimal(v), title={"en": "L"}) for v in (0, 1, 3, 4, 5))
    scale = replace(sheet.criteria.scale, levels=levels, only_levels=True)
    sheet = replace(sheet, criteria=replace(sheet.criteria, scale=scale))
    assert next_ratings(sheet).ravel().tolist() == [4, 3, 1, 0]
    steps = assess(compare(sheet), samples=0).one_step
    assert [(each.vendor, int(each.before), int(each.after), each.leader) for each in steps] == [
        ("a", 3, 1, None),
        ("b", 1, 3, None),
    ]


def test_half_steps_are_exact_on_whole_ratings_and_agreed_cells_stay() -> None:
    case = small_case({"a": ["1"], "b": ["1"]}, spread_flag=Decimal(1), ties=["cost"])
    case["criteria"]["scale"] = {"min": "1", "max": "5", "step": "0.5", "meets": "3"}
    case["criteria"]["criteria"][0]["kind"] = "rating"
    case["evaluators"] = [{"id": "e", "weight": "1"}, {"id": "f", "weight": "1"}]
    case["ratings"] = [
        {"vendor": vendor, "criterion": "c0", "evaluator": person, "value": value}
        for vendor, person, value in (
            ("a", "e", "4"), ("a", "f", "4"), ("b", "e", "3"), ("b", "f", "4")
        )
    ]  # fmt: skip
    found = assert_firm_as_brute_force(case)
    assert found.one_step == ()
    case["consensus"] = [{"vendor": "b", "criterion": "c0", "value": "4"}]
    case["ratings"][0]["value"] = "4.5"
    found = assert_firm_as_brute_force(case)
    assert {(each.vendor, each.evaluator, each.after) for each in found.one_step} == {
        ("a", "e", 4), ("a", "f", Fraction(7, 2))
    }  # fmt: skip
    assert [(each.vendor, int(each.range)) for each in found.spread] == [("b", 1)]


def test_an_unrated_cell_leaves_a_range() -> None:
    found = firmness({"a": ["4", "2"], "b": ["3", None]})
    assert [each.vendor for each in found.ranges] == ["b"]
    assert (found.ranges[0].worst, found.ranges[0].best) == pytest.approx((30, 80))
