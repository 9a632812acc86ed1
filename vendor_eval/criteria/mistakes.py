"""A mistake in a criteria file before its line is known, and how places are spelled."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

Path = tuple[str | int, ...]
"""Keys and positions (from 0) that lead to one place of the file."""

LONGEST_SHOWN = 60
MOST_COMPARED = 200
"""Names that are compared with a misspelt one; a hostile file must not take long."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong at one place of the file and what to do about it."""

    path: Path
    what: str
    """Template of what is wrong."""
    cure: str
    """Template of what to do."""
    values: Mapping[str, object] = field(default_factory=dict)


def shown(value: object) -> str:
    """A value as the file spells it, on one line and not too long."""
    if isinstance(value, int) and not isinstance(value, bool):
        # Python refuses to print a number of very many digits.
        return plain(Decimal(value)) if abs(value) < 10**LONGEST_SHOWN else "…"
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, str):
        return f'"{one_line(value)}"'
    words = {dict: "{ … }", list: "[ … ]", bool: str(value).lower()}
    return words.get(type(value)) or one_line(str(value))


def one_line(text: str) -> str:
    """A text without line ends and control characters, cut where it gets long."""
    printable = "".join(char if char.isprintable() else "�" for char in text[:LONGEST_SHOWN])
    return printable if len(text) <= LONGEST_SHOWN else printable + "…"


def plain(number: Decimal) -> str:
    """The shortest decimal text of a number: no exponent, no trailing zeros, no -0."""
    if not number.is_finite() or abs(number.adjusted()) > LONGEST_SHOWN:
        return str(number).lower().replace("infinity", "inf")
    text = f"{number:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def spell(path: Path, document: object) -> str:
    """A place as people find it: ``criteria.train-hours.breakpoints[3]``."""
    spelled = ""
    for part in path:
        if isinstance(part, int):
            document = _item(document, part)
            name = document.get("id") if isinstance(document, dict) else None
            named = isinstance(name, str) and name
            spelled += f".{one_line(str(name))}" if named else f"[{part + 1}]"
        else:
            document = document.get(part) if isinstance(document, dict) else None
            spelled += f".{one_line(part)}" if spelled else one_line(part)
    return spelled


def _item(document: object, position: int) -> object:
    if isinstance(document, list) and position < len(document):
        return document[position]
    return None


def nearest(name: str, known: Collection[str]) -> str:
    """The known name that was probably meant; empty when none is close."""
    from difflib import get_close_matches  # noqa: PLC0415 - a sound file needs none of it

    compared = list(known)[:MOST_COMPARED]
    return "".join(get_close_matches(name[:LONGEST_SHOWN], compared, n=1, cutoff=0.6))
