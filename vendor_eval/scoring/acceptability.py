"""Rank acceptability: how often each vendor takes each rank when weights or panel change.

After R. Lahdelma and P. Salminen, "SMAA-2: stochastic multicriteria acceptability analysis for
group decision making", Operations Research 49(3), 2001. Random numbers belong to groups and
evaluators in the order of their ids, so the order of a file changes nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from vendor_eval.scoring.comparison import RANKED, Comparison, points_of
from vendor_eval.scoring.panel_redraws import build_panel, redrawn_totals
from vendor_eval.scoring.rank_counting import SampledTotals, rank_shares, weighted_totals
from vendor_eval.scoring.sheet import FloatArray, IntArray

NEAR = 0.2
"""How far a weight moves either way in ``near_weights``, as a share of itself."""

Shares = Mapping[str, tuple[float, ...]]
"""By vendor: the share of samples in which it takes each rank, first rank first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RankAcceptability:
    """Shares of ranks among the ranked vendors, best vendor first."""

    samples: int
    seed: int
    standard_error: float
    """The largest of all shares."""
    any_weights: Shares
    """Under weights drawn uniformly from all there are."""
    near_weights: Shares
    """Under weights within 20 % of today's."""
    redrawn_panel: Shares
    """The same, and by a panel drawn anew from the evaluators."""


def rank_acceptability(
    comparison: Comparison, samples: int = 10_000, seed: int = 1
) -> RankAcceptability | None:
    """Rank acceptability of the ranked vendors; None without one, or without samples.

    Totals are compared exactly, whatever ties and rounding the rules know.
    """
    sheet = comparison.sheet
    ranked = np.array(
        [place for place in comparison.in_order() if comparison.statuses[place] == RANKED],
        dtype=np.int64,
    )
    if not len(ranked) or not samples:
        return None
    groups = _by_name(list(sheet.weights.groups))
    points = points_of(sheet, comparison.group_scores[np.ix_(ranked, groups)])
    today = sheet.weights.arrays[1][groups]
    people = _by_name(sheet.evaluators)

    def near(generator: np.random.Generator, size: int) -> SampledTotals:
        return weighted_totals(near_weights(generator, size, today), points)

    tables = {
        "any_weights": shares_under_any_weights(points, samples, seed),
        "near_weights": rank_shares(near, samples, (seed, 1)),
    }
    tables["redrawn_panel"] = tables["near_weights"]
    if len(people):
        panel = build_panel(comparison, ranked, people, groups)

        def redrawn(generator: np.random.Generator, size: int) -> SampledTotals:
            weights = near_weights(generator, size, today)
            return redrawn_totals(panel, weights, redraw(generator, size, len(people)))

        # Under the very weights of near_weights: what differs comes from the panel.
        tables["redrawn_panel"] = rank_shares(redrawn, samples, (seed, 1))
    names = [sheet.vendors[place] for place in ranked]
    rows = {mode: map(tuple, table.tolist()) for mode, table in tables.items()}
    return RankAcceptability(
        samples=samples,
        seed=seed,
        standard_error=max(standard_error(table, samples) for table in tables.values()),
        **{mode: dict(zip(names, row, strict=True)) for mode, row in rows.items()},
    )


def shares_under_any_weights(points: FloatArray, samples: int, seed: int) -> FloatArray:
    """Rank acceptability under weights drawn uniformly from all there are.

    Args:
        points: shape (V, C), what a vendor would have if a criterion were everything; NaN
            where a vendor has none, its other weights then being scaled up.
        samples: how many weightings, at least 1.
        seed: the same seed draws the same weightings.

    Returns:
        Shape (V, V), vendors down, ranks across.
    """
    # Moving all points alike moves all totals alike.
    above = points - np.fmin.reduce(points, axis=None, initial=0.0)

    def draw(generator: np.random.Generator, size: int) -> SampledTotals:
        return weighted_totals(any_weights(generator, size, points.shape[1]), above)

    return rank_shares(draw, samples, (seed, 0))


def any_weights(generator: np.random.Generator, samples: int, groups: int) -> FloatArray:
    """Shape (N, G): in proportion uniform over all weightings, not scaled to a sum."""
    return generator.standard_exponential((samples, groups))


def near_weights(generator: np.random.Generator, samples: int, today: FloatArray) -> FloatArray:
    """Shape (N, G): each weight uniform within 20 % of today's, not scaled to a sum."""
    moved: FloatArray = today * generator.uniform(1 - NEAR, 1 + NEAR, (samples, len(today)))
    return moved


def redraw(generator: np.random.Generator, samples: int, evaluators: int) -> FloatArray:
    """Shape (N, E): how often each is drawn when as many are drawn as there are."""
    drawn = generator.integers(0, evaluators, (samples, evaluators))
    drawn += evaluators * np.arange(samples)[:, np.newaxis]
    times = np.bincount(drawn.ravel(), minlength=drawn.size).reshape(drawn.shape)
    return times.astype(np.float64)


def standard_error(shares: FloatArray, samples: int) -> float:
    """The largest standard error of shares counted in so many samples."""
    return float(np.sqrt(shares * (1 - shares) / samples).max())


def _by_name(names: Sequence[str]) -> IntArray:
    """Places in the order of names."""
    return np.array(sorted(range(len(names)), key=names.__getitem__), dtype=np.int64)
