"""The record of what was done in an evaluation, as a chain of hashes; pure.

Each act carries the hash of the one before it, so an act that is altered, missing
or out of place is found by anyone who has the record. A record whose last acts were
cut off is still a sound chain: only a head hash that was noted elsewhere, such as on
a printed document, shows that. It proves nothing against someone who can write a
whole new record and was never asked for a head.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from typing import Literal

START = "0" * 64
"""What the first act has for the hash of the one before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One thing somebody did. Everything in it is text, so that it reads the same for ever."""

    number: int
    """From 1, without gaps, in each evaluation."""
    at: str
    """UTC, ISO 8601 with microseconds."""
    who: str
    """Id of the person, such as ``user:3``, or ``system``."""
    name: str
    """What the person was called then."""
    what: str
    """The kind of act, such as ``rating.set``."""
    about: Mapping[str, str] = field(default_factory=dict)
    """What it was done to: ``vendor``, ``criterion``, ``evaluator`` and the like."""
    old: str | None = None
    """As it was; None where there was nothing."""
    new: str | None = None
    reason: str = ""
    previous: str = START
    """Hash of the act before."""


_FIELDS = tuple(each.name for each in fields(Act))


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """Where a record does not hold."""

    number: int
    """Of the act, or of the place where one should be."""
    what: Literal["altered", "missing", "out-of-order", "cut-off"]


def hash_of(act: Act) -> str:
    """SHA-256 over the act as JSON with sorted keys and no spaces, in hex."""
    said = {name: getattr(act, name) for name in _FIELDS} | {"about": dict(act.about)}
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def verify(chain: Iterable[tuple[Act, str]], head: str | None = None) -> list[Break]:
    """Every place where a record does not hold; none when it does.

    Args:
        chain: acts in the order of the record, each with the hash kept beside it.
        head: a hash that must be in it, as printed on a document; an empty record has START.
    """
    breaks: list[Break] = []
    expected, previous, seen = 1, START, {START}
    for act, kept in chain:
        if act.number > expected:
            breaks.append(Break(number=expected, what="missing"))
        elif act.number < expected or act.previous != previous:
            breaks.append(Break(number=act.number, what="out-of-order"))
        if hash_of(act) != kept:
            breaks.append(Break(number=act.number, what="altered"))
        expected, previous = max(expected, act.number) + 1, kept
        seen.add(kept)
    if head is not None and head not in seen:
        breaks.append(Break(number=expected, what="cut-off"))
    return breaks
