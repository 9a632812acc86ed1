"""Weights that a panel finds together: bands, totals, what answers mean."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vendor_eval.criteria.file import default_criteria_path, load_criteria
from vendor_eval.needs import outside_band, weight_total
from vendor_eval.scoring.sheet import Purchase
from vendor_eval.weighing import (
    Band,
    Method,
    Mistake,
    asked,
    groups_in_use,
    lack,
    matrix,
    mistakes,
    number_of,
    pair_key,
    proposal,
    said,
    shares,
    together,
    within,
)

CRITERIA = load_criteria(default_criteria_path())
GROUPS = ("quality", "price", "people")


@st.composite
def weighed(draw: st.DrawFn) -> tuple[list[Fraction], list[Band]]:
    """Weights totalling 1, and a band or none for each."""
    points = draw(st.lists(st.integers(0, 50), min_size=2, max_size=8).filter(any))
    bands: list[Band] = []
    for _ in points:
        low, more = draw(st.tuples(st.integers(0, 20), st.integers(0, 60)))
        bands.append(draw(st.sampled_from([None, (Fraction(low), Fraction(low + more))])))
    return [Fraction(each, sum(points)) for each in points], bands


@settings(deadline=None)
@given(weighed())
def test_bands_are_kept_where_they_can_be(case: tuple[list[Fraction], list[Band]]) -> None:
    weights, bands = case
    full = Fraction(100)
    found = within(weights, bands, full)
    assert sum(found) == full
    lows = [Fraction(0) if band is None else band[0] for band in bands]
    highs = [(full * 9 if weight else Fraction(0)) if band is None else band[1]
             for weight, band in zip(weights, bands, strict=True)]  # fmt: skip
    reachable = [
        high if weight else low for weight, low, high in zip(weights, lows, highs, strict=True)
    ]
    if not sum(lows) <= full <= sum(reachable):
        assert found == tuple(weight * full for weight in weights)
        return
    level = {
        part / weight
        for part, weight, low, high in zip(found, weights, lows, highs, strict=True)
        if weight and low < part < high
    }
    assert len(level) <= 1, "what no bound holds stays in proportion"
    for part, low, high in zip(found, lows, highs, strict=True):
        assert low <= part <= max(low, high)


@settings(deadline=None)
@given(st.data())
def test_a_proposal_obeys_the_criteria(data: st.DataObject) -> None:
    profile = data.draw(st.sampled_from([each.id for each in CRITERIA.profiles]))
    purchase = Purchase(profile=profile, flow=("inbound", "outbound"))
    groups = groups_in_use(CRITERIA, purchase)
    points = data.draw(st.lists(st.integers(1, 9), min_size=len(groups), max_size=len(groups)))
    weights = [Fraction(each, sum(points)) for each in points]
    found = proposal(CRITERIA, purchase, groups, weights)
    own = Purchase(profile=profile, flow=purchase.flow, weights=found)
    assert weight_total(CRITERIA, own).holds
    assert outside_band(CRITERIA, found) == ()
    assert all(weight.as_tuple().exponent in range(-2, 1) for weight in found.values())


def test_groups_that_were_not_weighed_lose_their_weight() -> None:
    purchase = Purchase(profile="mixed-department", flow=("inbound", "outbound"))
    groups = groups_in_use(CRITERIA, purchase)
    found = proposal(CRITERIA, purchase, groups[:2], [Fraction(1, 4), Fraction(3, 4)])
    assert list(found)[:2] == list(groups[:2])
    assert sum(found.values()) == 100
    assert {found[group] for group in groups[2:]} == {Decimal(0)}


@pytest.mark.parametrize(
    ("method", "typed", "wrong", "lacks"),
    [
        ("points", ("0", "0", "0"), {}, "nothing-above"),
        ("points", ("-1", "1e5", "٣"), dict.fromkeys(GROUPS, "number"), "nothing-above"),
        ("points", ("7.5", "0", ""), {}, "missing"),
        ("order", ("1", "1", "4"), {"people": "place"}, None),
        ("order", ("1", "1.5", "0"), {"price": "place", "people": "place"}, None),
        ("swing", ("100.5", "1", "0"), {"quality": "swing"}, "no-best"),
        ("swing", ("99", "1", "0"), {}, "no-best"),
        ("swing", ("100", "1", "0"), {}, None),
    ],
)
def test_what_cannot_be_used(
    method: Method, typed: tuple[str, ...], wrong: dict[str, Mistake], lacks: str | None
) -> None:
    answers = dict(zip(GROUPS, typed, strict=True))
    assert mistakes(method, GROUPS, answers) == wrong
    assert lack(method, GROUPS, answers) == lacks


def test_a_pair_takes_the_answers_of_its_scale_only() -> None:
    answers = {"quality:price": "10", "quality:people": "1/3"}
    assert mistakes("pairs", GROUPS, answers) == {"quality:price": "pair"}
    assert lack("pairs", GROUPS, answers) == "missing"


def test_each_pair_is_asked_once() -> None:
    assert asked("pairs", GROUPS) == ("quality:price", "quality:people", "price:people")
    answers = {pair_key("quality", "price"): "3", "quality:people": "1/2", "price:people": "1/6"}
    assert matrix(GROUPS, answers) == [[1, 3, 0.5], [1 / 3, 1, 1 / 6], [2, 6, 1]]
    found = said("pairs", GROUPS, answers)
    assert [float(each) for each in found.weights] == pytest.approx([0.3, 0.1, 0.6])
    assert sum(shares(GROUPS, found.weights).values()) == 100


def test_pairs_of_people_are_combined_before_they_are_weighed() -> None:
    groups = GROUPS[:2]
    found = together("pairs", groups, [{"quality:price": "8"}, {"quality:price": "1/2"}])
    assert float(found.combined.weights[0]) == pytest.approx(2 / 3)
    assert float(found.spread[0].mean) == pytest.approx((8 / 9 + 1 / 3) / 2)
    mean = together(
        "order", groups, [{"quality": "1", "price": "2"}, {"quality": "1", "price": "1"}]
    )
    assert mean.combined.weights == (Fraction(5, 8), Fraction(3, 8))


@given(st.text(max_size=8))
def test_numbers_are_plain_digits(text: str) -> None:
    number = number_of(text)
    if number is not None:
        assert number == Fraction(text)
        assert number >= 0
