"""Reading a document that is sound, by far the usual case, without loading pydantic.

Half of what a command would spend on pydantic is its import. This accepts only what pydantic
would accept and gives the same values; in any doubt it refuses, and pydantic decides.
"""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from vendor_eval.criteria.shape import Shape, file_shape

Texts = Mapping[str, Shape]
"""Shapes of texts by the name they are referred to."""


class DoubtError(Exception):
    """The document may be wrong."""


def read_sound(document: object, languages: tuple[str, ...]) -> Any:
    """The document with its numbers as decimals.

    Args:
        document: what TOML has read.
        languages: the languages every text must have.

    Raises:
        DoubtError: something does not fit at first sight.
    """
    whole = file_shape(languages)
    texts = {shape["ref"]: shape for shape in whole["definitions"]}
    return _read(whole["schema"], document, texts)


def _read(shape: Shape, value: Any, texts: Texts) -> Any:
    return READERS[shape["type"]](shape, value, texts)


def _sure(fits: bool) -> None:
    if not fits:
        raise DoubtError


def _table(shape: Shape, value: Any, texts: Texts) -> Any:
    fields = shape["fields"]
    _sure(type(value) is dict and value.keys() <= fields.keys())
    _sure(all(key in value or not field["required"] for key, field in fields.items()))
    return {key: _read(fields[key]["schema"], item, texts) for key, item in value.items()}


def _by_key(shape: Shape, value: Any, texts: Texts) -> Any:
    _sure(type(value) is dict and shape.get("min_length", 0) <= len(value) <= shape["max_length"])
    return {
        _read(shape["keys_schema"], key, texts): _read(shape["values_schema"], item, texts)
        for key, item in value.items()
    }


def _list(shape: Shape, value: Any, texts: Texts) -> Any:
    _sure(type(value) is list and shape["min_length"] <= len(value) <= shape["max_length"])
    return [_read(shape["items_schema"], item, texts) for item in value]


def _number(shape: Shape, value: Any, texts: Texts) -> Any:
    bounds = shape["schema"]
    value = shape["function"]["function"](value)
    _sure(type(value) is Decimal and value.is_finite())
    _sure(bounds["ge"] <= value <= bounds["le"] and value > bounds.get("gt", value - 1))
    _sure(value.as_tuple().exponent >= -bounds["decimal_places"])
    return value


def _text(shape: Shape, value: Any, texts: Texts) -> Any:
    _sure(type(value) is str and len(value) <= shape["max_length"])
    _sure(re.fullmatch(shape["pattern"], value) is not None)
    return value


def _choice(shape: Shape, value: Any, texts: Texts) -> Any:
    _sure(type(value) in {str, int} and value in shape["expected"])
    return value


def _whole(shape: Shape, value: Any, texts: Texts) -> Any:
    _sure(type(value) is int and shape["ge"] <= value <= shape["le"])
    return value


def _truth(shape: Shape, value: Any, texts: Texts) -> Any:
    _sure(type(value) is bool)
    return value


def _defined(shape: Shape, value: Any, texts: Texts) -> Any:
    return _read(texts[shape["schema_ref"]], value, texts)


READERS: Mapping[str, Callable[[Shape, Any, Texts], Any]] = {
    "bool": _truth,
    "definition-ref": _defined,
    "dict": _by_key,
    "function-before": _number,
    "int": _whole,
    "list": _list,
    "literal": _choice,
    "str": _text,
    "typed-dict": _table,
}
