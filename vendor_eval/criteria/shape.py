"""The shape of a criteria file: which keys there are and what each may hold.

The one place where keys are listed. Reading, the messages about misspelt keys and the JSON
Schema for editors all follow from it. It is written in the form that pydantic's engine reads,
as plain data, because a sound file is read without loading pydantic: see ``sound``. What one
key means for another is in ``checks``.
"""

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, get_args

from vendor_eval.criteria.model import Flow, Kind, Scope
from vendor_eval.language import N_

if TYPE_CHECKING:
    from pydantic_core import SchemaValidator

Shape = dict[str, Any]
"""A pydantic-core schema."""
Field = dict[str, Any]
"""The schema of one key of a table."""

PRINTABLE = r"[^\x00-\x08\x0B\x0C\x0E-\x1F\x7F]*"
WORDS = rf"^{PRINTABLE}[^\s\x00-\x1F\x7F]{PRINTABLE}$"
"""Not blank, and no control characters: they break databases and paper."""
ID = "^[a-z0-9]+(-[a-z0-9]+)*$"
FLAG = "^[a-z0-9]+([_-][a-z0-9]+)*$"
LANGUAGE = "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
NUMBER = r"^-?[0-9]{1,12}(\.[0-9]{1,12})?$"
DIGEST = "^sha256:[0-9a-f]{64}$"
URL = r"^https?://\S+$"

LARGEST = 10**12
DECIMAL_PLACES = 12
LONGEST_TEXT = 20_000
LONGEST_NAME = 80
MOST = 1_000
"""Entries of one list or table."""
MOST_LEVELS = 101

FLOWS: tuple[str, ...] = get_args(Flow)
SCOPES: tuple[str, ...] = get_args(Scope)
KINDS: tuple[str, ...] = get_args(Kind)
DRIVERS = (
    "abandonment_percent",
    "handling_ratio",
    "occupancy_percent",
    "appointment_percent",
    "held_percent",
)


def needed(shape: Shape, description: str) -> Field:
    """A key that must be there, and what it is for."""
    return _field(shape, description, required=True)


def optional(shape: Shape, description: str) -> Field:
    """A key that may be left out, and what it is for."""
    return _field(shape, description, required=False)


def _field(shape: Shape, description: str, *, required: bool) -> Field:
    metadata = {"pydantic_js_updates": {"description": description}}
    return {
        "type": "typed-dict-field",
        "schema": shape,
        "required": required,
        "metadata": metadata,
    }


def table(fields: Mapping[str, Field]) -> Shape:
    """A TOML table that has these keys and no others."""
    return {"type": "typed-dict", "fields": dict(fields), "extra_behavior": "forbid"}


def _exact(value: object) -> object:
    if type(value) is int:
        # A number of a million digits must not cost the time to convert it.
        return Decimal(max(-LARGEST - 1, min(LARGEST + 1, value)))
    return value


def number(*, above: int | None = None, at_least: int = -LARGEST) -> Shape:
    """A finite decimal within sane limits, never a text that looks like one."""
    decimal = {
        "type": "decimal",
        "strict": True,
        "ge": Decimal(at_least),
        "le": Decimal(LARGEST),
        "decimal_places": DECIMAL_PLACES,
    }
    if above is not None:
        decimal["gt"] = Decimal(above)
    function = {"type": "no-info", "function": _exact}
    return {"type": "function-before", "function": function, "schema": decimal}


def whole(least: int, most: int) -> Shape:
    """A whole number."""
    return {"type": "int", "strict": True, "ge": least, "le": most}


def text(pattern: str = WORDS) -> Shape:
    """A text in quotation marks, not blank."""
    longest = LONGEST_TEXT if pattern in {WORDS, URL} else LONGEST_NAME
    return {"type": "str", "strict": True, "pattern": pattern, "max_length": longest}


def one_of(*values: str | int) -> Shape:
    """One of these words."""
    return {"type": "literal", "expected": list(values)}


def many(shape: Shape, *, least: int = 0, most: int = MOST) -> Shape:
    """A list."""
    limits = {"min_length": least, "max_length": most}
    return {"type": "list", "items_schema": shape, "strict": True, **limits}


def by_key(shape: Shape, pattern: str = ID, **more: Any) -> Shape:
    """A table whose keys the author chooses."""
    keys = {"keys_schema": text(pattern), "values_schema": shape}
    return {"type": "dict", **keys, "strict": True, "max_length": MOST, **more}


def _as_defined(name: str) -> Shape:
    return {"type": "definition-ref", "schema_ref": name}


ANY_NUMBER = number()
POSITIVE = number(above=0)
NOT_NEGATIVE = number(at_least=0)
YES_OR_NO = {"type": "bool", "strict": True}
TEXT = _as_defined("text")
MARK = _as_defined("mark")
BREAKPOINTS = many(many(ANY_NUMBER, least=2, most=2), least=2)

