"""Cells on which evaluators lie far apart."""

import numpy as np

from vendor_eval.scoring.sheet import ScoreSheet


def disputed_cells(sheet: ScoreSheet) -> tuple[tuple[str, str], ...]:
    """Vendor and criterion of cells that must be talked about and have no agreed value.

    Those are cells of active vendors whose highest and lowest rating lie ``spread_flag`` or
    more apart; none where the criteria flag nothing.
    """
    flag = sheet.criteria.rules.spread_flag
    if flag is None or not sheet.ratings.size:
        return ()
    rated = ~np.isnan(sheet.ratings)
    highest = np.where(rated, sheet.ratings, -np.inf).max(axis=0)
    lowest = np.where(rated, sheet.ratings, np.inf).min(axis=0)
    apart = np.where(rated.any(axis=0), highest, 0) - np.where(rated.any(axis=0), lowest, 0)
    far = apart >= float(flag * sheet.unit)
    left = far & np.isnan(sheet.consensus) & ~sheet.consensus_na
    columns = [sheet.weights.columns[place].id for place in sheet.rated]
    return tuple(
        (sheet.vendors[row], columns[column])
        for row, column in np.argwhere(left)
        if sheet.vendor_states[row] == "active"
    )
