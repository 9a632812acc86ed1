"""Published rules and results, and the sample evaluation: what they say is what comes out."""

import json
from decimal import Decimal
from fractions import Fraction
from math import isnan
from pathlib import Path
from typing import Any

import pytest

from tests.scoring.agreement import assert_same_standing
from tests.scoring.cases import Plain, product_compare
from tests.scoring.oracle import judge
from tests.scoring.plain_files import read_plain
from tests.worked_examples.weighted_sums import KRACKA_2010, TRIANTAPHYLLOU_1997
from vendor_eval.case import score_sheet
from vendor_eval.criteria.file import default_criteria_path
from vendor_eval.exchange.case_folder import read_case
from vendor_eval.scoring import Comparison, compare

TESTS = Path(__file__).parents[1]
AWARD = TESTS / "worked_examples" / "award-2000"
SAMPLE = TESTS.parent / "vendor_eval" / "sample" / "inbound-desk"


def compare_folder(folder: Path) -> Comparison:
    case, _warnings = read_case(folder)
    return compare(score_sheet(case))


def points_of(result: Comparison, vendor: str) -> dict[str, float]:
    place = result.sheet.vendors.index(vendor)
    columns = [column.id for column in result.sheet.weights.columns]
    return dict(zip(columns, result.points[place].tolist(), strict=True))


@pytest.mark.parametrize(
    ("folder", "criteria"),
    [(AWARD, AWARD / "criteria.toml"), (SAMPLE, default_criteria_path())],
    ids=["award", "sample"],
)
def test_files_are_scored_as_the_judge_scores_them(folder: Path, criteria: Path) -> None:
    result, expected = compare_folder(folder), judge(read_plain(folder, criteria))
    assert result.sheet.weights.criterion_percent() == expected.criterion_weights
    for place, vendor in enumerate(result.sheet.vendors):
        assert_same_standing(result, place, expected.vendors[vendor])


# 総合評価 of 2,000 points: quality on 5-4-3-1-0, price (1 - bid / ceiling) x 1,000 + 600


@pytest.mark.parametrize(
    ("vendor", "bid"),
    [
        ("asahi", "9600000"),
        ("biwa", "8320000"),
        ("chikuma", "12000001"),
        ("daisen", "11000000"),
        ("fuji", "6000000"),
    ],
)
def test_price_points_follow_the_published_formula(vendor: str, bid: str) -> None:
    ratio = min(Fraction(bid) / 12_000_000, Fraction(1))
    published = min((1 - ratio) * 1000 + 600, Fraction(1000))
    points = points_of(compare_folder(AWARD), vendor)
    assert points["bid"] == pytest.approx(float(published), abs=1e-9)


def test_the_award_is_decided_as_the_rules_were_published() -> None:
    result = compare_folder(AWARD)
    printed = {
        vendor: (result.status(place), str(result.total(place)), int(result.ranks[place]))
        for place, vendor in enumerate(result.sheet.vendors)
    }
    assert printed == {
        "biwa": ("ranked", "1600", 1),  # 320 + 240 + 133 1/3 + 906 2/3, and the lower bid
        "asahi": ("ranked", "1600", 2),  # 320 + 320 + 160 + 800
        "fuji": ("ranked", "1520", 3),  # drawn first
        "gamo": ("ranked", "1520", 4),
        "ena": ("ranked", "1493", 5),  # 1,493 1/3: cut, not rounded
        "daisen": ("disqualified", "883", 0),  # under half of 2,000 points
        "chikuma": ("disqualified", "1600", 0),  # one yen above the ceiling
    }
    assert result.exact_total(result.sheet.vendors.index("biwa")) == 1600
    assert result.below_minimum(result.sheet.vendors.index("daisen")) == ["total"]
    assert [(tie.vendors, tie.broken_by) for tie in result.ties] == [
        (("asahi", "biwa"), "cost"),
        (("fuji", "gamo"), "lot"),
    ]


