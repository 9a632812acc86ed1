"""What changed between two criteria sets, as data and in words."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from vendor_eval.criteria.digest import meaning
from vendor_eval.criteria.model import CriteriaSet, Text
from vendor_eval.language import N_, in_language, translate

Kind = Literal["added", "removed", "moved", "changed"]

KEY_OF_ENTRY = {"groups": "id", "criteria": "id", "levels": "value", "marks": "from"}
"""Lists in a meaningful order, and what their entries are recognised by."""

TABLES = {
    "groups": N_("Group %(id)s"),
    "criteria": N_("Criterion %(id)s"),
    "profiles": N_("Profile %(id)s"),
    "variants": N_("Variant %(id)s"),
    "sources": N_("Source %(id)s"),
}
SECTIONS = {
    "scale": N_("Scale"),
    "rules": N_("Rules"),
    "cost_drivers": N_("Cost drivers"),
    "based_on": N_("Based on"),
}
WHOLE = N_("Criteria set")

KEYS = {
    "against": N_("what the cost is divided by"),
    "aggregate": N_("how ratings are combined"),
    "applies": N_("where it applies"),
    "authors": N_("authors"),
    "base": N_("base points"),
    "based_on": N_("origin"),
    "basis": N_("basis of the thresholds"),
    "below_minimum": N_("effect of a missed minimum"),
    "breakpoints": N_("breakpoints"),
    "check": N_("automatic check"),
    "definition": N_("definition"),
    "description": N_("description"),
    "digest": N_("digest"),
    "evidence": N_("evidence to ask for"),
    "flow": N_("direction of calls"),
    "formula": N_("cost formula"),
    "gates_on": N_("gates switched on"),
    "group": N_("group"),
    "id": N_("id"),
    "kind": N_("kind"),
    "languages": N_("languages"),
    "licence": N_("licence"),
    "marks": N_("marks"),
    "max": N_("best rating"),
    "meets": N_("rating that meets the requirement"),
    "min": N_("worst rating"),
    "minimum": N_("minimum"),
    "minimum_total": N_("minimum total"),
    "mode": N_("rounding of a half"),
    "not_applicable": N_("effect of not applicable"),
    "of": N_("cost that is judged"),
    "only_levels": N_("only named levels may be given"),
    "out_of": N_("points of a perfect total"),
    "per": N_("factor of the measure"),
    "places": N_("printed decimal places"),
    "practically_equal": N_("lead that is practically equal"),
    "rank_on": N_("totals that decide ranks"),
    "reasons_at": N_("ratings that need a reason"),
    "scope": N_("scope"),
    "signs": N_("sign"),
    "sources": N_("sources"),
    "spread_flag": N_("spread that needs a talk"),
    "step": N_("step"),
    "ties": N_("rules for ties"),
    "title": N_("title"),
    "unit": N_("unit"),
    "unrated": N_("effect of a missing rating"),
    "url": N_("web address"),
    "version": N_("version"),
    "weight": N_("weight"),
    "weight_band": N_("band of the weight"),
    "weights": N_("how weights are checked"),
    "when": N_("flag"),
}
KEYED = {
    "anchors": N_("what earns a rating of %(key)s"),
    "weights": N_("weight of the group %(key)s"),
    "criterion_weights": N_("weight of the criterion %(key)s"),
    "delta": N_("shift of the group %(key)s"),
    "levels": N_("level %(key)s"),
    "marks": N_("mark from %(key)s"),
}

TEXTS = ("title", "description", "definition", "evidence", "unit", "signs")
QUOTED = N_("“%(text)s”")

CHANGED = N_("%(what)s changed from %(old)s to %(new)s")
ADDED = N_("%(what)s added: %(new)s")
REMOVED = N_("%(what)s removed: %(old)s")
MOVED = N_("%(what)s moved from place %(old)s to place %(new)s")
WITH_DETAIL = N_("%(what)s (%(detail)s)")
ENTRY_ADDED = N_("%(what)s added")
ENTRY_REMOVED = N_("%(what)s removed")


@dataclass(frozen=True, slots=True)
class Change:
    """One difference of meaning."""

    kind: Kind
    path: tuple[str, ...]
    """Keys as in the file; entries of lists by their id or value."""
    old: object
    """Plain JSON data, numbers as texts; of a move the place, from 1. None when added."""
    new: object
    """As ``old``; None when removed."""
    entry: Text = field(default_factory=dict)
    """Title of the group, criterion, profile, variant the change belongs to."""


def find_changes(old: CriteriaSet, new: CriteriaSet) -> tuple[Change, ...]:
    """Every difference of meaning; none exactly when the digests are equal."""
    before, after = meaning(old), meaning(new)
    return tuple(_differences((), before, after, {}))


def _differences(path: tuple[str, ...], old: Any, new: Any, entry: Text) -> Iterator[Change]:
    if old == new:
        return
    if isinstance(old, dict) and isinstance(new, dict):
        for key in [*old, *(key for key in new if key not in old)]:
            named = _entry_title((*path, key), new.get(key) or old.get(key), entry)
            yield from _differences((*path, key), old.get(key), new.get(key), named)
    elif path[-1] in KEY_OF_ENTRY and isinstance(old, list) and isinstance(new, list):
        key = KEY_OF_ENTRY[path[-1]]
        before, after = ({item[key]: item for item in items} for items in (old, new))
        yield from _differences(path, before, after, entry)
        yield from _moves(path, list(before), after, entry)
    elif old is None:
        yield Change("added", path, None, new, entry)
    elif new is None:
        yield Change("removed", path, old, None, entry)
    else:
        yield Change("changed", path, old, new, entry)


def _entry_title(path: tuple[str, ...], thing: Any, outer: Text) -> Text:
    if len(path) == len(("groups", "id")) and path[0] in TABLES and isinstance(thing, dict):
        title = thing["title"]
        return title if isinstance(title, dict) else {"": title}
    return outer


def _moves(
    path: tuple[str, ...], old: list[str], new: Mapping[str, Any], entry: Text
) -> Iterator[Change]:
    """The fewest entries whose move explains the new order."""
    places = {name: place for place, name in enumerate(new)}
    kept = [name for name in old if name in places]
    stayed = _longest_rising([places[name] for name in kept])
    for name in kept:
        if places[name] not in stayed:
            place = (*path, name)
            title = _entry_title(place, new[name], entry)
            yield Change("moved", place, str(old.index(name) + 1), str(places[name] + 1), title)


def _longest_rising(numbers: list[int]) -> set[int]:
    """Members of a longest rising subsequence (patience sorting)."""
    tails: list[int] = []
    before: dict[int, int | None] = {}
    for number in numbers:
        at = bisect_left(tails, number)
        before[number] = tails[at - 1] if at else None
        tails[at : at + 1] = [number]
    chain: set[int] = set()
    last = tails[-1] if tails else None
    while last is not None:
        chain.add(last)
        last = before[last]
    return chain


# --- in words ----------------------------------------------------------------------------


def sentence(change: Change, language: str) -> str:
    """One change in words: where, what, and from which value to which."""
    where, rest = _where(change, language)
    show = _text if _is_text(change.path) else _value
    values = {"old": show(change.old, language), "new": show(change.new, language)}
    if not rest:
        template = {"added": ENTRY_ADDED, "removed": ENTRY_REMOVED}.get(change.kind, MOVED)
        return translate(template, language) % {"what": where, **values}
    template = {"changed": CHANGED, "added": ADDED, "removed": REMOVED, "moved": MOVED}[change.kind]
    what = _what(rest, language)
    return f"{where}: {translate(template, language) % {'what': what, **values}}"


def _where(change: Change, language: str) -> tuple[str, tuple[str, ...]]:
    head, *rest = change.path
    if head in TABLES:
        where = translate(TABLES[head], language) % {"id": rest[0]}
        title = in_language(change.entry, language)
        return _with(where, title, language), tuple(rest[1:])
    if head in SECTIONS and rest:
        return translate(SECTIONS[head], language), tuple(rest)
    return translate(WHOLE, language), change.path


def _what(keys: tuple[str, ...], language: str) -> str:
    first, *rest = keys
    if first in KEYED and rest:
        what = translate(KEYED[first], language) % {"key": rest.pop(0)}
    elif first in {"applies", "rounding"} and rest:
        what = translate(KEYS[rest.pop(0)], language)
    else:
        what = translate(KEYS[first], language) if first in KEYS else first
    inner = [translate(KEYS[key], language) if key in KEYS else key for key in rest]
    return _with(what, ", ".join(inner), language)


def _with(what: str, detail: str, language: str) -> str:
    values = {"what": what, "detail": detail}
    return translate(WITH_DETAIL, language) % values if detail else what


def _value(value: object, language: str) -> str:
    match value:
        case bool():
            return str(value).lower()
        case list():
            return "[" + ", ".join(_value(item, language) for item in value) + "]"
        case dict():
            return _text(value.get("title") or value.get("signs") or value, language)
    return str(value)


def _is_text(path: tuple[str, ...]) -> bool:
    """Whether a place holds words in one language, or the title of a source."""
    return path[-1] == "title" or not {*path[-2:-1], *path[-3:-2]}.isdisjoint({*TEXTS, "anchors"})


def _text(value: Any, language: str) -> str:
    text = in_language(value, language) if isinstance(value, dict) else str(value)
    return translate(QUOTED, language) % {"text": text}
