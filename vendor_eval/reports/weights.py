"""Weights as they are printed: together they total what they should."""

from decimal import Decimal
from fractions import Fraction

from vendor_eval.reports.wording import fixed
from vendor_eval.scoring.rounding import share_out
from vendor_eval.scoring.sheet import ScoreSheet

PLACES = 2
"""Decimals of a printed percentage."""

HUNDRED = Decimal("100.00")


class PrintedWeights:
    """Percent by id: groups total 100.00, the criteria of a group total its weight."""

    total_text = fixed(HUNDRED)

    def __init__(self, sheet: ScoreSheet) -> None:
        """Round once for all rows.

        Args:
            sheet: whose weights in use are printed.
        """
        rules = sheet.criteria.rules
        exact = sheet.weights.group_percent()
        percent = dict(zip(exact, share_out(list(exact.values()), HUNDRED, PLACES), strict=True))
        self.groups = {group: fixed(weight) for group, weight in percent.items()}
        self.criteria: dict[str, str] = {}
        of_all = sheet.weights.criterion_percent()
        for group, total in percent.items():
            members = [column.id for column in sheet.weights.columns if column.group == group]
            parts = share_out([of_all[member] for member in members], total, PLACES)
            self.criteria |= dict(zip(members, map(fixed, parts), strict=True))
        full = rules.out_of - rules.base
        places = max(rules.rounding.places, -int(full.as_tuple().exponent))
        points = share_out([Fraction(full) * part / 100 for part in exact.values()], full, places)
        self.full_points = dict(zip(exact, map(fixed, points), strict=True))
