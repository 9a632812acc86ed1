"""Ranks are counted as a plain loop over fractions counts them."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vendor_eval.scoring.rank_counting import CHUNK, SampledTotals, product, rank_shares
from vendor_eval.scoring.sheet import FloatArray

quick = settings(max_examples=60, deadline=None, derandomize=True, database=None)
SEED = (1, 0)


def count(totals: FloatArray, unit: FloatArray | None = None) -> FloatArray:
    """Shares over totals (N, V) that are handed out in order."""
    rest = iter(totals)
    units = np.ones((len(totals), 1)) if unit is None else unit

    def draw(_generator: np.random.Generator, size: int) -> SampledTotals:
        return SampledTotals(np.array([next(rest) for _ in range(size)]), units[:size])

    return rank_shares(draw, len(totals), SEED)


def levels(seed: int, count: int, shape: tuple[int, int]) -> FloatArray:
    """Whole numbers below ``count``, of which many are equal."""
    return np.random.default_rng(seed).integers(0, count, shape).astype(np.float64)


def plain_shares(totals: FloatArray) -> list[list[Fraction]]:
    """The same, one total after another."""
    samples, vendors = totals.shape
    shares = [[Fraction(0)] * vendors for _ in range(vendors)]
    for row in totals.tolist():
        order = sorted(range(vendors), key=lambda vendor: -row[vendor])
        runs = [[order[0]]]
        for vendor in order[1:]:
            if row[runs[-1][-1]] - row[vendor] <= 1e-9:
                runs[-1].append(vendor)
            else:
                runs.append([vendor])
        rank = 0
        for run in runs:
            for vendor in run:
                for held in range(rank, rank + len(run)):
                    shares[vendor][held] += Fraction(1, len(run) * samples)
            rank += len(run)
    return shares


@quick
@given(
    seed=st.integers(0, 2**32),
    vendors=st.integers(1, 9),
    samples=st.integers(1, 40),
    apart=st.sampled_from((1, 2, 5, 1000)),
)
def test_shares_are_those_of_a_plain_loop(
    seed: int, vendors: int, samples: int, apart: int
) -> None:
    totals = 0.1 * levels(seed, apart, (samples, vendors))
    expected = np.array(plain_shares(totals), dtype=np.float64)
    assert count(totals) == pytest.approx(expected, abs=1e-12)


def test_totals_closer_than_a_billionth_of_a_point_tie() -> None:
    totals = np.array([[7.0, 7.0 + 0.9e-9, 7.0 + 1.8e-9, 7.0 + 4e-9]])
    third = 1 / 3
    expected = [[0, third, third, third]] * 3 + [[1, 0, 0, 0]]
    assert count(totals).tolist() == [pytest.approx(row) for row in expected]
    # In another unit the same totals are as close.
    assert count(totals * 50, np.array([[50.0]])).tolist() == count(totals).tolist()
    # Where a point is a tenth of the unit, none of them ties.
    assert count(totals, np.array([[0.1]])).tolist() == np.eye(4)[::-1].tolist()


def test_where_the_last_bits_matter_they_are_kept() -> None:
    # Points so large that a vendor's place in the last bits would move them visibly.
    totals = 1e9 + levels(1, 4, (30, 40)) * 1e-6
    expected = np.array(plain_shares(totals), dtype=np.float64)
    assert count(totals) == pytest.approx(expected, abs=1e-12)


def test_every_vendor_and_every_rank_is_held_once_in_every_sample() -> None:
    totals = levels(2, 6, (CHUNK * 2 + 7, 6))
    shares = count_in_one_thread(totals)
    assert shares.sum(axis=0) == pytest.approx(np.ones(6), abs=1e-12)
    assert shares.sum(axis=1) == pytest.approx(np.ones(6), abs=1e-12)
    assert shares == pytest.approx(np.array(plain_shares(totals), dtype=np.float64), abs=1e-12)


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="cores cannot be chosen here")
def test_numbers_do_not_depend_on_the_number_of_cores() -> None:
    def draw(generator: np.random.Generator, size: int) -> SampledTotals:
        return SampledTotals(
            generator.integers(0, 9, (size, 5)).astype(np.float64), np.ones((size, 1))
        )

    samples = CHUNK * 5 + 1
    with one_core():
        alone = rank_shares(draw, samples, SEED)
    assert rank_shares(draw, samples, SEED).tolist() == alone.tolist()
    assert rank_shares(draw, samples, (2, 0)).tolist() != alone.tolist()


@contextmanager
def one_core() -> Iterator[None]:
    """The program may use one core inside."""
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(cores)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, cores)


def count_in_one_thread(totals: FloatArray) -> FloatArray:
    """Chunks are handed out in their order."""
    with one_core():
        return count(totals)


@pytest.mark.parametrize(("rows", "inner", "columns"), [(7, 3, 2), (9000, 30, 20), (3, 700, 600)])
def test_a_product_in_parts_is_the_product(rows: int, inner: int, columns: int) -> None:
    generator = np.random.default_rng(3)
    left, right = generator.random((rows, inner)), generator.random((inner, columns))
    assert product(left, right) == pytest.approx(left @ right, rel=1e-12)
