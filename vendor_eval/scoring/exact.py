"""Group scores and totals as fractions, for what floats cannot settle.

The formula is that of ``comparison.weigh``. Weighted means are taken over whole
numbers with one common denominator, which is several times faster than adding fractions.
"""

from collections.abc import Iterable
from fractions import Fraction
from math import lcm

from vendor_eval.scoring.sheet import ScoreSheet
from vendor_eval.scoring.values import Cells


def exact_group_scores(sheet: ScoreSheet, cells: Cells, vendor: int) -> dict[str, Fraction]:
    """A vendor's groups that have a score, each on the scale, in the order of the file."""
    weights = sheet.weights
    inside: dict[str, list[tuple[Fraction, Fraction]]] = {group: [] for group in weights.groups}
    for place, column in enumerate(weights.columns):
        score, share = cells.exact(vendor, place), weights.shares[column.id]
        if score is not None and share > 0:
            inside[column.group].append((share, score))
    return {group: weighted_mean(scores) for group, scores in inside.items() if scores}


def exact_total(sheet: ScoreSheet, cells: Cells, vendor: int) -> Fraction:
    """A vendor's total in points; the vendor must have a score somewhere."""
    scale, rules = sheet.criteria.scale, sheet.criteria.rules
    groups = exact_group_scores(sheet, cells, vendor)
    mean = weighted_mean((sheet.weights.groups[group], score) for group, score in groups.items())
    low, base = Fraction(scale.min), Fraction(rules.base)
    share = (mean - low) / (Fraction(scale.max) - low)
    return base + (Fraction(rules.out_of) - base) * share


def weighted_mean(parts: Iterable[tuple[Fraction, Fraction]]) -> Fraction:
    """Of weights above 0 and scores; there must be one."""
    pairs = list(parts)
    heavy = lcm(*(weight.denominator for weight, _score in pairs))
    fine = lcm(*(score.denominator for _weight, score in pairs))
    whole = [
        (
            weight.numerator * (heavy // weight.denominator),
            score.numerator * (fine // score.denominator),
        )
        for weight, score in pairs
    ]
    return Fraction(
        sum(weight * score for weight, score in whole), fine * sum(weight for weight, _ in whole)
    )
