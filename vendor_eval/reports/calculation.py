"""Calculations of one cell written out with their numbers, as a person would on paper."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise

import numpy as np

from vendor_eval.criteria.model import Criterion
from vendor_eval.language import N_
from vendor_eval.reports.method import REFERENCES
from vendor_eval.reports.wording import Wording, fixed, nearly, plain
from vendor_eval.scoring import Comparison
from vendor_eval.scoring.rounding import round_to
from vendor_eval.scoring.values import cost_figure, cost_reference, in_race

Place = tuple[int, int]
"""A cell by the places of its vendor and column."""

MEANS: Mapping[str, str] = {
    "mean": N_("Mean: %(calculation)s"),
    "median": N_("Median of %(ratings)s = %(score)s"),
    "trimmed-mean": N_("Mean without the highest and the lowest of %(ratings)s = %(score)s"),
}


def rating_step(comparison: Comparison, cell: Place, words: Wording) -> Iterator[str]:
    """How the evaluators' ratings became one score."""
    sheet = comparison.sheet
    vendor, column = cell
    at = comparison.cells.rated_at[column]
    score = _score(comparison, cell)
    if not np.isnan(sheet.consensus[vendor, at]):
        yield words.gettext(
            "The panel agreed on %(score)s; it replaces the evaluators' ratings.", score=score
        )
        return
    ratings = sheet.ratings[:, vendor, at] / sheet.unit
    known = [
        (Fraction(rating).limit_denominator(sheet.unit), int(weight))
        for rating, weight in zip(ratings.tolist(), sheet.evaluator_weights.tolist(), strict=True)
        if rating == rating  # noqa: PLR0124 - not NaN
    ]
    yield words.gettext(
        MEANS[sheet.criteria.rules.aggregate],
        calculation=_mean(known, score),
        ratings=words.listed(nearly(rating) for rating, _weight in known),
        score=score,
    )


def _mean(known: Sequence[tuple[Fraction, int]], score: str) -> str:
    weights = [weight for _rating, weight in known]
    if len(set(weights)) <= 1:
        return f"({' + '.join(nearly(rating) for rating, _ in known)}) ÷ {len(known)} = {score}"
    terms = " + ".join(f"{nearly(rating)} × {weight}" for rating, weight in known)
    return f"({terms}) ÷ {sum(weights)} = {score}"


def measure_steps(comparison: Comparison, cell: Place, words: Wording) -> Iterator[str]:
    """How a key figure became a score."""
    sheet = comparison.sheet
    criterion = sheet.weights.columns[cell[1]]
    value = sheet.measures.get((sheet.vendors[cell[0]], criterion.id))
    if isinstance(value, Fraction):
        yield _interpolation(criterion, value, _score(comparison, cell), words)


def cost_steps(comparison: Comparison, cell: Place, words: Wording) -> Iterator[str]:
    """How a quotation became a score."""
    sheet = comparison.sheet
    criterion = sheet.weights.columns[cell[1]]
    figure = cost_figure(criterion, sheet.costs[cell[0]])
    if figure is None:
        return
    score = _score(comparison, cell)
    reference = cost_reference(sheet, criterion)
    if criterion.formula == "breakpoints" and reference is not None:
        ratio = figure / reference
        yield words.gettext(
            "%(ratio)s: %(figure)s ÷ %(reference)s = %(result)s",
            ratio=words.gettext(REFERENCES[criterion.against or "budget"]),
            figure=nearly(figure),
            reference=nearly(reference),
            result=nearly(ratio, 6),
        )
        yield _interpolation(criterion, ratio, score, words)
    else:
        yield _formula(comparison, criterion, figure, score)


def _formula(comparison: Comparison, criterion: Criterion, figure: Fraction, score: str) -> str:
    scale = comparison.sheet.criteria.scale
    low, length = plain(scale.min), plain(scale.max - scale.min)
    own = nearly(figure)
    if criterion.formula == "ceiling":
        ceiling = cost_reference(comparison.sheet, criterion) or Fraction(1)
        share = f"(1 − {own} ÷ {nearly(ceiling)})"
    else:
        racing = _racing(comparison, criterion)
        lowest = nearly(min(racing))
        share = f"{lowest} ÷ {own}"
        if criterion.formula == "range":
            highest = nearly(max(racing))
            share = f"({highest} − {own}) ÷ ({highest} − {lowest})"
    return f"{low} + {length} × {share} → {score}"


