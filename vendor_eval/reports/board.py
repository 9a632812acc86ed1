"""The board of the panel's meeting: where evaluators lie apart, and what was agreed on."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import numpy as np

from vendor_eval.case import Case, Consensus, Rating, score_sheet
from vendor_eval.criteria.model import Criterion, Scale
from vendor_eval.reports.explanation import ConsensusLine, Explanation, explain_cell
from vendor_eval.reports.wording import NOTHING, Wording, fixed, plain
from vendor_eval.scoring import Comparison, compare
from vendor_eval.scoring.rounding import rounded
from vendor_eval.scoring.spread import spreads

Key = tuple[str, str]
"""Vendor and criterion."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardCell:
    """One cell on the board."""

    vendor_id: str
    vendor: str
    criterion_id: str
    criterion: str
    group: str
    ratings: tuple[tuple[str, str], ...]
    """Value and the names of those who gave it, highest first; who is recused is left out."""
    spread: str
    """Highest less lowest; a dash without two ratings."""
    apart: bool
    """Whether the rules want these evaluators to talk."""
    score: str
    """As it counts now."""
    agreed: ConsensusLine | None

    @property
    def key(self) -> Key:
        """Vendor and criterion."""
        return self.vendor_id, self.criterion_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """Every cell that can be agreed on, those far apart first and of these the widest."""

    flag: str
    """From how many points on evaluators must talk; empty where the rules name none."""
    cells: tuple[BoardCell, ...]

    @property
    def apart(self) -> tuple[BoardCell, ...]:
        """Cells that must be talked about."""
        return tuple(cell for cell in self.cells if cell.apart)

    @property
    def settled(self) -> int:
        """How many of those have an agreed value."""
        return sum(cell.agreed is not None for cell in self.apart)

    def shown(self, everything: bool) -> tuple[BoardCell, ...]:
        """Cells to talk about and those agreed on, or all."""
        return tuple(each for each in self.cells if everything or each.apart or each.agreed)

    def around(self, key: Key) -> tuple[BoardCell | None, BoardCell | None]:
        """The cells before and after one, among its like: those far apart, or all."""
        own = next(cell for cell in self.cells if cell.key == key)
        row = [cell for cell in self.cells if cell.apart or not own.apart]
        at = row.index(own)
        return row[at - 1] if at else None, row[at + 1] if at + 1 < len(row) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedCell:
    """One cell as the panel talks about it."""

    now: Explanation
    before: str
    """The score by the ratings alone."""
    levels: tuple[tuple[str, str], ...]
    """What each rating looks like."""


def build_board(
    case: Case, comparison: Comparison, language: str, without: Collection[str] = ()
) -> Board:
    """The board of an evaluation.

    Args:
        case: the evaluation with all ratings.
        comparison: its result.
        language: ``ja`` or ``en``.
        without: vendors that the reader neither sees nor scores.
    """
    words = Wording(language)
    flag = case.criteria.rules.spread_flag
    cells = [
        (apart, cell)
        for apart, cell in _cells(case, comparison, words)
        if cell.vendor_id not in without
    ]
    cells.sort(key=lambda each: -each[0] if each[1].apart else Decimal(1))
    return Board(
        flag="" if flag is None else plain(flag), cells=tuple(cell for _apart, cell in cells)
    )


def _cells(
    case: Case, comparison: Comparison, words: Wording
) -> Iterator[tuple[Decimal, BoardCell]]:
    sheet, vendors = comparison.sheet, {vendor.id: vendor for vendor in case.vendors}
    said, agreed, apart = _said(case), _agreed(case), spreads(sheet)
    people = {each.id: words.of(each.name) or each.id for each in case.evaluators}
    for row, vendor in enumerate(sheet.vendors):
        if sheet.vendor_states[row] != "active":
            continue
        for place, column in enumerate(sheet.rated):
            criterion = sheet.weights.columns[column]
            spread = float(apart[row, place])
            yield (
                Decimal(0) if np.isnan(spread) else Decimal(repr(spread)),
                BoardCell(
                    vendor_id=vendor,
                    vendor=words.short_name(vendors[vendor]),
                    criterion_id=criterion.id,
                    criterion=words.of(criterion.title),
                    group=words.of(case.criteria.group(criterion.group).title),
                    ratings=_by_value(said.get((vendor, criterion.id), []), people, words),
                    spread=NOTHING if np.isnan(spread) else plain(Decimal(repr(spread))),
                    apart=_far(case, spread),
                    score=_score(comparison, row, column, words),
                    agreed=_line(agreed.get((vendor, criterion.id)), words),
                ),
            )


