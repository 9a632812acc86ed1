"""Where two totals meet while one weight moves: polynomials in fractions, solved in closed form.

A total is a quotient of two polynomials in the share t (0 to 1) that the moving weight takes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import isqrt

import numpy as np

Polynomial = tuple[int, ...]
"""Coefficients, the constant first."""

_DIGITS = 50


@dataclass(frozen=True, slots=True)
class Path:
    """A total, up to base and span, as one weight moves; the denominator is above 0."""

    over: Polynomial
    under: Polynomial


def product(one: Polynomial, other: Polynomial) -> Polynomial:
    """Of two polynomials."""
    result = [0] * (len(one) + len(other) - 1)
    for place, left in enumerate(one):
        for shift, right in enumerate(other):
            result[place + shift] += left * right
    return tuple(result)


def plus(one: Polynomial, other: Polynomial, factor: int = 1) -> Polynomial:
    """One polynomial and so many times the other."""
    length = max(len(one), len(other))
    left, right = (each + (0,) * (length - len(each)) for each in (one, other))
    return tuple(a + factor * b for a, b in zip(left, right, strict=True))


def line(start: int, end: int) -> Polynomial:
    """From its value at 0 to its value at 1; a constant where both are equal."""
    return (start,) if start == end else (start, end - start)


def scaled_value(polynomial: Polynomial, share: Fraction) -> int:
    """The value there times a whole number above 0 that only degree and share decide."""
    over, under = share.numerator, share.denominator
    result, scale = 0, 1
    for coefficient in reversed(polynomial):
        result = result * over + coefficient * scale
        scale *= under
    return result


def lead_over(one: Path, other: Path) -> Polynomial:
    """Above 0 where the first total is the higher one, 0 where they are equal."""
    return plus(product(one.over, other.under), product(other.over, one.under), -1)


def roots(polynomial: Polynomial) -> list[Fraction]:
    """Where it is 0 from 0 to 1, rising; none for one that is 0 everywhere.

    Exact where the root is rational, else to 40 digits; beyond the second degree to 25.
    """
    while polynomial and not polynomial[-1]:
        polynomial = polynomial[:-1]
    if len(polynomial) <= 1:
        return []
    if len(polynomial) == 2:  # noqa: PLR2004 - a line
        constant, slope = polynomial
        found = [Fraction(-constant, slope)]
    elif len(polynomial) == 3:  # noqa: PLR2004 - a parabola
        found = _of_parabola(*polynomial)
    else:
        found = _of_higher(polynomial)
    return sorted({root for root in found if 0 <= root <= 1})


def _of_parabola(constant: int, linear: int, square: int) -> list[Fraction]:
    discriminant = linear * linear - 4 * square * constant
    if discriminant < 0:
        return []
    width = Fraction(isqrt(discriminant))
    if width * width != discriminant:
        fine = 10**_DIGITS
        width = Fraction(isqrt(discriminant * fine * fine), fine)
    return [(-linear - width) / (2 * square), (-linear + width) / (2 * square)]


def _of_higher(polynomial: Polynomial) -> list[Fraction]:
    """Eigenvalues of the companion matrix, each sharpened by Newton's steps."""
    largest = max(abs(coefficient) for coefficient in polynomial)
    floats = [coefficient / largest for coefficient in polynomial]
    slope = tuple(place * part for place, part in enumerate(polynomial))[1:]
    found = []
    for root in np.polynomial.polynomial.polyroots(floats):
        if abs(root.imag) > 1e-6:  # noqa: PLR2004 - a double root comes as a pair close to the line
            continue
        exact = Fraction(float(root.real))
        for _step in range(4):
            steep = scaled_value(slope, exact)
            if not steep:
                break
            exact -= Fraction(scaled_value(polynomial, exact), steep * exact.denominator)
            exact = Fraction(round(exact * 2**90), 2**90)
        found.append(exact)
    return found


def first_not_below(
    lead: Polynomial, today: Fraction, end: Fraction
) -> tuple[Fraction, int] | None:
    """Where, on the way from today to the end, a lead first stops being below 0.

    Args:
        lead: of a rival over the leader.
        today: where the weight is.
        end: 0 or 1.

    Returns:
        That place, and the sign just beyond it: 1 the rival leads, 0 the totals are equal.
        None when the leader stays ahead. At the end itself equality is enough.
    """
    upward = end >= today
    inside = [root for root in roots(lead) if (root > today if upward else root < today)]
    if not upward:
        inside.reverse()
    stops = [today, *inside] if today != end else []
    if stops and stops[-1] != end:
        stops.append(end)
    for start, stop in pairwise(stops):
        between = scaled_value(lead, (start + stop) / 2)
        if between >= 0:
            return start, 1 if between > 0 else 0
    last = scaled_value(lead, end)
    if last >= 0:
        return end, 1 if last > 0 else 0
    return None


def highest_beyond(paths: Sequence[Path], place: Fraction, end: Fraction) -> tuple[int, ...]:
    """Which of the totals that are equal at a place are highest just beyond it.

    Args:
        paths: of totals equal there.
        place: where.
        end: the direction to look in.
    """
    crossings = [
        root
        for at, one in enumerate(paths)
        for other in paths[at + 1 :]
        for root in roots(lead_over(one, other))
        if (place < root <= end if end > place else end <= root < place)
    ]
    nearest = min((abs(root - place) for root in crossings), default=abs(end - place))
    beyond = place + (nearest if end > place else -nearest) / 2
    best = [0]
    for at in range(1, len(paths)):
        ahead = scaled_value(lead_over(paths[at], paths[best[0]]), beyond)
        best = [at] if ahead > 0 else [*best, at] if ahead == 0 else best
    return tuple(best)
