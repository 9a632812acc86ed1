"""Many evaluators to one value per cell, for panels in which some come twice and others not.

The same rules as ``values.aggregate``, for thousands of panels at once: sums over those drawn
are matrix products, and a median or an extreme is walked up to along each cell's ratings.
"""

from dataclasses import dataclass

import numpy as np

from vendor_eval.scoring.rank_counting import product
from vendor_eval.scoring.sheet import FloatArray
from vendor_eval.scoring.values import FEWEST_TO_TRIM


@dataclass(frozen=True, kw_only=True, eq=False)
class Walk:
    """Each cell's ratings one after another, the lightest evaluator's first among equals."""

    ratings: FloatArray
    """Shape (E, N), the last one repeated where there are fewer."""
    weights: FloatArray
    """Shape (E, N): of those who gave them."""
    passed: FloatArray
    """Shape (E, E, N): after one, two, … steps, 1 for evaluators whose rating was met."""


@dataclass(frozen=True, kw_only=True, eq=False)
class RatingLists:
    """Ratings of N cells by E evaluators."""

    weights: FloatArray
    """Shape (E,)."""
    rated: FloatArray
    """Shape (E, N): 1 where there is a rating."""
    ratings: FloatArray
    """Shape (E, N), 0 where there is none."""
    rising: Walk
    falling: Walk


def list_ratings(ratings: FloatArray, weights: FloatArray) -> RatingLists:
    """Lists of ratings (E, N), NaN where there is none, by evaluators of these weights (E,)."""
    return RatingLists(
        weights=weights,
        rated=(~np.isnan(ratings)).astype(np.float64),
        ratings=np.nan_to_num(ratings),
        rising=_walk(ratings, weights, ratings),
        falling=_walk(ratings, weights, -ratings),
    )


def _walk(ratings: FloatArray, weights: FloatArray, first_lowest: FloatArray) -> Walk:
    steps = np.arange(len(weights))
    light_first = np.argsort(weights, kind="stable")
    order = light_first[np.argsort(first_lowest[light_first], axis=0, kind="stable")]
    rated = ~np.isnan(ratings)
    place = np.argsort(order, axis=0)
    last = np.minimum(steps[:, np.newaxis], np.maximum(rated.sum(axis=0) - 1, 0))
    order = np.take_along_axis(order, last, axis=0)
    return Walk(
        ratings=np.nan_to_num(np.take_along_axis(ratings, order, axis=0)),
        weights=weights[order],
        passed=((place <= steps.reshape(-1, 1, 1)) & rated).astype(np.float64),
    )


def redrawn_values(lists: RatingLists, drawn: FloatArray, how: str) -> FloatArray:
    """Shape (K, N): a value per panel and cell; NaN where nobody drawn has rated.

    Args:
        lists: who rated what.
        drawn: shape (K, E), how often each evaluator was drawn.
        how: ``mean``, ``median`` or ``trimmed-mean``; who was drawn twice rates as two people.
    """
    heavy = drawn * lists.weights
    weight = product(heavy, lists.rated)
    if how == "median":
        return np.where(weight > 0, _median(lists, heavy, weight), np.nan)
    total = product(heavy, lists.ratings)
    if how == "trimmed-mean" and len(lists.weights) >= FEWEST_TO_TRIM:
        _trim(lists, drawn, total, weight)
    values = np.full(total.shape, np.nan)
    np.divide(total, weight, out=values, where=weight > 0)
    return values


def _median(lists: RatingLists, heavy: FloatArray, weight: FloatArray) -> FloatArray:
    """Where half the weight is passed; the mean of both neighbours at exactly half."""
    walk = lists.rising
    twice: FloatArray = np.tile(2 * walk.ratings[0], (len(heavy), 1))
    for passed, step in zip(walk.passed, np.diff(walk.ratings, axis=0), strict=False):
        behind = 2 * product(heavy, passed)
        twice += step * (behind < weight)
        twice += step * (behind <= weight)
    twice /= 2
    return twice


def _trim(lists: RatingLists, drawn: FloatArray, total: FloatArray, weight: FloatArray) -> None:
    """Take a lowest and a highest rating out where there are three, the lightest of equals."""
    enough = product(drawn, lists.rated) >= FEWEST_TO_TRIM
    for walk in (lists.rising, lists.falling):
        weighted = walk.ratings * walk.weights
        total -= enough * weighted[0]
        weight -= enough * walk.weights[0]
        steps = zip(
            walk.passed, np.diff(weighted, axis=0), np.diff(walk.weights, axis=0), strict=False
        )
        for passed, further, heavier in steps:
            nobody = enough & (product(drawn, passed) == 0)
            total -= nobody * further
            weight -= nobody * heavier
