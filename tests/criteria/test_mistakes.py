"""Every kind of mistake: its line, its place, what is wrong and what to do.

``mistakes.txt`` lists them: a part of the full example, what takes its place with » before the
line that is wrong, and the message.
"""

import re
from itertools import combinations
from pathlib import Path

import pytest

from tests.criteria.full import FULL
from vendor_eval.criteria.file import parse_criteria
from vendor_eval.errors import InvalidFilesError

LISTED = Path(__file__).with_name("mistakes.txt").read_text(encoding="utf-8")
MISTAKES = [
    re.split(r"\n(?:>>>|===)\n", entry.removesuffix("\n")) for entry in LISTED.split("---\n")
]


def found_in(text: str) -> list[str]:
    with pytest.raises(InvalidFilesError) as caught:
        parse_criteria(text, "f.toml")
    return [problem.text() for problem in caught.value.problems]


def broken(part: str, wrong: str, text: str = FULL) -> tuple[str, int]:
    """A file with one mistake more, and the line it is on."""
    assert text.count(part) == 1
    marked = text.replace(part, wrong)
    return marked.replace("»", ""), marked[: marked.index("»")].count("\n") + 1


@pytest.mark.parametrize(("part", "wrong", "message"), MISTAKES)
def test_a_mistake_is_named_with_its_line(part: str, wrong: str, message: str) -> None:
    text, line = broken(part, wrong)
    assert f"f.toml:{line}: {message}" in found_in(text)


def test_two_mistakes_are_both_named() -> None:
    for (part, wrong, message), (part2, wrong2, message2) in combinations(MISTAKES[::3], 2):
        once, _ = broken(part, wrong)
        if once.count(part2) != 1:
            continue  # the first mistake is in the same place
        text, _ = broken(part2, wrong2, once)
        found = "\n".join(found_in(text))
        assert message.partition(": ")[2] in found
        assert message2.partition(": ")[2] in found


def test_a_hundred_mistakes_come_in_the_order_of_the_file() -> None:
    text = re.sub(r"title = \{ ja = ", "title = { jp = ", FULL).replace(
        "weight = 1\n", "wait = 1\n"
    )
    lines = [int(problem.split(":")[1]) for problem in found_in(text)]
    assert len(lines) > 30
    assert lines == sorted(lines)
