"""Numbers as they are printed.

Rounding happens here and only when printing. It is decided on the exact value,
so 76.345 goes up although the nearest float lies below it.
"""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from vendor_eval.criteria.model import Rounding

NEARLY = 1e-9
"""Two results closer than this, in points, are the same one."""
FLOAT_ERROR = 1e-13
"""How far a total in floats may be from the exact one, as a share of it: far more than it is."""


def rounded(value: Fraction, rounding: Rounding) -> Decimal:
    """An exact value to the places of the rules."""
    return round_to(value, rounding.places, rounding.mode)


def round_to(value: Fraction, places: int, mode: str = "half-up") -> Decimal:
    """An exact value to so many places, never through a float."""
    whole, rest = divmod(abs(value.numerator) * 10**places, value.denominator)
    twice = 2 * rest - value.denominator
    if mode == "half-up":
        whole += twice >= 0
    elif mode == "half-even":
        whole += twice > 0 or (twice == 0 and whole % 2 == 1)
    sign = "-" if value < 0 and whole else ""
    return Decimal(f"{sign}{whole}E-{places}")


def settle(number: float, rounding: Rounding) -> Decimal | None:
    """A float to the places of the rules, or None where only the exact value can tell."""
    steps = abs(number) * 10**rounding.places
    edge = 0.0 if rounding.mode == "down" else 0.5
    distance = abs((steps - edge + 0.5) % 1.0 - 0.5)
    if distance < max(NEARLY, FLOAT_ERROR * abs(number)) * 10**rounding.places:
        return None
    return round_to(Fraction(number), rounding.places, rounding.mode)


def share_out(exact: Sequence[Fraction], total: Decimal, places: int) -> list[Decimal]:
    """Parts rounded so that they add up to ``total`` (largest remainder).

    Args:
        exact: the parts; their sum lies within a rounding of ``total``.
        total: what the printed parts must add up to, with at most ``places`` decimals.
        places: decimals of the parts.
    """
    unit = Decimal(1).scaleb(-places)
    floors = [int(part * 10**places // 1) for part in exact]
    missing = int(total / unit) - sum(floors)
    remainders = [part * 10**places - floor for part, floor in zip(exact, floors, strict=True)]
    order = sorted(range(len(exact)), key=lambda place: (-remainders[place], place))
    for place in order[: max(0, missing)]:
        floors[place] += 1
    for place in order[::-1][: max(0, -missing)]:
        floors[place] -= 1
    return [(floor * unit).quantize(unit) for floor in floors]