def award_with(weight: str, base: str, breakpoints: list[list[str]], bid: str) -> Comparison:
    """Quality for 1,000 points, price for ``weight`` points over ``base``."""
    group: dict[str, Any] = {"kind": "rating", "group": "quality", "weight": "1"}
    price: dict[str, Any] = {"kind": "cost", "group": "price", "weight": "1", "of": "total"}
    case: Plain = {
        "criteria": {
            "scale": {"min": "0", "max": "5", "step": "1", "meets": "3"},
            "rules": {"out_of": str(Decimal(weight) + Decimal(base) + 1000), "base": base},
            "groups": [{"id": "quality", "weight": "1000"}, {"id": "price", "weight": weight}],
            "criteria": [
                {"id": "plan", **group},
                {
                    "id": "bid",
                    **price,
                    "formula": "breakpoints",
                    "against": "ceiling",
                    "breakpoints": breakpoints,
                },
            ],
        },
        "evaluation": {"term_months": 12, "ceiling": "1000000"},
        "vendors": [{"id": "a"}],
        "evaluators": [{"id": "e"}],
        "ratings": [{"vendor": "a", "criterion": "plan", "evaluator": "e", "value": "4"}],
        "quotes": [{"vendor": "a", "kind": "one-off", "price": bid}],
    }
    return product_compare({"measures": [], "gates": [], "consensus": [], "recusals": []} | case)


@pytest.mark.parametrize("bid", ["1000000", "999999", "800000", "612345", "600000"])
def test_points_everybody_gets_can_also_be_base_points(bid: str) -> None:
    published = 800 + (1 - Fraction(bid) / 1_000_000) * 1000 + 600
    in_group = award_with("1000", "0", [["0.6", "5"], ["1", "3"]], bid)
    as_base = award_with("400", "600", [["0.6", "5"], ["1", "0"]], bid)
    assert in_group.exact_total(0) == as_base.exact_total(0) == published


def test_price_points_without_a_cap_run_down_to_a_bid_of_nothing() -> None:
    # 1,600 points for a bid of 0 and 600 at the ceiling; 600 / 1,600 of a scale to 5 is 1.875.
    result = award_with("1600", "0", [["0", "5"], ["1", "1.875"]], "250000")
    assert result.exact_total(0) == 800 + 750 + 600


def test_price_as_a_plain_share_of_the_ceiling_is_a_formula_of_its_own() -> None:
    result = award_with("1000", "0", [["0", "5"], ["1", "0"]], "250000")
    assert result.exact_total(0) == 800 + 750


# The sample


def test_the_sample_prints_the_known_result() -> None:
    result = compare_folder(SAMPLE)
    printed = [
        (result.sheet.vendors[place], result.status(place), str(result.total(place)))
        for place in result.in_order()
    ]
    assert printed == [
        ("minamo", "ranked", "76.33"),
        ("tsubame", "ranked", "76.21"),
        ("olive", "ranked", "71.28"),
        ("hayate", "ranked", "57.57"),
        ("tsukushi", "ranked", "42.32"),
        ("komadori", "disqualified", "78.93"),
        ("aponoki", "declined", "None"),
    ]


