"""The comparison opened up: vendors across, groups and their criteria down."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import pairwise

import numpy as np

from vendor_eval.case import Case
from vendor_eval.criteria.model import Kind
from vendor_eval.reports.marks import mark_of
from vendor_eval.reports.rounded_arrays import round_cells, share_out_rows, unit_text
from vendor_eval.reports.weights import PrintedWeights
from vendor_eval.reports.wording import NOTHING, Wording
from vendor_eval.scoring import Comparison
from vendor_eval.scoring.comparison import Status
from vendor_eval.scoring.rounding import rounded
from vendor_eval.scoring.sheet import BoolArray, IntArray
from vendor_eval.scoring.values import NA, SCORED, CellState

NO_NUMBERS: tuple[Status, ...] = ("declined", "withdrawn")
"""Vendors in these states have no numbers anywhere."""

SMALL = 1e8
"""A rating whose denominator stays below this, in printed units, is on an edge or far from it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One printed score."""

    state: CellState
    text: str
    """The score, or 未評価 or 対象外: never a number where nobody gave one."""
    mark: str = ""
    counted_as: str = ""
    """The score a rule puts in place of a missing one."""
    points: str = NOTHING
    """What it adds to the total."""
    below_minimum: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionRow:
    """One criterion with a cell for each vendor."""

    id: str
    title: str
    kind: Kind
    weight: str
    """In percent of all."""
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupRow:
    """One group with a cell for each vendor, and its criteria."""

    id: str
    title: str
    weight: str
    """In percent of all."""
    full_points: str
    """The most it can add to a total."""
    cells: tuple[Cell, ...]
    criteria: tuple[CriterionRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixColumn:
    """One vendor at the head of a column."""

    vendor_id: str
    name: str
    short: str
    status: Status
    rank: str
    """A number, or the status in words."""
    total: str
    """In brackets where it is only for reference."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """Vendors with numbers by rank; base and group points add up to the total."""

    columns: tuple[MatrixColumn, ...]
    groups: tuple[GroupRow, ...]
    base: str
    """Points every vendor has; empty when there are none."""
    weight_total: str
    out_of: str

    @property
    def has_counted_as(self) -> bool:
        """Whether a rule puts a score in place of a missing one anywhere."""
        return any(cell.counted_as for cell in self.cells())

    @property
    def has_below_minimum(self) -> bool:
        """Whether anything misses its minimum."""
        return any(cell.below_minimum for cell in self.cells())

    def cells(self) -> Iterator[Cell]:
        """Every cell of groups and criteria."""
        for group in self.groups:
            yield from group.cells
            for row in group.criteria:
                yield from row.cells


def build_matrix(
    case: Case, comparison: Comparison, heads: Sequence[MatrixColumn], words: Wording
) -> Matrix:
    """Every score and every point.

    Args:
        case: the evaluation.
        comparison: its result.
        heads: the vendors, in the order to print; those without numbers are left out.
        words: the language.
    """
    heads = [head for head in heads if head.status not in NO_NUMBERS]
    rules = case.criteria.rules
    weights = PrintedWeights(comparison.sheet)
    printer = _Printer(comparison, [head.vendor_id for head in heads], words)
    return Matrix(
        columns=tuple(heads),
        groups=tuple(printer.groups(weights)) if heads else (),
        base=printer.base_text if rules.base else "",
        weight_total=weights.total_text,
        out_of=f"{rules.out_of.normalize():,f}",
    )


def matrix_parts(matrix: Matrix, most: int) -> tuple[Matrix, ...]:
    """The matrix in parts of at most ``most`` vendors, as equal as they can be."""
    count = max(1, -(-len(matrix.columns) // most))
    edges = [round(len(matrix.columns) * part / count) for part in range(count + 1)]
    return tuple(_cut(matrix, slice(start, end)) for start, end in pairwise(edges))


def _cut(matrix: Matrix, part: slice) -> Matrix:
    return replace(
        matrix,
        columns=matrix.columns[part],
        groups=tuple(
            replace(
                group,
                cells=group.cells[part],
                criteria=tuple(replace(row, cells=row.cells[part]) for row in group.criteria),
            )
            for group in matrix.groups
        ),
    )


class _Printer:
    """Rounds everything first, in arrays, then puts it into words."""

    def __init__(self, comparison: Comparison, vendors: Sequence[str], words: Wording) -> None:
        self.comparison, self.words = comparison, words
        self.sheet = comparison.sheet
        self.rounding = self.sheet.criteria.rules.rounding
        at = {vendor: place for place, vendor in enumerate(self.sheet.vendors)}
        self.rows = [at[vendor] for vendor in vendors]
        self.states = comparison.cells.states[self.rows]
        self.counts = comparison.cells.counts[self.rows]
        self.columns = [column.id for column in self.sheet.weights.columns]
        self.missing = {
            "unrated": words.gettext("not rated"),
            "not-applicable": words.gettext("n/a"),
        }
        self.marks: dict[int, str] = {}
        base = rounded(Fraction(self.sheet.criteria.rules.base), self.rounding)
        self.base_units = int(base.scaleb(self.rounding.places))
        self.base_text = unit_text(self.base_units, self.rounding.places)
        self.has_total = ~np.isnan(comparison.totals[self.rows])
        self.cell_units = self._cell_units()
        self.group_units = self._group_units()
        self.group_points = self._group_points()
        self.below = [set(comparison.below_minimum(row)) for row in self.rows]

    def groups(self, weights: PrintedWeights) -> Iterator[GroupRow]:
        groups = self.sheet.weights.groups
        criteria = self.sheet.criteria
        for place, group_id in enumerate(groups):
            members = [
                at
                for at, column in enumerate(self.sheet.weights.columns)
                if column.group == group_id
            ]
            yield GroupRow(
                id=group_id,
                title=self.words.of(criteria.group(group_id).title),
                weight=weights.groups[group_id],
                full_points=weights.full_points[group_id],
                cells=tuple(self._group_cell(at, place, members) for at in range(len(self.rows))),
                criteria=tuple(self._criteria(place, members, weights)),
            )

    def _criteria(
        self, group: int, members: list[int], weights: PrintedWeights
    ) -> Iterator[CriterionRow]:
        points = self.comparison.points[np.ix_(self.rows, members)]
        shared = share_out_rows(points, self.group_points[:, group], self.rounding.places)
        for place, column in enumerate(members):
            criterion = self.sheet.weights.columns[column]
            yield CriterionRow(
                id=criterion.id,
                title=self.words.of(criterion.title),
                kind=criterion.kind,
                weight=weights.criteria[criterion.id],
                cells=tuple(self._cells(column, shared[:, place])),
            )

    def _cells(self, column: int, points: IntArray) -> Iterator[Cell]:
        criterion = self.columns[column]
        places = self.rounding.places
        rows = zip(
            self.states[:, column].tolist(),
            self.counts[:, column].tolist(),
            self.cell_units[:, column].tolist(),
            points.tolist(),
            self.has_total.tolist(),
            self.below,
            strict=True,
        )
        for state, counts, units, point, has_total, below in rows:
            number = unit_text(units, places)
            earned = unit_text(point, places) if counts and has_total else NOTHING
            if state == SCORED:
                yield Cell(
                    state="scored",
                    text=number,
                    mark=self._mark(units),
                    points=earned,
                    below_minimum=criterion in below,
                )
            else:
                kind: CellState = "not-applicable" if state == NA else "unrated"
                yield Cell(
                    state=kind,
                    text=self.missing[kind],
                    counted_as=number if counts else "",
                    points=earned,
                    below_minimum=criterion in below,
                )

    def _group_cell(self, row: int, group: int, members: list[int]) -> Cell:
        name = f"group:{list(self.sheet.weights.groups)[group]}"
        if np.isnan(self.comparison.group_scores[self.rows[row], group]):
            all_na = bool((self.states[row, members] == NA).all())
            kind: CellState = "not-applicable" if all_na else "unrated"
            return Cell(state=kind, text=self.missing[kind])
        units, places = int(self.group_units[row, group]), self.rounding.places
        points = int(self.group_points[row, group])
        return Cell(
            state="scored",
            text=unit_text(units, places),
            mark=self._mark(units),
            points=unit_text(points, places) if self.has_total[row] else NOTHING,
            below_minimum=name in self.below[row],
        )

    def _mark(self, units: int) -> str:
        if units not in self.marks:
            printed = Decimal(units).scaleb(-self.rounding.places)
            self.marks[units] = mark_of(printed, self.sheet.criteria.scale.marks, self.words)
        return self.marks[units]

    def _cell_units(self) -> IntArray:
        cells = self.comparison.cells
        coarse: BoolArray = np.zeros(self.states.shape, dtype=np.bool_)
        limit = SMALL / (cells.whole.unit * 10.0**self.rounding.places)
        for column, place in cells.rated_at.items():
            coarse[:, column] = cells.whole.denominators[self.rows, place] < limit

        def exact(row: int, column: int) -> Fraction:
            return cells.exact(self.rows[row], column) or Fraction(0)

        return round_cells(cells.scores[self.rows], self.rounding, exact, coarse)

    def _group_units(self) -> IntArray:
        names = list(self.sheet.weights.groups)

        @cache
        def scores(row: int) -> dict[str, Fraction]:
            return self.comparison.exact_group_scores(self.rows[row])

        def exact(row: int, group: int) -> Fraction:
            return scores(row)[names[group]]

        return round_cells(self.comparison.group_scores[self.rows], self.rounding, exact)

    def _group_points(self) -> IntArray:
        """Points of each group in units; with the base they add up to the printed total."""
        points = self.comparison.group_points[self.rows]
        places = self.rounding.places
        printed = [self.comparison.total(row) or Decimal(0) for row in self.rows]
        totals = np.array([int(total.scaleb(places)) for total in printed], dtype=np.int64)
        rest = np.where(self.has_total, totals - self.base_units, 0)
        return share_out_rows(np.where(self.has_total[:, None], points, 0.0), rest, places)
