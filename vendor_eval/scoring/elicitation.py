"""Weights from what people say of importance: pairs, order, swings or points.

Each method takes plain numbers and gives weights that total 1. What can be exact is exact;
only an eigenvector cannot.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

import numpy as np
import numpy.typing as npt

from vendor_eval.scoring.sheet import FloatArray

RANDOM_INDEX = {3: 0.58, 4: 0.90, 5: 1.12, 6: 1.24, 7: 1.32, 8: 1.41, 9: 1.45, 10: 1.49}
"""Mean consistency index of random matrices by their size (Saaty 1980)."""
ACCEPTABLE = 0.10
"""Above this ratio the comparisons should be looked at once more (Saaty 1980)."""
BEST_SWING = 100
SAME = 1e-9
"""Two deviations closer than this are equal; below it a comparison fits."""
POLISHING = 3
"""Multiplications that bring the vector of the solver to the last digits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Priorities:
    """What comparisons of pairs come to (the analytic hierarchy process)."""

    weights: FloatArray
    """Shape (n,), totalling 1."""
    lambda_max: float
    """The principal eigenvalue; n when every comparison fits every other."""
    consistency_index: float
    consistency_ratio: float | None
    """None where the index says nothing (n ≤ 2) or there is no random index (n > 10)."""
    revisit: tuple[int, int] | None
    """The comparison furthest from what the weights say of it; None when all fit."""
    given: float | None
    """What was said of that comparison."""

    @property
    def acceptable(self) -> bool:
        """Whether the comparisons can be used as they are."""
        return self.consistency_ratio is None or self.consistency_ratio <= ACCEPTABLE


def priorities(matrix: npt.ArrayLike) -> Priorities:
    """Weights from pairwise comparisons: the principal eigenvector (Saaty 1980).

    Args:
        matrix: shape (n, n), n ≥ 1; how many times as important the row is as the column; all
            above 0, reciprocal.
    """
    given = np.asarray(matrix, dtype=np.float64)
    n = len(given)
    weights = principal_vector(given)
    # Of a reciprocal matrix it is at least n; only rounding falls below.
    largest = max(float(n), float(np.mean(given @ weights / weights)))
    index = (largest - n) / (n - 1) if n > 1 else 0.0
    revisit = _furthest(given, weights)
    return Priorities(
        weights=weights,
        lambda_max=largest,
        consistency_index=index,
        consistency_ratio=index / RANDOM_INDEX[n] if n in RANDOM_INDEX else None,
        revisit=revisit,
        given=None if revisit is None else float(given[revisit]),
    )


def principal_vector(matrix: FloatArray) -> FloatArray:
    """The eigenvector of the largest eigenvalue, totalling 1.

    The matrix is brought near to all ones first, so that wide ratios cost no digits.
    """
    near = np.exp(np.mean(np.log(matrix), axis=1))
    level = matrix * (near / near[:, np.newaxis])
    values, vectors = np.linalg.eig(level)
    vector = np.abs(np.real(vectors[:, np.argmax(np.real(values))]))
    for _ in range(POLISHING):
        vector = level @ vector
        vector /= vector.sum()
    weights = vector * near
    return np.asarray(weights / weights.sum(), dtype=np.float64)


def _furthest(matrix: FloatArray, weights: FloatArray) -> tuple[int, int] | None:
    """The pair furthest off; of equals (with three things all are) the first."""
    furthest, apart = None, SAME
    for first, second in combinations(range(len(matrix)), 2):
        said = np.log(matrix[first, second]) - np.log(weights[first] / weights[second])
        if abs(said) > apart + SAME * (furthest is not None):
            furthest, apart = (first, second), abs(said)
    return furthest


def combined(matrices: Sequence[npt.ArrayLike]) -> FloatArray:
    """The comparisons of several people as one: the geometric mean of each.

    It alone keeps reciprocal what is reciprocal (Aczél and Saaty 1983).
    """
    stacked = np.stack([np.asarray(matrix, dtype=np.float64) for matrix in matrices])
    return np.asarray(np.exp(np.mean(np.log(stacked), axis=0)), dtype=np.float64)


def centroid_weights(places: Sequence[int]) -> tuple[Fraction, ...]:
    """Rank-order centroid: the mean of all weights that keep the order (Barron 1992).

    Args:
        places: of each thing, the smallest first; only their order counts. Tied things share
            the mean of the places they take up together.
    """
    n = len(places)
    tails = [Fraction(0)] * (n + 1)
    for place in range(n - 1, -1, -1):
        tails[place] = tails[place + 1] + Fraction(1, place + 1)
    shares: dict[int, Fraction] = {}
    taken = 0
    for place in sorted(set(places)):
        tied = sum(other == place for other in places)
        shares[place] = sum(tails[taken : taken + tied], Fraction(0)) / (n * tied)
        taken += tied
    return tuple(shares[place] for place in places)


def point_weights(points: Sequence[float | Fraction]) -> tuple[Fraction, ...]:
    """Points in proportion, from direct rating or from swings (von Winterfeldt and Edwards 1986).

    Args:
        points: none below 0, one above it.
    """
    exact = [Fraction(each) for each in points]
    total = sum(exact, Fraction(0))
    return tuple(each / total for each in exact)


@dataclass(frozen=True, slots=True)
class Spread:
    """What several people say of one weight."""

    mean: Fraction
    low: Fraction
    high: Fraction


def spread_of(people: Sequence[Sequence[Fraction]]) -> tuple[Spread, ...]:
    """Mean, lowest and highest of each weight.

    Args:
        people: the weights of each, in the same order; one person at least.
    """
    return tuple(
        Spread(sum(each, Fraction(0)) / len(each), min(each), max(each))
        for each in zip(*people, strict=True)
    )