def test_the_sample_equals_the_expected_numbers_to_the_last_cell() -> None:
    known = json.loads((TESTS / "worked_examples" / "inbound-desk.json").read_text("utf-8"))
    result = compare_folder(SAMPLE)
    weights = result.sheet.weights

    def number(value: float) -> Any:
        return None if isnan(value) else pytest.approx(value, rel=1e-12, abs=1e-9)

    assert dict(weights.group_percent()) == pytest.approx(
        known["weights"]["groups"], rel=1e-12, abs=1e-9
    )
    assert dict(weights.criterion_percent()) == pytest.approx(
        known["weights"]["criteria"], rel=1e-12, abs=1e-9
    )
    assert len(known["vendors"]) == len(result.sheet.vendors) == 7
    for vendor in known["vendors"]:
        place = result.sheet.vendors.index(vendor["id"])
        assert (result.status(place), int(result.ranks[place]) or None) == (
            vendor["status"],
            vendor["rank"],
        )
        if vendor["status"] == "declined":
            continue
        cells = {
            column.id: {
                "state": result.cell_state(place, at),
                "score": number(result.cells.scores[place, at]),
                "points": number(result.points[place, at]),
            }
            for at, column in enumerate(weights.columns)
        }
        assert cells == vendor["criteria"]
        groups = {
            group: {
                "score": pytest.approx(result.group_scores[place, at], rel=1e-12, abs=1e-9),
                "points": pytest.approx(result.group_points[place, at], rel=1e-12, abs=1e-9),
            }
            for at, group in enumerate(weights.groups)
        }
        assert groups == vendor["groups"]
        assert float(result.exact_total(place)) == pytest.approx(
            vendor["total_exact"], rel=1e-12, abs=1e-9
        )
        assert float(result.total(place) or 0) == vendor["total"]
        cost = result.sheet.costs[place]
        assert cost is not None
        assert {key: float(getattr(cost, key)) for key in vendor["cost"]} == pytest.approx(
            vendor["cost"], rel=1e-12
        )


# Weighted sums


def weighted_sum(weights: tuple[str, ...], rows: list[list[Plain]]) -> Comparison:
    """Vendors whose measures are scores from 0 to 1 as they stand."""
    columns = [f"c{number}" for number in range(len(weights))]
    vendors = [f"v{number}" for number in range(len(rows))]
    criteria = [
        {
            "id": column,
            "group": column,
            "kind": "measure",
            "weight": "1",
            "per": "1",
            "breakpoints": [["0", "0"], ["1", "1"]],
        }
        for column in columns
    ]
    return product_compare(
        {
            "criteria": {
                "scale": {"min": "0", "max": "1", "step": "1", "meets": "1"},
                "rules": {"out_of": "1", "weights": "relative"},
                "groups": [
                    {"id": column, "weight": weight}
                    for column, weight in zip(columns, weights, strict=True)
                ],
                "criteria": criteria,
            },
            "evaluation": {},
            "vendors": [{"id": vendor} for vendor in vendors],
            "evaluators": [],
            "ratings": [],
            "measures": [
                {"vendor": vendor, "criterion": column, **cell}
                for vendor, row in zip(vendors, rows, strict=True)
                for column, cell in zip(columns, row, strict=True)
            ],
            "gates": [],
            "quotes": [],
            "consensus": [],
            "recusals": [],
        }
    )


def assert_published(result: Comparison, published: dict[str, Any]) -> None:
    tolerance = float(published["tolerance"])
    totals = [float(total) for total in published["totals"]]
    assert result.totals.tolist() == pytest.approx(totals, abs=tolerance)
    assert tuple(result.ranks.tolist()) == published["ranks"]


def test_triantaphyllou_and_sanchez_1997() -> None:
    published: dict[str, Any] = TRIANTAPHYLLOU_1997
    rows = [[{"value": score} for score in row] for row in published["scores"]]
    assert_published(weighted_sum(published["weights"], rows), published)


def test_kracka_brauers_and_zavadskas_2010() -> None:
    """Shares of a column's sum, as measures with a numerator and a denominator."""
    published: dict[str, Any] = KRACKA_2010
    figures = [
        [
            1 / Decimal(figure) if minimised else Decimal(figure)
            for figure, minimised in zip(row, published["minimised"], strict=True)
        ]
        for row in published["figures"]
    ]
    sums = [sum(column) for column in zip(*figures, strict=True)]
    rows = [
        [
            {"numerator": str(figure), "denominator": str(whole)}
            for figure, whole in zip(row, sums, strict=True)
        ]
        for row in figures
    ]
    assert_published(weighted_sum(("20",) * 7, rows), published)
