"""What is printed together adds up, whatever the numbers are."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.reports.variations import compared
from tests.scoring.cases import product_case
from tests.scoring.strategies import cases
from vendor_eval.criteria.model import Rounding
from vendor_eval.reports.contents import Contents, build_contents
from vendor_eval.reports.matrix import Matrix, MatrixColumn
from vendor_eval.reports.rounded_arrays import round_cells, unit_text
from vendor_eval.reports.wording import NOTHING
from vendor_eval.scoring.rounding import rounded


@settings(max_examples=60, deadline=None)
@given(plain=cases())
def test_weights_points_and_gaps_add_up(plain: dict[str, object]) -> None:
    case = product_case(plain)
    contents = build_contents(case, compared(case), "en")
    assert_adds_up(contents)


def test_the_sample_adds_up(contents: Contents) -> None:
    assert_adds_up(contents)


def assert_adds_up(contents: Contents) -> None:
    matrix = contents.matrix
    if matrix.groups:
        assert sum(number(group.weight) for group in matrix.groups) == Decimal("100.00")
    for group in matrix.groups:
        assert sum(number(row.weight) for row in group.criteria) == number(group.weight)
    for place, head in enumerate(matrix.columns):
        if head.total != NOTHING:
            assert_points_add_up(matrix, place, head)
    above = None
    for row in contents.ranking.ranked:
        assert row.total is not None
        if above is not None:
            assert number(row.gap_text) == above - row.total
        above = row.total


def assert_points_add_up(matrix: Matrix, place: int, head: MatrixColumn) -> None:
    groups = [number(group.cells[place].points) for group in matrix.groups]
    base = number(matrix.base) if matrix.base else Decimal(0)
    assert base + sum(groups) == number(head.total.strip("()"))
    for group, points in zip(matrix.groups, groups, strict=True):
        assert sum(number(row.cells[place].points) for row in group.criteria) == points


def number(text: str) -> Decimal:
    return Decimal(0) if text == NOTHING else Decimal(text.replace(",", ""))


@settings(max_examples=200)
@given(
    numerator=st.integers(-10_000, 10_000),
    denominator=st.integers(1, 400),
    places=st.integers(0, 4),
    mode=st.sampled_from(["half-up", "half-even", "down"]),
    coarse=st.booleans(),
)
def test_arrays_round_as_exact_values_do(
    numerator: int, denominator: int, places: int, mode: str, coarse: bool
) -> None:
    exact = Fraction(numerator, denominator)
    rounding = Rounding(places=places, mode=mode)  # type: ignore[arg-type]
    units = round_cells(
        np.array([[float(exact)]]), rounding, lambda _row, _column: exact, np.array([[coarse]])
    )
    assert Decimal(int(units[0, 0])).scaleb(-places) == rounded(exact, rounding)


@pytest.mark.parametrize(
    ("units", "places", "text"),
    [(123456789, 2, "1,234,567.89"), (5, 2, "0.05"), (-5, 1, "-0.5"), (1234, 0, "1,234")],
)
def test_units_are_printed_with_all_their_decimals(units: int, places: int, text: str) -> None:
    assert unit_text(units, places) == text
