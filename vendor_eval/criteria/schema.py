"""JSON Schema of a criteria file, for editors that complete keys and underline mistakes."""

from typing import Any

from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import core_schema

from vendor_eval.criteria.checks import NEEDED, OF_KIND
from vendor_eval.criteria.shape import file_shape
from vendor_eval.language import N_, translate

DIALECT = "https://json-schema.org/draft/2020-12/schema"
TITLE = N_("Criteria for choosing a vendor")

Json = dict[str, Any]


def json_schema(language: str) -> Json:
    """The schema, its descriptions in one language."""
    shape: Any = file_shape()
    schema = _TomlSchema().generate(shape)
    schema["properties"]["criteria"]["items"]["allOf"] = [_kind(kind) for kind in NEEDED]
    whole: Json = _translated({"$schema": DIALECT, "title": TITLE, **schema}, language)
    return whole


def _kind(kind: str) -> Json:
    others = {key for keys in OF_KIND.values() for key in keys} - set(OF_KIND[kind])
    return {
        "if": {"properties": {"kind": {"const": kind}}, "required": ["kind"]},
        "then": {
            "required": list(NEEDED[kind]),
            "properties": dict.fromkeys(sorted(others), False),
        },
    }


class _TomlSchema(GenerateJsonSchema):
    """Numbers of TOML are numbers only; JSON would also carry decimals as texts."""

    def decimal_schema(self, schema: core_schema.DecimalSchema) -> Json:
        bounds = {
            "exclusiveMinimum": schema.get("gt"),
            "minimum": schema.get("ge"),
            "maximum": schema.get("le"),
        }
        given = {key: int(bound) for key, bound in bounds.items() if bound is not None}
        return {"type": "number", **given}

    def field_title_should_be_set(self, schema: object) -> bool:
        """The key says as much as a title made from it."""
        return False


def _translated(node: Any, language: str) -> Any:
    if isinstance(node, list):
        return [_translated(item, language) for item in node]
    if not isinstance(node, dict):
        return node
    return {
        key: translate(value, language)
        if key in {"title", "description"} and isinstance(value, str)
        else _translated(value, language)
        for key, value in node.items()
    }
