"""Many numbers rounded for printing at once, each decided on its exact value.

A printed number is kept as a whole number of units, 10 ** -places each.
"""

from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache

import numpy as np

from vendor_eval.criteria.model import Rounding
from vendor_eval.scoring.rounding import NEARLY, round_to
from vendor_eval.scoring.sheet import BoolArray, FloatArray, IntArray

Exact = Callable[[int, int], Fraction]
"""Gives the exact value of a cell by its row and column."""


def round_cells(
    numbers: FloatArray, rounding: Rounding, exact: Exact, coarse: BoolArray | None = None
) -> IntArray:
    """Numbers in whole units; those close to an edge are decided by their exact value.

    Args:
        numbers: shape (R, C), NaN where there is none.
        rounding: places and mode.
        exact: asked only for cells whose float could lie on either side of an edge.
        coarse: shape (R, C), cells whose exact value has so small a denominator that it lies
            on an edge when it is close to one, so that nobody has to ask.

    Returns:
        Shape (R, C); 0 where there is no number.
    """
    unit: float = 10.0**rounding.places
    steps = np.nan_to_num(np.abs(numbers)) * unit
    down = rounding.mode == "down"
    shifted = steps if down else steps + 0.5
    close = np.abs((shifted + 0.5) % 1.0 - 0.5) < NEARLY * unit
    whole = np.where(close, np.rint(shifted), np.floor(shifted)).astype(np.int64)
    if rounding.mode == "half-even":
        whole -= close & (whole % 2 == 1)
    units: IntArray = np.where(numbers < 0, -whole, whole)
    ask = close & (steps > 0) if coarse is None else close & (steps > 0) & ~coarse
    for row, column in np.argwhere(ask).tolist():
        printed = round_to(exact(row, column), rounding.places, rounding.mode)
        units[row, column] = int(printed.scaleb(rounding.places))
    return units


def share_out_rows(parts: FloatArray, totals: IntArray, places: int) -> IntArray:
    """Parts in whole units so that each row adds up to its total (largest remainder).

    Args:
        parts: shape (R, C), NaN where there is none; never below 0.
        totals: shape (R,), in units; each within one rounding of its parts' sum.
        places: decimals of a unit.

    Returns:
        Shape (R, C); 0 where there is no part.
    """
    steps = np.nan_to_num(parts) * 10.0**places
    floors = np.floor(steps + NEARLY * 10.0**places)
    remainders = np.where(np.isnan(parts), -1.0, np.round(steps - floors, 9))
    missing = totals - floors.sum(axis=1).astype(np.int64)
    turns = np.argsort(np.argsort(-remainders, axis=1, kind="stable"), axis=1, kind="stable")
    units: IntArray = floors.astype(np.int64) + (turns < missing[:, np.newaxis])
    return units


@lru_cache(maxsize=65536)
def unit_text(units: int, places: int) -> str:
    """A number of units with its decimals, thousands separated."""
    if not places:
        return f"{units:,}"
    whole, part = divmod(abs(units), 10**places)
    return f"{'-' if units < 0 else ''}{whole:,}.{part:0{places}d}"
