"""The arithmetic of vendor comparison: NumPy in, frozen results out.

Nothing here knows about web requests, tables or files.
"""

from vendor_eval.scoring.comparison import Comparison, Coverage, compare
from vendor_eval.scoring.pricing import Cost, QuoteLine, Volume
from vendor_eval.scoring.sheet import Answers, Lot, Purchase, ScoreSheet, build_sheet

__all__ = [
    "Answers",
    "Comparison",
    "Cost",
    "Coverage",
    "Lot",
    "Purchase",
    "QuoteLine",
    "ScoreSheet",
    "Volume",
    "build_sheet",
    "compare",
]
