"""The judge's reading of aggregates, straight lines, equality and print."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from math import floor
from typing import Any

from tests.scoring.oracle_weights import number, sum_of

NEAR = Fraction(1, 10**9)


def falls_short(score: Fraction | None, minimum: Any) -> bool:
    return score is not None and minimum is not None and score < number(minimum)


def equal_sets(names: list[str], values: dict[str, Fraction]) -> list[list[str]]:
    """Names in sets of equal value, highest first; neighbours closer than NEAR are equal."""
    sets: list[list[str]] = []
    for name in sorted(names, key=lambda name: -values[name]):
        if sets and values[sets[-1][-1]] - values[name] < NEAR:
            sets[-1].append(name)
        else:
            sets.append([name])
    return sets


def line_through(points: Iterable[Any], x: Fraction) -> Fraction:
    """Straight between neighbouring points, level beyond the ends."""
    known = [(number(at), number(score)) for at, score in points]
    if x <= known[0][0]:
        return known[0][1]
    for (left, low), (right, high) in pairwise(known):
        if x <= right:
            return low + (high - low) * (x - left) / (right - left)
    return known[-1][1]


Weighted = list[tuple[Fraction, Fraction]]


def mean(ratings: Weighted) -> Fraction:
    return sum_of(value * heft for value, heft in ratings) / sum_of(heft for _, heft in ratings)


def trimmed_mean(ratings: Weighted) -> Fraction:
    if len(ratings) < 3:
        return mean(ratings)
    rest = sorted(ratings, key=lambda each: (-each[0], each[1]))[1:]
    return mean(sorted(rest)[1:])


def median(ratings: Weighted) -> Fraction:
    ordered = sorted(ratings)
    half = sum(heft for _, heft in ordered) / 2
    below = Fraction(0)
    for place, (value, heft) in enumerate(ordered):
        below += heft
        if below > half:
            return value
        if below == half:
            return (value + ordered[place + 1][0]) / 2
    raise AssertionError("ratings weigh nothing")


AGGREGATES: dict[str, Callable[[Weighted], Fraction]] = {
    "mean": mean,
    "median": median,
    "trimmed-mean": trimmed_mean,
}


def print_number(value: Fraction, places: int, mode: str) -> Decimal:
    """A number as printed; totals are not negative."""
    scaled = value * 10**places
    whole = floor(scaled)
    rest = scaled - whole
    if mode == "half-up" and rest >= Fraction(1, 2):
        whole += 1
    if mode == "half-even" and (rest > Fraction(1, 2) or (rest == Fraction(1, 2) and whole % 2)):
        whole += 1
    return Decimal(whole).scaleb(-places)
