"""Who comes first among equal totals: the chain of rules, in order, and nothing else.

Never by name, id or place in the file.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from vendor_eval.scoring.rounding import NEARLY
from vendor_eval.scoring.sheet import Lot

Figure = float | Fraction
Values = Sequence[Figure | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """A set of equal totals and the rule that separated it, at least in part."""

    vendors: tuple[str, ...]
    broken_by: str | None
    """The rule as the criteria file spells it; None when the tie stands."""


def break_tie(
    tied: Sequence[int],
    rules: Sequence[str],
    value_of: Callable[[str], Values],
    names: Sequence[str],
    lots: Sequence[Lot],
) -> tuple[list[list[int]], list[Tie]]:
    """Order a tied set by the first rule that separates it, then each remainder again.

    Args:
        tied: places of the vendors with equal totals.
        rules: the chain, such as ``group:record``, ``cost``, ``lot``.
        value_of: a rule's value per vendor, higher is better, None without one.
        names: vendor ids by place.
        lots: recorded draws.

    Returns:
        The set in classes, best first, and what happened, one entry per set and remainder.
    """
    for rule in rules:
        classes = _by_lot(tied, names, lots) if rule == "lot" else _by_value(tied, value_of(rule))
        if len(classes) > 1:
            happened = [Tie(vendors=tuple(names[place] for place in tied), broken_by=rule)]
            settled: list[list[int]] = []
            for remainder in classes:
                if len(remainder) == 1:
                    settled.append(remainder)
                    continue
                parts, more = break_tie(remainder, rules, value_of, names, lots)
                settled += parts
                happened += more
            return settled, happened
    return [list(tied)], [Tie(vendors=tuple(names[place] for place in tied), broken_by=None)]


def classes_of(places: Sequence[int], values: Values) -> list[list[int]]:
    """Places in classes of equal value, highest first; neighbours closer than NEARLY are equal."""
    known = {place: value for place in places if (value := values[place]) is not None}
    ordered = sorted(known, key=lambda place: known[place], reverse=True)
    classes: list[list[int]] = []
    for place in ordered:
        if classes and known[classes[-1][-1]] - known[place] < NEARLY:
            classes[-1].append(place)
        else:
            classes.append([place])
    return [sorted(group) for group in classes]


def _by_value(tied: Sequence[int], values: Values) -> list[list[int]]:
    if any(values[place] is None for place in tied):
        return [list(tied)]
    return classes_of(tied, values)


def _by_lot(tied: Sequence[int], names: Sequence[str], lots: Sequence[Lot]) -> list[list[int]]:
    for lot in lots:
        drawn = {vendor: turn for turn, vendor in enumerate(lot.order)}
        if all(names[place] in drawn for place in tied):
            return [[place] for place in sorted(tied, key=lambda place: drawn[names[place]])]
    return [list(tied)]
