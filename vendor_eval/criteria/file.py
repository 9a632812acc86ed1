"""Reading a criteria file. Trusts nothing in it and reports every mistake with its line."""

import re
import tomllib
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from itertools import chain, islice
from pathlib import Path
from typing import Any

from vendor_eval.criteria.build import build_criteria
from vendor_eval.criteria.checks import find_contradictions
from vendor_eval.criteria.mistakes import Mistake, one_line, spell
from vendor_eval.criteria.model import CriteriaSet
from vendor_eval.criteria.shape import LANGUAGE
from vendor_eval.criteria.sound import DoubtError, read_sound
from vendor_eval.criteria.structure import judge
from vendor_eval.errors import InvalidFilesError, Problem
from vendor_eval.language import N_

LARGEST_FILE = 1_000_000
"""Bytes; the default set has about a ninth of it."""
MOST_POINTS_IN_A_LINE = 100
"""Reading a key such as ``a.a.a`` takes the square of its length."""
MOST_PROBLEMS = 500
"""Enough for anybody; looking for the word that was meant takes time."""


UNREADABLE: dict[type[OSError], tuple[str, str]] = {
    FileNotFoundError: (N_("there is no such file"), N_("check its name and folder")),
    IsADirectoryError: (N_("this is a folder"), N_("name the criteria.toml in it")),
    OSError: (N_("the file cannot be read"), N_("check that you have the right to read it")),
}


def default_criteria_path() -> Path:
    """The criteria a new evaluation starts with: in the package, or beside it in a checkout."""
    package = Path(__file__).parents[1]
    inside = package / "criteria.toml"
    return inside if inside.exists() else package.parent / "criteria.toml"


def load_criteria(path: Path) -> CriteriaSet:
    """Read a criteria file from disk.

    Raises:
        InvalidFilesError: the file cannot be opened, or anything in it is wrong.
    """
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise InvalidFilesError([_too_large(str(path))])
        content = path.read_bytes()
    except OSError as error:
        what, cure = UNREADABLE.get(type(error), UNREADABLE[OSError])
        raise InvalidFilesError([Problem(str(path), "", what, cure)]) from error
    return parse_criteria(content, str(path))


def parse_criteria(text: str | bytes, name: str) -> CriteriaSet:
    """Read the text of a criteria file.

    Args:
        text: UTF-8, with or without a byte order mark.
        name: what the file is called in messages.

    Raises:
        InvalidFilesError: anything in it is wrong; holds every mistake found.
    """
    try:
        return _parse(_decode(text, name), name)
    except RecursionError as error:
        raise InvalidFilesError([_too_deep(name)]) from error


def _parse(text: str, name: str) -> CriteriaSet:
    document = _read_toml(text, name)
    languages = _languages(document)
    mistakes: list[Mistake] = []
    try:
        sound = read_sound(document, languages)
    except DoubtError:
        sound, mistakes = judge(document, languages, MOST_PROBLEMS + 1)
    if len(mistakes) > MOST_PROBLEMS:
        raise InvalidFilesError(_problems(mistakes, document, text, name))
    broken = frozenset(mistake.path for mistake in mistakes)
    found = list(islice(chain(mistakes, find_contradictions(sound, broken)), MOST_PROBLEMS + 1))
    if found:
        raise InvalidFilesError(_problems(found, document, text, name))
    return build_criteria(sound)


def _languages(document: dict[str, Any]) -> tuple[str, ...]:
    codes = document.get("languages")
    if not isinstance(codes, list) or not codes:
        return ()
    sound = all(isinstance(code, str) and re.fullmatch(LANGUAGE, code) for code in codes)
    return tuple(codes) if sound else ()


def _problems(
    mistakes: list[Mistake], document: dict[str, Any], text: str, name: str
) -> Iterator[Problem]:
    from vendor_eval.criteria.lines import find_lines, line_of  # noqa: PLC0415 - rarely needed

    lines = find_lines(text)
    placed = [(line_of(mistake.path, lines), mistake) for mistake in mistakes]
    for line, mistake in sorted(placed[:MOST_PROBLEMS], key=lambda pair: pair[0]):
        where = spell(mistake.path, document)
        yield Problem(f"{name}:{line}", where, mistake.what, mistake.cure, mistake.values)
    if len(placed) > MOST_PROBLEMS:
        what = N_("there are more mistakes than are listed")
        yield Problem(name, "", what, N_("correct these first, then check again"))


