"""Plain data as TOML: what evaluation.toml is written with."""

import json
from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal

LONGEST = 100
"""Digits of a number that are written out."""


def format_pairs(pairs: Mapping[str, object]) -> str:
    """A line for each key that has a value."""
    return "".join(f"{format_key(key)} = {format_value(value)}\n" for key, value in pairs.items())


def format_key(key: str) -> str:
    """A key, in quotation marks where it needs them."""
    bare = key.isascii() and key.replace("-", "").replace("_", "").isalnum()
    return key if bare else format_text(key)


def format_text(text: str) -> str:
    """A text on one line. TOML has the escapes of JSON, and DEL must be escaped too."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def format_value(value: object) -> str:
    """A value on one line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | Decimal):
        return format_number(Decimal(value))
    if isinstance(value, Mapping):
        pairs = (f"{format_key(str(key))} = {format_value(item)}" for key, item in value.items())
        return "{ " + ", ".join(pairs) + " }" if value else "{}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(format_value, value)) + "]"
    # datetime is a date, too.
    return value.isoformat() if isinstance(value, date | time) else format_text(str(value))


def format_number(number: Decimal) -> str:
    """A number in digits, as TOML wants it."""
    if number.is_nan():
        return "nan"
    if number.is_infinite():
        return "inf" if number > 0 else "-inf"
    # The digits of 1e999999999 would fill the memory.
    return f"{number:f}" if abs(number.adjusted()) < LONGEST else f"{number:E}"
