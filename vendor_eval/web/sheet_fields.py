"""What a browser sends for a cell of the score sheet, read as what it must be."""

from collections.abc import Mapping
from decimal import Decimal
from functools import cache

from vendor_eval.criteria.mistakes import plain
from vendor_eval.criteria.model import Scale
from vendor_eval.errors import NotARatingError
from vendor_eval.exchange.cells import GRADES
from vendor_eval.exchange.numbers import half_width, parse_number
from vendor_eval.language import in_language
from vendor_eval.scoring.sheet import Value
from vendor_eval.storage import Answer, Entry, Words, answer_text

NO_BASIS = "no-basis"
MOST_BUTTONS = 21
"""A scale with more ratings than this is typed, not picked."""
FIELDS = ("answer", "grade", "page", "comment", "external")
WORDS = ("strengths", "weaknesses")


@cache
def _steps(low: Decimal, high: Decimal, step: Decimal) -> tuple[Decimal, ...]:
    return tuple(low + step * place for place in range(int((high - low) / step) + 1))


def ratings_of(scale: Scale) -> tuple[Decimal, ...]:
    """Every rating that can be picked, lowest first; none where it is typed."""
    if scale.only_levels:
        return tuple(sorted(level.value for level in scale.levels))
    if (scale.max - scale.min) / scale.step >= MOST_BUTTONS:
        return ()
    return _steps(scale.min, scale.max, scale.step)


def read_answer(text: str, scale: Scale) -> tuple[Value, bool]:
    """A rating, and whether there was no basis to judge.

    Raises:
        NotARatingError: the scale has no such rating.
    """
    text = half_width(text).strip()
    if text in {"", NO_BASIS}:
        return None, text == NO_BASIS
    if text == "na":
        return "na", False
    number = parse_number(text)
    if number is None or not _on_scale(number, scale):
        raise NotARatingError(value=text[:20])
    return Decimal(plain(number)), False


def _on_scale(number: Decimal, scale: Scale) -> bool:
    if scale.only_levels:
        return number in {level.value for level in scale.levels}
    return scale.min <= number <= scale.max and (number - scale.min) % scale.step == 0


def read_entry(
    cell: tuple[str, str], revision: int, fields: Mapping[str, object], scale: Scale
) -> Entry:
    """One cell as it was sent.

    Args:
        cell: what the person knows the vendor by, and the criterion.
        revision: what it was based on.
        fields: texts by the names of ``FIELDS``.
        scale: how ratings are given.

    Raises:
        NotARatingError: the scale has no such rating.
    """
    texts = {name: clean(fields.get(name, "")) for name in FIELDS}
    value, no_basis = read_answer(texts["answer"], scale)
    return Entry(
        vendor=cell[0],
        criterion=cell[1],
        revision=revision,
        value=value,
        no_basis=no_basis,
        grade=GRADES.get(texts["grade"]),
        page=texts["page"].strip(),
        comment=texts["comment"],
        external=texts["external"],
    )


def read_words(revision: int, fields: Mapping[str, object]) -> Words:
    """Strengths and weaknesses as they were sent."""
    strengths, weaknesses = (clean(fields.get(name, "")) for name in WORDS)
    return Words(strengths=strengths, weaknesses=weaknesses, revision=revision)


def clean(text: object) -> str:
    """A text both databases can keep, with plain line ends and nothing at its end."""
    kept = str(text).encode("utf-8", "ignore").decode().replace("\0", "")
    return kept.replace("\r\n", "\n").replace("\r", "\n").rstrip()


def answer_fields(answer: Answer, language: str) -> dict[str, str]:
    """A cell as its fields show it."""
    rating = answer.rating
    return {
        "answer": answer_text(rating),
        "grade": rating.grade or "",
        "page": rating.page,
        "comment": in_language(rating.comment, language),
        "external": in_language(rating.external, language),
    }


def words_fields(words: Words) -> dict[str, str]:
    """Strengths and weaknesses as their fields show them."""
    return {"strengths": words.strengths, "weaknesses": words.weaknesses}
