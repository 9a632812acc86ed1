"""Printed numbers: decided on the exact value, in every mode; shares that add up."""

from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vendor_eval.criteria.model import Rounding
from vendor_eval.scoring.rounding import round_to, settle, share_out

MODES = {"half-up": ROUND_HALF_UP, "half-even": ROUND_HALF_EVEN, "down": ROUND_DOWN}
quick = settings(max_examples=150, deadline=None, derandomize=True, database=None)


@quick
@given(
    value=st.decimals(-3000, 3000, places=4) | st.decimals(-3, 3, places=2),
    places=st.integers(0, 3),
    mode=st.sampled_from(sorted(MODES)),
)
def test_a_decimal_is_rounded_as_the_decimal_module_rounds_it(
    value: Decimal, places: int, mode: str
) -> None:
    unit = Decimal(1).scaleb(-places)
    expected = value.quantize(unit, rounding=MODES[mode], context=Context(prec=50))
    assert round_to(Fraction(value), places, mode) == expected
    assert str(round_to(Fraction(value), places, mode)).lstrip("-") == str(abs(expected))


@quick
@given(st.fractions(0, 2000), st.integers(0, 4), st.sampled_from(sorted(MODES)))
def test_rounding_moves_a_value_by_less_than_it_may(
    value: Fraction, places: int, mode: str
) -> None:
    moved = Fraction(round_to(value, places, mode)) - value
    unit = Fraction(1, 10**places)
    if mode == "down":
        assert -unit < moved <= 0
    else:
        assert abs(moved) <= unit / 2


@pytest.mark.parametrize(
    ("value", "mode", "printed"),
    [
        ("76.345", "half-up", "76.35"),  # the float 76.345 lies below; format() gives 76.34
        ("76.345", "half-even", "76.34"),
        ("76.345", "down", "76.34"),
        ("76.335", "half-up", "76.34"),
        ("76.335", "half-even", "76.34"),
        ("2.675", "half-up", "2.68"),
        ("1.005", "half-up", "1.01"),
        ("0.125", "half-even", "0.12"),
        ("0.135", "half-even", "0.14"),
        ("99.995", "half-up", "100.00"),
        ("99.999", "down", "99.99"),
        ("-0.004", "half-up", "0.00"),
        ("-1.005", "half-up", "-1.01"),
    ],
)
def test_halves_are_decided_on_the_exact_value(value: str, mode: str, printed: str) -> None:
    assert str(round_to(Fraction(value), 2, mode)) == printed


@quick
@given(
    value=st.decimals(0, 2000, places=4).map(Fraction) | st.fractions(0, 2000),
    places=st.integers(0, 3),
    mode=st.sampled_from(("half-up", "half-even", "down")),
    error=st.sampled_from((0.0, 1e-11, -1e-11)),
)
def test_a_float_settles_a_print_only_where_it_cannot_err(
    value: Fraction, places: int, mode: str, error: float
) -> None:
    rounding = Rounding(places=places, mode=mode)  # type: ignore[arg-type]
    settled = settle(float(value) + error, rounding)
    assert settled is None or settled == round_to(value, places, mode)


@quick
@given(
    weights=st.lists(st.integers(1, 999), min_size=1, max_size=12),
    total=st.sampled_from(("100", "1000", "99.9")),
    places=st.integers(1, 3),
)
def test_shares_add_up_and_each_is_next_to_its_exact_value(
    weights: list[int], total: str, places: int
) -> None:
    exact = [Fraction(total) * weight / sum(weights) for weight in weights]
    shared = share_out(exact, Decimal(total), places)
    assert sum(shared) == Decimal(total)
    unit = Fraction(1, 10**places)
    assert all(
        abs(Fraction(part) - whole) < unit for part, whole in zip(shared, exact, strict=True)
    )
    # The largest remainders go up: no part rounded down has a larger one than a part rounded up.
    down = [w % unit for p, w in zip(shared, exact, strict=True) if Fraction(p) <= w and w % unit]
    up = [w % unit for p, w in zip(shared, exact, strict=True) if Fraction(p) > w]
    assert not down or not up or max(down) <= min(up)


def test_thirds_print_as_a_whole_hundred() -> None:
    third = Fraction(100, 3)
    assert share_out([third] * 3, Decimal(100), 2) == [
        Decimal("33.34"),
        Decimal("33.33"),
        Decimal("33.33"),
    ]
