"""Whatever a file holds, it is read or its mistakes are named; nothing else happens."""

import re
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.criteria.full import FULL
from tests.criteria.strategies import criteria_sets
from vendor_eval.criteria.file import parse_criteria
from vendor_eval.criteria.model import CriteriaSet
from vendor_eval.criteria.writing import format_criteria
from vendor_eval.errors import InvalidFilesError, Problem

LINES = FULL.splitlines(keepends=True)
PIECES = (
    "[[groups]]\n",
    "[",
    "]",
    "{",
    "}",
    '"',
    "= 1\n",
    "nan",
    "\n",
    "id",
    ".",
    "あ",
    "\\",
    "1e9",
)


def lines_named(text: str | bytes) -> list[int]:
    """Lines of the problems found; none when the file is sound."""
    try:
        parse_criteria(text, "f.toml")
    except InvalidFilesError as error:
        return [line_of(problem) for problem in error.problems]
    return []


def line_of(problem: Problem) -> int:
    """The line of a problem, which is told on one line in both languages."""
    place = re.fullmatch(r"f\.toml(?::(\d+))?", problem.place)
    assert place is not None
    assert "\n" not in problem.text("en") + problem.text("ja")
    return int(place[1] or 1)


@given(st.one_of(st.text(), st.binary(), st.lists(st.sampled_from(PIECES)).map("".join)))
@settings(deadline=None)
def test_any_text(text: str | bytes) -> None:
    lines_named(text)


@given(st.lists(st.sampled_from(LINES), max_size=80).map("".join))
@settings(max_examples=50, deadline=None)
def test_lines_of_a_criteria_file_in_any_order(text: str) -> None:
    assert all(1 <= line <= text.count("\n") + 1 for line in lines_named(text))


@given(st.integers(0, len(FULL)), st.integers(0, 40), st.sampled_from(("", *PIECES)))
@settings(max_examples=100, deadline=None)
def test_a_part_replaced_by_something_else(start: int, length: int, piece: str) -> None:
    text = FULL[:start] + piece + FULL[start + length :]
    assert all(1 <= line <= text.count("\n") + 1 for line in lines_named(text))


@given(criteria_sets(), st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_a_value_of_a_wrong_type_is_named_on_its_line(
    criteria: CriteriaSet, random: Random
) -> None:
    lines = format_criteria(criteria).split("\n")
    at = random.choice([at for at, line in enumerate(lines) if " = " in line])
    lines[at] = lines[at].partition(" = ")[0] + " = 1979-05-27"
    assert at + 1 in lines_named("\n".join(lines))


@given(criteria_sets(), st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_an_unknown_key_is_named_on_its_line(criteria: CriteriaSet, random: Random) -> None:
    lines = format_criteria(criteria).split("\n")
    at = random.choice([at for at, line in enumerate(lines) if line.startswith("[")])
    lines.insert(at + 1, "wieght = 1")
    assert at + 2 in lines_named("\n".join(lines))


@given(criteria_sets())
@settings(max_examples=20, deadline=None)
def test_a_group_given_twice_is_named_on_its_line(criteria: CriteriaSet) -> None:
    text = format_criteria(criteria)
    start = text.index("[[groups]]")
    block = text[start : text.index("\n\n", start) + 2]
    line = text[:start].count("\n") + block.count("\n") + 2
    assert line in lines_named(text[:start] + block + text[start:])


@pytest.mark.parametrize("deep", ["[", "{ a = ", "a.", "[[a.b]]\n", '"'])
def test_hostile_files_do_not_take_long(deep: str) -> None:
    assert lines_named(f"a = {deep * 20_000}")
    assert lines_named(deep * 20_000)


def test_numbers_of_any_size_are_a_mistake() -> None:
    for key in ("format = 1", "places = 1", "per = 100", "{ cost = 900 }"):
        for value in ("0x" + "f" * 100_000, "0b" + "1" * 200, "9" * 400, "1e-400", "-1e400"):
            changed = FULL.replace(key, re.sub(r"\d+", value, key))
            assert lines_named(changed), (key, value[:9])


def test_very_many_mistakes_do_not_take_long() -> None:
    wrong = "".join(f'[[criteria]]\nid = "c{at}"\ngroup = "g{at}"\nzzz = 1\n' for at in range(999))
    assert len(lines_named(wrong)) == 501


@pytest.mark.parametrize("depth", [20, 99, 300, 490, 900])
def test_deep_nesting_is_a_mistake_and_no_crash(depth: int) -> None:
    assert lines_named(f"a = {'[' * depth}{']' * depth}")
    assert lines_named(f"a = {'{ b = ' * depth}1{' }' * depth}")
    assert lines_named(f"[scale]\nmin = {'[' * depth}{']' * depth}")
    assert lines_named("a" + ".a" * depth + " = 1")
    assert lines_named("\n".join(f"[a{at}" + ".a" * depth + "]" for at in range(20)))
