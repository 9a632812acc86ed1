"""The known name somebody probably meant."""

from collections.abc import Iterable

LIKE = 0.6
"""How alike two names must be, 0 to 1."""


def nearest(name: str, known: Iterable[str], like: float = LIKE) -> str:
    """The known name most like this one; empty when none is like it at all."""
    from difflib import get_close_matches  # noqa: PLC0415 - only mistakes need it

    return next(iter(get_close_matches(name, list(known), 1, like)), "")
