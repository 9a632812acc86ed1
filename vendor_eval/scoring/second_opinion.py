"""What two other accepted methods make of the same scores: TOPSIS and PROMETHEE II.

An appendix beside the ranking, never a part of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from vendor_eval.scoring.comparison import Comparison
from vendor_eval.scoring.rounding import NEARLY
from vendor_eval.scoring.sheet import FloatArray
from vendor_eval.scoring.values import SCORED

FEWEST = 2
"""Vendors; one alone is compared with nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """What one method says."""

    figures: Mapping[str, float]
    """By vendor, higher is better."""
    ranking: tuple[str, ...]
    """Best first; vendors it cannot tell apart as they stand in the comparison."""

    def place(self, vendor: str) -> int:
        """The rank of a vendor; equals share the better one."""
        own = self.figures[vendor]
        return 1 + sum(figure > own + NEARLY for figure in self.figures.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondOpinion:
    """Both methods, over ranked vendors and the criteria scored for all of them."""

    topsis: Opinion | None
    """Closeness to the best; None with fewer than two vendors."""
    promethee2: Opinion | None
    """Net flow; None with fewer than two vendors."""


def second_opinion(comparison: Comparison) -> SecondOpinion:
    """What TOPSIS and PROMETHEE II say with the weights in use."""
    ranked = [place for place in comparison.in_order() if comparison.ranks[place]]
    if len(ranked) < FEWEST:
        return SecondOpinion(topsis=None, promethee2=None)
    shared = (comparison.cells.states[ranked] == SCORED).all(axis=0)
    scores = comparison.cells.scores[ranked][:, shared] - float(comparison.sheet.criteria.scale.min)
    percent = comparison.sheet.weights.criterion_percent().values()
    weights = np.array([float(part) for part in percent])[shared]
    names = [comparison.sheet.vendors[place] for place in ranked]
    return SecondOpinion(
        topsis=_opinion(names, topsis(scores, weights)),
        promethee2=_opinion(names, promethee2(scores, weights)),
    )


def topsis(
    scores: FloatArray, weights: FloatArray, falling: npt.NDArray[np.bool_] | None = None
) -> FloatArray:
    """Closeness to the best, 0 to 1 (C. L. Hwang and K. Yoon, Multiple Attribute Decision
    Making, 1981), columns divided by their Euclidean length.

    Args:
        scores: shape (V, C).
        weights: shape (C,), in any unit.
        falling: shape (C,), columns in which lower is better; None: higher is better in all.

    Returns:
        Shape (V,); 0.5 for all where nothing tells vendors apart.
    """
    lengths = np.sqrt((scores**2).sum(axis=0))
    shares = np.divide(scores, lengths, out=np.zeros_like(scores), where=lengths > 0) * weights
    if falling is not None:
        shares = np.where(falling, -shares, shares)
    to_best = np.sqrt(((shares - shares.max(axis=0)) ** 2).sum(axis=1))
    to_worst = np.sqrt(((shares - shares.min(axis=0)) ** 2).sum(axis=1))
    whole = to_best + to_worst
    closeness: FloatArray = np.divide(
        to_worst, whole, out=np.full(len(whole), 0.5), where=whole > 0
    )
    return closeness


def promethee2(
    scores: FloatArray, weights: FloatArray, falling: npt.NDArray[np.bool_] | None = None
) -> FloatArray:
    """Net flow, -1 to 1, by the usual criterion (J. P. Brans and P. Vincke, "A preference ranking
    organisation method", Management Science 31(6), 1985): who scores higher is preferred.

    Args:
        scores: shape (V, C) of at least two vendors.
        weights: shape (C,), in any unit.
        falling: shape (C,), columns in which lower is better; None: higher is better in all.

    Returns:
        Shape (V,); sums to 0.
    """
    rivals = len(scores) - 1
    balance = np.empty(scores.shape)
    for column, each in enumerate(scores.T):
        ordered = np.sort(each)
        beaten = np.searchsorted(ordered, each - NEARLY, side="left")
        ahead = len(each) - np.searchsorted(ordered, each + NEARLY, side="right")
        balance[:, column] = beaten - ahead
    if falling is not None:
        balance = np.where(falling, -balance, balance)
    whole = float(weights.sum())
    flows: FloatArray = (balance * weights).sum(axis=1) / (rivals * (whole or 1.0))
    return flows


def _opinion(names: Sequence[str], figures: FloatArray) -> Opinion:
    """Figures by name, vendors in the order of the comparison."""
    order = sorted(range(len(names)), key=lambda place: -round(float(figures[place]), 9))
    return Opinion(
        figures=dict(zip(names, figures.tolist(), strict=True)),
        ranking=tuple(names[place] for place in order),
    )
