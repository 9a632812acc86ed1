"""Single cases at the edges, each small enough to check by hand."""

import subprocess
import sys
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from tests.scoring.agreement import assert_same_result
from tests.scoring.cases import Plain, product_compare
from vendor_eval.scoring import Comparison

SCALE = {"min": "0", "max": "5", "step": "1", "meets": "3"}


def small_case(measured: dict[str, list[str | None]], **rules: Any) -> Plain:
    """Vendors by name with one measure per column, worth its score; groups weigh alike."""
    columns = [f"c{number}" for number in range(max(map(len, measured.values()), default=1))]
    points = [["0", "0"], ["5", "5"]]
    return {
        "criteria": {
            "scale": SCALE,
            "rules": rules,
            "groups": [{"id": f"g{column}", "weight": "10"} for column in columns],
            "criteria": [
                {
                    "id": column,
                    "group": f"g{column}",
                    "kind": "measure",
                    "weight": "1",
                    "breakpoints": points,
                }
                for column in columns
            ],
        },
        "evaluation": {},
        "vendors": [{"id": vendor} for vendor in measured],
        "evaluators": [],
        "ratings": [],
        "measures": [
            {"vendor": vendor, "criterion": column, "value": value}
            for vendor, row in measured.items()
            for column, value in zip(columns, row, strict=True)
        ],
        "gates": [],
        "quotes": [],
        "consensus": [],
        "recusals": [],
    }


def rated_case(ratings: list[str | None], weights: list[str], **rules: Any) -> Plain:
    """One vendor, one criterion, an evaluator for each rating."""
    case = small_case({"a": ["1"]}, **rules)
    case["criteria"]["criteria"][0] |= {"kind": "rating"}
    people = [f"e{number}" for number in range(len(ratings))]
    case["measures"] = []
    case["evaluators"] = [
        {"id": person, "weight": weight} for person, weight in zip(people, weights, strict=True)
    ]
    case["ratings"] = [
        {"vendor": "a", "criterion": "c0", "evaluator": person, "value": value}
        for person, value in zip(people, ratings, strict=True)
    ]
    return case


def ranks_of(result: Comparison) -> dict[str, int]:
    return dict(zip(result.sheet.vendors, result.ranks.tolist(), strict=True))


# Totals that nearly or exactly tie


@pytest.mark.parametrize(
    ("less", "ranks"),
    [
        ("4", {"a": 1, "b": 1}),
        ("3.99999999999", {"a": 1, "b": 1}),  # 2e-10 points less: equal
        ("3.9999999999", {"a": 1, "b": 2}),  # 2e-9 points less: not equal
    ],
)
def test_totals_closer_than_a_billionth_of_a_point_are_equal(
    less: str, ranks: dict[str, int]
) -> None:
    result, _ = assert_same_result(small_case({"a": ["4"], "b": [less]}))
    assert ranks_of(result) == ranks


def test_sums_that_floats_tell_apart_tie_exactly() -> None:
    # 0.1 + 0.2 against 0.3 + 0: not equal in binary floats.
    case = small_case({"a": ["0.1", "0.2"], "b": ["0.3", "0"], "c": ["0.15", "0.15"]})
    result, expected = assert_same_result(case)
    assert ranks_of(result) == {"a": 1, "b": 1, "c": 1}
    assert expected.ties == [(frozenset("abc"), None)]


def test_ranks_after_a_tie_leave_a_gap() -> None:
    result, _ = assert_same_result(small_case({"d": ["1"], "a": ["5"], "b": ["3"], "c": ["3"]}))
    assert ranks_of(result) == {"d": 4, "a": 1, "b": 2, "c": 2}


def test_printed_totals_decide_where_the_rules_say_so() -> None:
    measured: dict[str, list[str | None]] = {"a": ["4.0001"], "b": ["4"], "c": ["3.9"]}
    exact, _ = assert_same_result(small_case(measured, rounding={"places": 1}))
    rounded, _ = assert_same_result(small_case(measured, rounding={"places": 1}, rank_on="rounded"))
    assert ranks_of(exact) == {"a": 1, "b": 2, "c": 3}
    assert ranks_of(rounded) == {"a": 1, "b": 1, "c": 3}