_title = needed(TEXT, N_("Its name, in each language."))
_own_id = needed(text(ID), N_("Stable name: lower case letters, digits, hyphens."))

LEVEL = table({"value": needed(ANY_NUMBER, N_("The rating.")), "title": _title})

SCALE = table(
    {
        "min": needed(ANY_NUMBER, N_("The worst rating.")),
        "max": needed(ANY_NUMBER, N_("The best rating.")),
        "step": needed(POSITIVE, N_("The distance between neighbouring ratings.")),
        "meets": needed(ANY_NUMBER, N_("The rating that means: meets the requirement.")),
        "levels": optional(many(LEVEL, most=MOST_LEVELS), N_("The ratings that have a name.")),
        "only_levels": optional(YES_OR_NO, N_("A rating must be one of the levels.")),
        "marks": optional(
            many(MARK, most=MOST_LEVELS), N_("Signs printed beside the number, highest first.")
        ),
    }
)

ROUNDING = table(
    {
        "places": optional(whole(0, 10), N_("Digits after the decimal point.")),
        "mode": optional(one_of("half-up", "half-even", "down"), N_("What happens to a half.")),
    }
)

RULES = table(
    {
        "out_of": optional(POSITIVE, N_("What a perfect total is called, in points.")),
        "base": optional(NOT_NEGATIVE, N_("Points every vendor that passes has, part of out_of.")),
        "weights": optional(
            one_of("exact", "relative"),
            N_("exact: weights total out_of less base; relative: any positive numbers."),
        ),
        "aggregate": optional(
            one_of("mean", "median", "trimmed-mean"),
            N_("How several evaluators' ratings become one."),
        ),
        "unrated": optional(one_of("exclude", "zero", "refuse"), N_("What a missing rating does.")),
        "rounding": optional(ROUNDING, N_("How numbers are printed.")),
        "rank_on": optional(one_of("exact", "rounded"), N_("Which totals decide ranks and ties.")),
        "ties": optional(
            many(text()),
            N_("Tried in order: group:ID, criterion:ID, quality, cost, first-places, lot."),
        ),
        "minimum_total": optional(NOT_NEGATIVE, N_("Points a vendor must reach.")),
        "below_minimum": optional(
            one_of("flag", "disqualify"), N_("What missing any minimum of this file does.")
        ),
        "practically_equal": optional(
            NOT_NEGATIVE, N_("A lead of up to this many points is not called a win.")
        ),
        "reasons_at": optional(many(ANY_NUMBER), N_("Ratings that need a written reason.")),
        "spread_flag": optional(POSITIVE, N_("Evaluators this far apart on one cell must talk.")),
    }
)

COST_DRIVERS = table(
    {
        driver: optional(text(ID), N_("The measure that feeds this number of the cost formulas."))
        for driver in DRIVERS
    }
)

GROUP = table(
    {
        "id": _own_id,
        "title": _title,
        "weight": optional(
            POSITIVE, N_("Used when the evaluation names no profile; left out, it is 0.")
        ),
        "minimum": optional(ANY_NUMBER, N_("Lowest acceptable score, on the scale.")),
        "weight_band": optional(
            many(NOT_NEGATIVE, least=2, most=2), N_("Lowest and highest weight allowed.")
        ),
    }
)

APPLIES = table(
    {
        "flow": optional(many(one_of(*FLOWS), least=1), N_("Inbound, outbound or both.")),
        "scope": optional(
            many(one_of(*SCOPES), least=1), N_("Activity, department, appointment or several.")
        ),
    }
)

CRITERION = table(
    {
        "id": _own_id,
        "group": needed(text(ID), N_("The id of its group.")),
        "kind": needed(
            one_of(*KINDS), N_("Judged by people, measured, computed from quotations, or a gate.")
        ),
        "title": _title,
        "weight": optional(POSITIVE, N_("Share inside its group; a gate has none.")),
        "definition": optional(TEXT, N_("What exactly is meant.")),
        "evidence": optional(TEXT, N_("What to ask the vendor for.")),
        "anchors": optional(by_key(TEXT, NUMBER), N_("What earns a rating, by rating.")),
        "applies": optional(APPLIES, N_("Where it counts; left out, everywhere.")),
        "not_applicable": optional(
            one_of("exclude", "zero", "neutral"), N_("What the answer na does.")
        ),
        "minimum": optional(ANY_NUMBER, N_("Lowest acceptable score, on the scale.")),
        "sources": optional(many(text(ID)), N_("Ids of sources.")),
        "basis": optional(
            one_of("published", "mixed", "recalled", "design"),
            N_("Where its thresholds come from."),
        ),
        "unit": optional(TEXT, N_("Unit of a measure.")),
        "breakpoints": optional(
            BREAKPOINTS, N_("Pairs of value and score, values rising; linear in between.")
        ),
        "per": optional(
            POSITIVE,
            N_("Of a measure: its value is per times numerator over denominator; left out, 100."),
        ),
        "of": optional(one_of("total", "per-outcome"), N_("Which cost is judged.")),
        "formula": optional(
            one_of("breakpoints", "lowest", "ceiling", "range"),
            N_("How a cost becomes a score."),
        ),
        "against": optional(
            one_of("budget", "target", "ceiling"),
            N_("What a cost is divided by before it meets the breakpoints."),
        ),
        "when": optional(
            text(FLAG), N_("The flag of an evaluation that switches a gate on; left out, always.")
        ),
        "check": optional(one_of("ceiling"), N_("A gate decided from the quotation.")),
    }
)