def _said(case: Case) -> dict[Key, list[Rating]]:
    """Answers of those who are not recused, by cell."""
    recused = {(each.vendor, each.evaluator) for each in case.recusals}
    said: dict[Key, list[Rating]] = {}
    for each in case.ratings:
        answered = each.value is not None or each.no_basis
        if answered and (each.vendor, each.evaluator) not in recused:
            said.setdefault((each.vendor, each.criterion), []).append(each)
    return said


def _agreed(case: Case) -> dict[Key, Consensus]:
    return {(each.vendor, each.criterion): each for each in case.consensus}


def _far(case: Case, spread: float) -> bool:
    flag = case.criteria.rules.spread_flag
    return flag is not None and not np.isnan(spread) and spread >= float(flag)


def _by_value(
    ratings: list[Rating], people: Mapping[str, str], words: Wording
) -> tuple[tuple[str, str], ...]:
    """Numbers from the highest down, then n/a, then those who cannot judge."""

    def place(each: Rating) -> tuple[int, Any]:
        if isinstance(each.value, Decimal):
            return 0, -each.value
        return (1, 0) if each.value == "na" else (2, 0)

    found: dict[str, list[str]] = {}
    for each in sorted(ratings, key=place):
        found.setdefault(value_text(each.value, words), []).append(people[each.evaluator])
    return tuple((value, words.listed(names)) for value, names in found.items())


def value_text(value: Decimal | str | None, words: Wording) -> str:
    """A rating in words; None of somebody who answered is that it cannot be judged."""
    if isinstance(value, Decimal):
        return plain(value)
    return words.gettext("n/a") if value == "na" else words.gettext("no basis to judge")


def _score(comparison: Comparison, row: int, column: int, words: Wording) -> str:
    state = comparison.cell_state(row, column)
    exact = comparison.cells.exact(row, column)
    if state == "scored" and exact is not None:
        return fixed(rounded(exact, comparison.sheet.criteria.rules.rounding))
    return words.gettext("n/a") if state == "not-applicable" else words.gettext("not rated")


def _line(agreed: Consensus | None, words: Wording) -> ConsensusLine | None:
    if agreed is None:
        return None
    return ConsensusLine(
        value=value_text(agreed.value, words),
        reason=words.of(agreed.reason),
        dissent=agreed.dissent,
    )


def open_cell(case: Case, comparison: Comparison, key: Key, language: str) -> OpenedCell:
    """One cell with everything said of it, and what the agreed value does to its score.

    Raises:
        KeyError: there is no such vendor, or no such criterion counts.
    """
    now = explain_cell(case, comparison, *key, language)
    others = tuple(each for each in case.consensus if (each.vendor, each.criterion) != key)
    alone = replace(case, consensus=others)
    before = explain_cell(alone, compare(score_sheet(alone)), *key, language)
    return OpenedCell(
        now=now,
        before=before.score,
        levels=tuple(_levels(case.criteria.criterion(key[1]), case.criteria.scale, language)),
    )


def _levels(criterion: Criterion, scale: Scale, language: str) -> Iterator[tuple[str, str]]:
    words = Wording(language)
    titles = {level.value: words.of(level.title) for level in scale.levels}
    for value in sorted(titles.keys() | criterion.anchors.keys(), reverse=True):
        text = words.of(criterion.anchors.get(value, {})) or titles.get(value, "")
        yield plain(value), text