# --- from bytes to tables ----------------------------------------------------------------


def _too_large(name: str) -> Problem:
    what = N_("the file is larger than %(limit)s MB")
    cure = N_("give the program a criteria file")
    return Problem(name, "", what, cure, {"limit": LARGEST_FILE // 1_000_000})


def _too_deep(name: str) -> Problem:
    what = N_("a value is too long or too deeply nested")
    return Problem(name, "", what, N_("remove what does not belong to the criteria"))


FORMATS = {b"PK": "ZIP, XLSX", b"%PDF": "PDF", b"{": "JSON", b"<": "HTML, XML"}


def _decode(text: str | bytes, name: str) -> str:
    content = text.encode(errors="surrogatepass") if isinstance(text, str) else text
    if len(content) > LARGEST_FILE:
        raise InvalidFilesError([_too_large(name)])
    start = content.removeprefix(b"\xef\xbb\xbf").lstrip()
    for mark, kind in FORMATS.items():
        if start.startswith(mark):
            what = N_("this is not a criteria file but another format (%(format)s)")
            cure = N_("give the program a criteria.toml")
            raise InvalidFilesError([Problem(f"{name}:1", "", what, cure, {"format": kind})])
    try:
        decoded = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        what = N_("the text is not UTF-8")
        cure = N_("save the file as UTF-8 in your editor")
        raise InvalidFilesError([Problem(f"{name}:{line}", "", what, cure)]) from error
    if not decoded.strip():
        what = N_("the file is empty")
        cure = N_("start from a copy of the default criteria.toml")
        raise InvalidFilesError([Problem(f"{name}:1", "", what, cure)])
    return decoded


def _number(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        return Decimal("inf")


def _read_toml(text: str, name: str) -> dict[str, Any]:
    for line, content in enumerate(text.split("\n"), start=1):
        if content.count(".") > MOST_POINTS_IN_A_LINE:
            what = N_("the line is too long")
            cure = N_("spread it over several lines")
            raise InvalidFilesError([Problem(f"{name}:{line}", "", what, cure)])
    try:
        return tomllib.loads(text, parse_float=_number)
    except tomllib.TOMLDecodeError as error:
        raise InvalidFilesError([_not_toml(str(error), text, name)]) from error
    except ValueError as error:  # Python refuses to read a number of thousands of digits
        raise InvalidFilesError([_too_deep(name)]) from error


TOML_MISTAKES = (
    (
        r"twice|overwrite|Duplicate|redefine|mutate",
        N_("a key or heading is there twice"),
        N_("delete one of the two"),
    ),
    (
        r"Unterminated|Illegal character|invalid character",
        N_("a text has no end, or holds a character that is not allowed"),
        N_('close the text with the mark it began with: "…" on one line, """…""" over several'),
    ),
    (
        r"Unescaped|hex value|Escaped character",
        N_("a backslash in a text is followed by something unknown"),
        N_("write two backslashes for one"),
    ),
    (
        r"Unclosed array",
        N_("a list has no end"),
        N_("put commas between its entries and a square bracket at its end"),
    ),
    (
        r"Unclosed inline table",
        N_("a table in braces has no end on its line"),
        N_("put commas between its keys and a brace at its end, all on one line"),
    ),
    (
        r"Expected '='",
        N_("there is no equals sign after the key"),
        N_("write key = value"),
    ),
    (
        r"end of a table|end of an array|Expected ']",
        N_("the heading is not closed"),
        N_("write [name] or [[name]] on a line of its own"),
    ),
    (
        r"Expected newline",
        N_("something follows the value on the same line"),
        N_("put each key on its own line, and texts in quotation marks"),
    ),
    (
        r"Invalid value|date",
        N_("the value is not one TOML knows"),
        N_("write a number, or a text in quotation marks"),
    ),
)


def _not_toml(message: str, text: str, name: str) -> Problem:
    """The first place TOML cannot read; what comes after it is read once it is corrected."""
    found = re.search(r"\(at line (\d+), column \d+\)$", message)
    line = int(found[1]) if found else text.rstrip().count("\n") + 1
    what, cure = next(
        (saying for pattern, *saying in TOML_MISTAKES if re.search(pattern, message)),
        (N_("this is not TOML (%(detail)s)"), N_("correct this line, then check again")),
    )
    content = text.split("\n")[line - 1].strip()
    return Problem(f"{name}:{line}", one_line(content), what, cure, {"detail": message})