def _racing(comparison: Comparison, criterion: Criterion) -> list[Fraction]:
    sheet = comparison.sheet
    return [
        figure
        for cost, racing in zip(sheet.costs, in_race(sheet), strict=True)
        if racing and (figure := cost_figure(criterion, cost)) is not None
    ]


def cost_lacks(comparison: Comparison, cell: Place, words: Wording) -> str:
    """Why a cost criterion has no score."""
    sheet = comparison.sheet
    criterion = sheet.weights.columns[cell[1]]
    if cost_figure(criterion, sheet.costs[cell[0]]) is None:
        return words.gettext("There is no quotation, or no volume to compare it at.")
    return words.gettext(
        "The evaluation lacks the figure for %(ratio)s.",
        ratio=words.gettext(REFERENCES[criterion.against or "ceiling"]),
    )


def _interpolation(criterion: Criterion, x: Fraction, score: str, words: Wording) -> str:
    points = [(Fraction(left), Fraction(right)) for left, right in criterion.breakpoints]
    shown = nearly(x, 6)
    for edge, beyond in ((points[0], x <= points[0][0]), (points[-1], x >= points[-1][0])):
        if beyond:
            return words.gettext(
                "%(value)s lies at or beyond the end of the table (%(edge)s): score %(score)s",
                value=shown,
                edge=nearly(edge[0]),
                score=score,
            )
    (left_x, left_y), (right_x, right_y) = next(
        (left, right) for left, right in pairwise(points) if x <= right[0]
    )
    return words.gettext(
        "%(value)s lies between %(left)s (score %(low)s) and %(right)s (score %(high)s):"
        " %(calculation)s = %(score)s",
        value=shown,
        left=nearly(left_x),
        low=nearly(left_y),
        right=nearly(right_x),
        high=nearly(right_y),
        calculation=f"{nearly(left_y)} + ({nearly(right_y)} − {nearly(left_y)}) × ({shown} − "
        f"{nearly(left_x)}) ÷ ({nearly(right_x)} − {nearly(left_x)})",
        score=score,
    )


def points_step(comparison: Comparison, cell: Place, words: Wording) -> Iterator[str]:
    """How a score became points of the total; nothing where it does not count."""
    score = comparison.cells.exact(*cell)
    if score is None or np.isnan(comparison.totals[cell[0]]):
        return
    sheet = comparison.sheet
    scale, rules = sheet.criteria.scale, sheet.criteria.rules
    low, length = Fraction(scale.min), Fraction(scale.max - scale.min)
    full = effective_points(comparison, cell)
    set_weight = sheet.weights.criterion_percent()[sheet.weights.columns[cell[1]].id]
    yield words.gettext(
        "Points: (%(score)s − %(low)s) ÷ %(length)s × %(full)s = %(points)s",
        score=nearly(score, 6),
        low=plain(scale.min),
        length=nearly(length),
        full=nearly(full),
        points=fixed(round_to(full * (score - low) / length, max(4, rules.rounding.places))),
    )
    share = 100 * full / (Fraction(rules.out_of) - Fraction(rules.base))
    if share != set_weight:
        yield words.gettext(
            "The weight of %(weight)s percent counts as %(share)s here: others are missing.",
            weight=nearly(set_weight, 2),
            share=nearly(share, 2),
        )


def effective_points(comparison: Comparison, cell: Place) -> Fraction:
    """The most a criterion can add to this vendor's total, after what is missing left the sums."""
    weights, cells = comparison.sheet.weights, comparison.cells
    vendor, column = cell
    inside: dict[str, Fraction] = {}
    for place, other in enumerate(weights.columns):
        if cells.counts[vendor, place]:
            inside[other.group] = inside.get(other.group, Fraction(0)) + weights.shares[other.id]
    criterion = weights.columns[column]
    groups = sum(weights.groups[group] for group in inside)
    rules = comparison.sheet.criteria.rules
    span = Fraction(rules.out_of) - Fraction(rules.base)
    share = weights.shares[criterion.id] / inside[criterion.group]
    return span * weights.groups[criterion.group] / groups * share


def _score(comparison: Comparison, cell: Place) -> str:
    return nearly(comparison.cells.exact(*cell) or Fraction(0), 6)
