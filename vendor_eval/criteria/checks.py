"""What the parts of a criteria file mean for each other: the rules no single key can break alone.

Works on a document in which every key that is there has the right form; any key may be
missing, so that a mistake in one place does not hide those in others.
"""

from collections.abc import Iterator
from decimal import Decimal
from itertools import chain

from vendor_eval.criteria.checks_scale import (
    check_anchors,
    check_breakpoints,
    check_scale,
    not_a_rating,
    off_scale,
)
from vendor_eval.criteria.checks_weights import check_weights
from vendor_eval.criteria.document import (
    DELETE,
    NO_GATE,
    NO_GROUP,
    NO_MEASURE,
    NO_SCORED_CRITERION,
    NO_SOURCE,
    Document,
    entries,
    ids_of,
    of_kind,
    repeated,
    scored_ids,
    unknown,
)
from vendor_eval.criteria.mistakes import Mistake, Path, shown
from vendor_eval.criteria.structure import missing
from vendor_eval.language import N_

OF_KIND = {
    "measure": ("unit", "breakpoints", "per"),
    "cost": ("of", "formula", "against", "breakpoints"),
    "gate": ("when", "check"),
    "rating": (),
}
"""Keys that only criteria of one kind have."""

NEEDED = {
    "rating": ("weight",),
    "measure": ("weight", "unit", "breakpoints"),
    "cost": ("weight", "of", "formula"),
    "gate": (),
}
NOT_FOR_GATES = ("weight", "minimum")
OVER_RATIO = ("against", "breakpoints")
"""Keys of a cost whose formula is ``breakpoints``, and of no other cost."""

TIE_WORDS = ("quality", "cost", "first-places", "lot")


def find_contradictions(document: Document, broken: frozenset[Path]) -> Iterator[Mistake]:
    """Every mistake that takes more than one key.

    Args:
        document: a file less everything that has not the right form.
        broken: what was taken out of it, and is not to be called missing.
    """
    return chain(
        _languages(document),
        _ids(document),
        check_scale(document.get("scale", {})),
        _rules(document),
        _groups(document),
        _criteria(document, broken),
        _drivers(document),
        _profiles(document),
        _variants(document),
        check_weights(document, broken),
    )


def _languages(document: Document) -> Iterator[Mistake]:
    return repeated(("languages",), document.get("languages", ()))


def _ids(document: Document) -> Iterator[Mistake]:
    for table in ("groups", "criteria", "profiles", "variants", "sources"):
        first: set[str] = set()
        for path, entry in entries(document, table):
            name = entry.get("id")
            if name in first:
                yield Mistake(
                    (*path, "id"),
                    N_("the id %(id)s is used twice"),
                    N_("give one of the two another id"),
                    {"id": name},
                )
            elif name:
                first.add(name)


def _rules(document: Document) -> Iterator[Mistake]:
    rules, scale = document.get("rules", {}), document.get("scale", {})
    out_of, base = rules.get("out_of", Decimal(100)), rules.get("base", Decimal(0))
    if base >= out_of:
        yield Mistake(
            ("rules", "base"),
            N_("base %(base)s leaves nothing of the %(out_of)s points to win"),
            N_("make base smaller than out_of"),
            {"base": shown(base), "out_of": shown(out_of)},
        )
    if rules.get("minimum_total", 0) > out_of:
        yield Mistake(
            ("rules", "minimum_total"),
            N_("%(value)s is more than a perfect total of %(out_of)s points"),
            N_("write a number from 0 to %(out_of)s"),
            {"value": shown(rules["minimum_total"]), "out_of": shown(out_of)},
        )
    for at, value in enumerate(rules.get("reasons_at", ())):
        yield from not_a_rating(scale, ("rules", "reasons_at", at), value)
    yield from repeated(("rules", "reasons_at"), rules.get("reasons_at", ()))
    yield from repeated(("rules", "ties"), rules.get("ties", ()))
    for at, tie in enumerate(rules.get("ties", ())):
        yield from _tie(document, ("rules", "ties", at), tie)


def _tie(document: Document, path: Path, tie: str) -> Iterator[Mistake]:
    kind, colon, name = tie.partition(":")
    if colon and kind == "group":
        yield from unknown(path, name, ids_of(document, "groups"), NO_GROUP)
    elif colon and kind == "criterion":
        yield from unknown(path, name, scored_ids(document), NO_SCORED_CRITERION)
    elif tie not in TIE_WORDS:
        yield Mistake(
            path,
            N_("%(value)s is not a rule for ties"),
            N_("write group:ID, criterion:ID or one of: %(allowed)s"),
            {"value": shown(tie), "allowed": ", ".join(TIE_WORDS)},
        )


