"""How far evaluators lie apart on a cell, which cells they must talk about, what was agreed.

Whether the panel as a whole agrees is for ``judges``.
"""

from collections.abc import Iterable, Iterator

import numpy as np

from vendor_eval.scoring.sheet import FloatArray, ScoreSheet, Value
from vendor_eval.scoring.values import aggregate


def spreads(sheet: ScoreSheet) -> FloatArray:
    """Shape (V, R): highest less lowest rating of each cell, on the scale; NaN without two."""
    return _apart(sheet) / sheet.unit


def _apart(sheet: ScoreSheet) -> FloatArray:
    """The same in whole steps of the sheet's ratings."""
    rated = ~np.isnan(sheet.ratings)
    highest = np.where(rated, sheet.ratings, -np.inf).max(axis=0, initial=-np.inf)
    lowest = np.where(rated, sheet.ratings, np.inf).min(axis=0, initial=np.inf)
    enough = rated.sum(axis=0) > 1
    apart = np.full(enough.shape, np.nan)
    apart[enough] = highest[enough] - lowest[enough]
    return apart


def disputed_cells(sheet: ScoreSheet) -> tuple[tuple[str, str], ...]:
    """Vendor and criterion of cells that must be talked about and have no agreed value.

    Those are cells of active vendors whose highest and lowest rating lie ``spread_flag`` or
    more apart; none where the criteria flag nothing.
    """
    flag = sheet.criteria.rules.spread_flag
    if flag is None:
        return ()
    with np.errstate(invalid="ignore"):
        far = _apart(sheet) >= float(flag * sheet.unit)
    left = far & np.isnan(sheet.consensus) & ~sheet.consensus_na
    columns = [sheet.weights.columns[place].id for place in sheet.rated]
    return tuple(
        (sheet.vendors[row], columns[column])
        for row, column in np.argwhere(left)
        if sheet.vendor_states[row] == "active"
    )


def unlike_ratings(
    sheet: ScoreSheet, agreed: Iterable[tuple[str, str, Value]]
) -> Iterator[tuple[str, str]]:
    """Cells whose agreed value is not the aggregate of the ratings, or not among them.

    Args:
        sheet: holds the agreed values.
        agreed: vendor, criterion and value of those to look at.

    Yields:
        Vendor and criterion; such a value needs a reason.
    """
    rows = {vendor: row for row, vendor in enumerate(sheet.vendors)}
    columns = {sheet.weights.columns[at].id: place for place, at in enumerate(sheet.rated)}
    how = sheet.criteria.rules.aggregate
    numerators, denominators = aggregate(sheet.ratings, sheet.evaluator_weights, how)
    for vendor, criterion, value in agreed:
        if criterion not in columns:
            continue
        cell = rows[vendor], columns[criterion]
        rated = sheet.ratings[:, cell[0], cell[1]]
        rated = rated[~np.isnan(rated)]
        settled = sheet.consensus[cell]
        if value == "na":
            outside = bool(rated.size)
        elif not rated.size:
            outside = True
        else:
            differs = numerators[cell] != settled * denominators[cell]
            outside = bool(differs or not rated.min() <= settled <= rated.max())
        if outside:
            yield vendor, criterion
