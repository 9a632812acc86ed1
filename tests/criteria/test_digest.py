import dataclasses
import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
import rfc8785
from hypothesis import given, settings

from tests.criteria.full import FULL
from tests.criteria.strategies import criteria_sets
from vendor_eval.criteria.digest import canonical_json, digest, meaning
from vendor_eval.criteria.file import parse_criteria
from vendor_eval.criteria.model import CriteriaSet

CRITERIA = parse_criteria(FULL, "f.toml")


def digest_of(text: str) -> str:
    return digest(parse_criteria(text, "f.toml"))


def test_form_of_a_digest() -> None:
    assert re.fullmatch("sha256:[0-9a-f]{64}", digest(CRITERIA))


@given(criteria_sets())
@settings(max_examples=20, deadline=None)
def test_what_is_hashed_is_canonical_json_of_rfc_8785(criteria: CriteriaSet) -> None:
    assert canonical_json(criteria) == rfc8785.dumps(meaning(criteria))


@pytest.mark.parametrize(
    ("part", "instead"),
    [
        ("weight = 4\n", "weight = 4.0 # four\n"),
        ("weight = 4\n", "weight = 40e-1\n"),
        ("out_of = 1000", "out_of = 1_000.00"),
        ("per = 100", "per   =   1e2\n\n"),
        ("delta = { quality = 50.5, cost = -50.5 }", "delta = { cost = -50.50, quality = 50.5 }"),
        ('title = { ja = "受電", en = "Inbound" }', 'title.en = "Inbound"\ntitle.ja = "受電"'),
        ('scope = ["activity", "department"]', 'scope = ["department", "activity"]'),
        ('flow = ["inbound", "outbound"]', 'flow = ["outbound", "inbound"]'),
        ("reasons_at = [0, 5]", "reasons_at = [5, 0.0]"),
        ('sources = ["iso", "book"]', 'sources = ["book", "iso"]'),
        ("per = 100", ""),
        ("{ cost = 900 }", "{ cost = 900, quality = 0 }"),
        ('title = "A book"', 'title = "A \\u0062ook"'),
        ("per = 100", 'per = 100\nnot_applicable = "exclude"'),
        ("per = 100", "per = 100\napplies = {}"),
        (
            "per = 100",
            'per = 100\napplies = { scope = ["activity", "department", "appointment"] }',
        ),
        ("0 = { ja =", '"0.0" = { ja ='),
    ],
)
def test_spelling_does_not_change_the_digest(part: str, instead: str) -> None:
    assert FULL.count(part) == 1
    assert digest_of(FULL.replace(part, instead)) == digest(CRITERIA)


def test_order_of_profiles_variants_and_sources_has_no_meaning() -> None:
    for table in ("profiles", "sources"):
        entries = getattr(CRITERIA, table)
        turned = dataclasses.replace(CRITERIA, **{table: entries[::-1]})
        assert digest(turned) == digest(CRITERIA)


@pytest.mark.parametrize("table", ["groups", "criteria", "languages", "authors"])
def test_order_that_has_a_meaning_changes_the_digest(table: str) -> None:
    turned = dataclasses.replace(CRITERIA, **{table: getattr(CRITERIA, table)[::-1]})
    assert digest(turned) != digest(CRITERIA)


def test_order_of_levels_and_ties_changes_the_digest() -> None:
    scale = dataclasses.replace(CRITERIA.scale, levels=CRITERIA.scale.levels[::-1])
    rules = dataclasses.replace(CRITERIA.rules, ties=CRITERIA.rules.ties[::-1])
    assert digest(dataclasses.replace(CRITERIA, scale=scale)) != digest(CRITERIA)
    assert digest(dataclasses.replace(CRITERIA, rules=rules)) != digest(CRITERIA)


def changed(thing: Any, path: str = "set") -> Iterator[tuple[str, Any]]:
    """Every way to change one field, one entry or one number somewhere in a value."""
    if isinstance(thing, bool):
        yield path, not thing
    elif isinstance(thing, Decimal | int):
        yield path, thing + 1
    elif isinstance(thing, str):
        yield path, thing + "x"
    else:
        for part, value, put in parts(thing):
            for where, other in changed(value, f"{path}.{part}"):
                yield where, put(other)
    yield from shortened(thing, path)


def parts(thing: Any) -> Iterator[tuple[object, Any, Callable[[Any], Any]]]:
    """Each part of a value, and what makes the value with another part in its place."""
    if isinstance(thing, tuple):
        for at, item in enumerate(thing):
            yield at, item, partial(with_item, thing, at)
    elif isinstance(thing, Mapping):
        for key, item in thing.items():
            yield key, item, partial(with_key, thing, key)
    elif thing is not None:
        for field in dataclasses.fields(thing):
            yield field.name, getattr(thing, field.name), partial(with_field, thing, field.name)


def with_item(thing: tuple[Any, ...], at: int, other: Any) -> tuple[Any, ...]:
    return (*thing[:at], other, *thing[at + 1 :])


def with_key(thing: Mapping[Any, Any], key: object, other: Any) -> Mapping[Any, Any]:
    return {**thing, key: other}


def with_field(thing: Any, name: str, other: Any) -> Any:
    return dataclasses.replace(thing, **{name: other})


def shortened(thing: Any, path: str) -> Iterator[tuple[str, Any]]:
    """A list or table without one of its entries; pairs of numbers stay pairs."""
    if isinstance(thing, tuple) and not isinstance(thing[:1] and thing[0], Decimal):
        for at in range(len(thing)):
            yield f"{path}[{at}] left out", thing[:at] + thing[at + 1 :]
    elif isinstance(thing, Mapping):
        for key in thing:
            yield f"{path}.{key} left out", {name: thing[name] for name in thing if name != key}


def test_any_change_of_any_field_changes_the_digest() -> None:
    tried = dict(changed(CRITERIA))
    assert len(tried) > 250
    same = [where for where, other in tried.items() if digest(other) == digest(CRITERIA)]
    assert same == []


@pytest.mark.parametrize(
    "name", ["weight", "minimum", "of", "formula", "against", "when", "check", "basis"]
)
def test_a_key_left_out_is_not_the_same_as_any_value(name: str) -> None:
    for at, criterion in enumerate(CRITERIA.criteria):
        if getattr(criterion, name) is not None:
            nothing: dict[str, Any] = {name: None}
            bare = dataclasses.replace(criterion, **nothing)
            entries = (*CRITERIA.criteria[:at], bare, *CRITERIA.criteria[at + 1 :])
            assert digest(dataclasses.replace(CRITERIA, criteria=entries)) != digest(CRITERIA)
