"""From the tables of a sound criteria file to frozen values, defaults filled in."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from vendor_eval.criteria.model import (
    BasedOn,
    CriteriaSet,
    Criterion,
    Group,
    Level,
    Mark,
    Profile,
    Rounding,
    Rules,
    Scale,
    Source,
    Variant,
)

Table = Mapping[str, Any]


def build_criteria(document: Table) -> CriteriaSet:
    """The set a document describes that ``shape`` and ``checks`` have found sound."""
    return CriteriaSet(
        **_frozen(document, "format", "based_on", *BUILDERS, "scale", "rules"),
        based_on=BasedOn(**document["based_on"]) if "based_on" in document else None,
        scale=_scale(document["scale"]),
        rules=_rules(document.get("rules", {})),
        groups=tuple(Group(**_frozen(entry)) for entry in document["groups"]),
        criteria=tuple(_criterion(entry) for entry in document["criteria"]),
        profiles=tuple(Profile(**_frozen(entry)) for entry in document.get("profiles", ())),
        variants=tuple(Variant(**_frozen(entry)) for entry in document.get("variants", ())),
        sources=tuple(Source(**_frozen(entry)) for entry in document.get("sources", ())),
    )


BUILDERS = ("groups", "criteria", "profiles", "variants", "sources")


def _frozen(table: Table, *without: str) -> dict[str, Any]:
    """The keys of a table as arguments, lists as tuples."""
    return {
        key: tuple(value) if isinstance(value, list) else value
        for key, value in table.items()
        if key not in without
    }


def _scale(table: Table) -> Scale:
    return Scale(
        **_frozen(table, "levels", "marks"),
        levels=tuple(Level(**level) for level in table.get("levels", ())),
        marks=tuple(
            Mark(start=mark["from"], signs={key: mark[key] for key in mark if key != "from"})
            for mark in table.get("marks", ())
        ),
    )


def _rules(table: Table) -> Rules:
    return Rules(
        **_frozen(table, "rounding"),
        rounding=Rounding(**table.get("rounding", {})),
    )


def _criterion(table: Table) -> Criterion:
    anchors = table.get("anchors", {})
    return Criterion(
        **_frozen(table, "applies", "anchors", "breakpoints"),
        **_frozen(table.get("applies", {})),
        anchors={Decimal(rating): text for rating, text in anchors.items()},
        breakpoints=tuple((x, score) for x, score in table.get("breakpoints", ())),
    )
