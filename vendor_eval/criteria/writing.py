"""Writing a criteria set as a criteria file: every key in the order of the format, no comments.

What people write keeps its comments elsewhere; this is for sets that have no text yet.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from decimal import Decimal

from vendor_eval.criteria.mistakes import plain
from vendor_eval.criteria.model import (
    CriteriaSet,
    Criterion,
    Group,
    Profile,
    Rules,
    Scale,
    Source,
    Variant,
)

Line = str | None
"""None for a key that is left out."""


def format_criteria(criteria: CriteriaSet) -> str:
    """The text of a file that reads as this set."""
    blocks = [
        _head(criteria),
        _scale(criteria.scale),
        _rules(criteria.rules),
        _block("[cost_drivers]", (_pair(*item) for item in criteria.cost_drivers.items())),
        *(_group(group) for group in criteria.groups),
        *(_criterion(criterion) for criterion in criteria.criteria),
        *(_profile(profile) for profile in criteria.profiles),
        *(_variant(variant) for variant in criteria.variants),
        *(_source(source) for source in criteria.sources),
    ]
    return "\n".join(block for block in blocks if block)


def _block(heading: str, lines: Iterator[Line]) -> str:
    given = [line for line in lines if line is not None]
    return "\n".join([heading, *given, ""]) if given else ""


def _pair(key: str, value: object) -> Line:
    """A line of a table; None where there is nothing to say."""
    if value is None or value in ((), {}):
        return None
    return f"{_key(key)} = {_value(value)}"


def _key(key: str) -> str:
    plain_key = key.isascii() and key.replace("-", "").replace("_", "").isalnum()
    return key if plain_key else _text(key)


def _text(text: str) -> str:
    # TOML has the escapes of JSON; only DEL must be escaped in one and not in the other.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _value(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case str():
            return _text(value)
        case Decimal():
            return plain(value)
        case tuple():
            return "[" + ", ".join(_value(item) for item in value) + "]"
        case Mapping():
            pairs = (f"{_key(str(key))} = {_value(item)}" for key, item in value.items())
            return "{ " + ", ".join(pairs) + " }"
    return str(value)


def _head(criteria: CriteriaSet) -> str:
    origin = criteria.based_on
    lines = [
        _pair("id", criteria.id),
        _pair("version", criteria.version),
        _pair("languages", criteria.languages),
        _pair("title", criteria.title),
        _pair("description", criteria.description),
        _pair("authors", criteria.authors),
        _pair("licence", criteria.licence),
        _pair("based_on", origin and asdict(origin)),
    ]
    return _block("format = 1", iter(lines))


def _scale(scale: Scale) -> str:
    levels = tuple({"value": level.value, "title": level.title} for level in scale.levels)
    marks = tuple({"from": mark.start, **mark.signs} for mark in scale.marks)
    lines = [
        _pair("min", scale.min),
        _pair("max", scale.max),
        _pair("step", scale.step),
        _pair("meets", scale.meets),
        _pair("levels", levels),
        _pair("only_levels", scale.only_levels),
        _pair("marks", marks),
    ]
    return _block("[scale]", iter(lines))


def _rules(rules: Rules) -> str:
    rounding = {"places": rules.rounding.places, "mode": rules.rounding.mode}
    names = (name for name in Rules.__dataclass_fields__ if name != "rounding")
    lines = [*(_pair(name, getattr(rules, name)) for name in names), _pair("rounding", rounding)]
    return _block("[rules]", iter(lines))


def _fields(entry: Group | Criterion | Profile | Variant | Source, *apart: str) -> Iterator[Line]:
    """Keys that bear the names of the fields."""
    names = (name for name in type(entry).__dataclass_fields__ if name not in apart)
    return (_pair(name, getattr(entry, name)) for name in names)


def _group(group: Group) -> str:
    return _block("[[groups]]", _fields(group))


def _criterion(criterion: Criterion) -> str:
    applies = {
        key: value
        for key, value in (("flow", criterion.flow), ("scope", criterion.scope))
        if value is not None
    }
    anchors = {plain(rating): text for rating, text in criterion.anchors.items()}
    lines = [
        *_fields(criterion, "flow", "scope", "anchors"),
        _pair("anchors", anchors),
        _pair("applies", applies),
    ]
    return _block("[[criteria]]", iter(lines))


def _profile(profile: Profile) -> str:
    weights = f"weights = {_value(profile.weights)}"
    return _block("[[profiles]]", iter([*_fields(profile, "weights"), weights]))


def _variant(variant: Variant) -> str:
    return _block("[[variants]]", _fields(variant))


def _source(source: Source) -> str:
    return _block("[[sources]]", _fields(source))
