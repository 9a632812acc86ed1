"""CSV files as rows of named cells: the text, its columns, its lines; nothing of what they mean.

UTF-8 with or without a byte order mark, or CP932 as Excel in Japan writes it. Columns
stand in any order, spaces around a cell and empty rows and columns do not matter.

A spreadsheet runs text that begins with ``=``, ``+``, ``-`` or ``@`` as a formula. On
writing, such a text gets an apostrophe before it (see ``escaped``); reading takes exactly
that apostrophe away again, so a text survives the way out and back unchanged. Numbers are
written as they are: -5 stays a number.
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from vendor_eval.criteria.mistakes import shown
from vendor_eval.errors import Problem
from vendor_eval.exchange.findings import Findings
from vendor_eval.exchange.nearest import nearest
from vendor_eval.exchange.numbers import half_width
from vendor_eval.language import N_

LONGEST_CELL = 20_000
"""Characters."""
MOST_COLUMNS = 200

CONTROL = re.compile(r"[\x00-\x08\x0B\x0C\x0E-\x1F\x7F]")
FORMULA = re.compile(r"'*[=+\-@\t\r＝＋－＠]")
"""What a spreadsheet may run, and what looks like it was escaped before."""
ESCAPED = re.compile(r"'+[=+\-@\t\r＝＋－＠]")

OTHER_FORMATS = {
    b"PK\x03\x04": "Excel, ZIP",
    b"\xd0\xcf\x11\xe0": "Excel 97",
    b"%PDF": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
}
NO_HEAD = N_("write the column names in the first row, or delete the file")
SAVE_AS_CSV = N_("save it in the spreadsheet as CSV (UTF-8), with commas between the columns")


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """What the columns of a file may be called."""

    required: tuple[str, ...]
    either: tuple[tuple[str, ...], ...] = ()
    """At least one of these sets must be there."""
    optional: tuple[str, ...] = ()
    further: bool = False
    """Columns of any other name are kept without a warning."""

    @property
    def known(self) -> tuple[str, ...]:
        """All of them, in the order a file is written in."""
        return (*self.required, *(name for names in self.either for name in names), *self.optional)


@dataclass(frozen=True, slots=True)
class Row:
    """One row with a cell for each column; empty cells are empty texts."""

    line: int
    cells: Mapping[str, str]


def escaped(text: str) -> str:
    """A text as a cell no spreadsheet will run."""
    return f"'{text}" if FORMULA.match(text) else text


def unescaped(cell: str) -> str:
    """What ``escaped`` was given."""
    return cell[1:] if ESCAPED.match(cell) else cell


def format_rows(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """CSV that spreadsheets open rightly: UTF-8 with a byte order mark, rows end in CR LF."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return buffer.getvalue().encode("utf-8-sig")


def read_rows(name: str, content: bytes, columns: Columns, findings: Findings) -> list[Row] | None:
    """The rows of a CSV file.

    Returns:
        None when the file cannot be read as a table with these columns; ``findings`` says why.
    """
    text = decode(name, content, findings)
    if text is None:
        return None
    records = read_records(name, text, findings)
    if not records:
        return None
    (line, header), *rest = records
    places = _places(name, line, header, columns, findings)
    if places is None:
        return None
    return [_row(name, line, record, places, findings) for line, record in rest]