def _groups(document: Document) -> Iterator[Mistake]:
    used = {entry.get("group") for _, entry in entries(document, "criteria")}
    for path, group in entries(document, "groups"):
        if "minimum" in group:
            minimum = group["minimum"]
            yield from off_scale(document.get("scale", {}), (*path, "minimum"), minimum)
        if "id" in group and "criteria" in document and group["id"] not in used:
            yield Mistake(
                path,
                N_("the group %(id)s has no criteria"),
                N_("add a criterion to it, or delete the group"),
                {"id": group["id"]},
            )
        low, high = group.get("weight_band", (0, 0))
        if low > high:
            yield Mistake(
                (*path, "weight_band"),
                N_("the lower end %(low)s is above the upper end %(high)s"),
                N_("write the lower end first"),
                {"low": shown(low), "high": shown(high)},
            )


def _criteria(document: Document, broken: frozenset[Path]) -> Iterator[Mistake]:
    scale = document.get("scale", {})
    groups, sources = ids_of(document, "groups"), ids_of(document, "sources")
    for path, criterion in entries(document, "criteria"):
        if "group" in criterion and "groups" in document:
            yield from unknown((*path, "group"), criterion["group"], groups, NO_GROUP)
        for at, name in enumerate(criterion.get("sources", ())):
            yield from unknown((*path, "sources", at), name, sources, NO_SOURCE)
        if "minimum" in criterion:
            yield from off_scale(scale, (*path, "minimum"), criterion["minimum"])
        yield from repeated((*path, "sources"), criterion.get("sources", ()))
        for key, values in criterion.get("applies", {}).items():
            yield from repeated((*path, "applies", key), values)
        yield from _keys_of_kind(path, criterion)
        for key in _needed(criterion):
            if key not in criterion and (*path, key) not in broken:
                yield missing((*path, key))
        yield from check_anchors(scale, path, criterion)
        yield from check_breakpoints(scale, path, criterion)


def _keys_of_kind(path: Path, criterion: Document) -> Iterator[Mistake]:
    kind = criterion.get("kind")
    if kind is None:
        return
    over_ratio = kind == "cost" and criterion.get("formula") == "breakpoints"
    others = {key for keys in OF_KIND.values() for key in keys} - set(OF_KIND[kind])
    if kind == "gate":
        others |= set(NOT_FOR_GATES)
    if kind == "cost" and not over_ratio and "formula" in criterion:
        others |= set(OVER_RATIO)
    for key in sorted(others & criterion.keys()):
        formula = criterion.get("formula", "")
        yield Mistake(
            (*path, key),
            N_("a cost with the formula %(formula)s has no %(key)s")
            if kind == "cost" and key in OVER_RATIO
            else N_("a criterion of the kind %(kind)s has no %(key)s"),
            DELETE,
            {"kind": kind, "key": key, "formula": formula},
        )


def _needed(criterion: Document) -> tuple[str, ...]:
    kind = criterion.get("kind", "gate")
    if kind == "cost" and criterion.get("formula") == "breakpoints":
        return (*NEEDED[kind], *OVER_RATIO)
    return NEEDED[kind]


def _drivers(document: Document) -> Iterator[Mistake]:
    measures = of_kind(document, "measure")
    for driver, name in document.get("cost_drivers", {}).items():
        yield from unknown(("cost_drivers", driver), name, measures, NO_MEASURE)


def _profiles(document: Document) -> Iterator[Mistake]:
    groups, scored = ids_of(document, "groups"), scored_ids(document)
    for path, profile in entries(document, "profiles"):
        yield from repeated((*path, "flow"), profile.get("flow", ()))
        for name in profile.get("weights", ()):
            yield from unknown((*path, "weights", name), name, groups, NO_GROUP)
        for name in profile.get("criterion_weights", ()):
            place = (*path, "criterion_weights", name)
            yield from unknown(place, name, scored, NO_SCORED_CRITERION)


def _variants(document: Document) -> Iterator[Mistake]:
    groups, gates = ids_of(document, "groups"), of_kind(document, "gate")
    for path, variant in entries(document, "variants"):
        for name in variant.get("delta", ()):
            yield from unknown((*path, "delta", name), name, groups, NO_GROUP)
        for at, name in enumerate(variant.get("gates_on", ())):
            yield from unknown((*path, "gates_on", at), name, gates, NO_GATE)
        yield from repeated((*path, "gates_on"), variant.get("gates_on", ()))
