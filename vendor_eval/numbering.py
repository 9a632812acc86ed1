"""Numbers of issued documents, as an organisation writes them, such as ``2026-desk-letter-001``."""

from collections.abc import Mapping
from string import Formatter

from vendor_eval.errors import VendorEvalError

PATTERN = "{year}-{evaluation}-{kind}-{number:03d}"
"""Where an organisation has none of its own."""
LONGEST = 80
PLACES: Mapping[str, str | int] = {
    "year": 2026,
    "era_year": 8,
    "evaluation": "desk",
    "kind": "letter",
    "number": 1,
}
"""What a pattern may name, each with an example."""


class NotAPatternError(VendorEvalError):
    """A numbering pattern that cannot be filled or does not tell documents apart."""

    template = (
        "%(pattern)s is no numbering pattern. Write text with the places {year}, {era_year},"
        " {evaluation}, {kind} and {number}; {number} must be there, and {number:03d} makes it"
        " three digits wide."
    )


def require_pattern(pattern: str) -> str:
    """The pattern, when it can be filled.

    Raises:
        NotAPatternError: it names another place, reaches into one, or lacks the number.
    """
    try:
        parts = list(Formatter().parse(pattern))
        names = [name for _text, name, _form, _conversion in parts if name is not None]
        forms = [form or "" for _text, _name, form, _conversion in parts]
        sound = (
            0 < len(pattern) <= LONGEST
            and "number" in names
            and set(names) <= set(PLACES)
            and pattern.isprintable()
            and all(conversion is None for _text, _name, _form, conversion in parts)
            and all(form in {"", "02d", "03d", "04d", "05d", "06d"} for form in forms)
        )
        if sound:
            pattern.format(**PLACES)
            return pattern
    except (ValueError, KeyError, IndexError):
        pass
    raise NotAPatternError(pattern=pattern)


def document_number(pattern: str, *, year: int, evaluation: str, kind: str, number: int) -> str:
    """The number of one document.

    Args:
        pattern: that of the organisation; empty: the program's.
        year: of issue.
        evaluation: its id.
        kind: of the document.
        number: which of the series.

    Raises:
        NotAPatternError: the pattern cannot be filled.
    """
    whole = require_pattern(pattern or PATTERN)
    era_year = year - FIRST_OF_ERA + 1
    return whole.format(
        year=year, era_year=era_year, evaluation=evaluation, kind=kind, number=number
    )


FIRST_OF_ERA = 2019
"""Year one of 令和."""
