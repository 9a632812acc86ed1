"""What small files without a case have in common: bytes within limits, ids that are new."""

from pathlib import Path

from vendor_eval.criteria.mistakes import shown
from vendor_eval.errors import InvalidFilesError, Problem
from vendor_eval.exchange.csv_rows import SAVE_AS_CSV, decode, read_records
from vendor_eval.exchange.files import read_limited
from vendor_eval.exchange.findings import Findings
from vendor_eval.exchange.numbers import half_width
from vendor_eval.language import N_

LONGEST_ID = 200


def read_content(path: Path) -> bytes:
    """The bytes of a file.

    Raises:
        InvalidFilesError: it cannot be read.
        TooLargeError: it is longer than this program reads.
    """
    try:
        with path.open("rb") as file:
            return read_limited(file, path.name)
    except OSError as error:
        what = N_("this cannot be read (%(reason)s)")
        cure = N_("check the path and your right to read it")
        reason = {"reason": error.strerror or "?"}
        raise InvalidFilesError([Problem(str(path), "", what, cure, reason)]) from error


def require_sound(findings: Findings) -> None:
    """Raise everything that was found wrong.

    Raises:
        InvalidFilesError: something was.
    """
    if findings.problems:
        raise InvalidFilesError(findings.problems)


def read_grid(
    name: str, content: bytes, empty: str, findings: Findings
) -> tuple[int, list[str], list[tuple[int, list[str]]]]:
    """A table with ids in its first row and first column.

    Returns:
        The line of the first row, its cells after the first one, and the rows below, each with
        its line; no cells when this is no table, and ``findings`` says why.
    """
    text = decode(name, content, findings, empty=empty)
    records = read_records(name, text, findings) if text is not None else []
    if not records:
        return 1, [], []
    (line, head), *rows = records
    while len(head) > 1 and not head[-1]:
        head = head[:-1]
    if len(head) == 1 and any(mark in head[0] for mark in ";\t"):
        what = N_("the columns are not separated by commas")
        findings.add(Problem(f"{name}:{line}", "", what, SAVE_AS_CSV))
        return line, [], []
    return line, [half_width(each) for each in head[1:]], rows


def new_id(place: str, text: str, seen: dict[str, int], line: int, findings: Findings) -> str:
    """An id that is new; an empty text where it cannot be used."""
    values = {"id": shown(text), "line": seen.get(text, line)}
    if not text:
        what, cure = N_("an id is missing"), N_("write the id, or delete what stands beside it")
    elif not text.isprintable() or len(text) > LONGEST_ID:
        what = N_("%(id)s cannot be an id")
        cure = N_("write at most 200 characters, none of them a control character")
    elif text in seen:
        what = N_("the id %(id)s is there twice, first in line %(line)d")
        cure = N_("delete one of the two, or rename it")
    else:
        seen[text] = line
        return text
    findings.add(Problem(place, "", what, cure, values))
    return ""
