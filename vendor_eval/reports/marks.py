"""Signs and words beside scores, such as ◎; they follow the printed score."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from vendor_eval.criteria.model import Mark, Scale
from vendor_eval.reports.wording import Wording, fixed, plain


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkMeaning:
    """One line of the legend."""

    sign: str
    from_text: str
    """From which printed score on it stands."""
    text: str
    """The whole line, such as ``◎ 4.00 or more``."""


def mark_of(printed: Decimal, marks: Sequence[Mark], words: Wording) -> str:
    """The sign of a printed score; empty below all of them."""
    for mark in marks:
        if printed >= mark.start:
            return words.of(mark.signs)
    return ""


def mark_meanings(scale: Scale, places: int, words: Wording) -> tuple[MarkMeaning, ...]:
    """The legend, highest first; the lowest is said as "below" the one before it."""
    lines: list[MarkMeaning] = []
    for mark in scale.marks:
        sign = words.of(mark.signs)
        lowest = mark.start <= scale.min and lines
        edge = lines[-1].from_text if lowest else _edge(mark.start, places)
        text = (
            words.gettext("%(sign)s below %(score)s", sign=sign, score=edge)
            if lowest
            else words.gettext("%(sign)s from %(score)s", sign=sign, score=edge)
        )
        lines.append(MarkMeaning(sign=sign, from_text=_edge(mark.start, places), text=text))
    return tuple(lines)


def _edge(start: Decimal, places: int) -> str:
    rounded = round(start, places)
    return fixed(rounded) if rounded == start else plain(start)
