"""What is read without pydantic is what pydantic would have read."""

import tomllib
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic_core import ValidationError

from tests.criteria.full import FULL
from tests.criteria.strategies import criteria_sets
from vendor_eval.criteria.file import default_criteria_path
from vendor_eval.criteria.model import CriteriaSet
from vendor_eval.criteria.shape import validator
from vendor_eval.criteria.sound import DoubtError, read_sound
from vendor_eval.criteria.writing import format_criteria

BOTH = ("ja", "en")
ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.integers(10**11, 10**30),
    st.decimals(),
    st.text(),
    st.text(st.characters(max_codepoint=0x2030), max_size=3),
    st.sampled_from(
        ("", " ", "\x1c", "\x85", "\u3000", "a\n", "é", "rating", "inbound", "nan", "1")
    ),
    st.sampled_from(tuple(map(Decimal, ("1e999", "-0", "1.0", "0.0000000000001", "1e12", "1e13")))),
    st.lists(st.integers(), max_size=3),
    st.dictionaries(st.sampled_from(("ja", "en", "id", "title")), st.text(), max_size=2),
)


def document(text: str) -> Any:
    return tomllib.loads(text, parse_float=Decimal)


@given(criteria_sets())
@settings(max_examples=30, deadline=None)
def test_sound_sets_are_read_the_same(criteria: CriteriaSet) -> None:
    read = document(format_criteria(criteria))
    assert read_sound(read, criteria.languages) == validator(criteria.languages).validate_python(
        read
    )


def test_no_doubt_about_the_default_set() -> None:
    read_sound(document(default_criteria_path().read_text(encoding="utf-8")), BOTH)


def places(node: Any) -> list[tuple[Any, Any]]:
    """Every table or list with each of its keys."""
    keys = node if isinstance(node, dict) else range(len(node)) if isinstance(node, list) else ()
    found = [(node, key) for key in keys]
    return found + [place for key in keys for place in places(node[key])]


@given(st.data(), ODD)
@settings(max_examples=300, deadline=None)
def test_what_pydantic_refuses_is_never_read(data: st.DataObject, odd: object) -> None:
    read = document(FULL)
    holder, key = data.draw(st.sampled_from(places(read)))
    if isinstance(holder, dict) and data.draw(st.booleans()):
        holder[data.draw(st.sampled_from(("fr", "id", "x", "Ä", "from", "2.5", "")))] = odd
    else:
        holder[key] = odd
    try:
        quick = read_sound(read, BOTH)
    except DoubtError:
        return
    try:
        assert quick == validator(BOTH).validate_python(read)
    except ValidationError as error:
        raise AssertionError(str(error)) from error