def decode(
    name: str, content: bytes, findings: Findings, *, empty: str = NO_HEAD, save: str = SAVE_AS_CSV
) -> str | None:
    """The text of a file in UTF-8 or CP932; None where it is none, with the reason noted.

    Args:
        name: of the file.
        content: its bytes.
        findings: where to note what is wrong.
        empty: what to do about a file without anything in it.
        save: how to save the file rightly.
    """
    for mark, kind in OTHER_FORMATS.items():
        if content.startswith(mark):
            what = N_("this is not CSV but another format (%(format)s)")
            findings.add(Problem(name, "", what, save, {"format": kind}))
            return None
    if not content.removeprefix(b"\xef\xbb\xbf").strip():
        what = N_("the file is empty")
        findings.add(Problem(f"{name}:1", "", what, empty))
        return None
    for encoding in ("utf-8-sig", "cp932"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    what = N_("this is not text in UTF-8 or CP932 (Shift_JIS)")
    findings.add(Problem(name, "", what, save))
    return None


def read_records(name: str, text: str, findings: Findings) -> list[tuple[int, list[str]]]:
    """Rows that are not empty, each with the line it begins in."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, skipinitialspace=True)
    records = []
    line = 1
    try:
        for record in reader:
            cells = [cell.strip() for cell in record]
            if any(cells):
                records.append((line, cells))
            line = reader.line_num + 1
    except csv.Error:
        what = N_("a quotation mark is not closed, or text follows a closed one")
        cure = N_('put the whole cell in quotation marks and write "" for one inside it')
        findings.add(Problem(f"{name}:{line}", "", what, cure))
        return []
    return records


def _places(
    name: str, line: int, header: list[str], columns: Columns, findings: Findings
) -> list[str | None] | None:
    """The column name at each place: empty without one, None where it is not read.

    Returns:
        None altogether when a column that must be there is missing.
    """
    names = [_column(cell, columns) for cell in header]
    place = f"{name}:{line}"
    for twice in sorted({title for title in names if title and names.count(title) > 1}):
        what, cure = N_("the column is there twice"), N_("delete one of the two")
        findings.add(Problem(place, twice, what, cure))
    if len(names) > MOST_COLUMNS:
        what, cure = N_("more than %(limit)d columns"), N_("delete columns")
        findings.add(Problem(place, "", what, cure, {"limit": MOST_COLUMNS}))
        return None
    unknown = [title for title in names if title and title not in columns.known]
    missing = _missing(names, columns)
    if missing and len(header) == 1 and re.search(r"[;\t]", header[0]):
        what = N_("the columns are not separated by commas")
        findings.add(Problem(place, "", what, SAVE_AS_CSV))
        return None
    for title in missing:
        _tell_missing(place, title, unknown, findings)
    if missing:
        return None
    if columns.further:
        return list(names)
    for title in unknown:
        near = nearest(title, [known for known in columns.known if known not in names])
        findings.warn("unknown-column", f"{place}: {title}" + (f" ({near}?)" if near else ""))
    return [None if title in unknown else title for title in names]


def _column(cell: str, columns: Columns) -> str:
    name = half_width(cell).lower()
    return name if name in columns.known else unescaped(cell)


def _missing(names: Sequence[str], columns: Columns) -> list[str]:
    missing = [title for title in columns.required if title not in names]
    if columns.either and not any(set(wanted) <= set(names) for wanted in columns.either):
        closest = max(
            columns.either, key=lambda wanted: len(set(wanted) & set(names)) / len(wanted)
        )
        missing += [title for title in closest if title not in names]
    return missing


def _tell_missing(place: str, title: str, unknown: list[str], findings: Findings) -> None:
    near = nearest(title, unknown)
    cure = N_("add the column to the first row")
    if near:
        cure = N_("rename the column %(near)s, or add the column to the first row")
    what = N_("the column %(column)s is missing")
    findings.add(Problem(place, "", what, cure, {"column": title, "near": near}))


def _row(
    name: str, line: int, record: list[str], places: list[str | None], findings: Findings
) -> Row:
    cells = {}
    for place, cell in enumerate(record):
        title = places[place] if place < len(places) else ""
        if not cell or title is None:
            continue
        if not title:
            _tell_outside(name, line, cell, findings)
        elif not cell.isprintable() or len(cell) > LONGEST_CELL:
            _check_text(name, line, title, cell, findings)
        cells[title] = unescaped(cell)
    return Row(line, cells)


def _tell_outside(name: str, line: int, cell: str, findings: Findings) -> None:
    what = N_("%(value)s stands outside the columns")
    cure = N_("put a text with commas in quotation marks, or give its column a name")
    findings.add(Problem(f"{name}:{line}", "", what, cure, {"value": shown(cell)}))


def _check_text(name: str, line: int, title: str, cell: str, findings: Findings) -> None:
    if CONTROL.search(cell):
        what, cure = N_("the text holds a control character"), N_("delete it")
        findings.add(Problem(f"{name}:{line}", title, what, cure))
    if len(cell) > LONGEST_CELL:
        what = N_("the text is longer than %(limit)s characters")
        findings.add(
            Problem(f"{name}:{line}", title, what, N_("shorten it"), {"limit": LONGEST_CELL})
        )