def test_what_a_rule_leaves_tied_goes_through_the_chain_again() -> None:
    # The first rule has no value for d and is passed over; the second splits a, b, c from d;
    # then the first can tell a from b and c.
    measured: dict[str, list[str | None]] = {
        "a": ["3", "2", "4"],
        "b": ["2", "3", "4"],
        "c": ["2", "3", "4"],
        "d": [None, "3", "3"],
    }
    result, expected = assert_same_result(small_case(measured, ties=["criterion:c0", "group:gc2"]))
    assert ranks_of(result) == {"a": 1, "b": 2, "c": 2, "d": 4}
    assert expected.ties == [
        (frozenset("abcd"), "group:gc2"),
        (frozenset("abc"), "criterion:c0"),
        (frozenset("bc"), None),
    ]


@pytest.mark.parametrize(
    ("order", "ranks"),
    [
        (["b", "a"], {"a": 2, "b": 1}),
        (["x", "b", "y", "a"], {"a": 2, "b": 1}),
        (["b"], {"a": 1, "b": 1}),  # does not name both
    ],
)
def test_only_a_draw_that_names_all_tied_vendors_settles(
    order: list[str], ranks: dict[str, int]
) -> None:
    case = small_case({"a": ["4"], "b": ["4"]}, ties=["lot"])
    case["evaluation"]["lots"] = [{"order": order}]
    assert ranks_of(assert_same_result(case)[0]) == ranks


# Evaluators to one rating


@pytest.mark.parametrize(
    ("aggregate", "ratings", "weights", "score"),
    [
        ("mean", ["5", "3", None], ["1", "2", "9"], "11/3"),
        ("mean", ["5", "na", "na"], ["1", "1", "1"], "5"),
        ("mean", ["5", "4", "4"], ["0.333333333333333"] * 3, "13/3"),
        ("median", ["1", "5", "4"], ["1", "1", "1"], "4"),
        ("median", ["1", "2", "4", "5"], ["1", "1", "1", "1"], "3"),
        ("median", ["1", "2", "5"], ["1", "1", "2"], "7/2"),  # exactly half at 2
        ("median", ["1", "2", "5"], ["1", "1", "3"], "5"),
        ("median", ["4", None, "na"], ["1", "1", "1"], "4"),
        ("trimmed-mean", ["0", "5"], ["1", "3"], "15/4"),  # fewer than three: the mean
        ("trimmed-mean", ["0", "3", "5"], ["1", "1", "1"], "3"),
        ("trimmed-mean", ["5", "5", "1", "2"], ["3", "1", "1", "1"], "17/4"),
        ("trimmed-mean", ["4", "4", "4"], ["1", "2", "3"], "4"),
    ],
)
def test_evaluators_become_one_rating(
    aggregate: str, ratings: list[str | None], weights: list[str], score: str
) -> None:
    result, _ = assert_same_result(rated_case(ratings, weights, aggregate=aggregate))
    assert result.cells.exact(0, 0) == Fraction(score)


# Nothing to score


@pytest.mark.parametrize("vendors", [0, 1])
@pytest.mark.parametrize("rules", [{}, {"unrated": "refuse"}, {"unrated": "exclude"}])
def test_nothing_said_is_no_total(vendors: int, rules: dict[str, str]) -> None:
    case = small_case({"a": [None]} if vendors else {}, **rules)
    result, _ = assert_same_result(case)
    assert [result.status(place) for place in range(vendors)] == ["incomplete"] * vendors


def test_only_gates_leave_nothing_to_score() -> None:
    case = small_case({"a": ["3"]})
    case["measures"] = []
    case["criteria"]["criteria"] = [{"id": "gate", "group": "gc0", "kind": "gate"}]
    case["gates"] = [{"vendor": "a", "criterion": "gate", "result": "pass"}]
    result, _ = assert_same_result(case)
    assert (result.status(0), result.total(0)) == ("incomplete", None)


@pytest.mark.parametrize(("price", "state"), [("1000", "pass"), ("1000.01", "fail")])
def test_a_cost_of_just_the_ceiling_passes(price: str, state: str) -> None:
    case = small_case({"a": ["3"]})
    gate = {"id": "gate", "group": "gc0", "kind": "gate", "check": "ceiling"}
    case["criteria"]["criteria"].append(gate)
    case["evaluation"] = {"term_months": 12, "ceiling": "12000"}
    case["quotes"] = [{"vendor": "a", "kind": "monthly", "price": price}]
    _, expected = assert_same_result(case)
    assert expected.vendors["a"].gates == {"gate": state}


# Prices against each other


