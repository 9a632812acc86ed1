import tomllib
from collections.abc import Iterator
from typing import Any

import pytest

from tests.criteria.full import FULL
from vendor_eval.criteria.schema import json_schema

Json = dict[str, Any]


def inside(schema: Json, part: str | int, whole: Json) -> Json:
    """The schema of one key or entry."""
    if "$ref" in schema:
        schema = whole["$defs"][schema["$ref"].rpartition("/")[2]]
    if isinstance(part, int):
        found: Json = schema["items"]
    elif part in schema.get("properties", {}):
        found = schema["properties"][part]
    elif "patternProperties" in schema:
        (found,) = schema["patternProperties"].values()
    else:
        found = schema["additionalProperties"]
    return found


def keys_of(node: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Every place of a document."""
    if isinstance(node, dict):
        items: list[tuple[str | int, Any]] = list(node.items())
    elif isinstance(node, list):
        items = list(enumerate(node))
    else:
        return [path]
    return [path, *(place for key, value in items for place in keys_of(value, (*path, key)))]


def test_schema_knows_every_place_of_the_full_example() -> None:
    whole = json_schema("en")
    for path in keys_of(tomllib.loads(FULL)):
        schema = whole
        for part in path:
            schema = inside(schema, part, whole)


def test_every_key_is_described() -> None:
    def properties(node: Any) -> Iterator[tuple[str, Any]]:
        if isinstance(node, dict):
            yield from node.get("properties", {}).items()
            for key, value in node.items():
                if key != "allOf":
                    yield from properties(value)
        elif isinstance(node, list):
            for value in node:
                yield from properties(value)

    described = list(properties(json_schema("en")))
    assert len(described) > 80
    assert [key for key, schema in described if not schema.get("description")] == []


def test_numbers_are_numbers_with_their_bounds() -> None:
    weight = json_schema("en")["properties"]["groups"]["items"]["properties"]["weight"]
    assert weight == {
        "type": "number",
        "exclusiveMinimum": 0,
        "minimum": -(10**12),
        "maximum": 10**12,
        "description": "Used when the evaluation names no profile; left out, it is 0.",
    }


def test_words_and_needed_keys_are_listed() -> None:
    schema = json_schema("en")
    criterion = schema["properties"]["criteria"]["items"]
    assert criterion["properties"]["kind"]["enum"] == ["rating", "measure", "cost", "gate"]
    assert criterion["required"] == ["id", "group", "kind", "title"]
    assert criterion["additionalProperties"] is False
    needs = {rule["if"]["properties"]["kind"]["const"]: rule["then"] for rule in criterion["allOf"]}
    assert needs["measure"]["required"] == ["weight", "unit", "breakpoints"]
    assert needs["rating"]["properties"]["formula"] is False


@pytest.mark.parametrize(
    ("language", "title"),
    [("en", "Criteria for choosing a vendor"), ("ja", "委託先を選ぶための評価項目")],
)
def test_descriptions_come_in_both_languages(language: str, title: str) -> None:
    assert json_schema(language)["title"] == title
