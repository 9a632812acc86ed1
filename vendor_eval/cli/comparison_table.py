"""A comparison as lines for a terminal of any width, in either language.

Signs such as ◎ are left to page and paper: terminals do not agree how wide they are.
"""

from collections.abc import Iterator, Sequence

from vendor_eval.cli.text_columns import GAP, cut, head, table, width, wrap
from vendor_eval.reports.contents import Contents
from vendor_eval.reports.matrix import GroupRow, Matrix, MatrixColumn, matrix_parts
from vendor_eval.reports.ranking import RankingRow
from vendor_eval.reports.wording import NOTHING, Wording

NARROWEST = 60
"""Columns; a table that has less room may be wider than its terminal."""
WIDEST_ID = 12
"""Columns of a vendor's id above its points."""
BELOW = "*"
"""After points of a group that misses its minimum."""


def draw_comparison(contents: Contents, columns: int, verdict: Sequence[str]) -> Iterator[str]:
    """Lines of the comparison.

    Args:
        contents: what is said.
        columns: how wide the terminal is.
        verdict: sentences on how firm it is; the last lines.
    """
    words = Wording(contents.language)
    columns = max(columns, NARROWEST)
    yield from wrap(contents.title, columns)
    criteria = contents.criteria
    line = f"{criteria.title} {criteria.version} ({criteria.short_digest})"
    yield from wrap(line, columns)
    yield ""
    for sentence in contents.conclusion:
        yield from wrap(sentence, columns)
    if contents.ranking.ranked:
        yield ""
        yield from _ranking(contents, columns, words)
    yield from _points(contents, columns, words)
    yield from _outsiders(contents, columns)
    yield from _remarks(contents, columns, words)
    if contents.ranking.ranked:
        yield ""
        yield from wrap(words.sentences(verdict), columns)


def _ranking(contents: Contents, columns: int, words: Wording) -> Iterator[str]:
    _, ranking = words.gettext, contents.ranking
    heads = [
        head(_("Rank")),
        head(_("Total")),
        head(_("Gap")),
        head(_("Coverage")),
        [*head(_("Total cost")), f"({ranking.currency_unit})"],
        head(_("Cost per %(outcome)s", outcome=ranking.outcome)),
        head(_("Vendor")),
    ]
    rows = [[*_figures(row), f"{row.name} ({row.vendor_id})"] for row in ranking.ranked]
    yield from table(heads, rows, columns, range(len(heads) - 1))


def _figures(row: RankingRow) -> list[str]:
    cells = (
        row.rank_text,
        row.total_text,
        row.gap_text,
        row.coverage_text,
        row.cost_total,
        row.per_outcome,
    )
    return [dash(cell) for cell in cells]


def dash(text: str) -> str:
    """The sign for nothing as every terminal shows it."""
    return "-" if text == NOTHING else text


def _points(contents: Contents, columns: int, words: Wording) -> Iterator[str]:
    """Groups down, vendors across; as many tables as the terminal is too narrow for."""
    if not contents.matrix.columns:
        return
    weight = head(words.gettext("Weight, %%") % ())
    room = columns - len(GAP) - max(map(width, (*weight, contents.matrix.weight_total)))
    for matrix in matrix_parts(contents.matrix, _most(contents.matrix, room)):
        heads = [
            [words.gettext("Points")],
            weight,
            *map(_head, matrix.columns),
        ]
        rows = list(_rows(matrix, _titles(matrix, room), words))
        yield ""
        yield from table(heads, rows, columns, range(1, len(heads)))


def _vendor_columns(matrix: Matrix) -> int:
    """How wide the widest column of a vendor is, with the gap before it."""
    heads = [width(text) for each in matrix.columns for text in (*_head(each), each.total)]
    cells = [
        width(_cell(group, at)) for group in matrix.groups for at in range(len(matrix.columns))
    ]
    return max([*heads, *cells]) + len(GAP)


def _most(matrix: Matrix, room: int) -> int:
    """How many vendors fit beside titles of a third of the room."""
    return max(1, (room - room // 3) // _vendor_columns(matrix))


def _titles(matrix: Matrix, room: int) -> list[str]:
    """Titles of groups, cut to what the vendors leave of the room."""
    taken = len(matrix.columns) * _vendor_columns(matrix)
    return [cut(group.title, max(room // 3, room - taken)) for group in matrix.groups]


def _rows(matrix: Matrix, titles: list[str], words: Wording) -> Iterator[list[str]]:
    across = range(len(matrix.columns))
    for title, group in zip(titles, matrix.groups, strict=True):
        yield [title, group.weight, *(_cell(group, at) for at in across)]
    if matrix.base:
        yield [words.gettext("Base points"), "", *(matrix.base for _at in across)]
    totals = (dash(each.total) for each in matrix.columns)
    yield [words.gettext("Total"), matrix.weight_total, *totals]


def _head(column: MatrixColumn) -> list[str]:
    """A vendor above its points: its rank, if it has one, and its id."""
    rank = column.rank if column.status == "ranked" else "-"
    return [rank, cut(column.vendor_id, WIDEST_ID)]


def _cell(group: GroupRow, at: int) -> str:
    cell = group.cells[at]
    text = dash(cell.points) if cell.state == "scored" else cell.text
    return text + BELOW if cell.below_minimum else text


def _outsiders(contents: Contents, columns: int) -> Iterator[str]:
    """Vendors without a rank, by status, each with its reasons."""
    status = ""
    for vendor in contents.outsiders:
        if vendor.status_text != status:
            status = vendor.status_text
            yield from ("", status)
        total = "" if vendor.total_text == NOTHING else f" {vendor.total_text}"
        yield from wrap(f"{vendor.name} ({vendor.vendor_id}){total}", columns, GAP)
        for reason in vendor.reasons:
            yield from wrap(reason, columns, GAP * 2)


def _remarks(contents: Contents, columns: int, words: Wording) -> Iterator[str]:
    """Missed minimums and how ties were broken."""
    below = [row for row in contents.ranking.rows if row.below_minimum]
    if below:
        yield from ("", f"{words.gettext('Below a minimum:')} {BELOW}")
        for row in below:
            text = f"{row.name} ({row.vendor_id}): {words.listed(row.below_minimum)}"
            yield from wrap(text, columns, GAP)
    if contents.ties:
        yield from ("", words.gettext("Ties"))
        for tie in contents.ties:
            yield from wrap(tie, columns, GAP)
