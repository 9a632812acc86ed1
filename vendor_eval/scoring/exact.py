"""Group scores and totals as fractions, for what floats cannot settle.

The formula is that of ``comparison.weigh``. Weighted means are taken over whole
numbers with one common denominator, which is several times faster than adding fractions.
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from math import lcm

from vendor_eval.scoring.sheet import ScoreSheet
from vendor_eval.scoring.values import Cells


def exact_group_scores(sheet: ScoreSheet, cells: Cells, vendor: int) -> dict[str, Fraction]:
    """A vendor's groups that have a score, each on the scale, in the order of the file."""
    columns = sheet.weights.columns
    scores = {column.id: cells.exact(vendor, place) for place, column in enumerate(columns)}
    return group_scores_of(sheet, scores)


def group_scores_of(
    sheet: ScoreSheet, scores: Mapping[str, Fraction | None]
) -> dict[str, Fraction]:
    """The same from scores by criterion; None where nothing counts."""
    weights = sheet.weights
    inside: dict[str, list[tuple[Fraction, Fraction]]] = {group: [] for group in weights.groups}
    for column in weights.columns:
        score, share = scores[column.id], weights.shares[column.id]
        if score is not None and share > 0:
            inside[column.group].append((share, score))
    return {group: weighted_mean(parts) for group, parts in inside.items() if parts}


def exact_total(sheet: ScoreSheet, cells: Cells, vendor: int) -> Fraction:
    """A vendor's total in points; the vendor must have a score somewhere."""
    return total_of(sheet, exact_group_scores(sheet, cells, vendor))


def total_of(sheet: ScoreSheet, groups: Mapping[str, Fraction]) -> Fraction:
    """The total in points of groups that have a score; there must be one."""
    scale, rules = sheet.criteria.scale, sheet.criteria.rules
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