PROFILE = table(
    {
        "id": _own_id,
        "title": _title,
        "flow": optional(many(one_of(*FLOWS)), N_("Inbound, outbound or both.")),
        "scope": optional(one_of(*SCOPES), N_("What is outsourced.")),
        "weights": needed(by_key(NOT_NEGATIVE), N_("Weight by group; a group not named weighs 0.")),
        "criterion_weights": optional(
            by_key(POSITIVE), N_("Replaces shares of criteria inside their group.")
        ),
    }
)

VARIANT = table(
    {
        "id": _own_id,
        "title": _title,
        "delta": optional(by_key(ANY_NUMBER), N_("Added to the weights of a profile, by group.")),
        "gates_on": optional(many(text(ID)), N_("Gates switched on whatever the flags say.")),
    }
)

SOURCE = table(
    {
        "id": _own_id,
        "title": needed(text(), N_("Its title.")),
        "url": optional(text(URL), N_("Its web address.")),
    }
)

BASED_ON = table(
    {
        "id": needed(text(ID), N_("The id of the set this was copied from.")),
        "version": needed(text(), N_("Its version.")),
        "digest": needed(text(DIGEST), N_("Its digest.")),
    }
)

FILE = table(
    {
        "format": needed(one_of(1), N_("The format of this file: 1.")),
        "id": _own_id,
        "version": needed(text(), N_("Version of these criteria, such as 1.0.0.")),
        "languages": needed(
            many(text(LANGUAGE), least=1, most=20),
            N_("Every text has each of these; the first is the fallback."),
        ),
        "title": _title,
        "description": optional(TEXT, N_("What these criteria are for.")),
        "authors": optional(many(text()), N_("Who wrote them.")),
        "licence": optional(text(), N_("On which terms others may use them.")),
        "based_on": optional(BASED_ON, N_("Where a copy came from.")),
        "scale": needed(SCALE, N_("How ratings are given.")),
        "rules": optional(RULES, N_("The arithmetic everybody agrees on beforehand.")),
        "cost_drivers": optional(COST_DRIVERS, N_("Which measures feed the cost formulas.")),
        "groups": needed(many(GROUP, least=1), N_("Criteria that share one weight.")),
        "criteria": needed(many(CRITERION, least=1), N_("What vendors are judged on.")),
        "profiles": optional(many(PROFILE), N_("Kinds of engagement with their weights.")),
        "variants": optional(many(VARIANT), N_("Industries; they shift a profile's weights.")),
        "sources": optional(many(SOURCE), N_("Where thresholds and ideas were published.")),
    }
)


def file_shape(languages: tuple[str, ...] = ()) -> Shape:
    """The whole file, its texts in exactly these languages; in any when none are named."""
    start = needed(ANY_NUMBER, N_("Printed beside scores from here upwards."))
    words = text()
    if languages:
        named = {code: needed(words, "") for code in languages}
        texts = {**table(named), "ref": "text"}
        mark = {**table({"from": start} | named), "ref": "mark"}
    else:
        texts = by_key(words, LANGUAGE, min_length=1, ref="text")
        more = {"extra_behavior": "allow", "extras_schema": words}
        mark = {**table({"from": start}), **more, "ref": "mark"}
    return {"type": "definitions", "schema": FILE, "definitions": [texts, mark]}


@cache
def validator(languages: tuple[str, ...] = ()) -> "SchemaValidator":
    """Reports every key that is missing, unknown or of the wrong form, all at once."""
    from pydantic_core import SchemaValidator  # noqa: PLC0415 - see the module

    shape: Any = file_shape(languages)
    return SchemaValidator(shape)


def shape_at(path: tuple[str | int, ...], languages: tuple[str, ...]) -> Any:
    """What is expected at one place of the file, which must be a known one."""
    file = file_shape(languages)
    texts = {shape["ref"]: shape for shape in file["definitions"]}
    shape = file["schema"]
    for part in path:
        match shape["type"]:
            case "typed-dict":
                shape = shape["fields"][part]["schema"]
            case "list":
                shape = shape["items_schema"]
            case "dict":
                shape = shape["values_schema"]
        if shape["type"] == "definition-ref":
            shape = texts[shape["schema_ref"]]
    return shape