def price_case(formula: str, bids: dict[str, str], failed: str = "") -> Plain:
    """Vendors judged on price alone; one of them may fail a gate."""
    case = small_case({vendor: [None] for vendor in bids})
    cost = {"kind": "cost", "of": "total", "formula": formula, "weight": "1"}
    case["criteria"]["criteria"] = [
        {"id": "c0", "group": "gc0", **cost},
        {"id": "gate", "group": "gc0", "kind": "gate"},
    ]
    case["measures"] = []
    case["evaluation"] = {"term_months": 1}
    case["quotes"] = [
        {"vendor": vendor, "kind": "one-off", "price": bid} for vendor, bid in bids.items() if bid
    ]
    case["gates"] = [
        {"vendor": vendor, "criterion": "gate", "result": "fail" if vendor == failed else "pass"}
        for vendor in bids
    ]
    return case


@pytest.mark.parametrize(
    ("formula", "bids", "failed", "scores"),
    [
        ("lowest", {"a": "100", "b": "125", "c": ""}, "", ["5", "4", None]),
        ("lowest", {"a": "50", "b": "100", "c": "200"}, "a", ["5", "5", "5/2"]),
        ("lowest", {"a": "0", "b": "100"}, "", ["5", "0"]),
        ("lowest", {"a": "0", "b": "0"}, "", ["5", "5"]),
        ("range", {"a": "100", "b": "140", "c": "200"}, "", ["5", "3", "0"]),
        ("range", {"a": "100", "b": "140", "c": "200"}, "c", ["5", "0", "0"]),
        ("range", {"a": "100", "b": "100"}, "", ["5", "5"]),
        ("range", {"a": "100", "b": "900"}, "b", ["5", "5"]),  # one vendor races: max to all
        ("lowest", {"a": "100"}, "a", [None]),  # nobody races: nothing to compare with
    ],
)
def test_relative_prices_look_at_vendors_in_the_race(
    formula: str, bids: dict[str, str], failed: str, scores: list[str | None]
) -> None:
    result, _ = assert_same_result(price_case(formula, bids, failed))
    exact = [None if score is None else Fraction(score) for score in scores]
    assert [result.cells.exact(place, 0) for place in range(len(bids))] == exact


# Weights


def test_eight_decimal_weights_are_a_hundred_exactly() -> None:
    weights = ["8.7", "9.3", "11.4", "12.1", "13.6", "14.2", "15.1", "15.6"]
    case = small_case({"a": ["5"] * 8})
    for group, weight in zip(case["criteria"]["groups"], weights, strict=True):
        group["weight"] = weight
    result, _ = assert_same_result(case)
    assert list(result.sheet.weights.group_percent().values()) == [*map(Fraction, weights)]
    assert result.exact_total(0) == 100


def test_a_total_at_the_half_is_printed_from_its_exact_value() -> None:
    # 76.345 is not a float: the nearest one lies below, and the rules say half-up.
    case = small_case({"a": ["3.81725"]})
    result, _ = assert_same_result(case)
    assert result.exact_total(0) == Fraction("76.345")
    assert str(result.total(0)) == "76.35"


def test_a_huge_case_of_equal_vendors_ties_throughout() -> None:
    row: list[str | None] = ["1.1", "2.3", "4.7", "0.9", "3.3"]
    result, _ = assert_same_result(small_case({f"v{number}": row for number in range(60)}))
    assert set(result.ranks.tolist()) == {1}
    assert np.ptp(result.totals) < 1e-9


def test_equal_totals_tie_where_floats_differ_and_others_do_not() -> None:
    rows: dict[str, list[str | None]] = {
        "a": ["1.39", "0.13", "4.93", "0.79", "1.17"],
        "b": ["0.13", "1.39", "1.17", "4.93", "0.79"],
        "c": ["0.13", "1.390000000000001", "1.17", "4.93", "0.79"],
    }
    # Floats part a and b by 1e-8, and cannot tell a from c.
    result = product_compare(small_case(rows, out_of="100000000"))
    assert result.exact_total(0) == result.exact_total(1) == 33_640_000
    assert result.exact_total(2) > 33_640_000
    assert result.ranks.tolist() == [2, 2, 1]


def test_the_arithmetic_loads_without_web_database_and_paper() -> None:
    heavy = ["flask", "sqlalchemy", "sqlmodel", "weasyprint", "pydantic", "jinja2", "click"]
    program = (
        f"import sys, vendor_eval.scoring;print([name for name in {heavy} if name in sys.modules])"
    )
    done = subprocess.run(  # noqa: S603 - our own interpreter and text
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
