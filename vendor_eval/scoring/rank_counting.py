"""How often each vendor takes each rank over many samples, on all cores.

Samples come in chunks, each with random numbers of its own; a chunk is counted in whole
numbers. So neither the number of cores nor the order of vendors changes a share.
"""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from vendor_eval.scoring.rounding import NEARLY
from vendor_eval.scoring.sheet import FloatArray, IntArray

CHUNK = 2_500
"""Samples; part of the meaning of a seed: another size draws other numbers."""
ONE_THREAD = 250_000
"""Multiplications that the matrix library does not yet spread over threads of its own."""


@dataclass(frozen=True, slots=True)
class SampledTotals:
    """What vendors get in some samples."""

    totals: FloatArray
    """Shape (N, V), at least 0, in any unit of each sample's own."""
    unit: FloatArray
    """Shape (N, 1): what one point is in that unit."""


def weighted_totals(weights: FloatArray, points: FloatArray) -> SampledTotals:
    """Each vendor's mean of what its groups have earned, groups without a score left out.

    Args:
        weights: shape (N, G), in any unit of each sample's own.
        points: shape (V, G), what a vendor would have if a group were everything; at least 0,
            NaN without a score.
    """
    scored = ~np.isnan(points)
    earned = product(weights, np.where(scored, points, 0.0).T)
    if scored.all():
        return SampledTotals(earned, np.einsum("ng->n", weights)[:, np.newaxis])
    return means(earned, product(weights, scored.T.astype(np.float64)))


def means(earned: FloatArray, weights: FloatArray) -> SampledTotals:
    """Totals in points; who has no score at all in a sample has 0."""
    totals = np.divide(earned, weights, out=np.zeros_like(earned), where=weights > 0)
    return SampledTotals(totals, np.ones((len(totals), 1)))


Draw = Callable[[np.random.Generator, int], SampledTotals]
"""Draws so many samples."""


def rank_shares(draw: Draw, samples: int, seed: tuple[int, int]) -> FloatArray:
    """Share of samples in which each vendor takes each rank; vendors that tie share their ranks.

    Totals within 1e-9 points tie. Identical vendors get identical shares.

    Args:
        draw: draws samples; called from several threads.
        samples: how many, at least 1.
        seed: where random numbers begin.

    Returns:
        Shape (V, V), vendors down, ranks across; rows and columns sum to 1.
    """
    sizes = [CHUNK] * (samples // CHUNK)
    if samples % CHUNK:
        sizes.append(samples % CHUNK)

    def count(size: int, part: np.random.SeedSequence) -> Counted:
        return _count(draw(np.random.default_rng(part), size))

    held: Counted = {}
    with ThreadPoolExecutor(min(_cores(), len(sizes))) as threads:
        parts = np.random.SeedSequence(seed).spawn(len(sizes))
        for chunk in threads.map(count, sizes, parts):
            for tied, times in chunk.items():
                held[tied] = held.get(tied, 0) + times
    shares: FloatArray = np.sum([held[tied] / tied for tied in sorted(held)], axis=0) / samples
    return shares


def _cores() -> int:
    """How many this program may use, where the system tells."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


Counted = dict[int, IntArray]
"""By how many vendors tie: how often each vendor is among the holders of each rank, (V, V)."""


def _count(drawn: SampledTotals) -> Counted:
    totals, vendors = _in_order(drawn)
    width = totals.shape[1]
    gaps = np.empty(totals.shape)
    np.subtract(totals.ravel()[1:], totals.ravel()[:-1], out=gaps.ravel()[:-1])
    gaps[:, -1] = np.inf
    if gaps.min() > NEARLY * drawn.unit.max():
        vendors *= width
        vendors += np.arange(width - 1, -1, -1)
        return {1: np.bincount(vendors.ravel(), minlength=width**2).reshape(width, width)}
    begins = np.ones(totals.shape, dtype=np.bool_)
    begins[:, 1:] = gaps[:, :-1] > NEARLY * drawn.unit
    starts = np.flatnonzero(begins)
    sizes = np.diff(starts, append=totals.size)
    return {
        size: _count_tied(vendors, starts[sizes == size], size)
        for size in np.unique(sizes).tolist()
    }


def _count_tied(vendors: IntArray, starts: IntArray, size: int) -> IntArray:
    """Ranks held by runs of ``size`` vendors with equal totals that start at flat places."""
    width = vendors.shape[1]
    members = vendors.ravel()[starts[:, np.newaxis] + np.arange(size)] * (width + 1)
    # The worst come first, so a run's last vendor stands for its best rank.
    after = width - (starts % width)[:, np.newaxis]
    length = width * (width + 1)
    entered = np.bincount((members + after - size).ravel(), minlength=length)
    left = np.bincount((members + after).ravel(), minlength=length)
    return np.cumsum((entered - left).reshape(width, width + 1), axis=1)[:, :width]


def _in_order(drawn: SampledTotals) -> tuple[FloatArray, IntArray]:
    """Totals from worst to best in each sample, and whose they are.

    Sorting pairs of total and vendor takes twice as long as sorting totals, so a vendor's
    place is written into the last bits of its total, as long as that moves no total by more
    than a tenth of what counts as equal.
    """
    width = drawn.totals.shape[1]
    places = 2 ** (width - 1).bit_length()
    packed = drawn.totals.view(np.int64) & -places
    packed |= np.arange(width)
    packed.sort(axis=1)
    totals = packed.view(np.float64)
    blur = totals[:, -1] * places * np.finfo(np.float64).eps
    if blur.max() > NEARLY * drawn.unit.min() / 10:
        order = np.argsort(drawn.totals, axis=1)
        return np.take_along_axis(drawn.totals, order, axis=1), order
    return totals, packed & (places - 1)


def product(left: FloatArray, right: FloatArray) -> FloatArray:
    """``left @ right`` in parts small enough that the matrix library starts no threads itself.

    Args:
        left: shape (N, K), N large.
        right: shape (K, M).
    """
    inner, columns = right.shape
    right = np.ascontiguousarray(right)
    rows = max(1, ONE_THREAD // max(1, right.size))
    parts = len(left) // rows
    whole = parts * rows
    result = np.empty((len(left), columns))
    np.matmul(
        left[:whole].reshape(parts, rows, inner),
        right,
        out=result[:whole].reshape(parts, rows, columns),
    )
    np.matmul(left[whole:], right, out=result[whole:])
    return result
