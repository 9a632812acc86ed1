"""Single cells of a row: each is read as what it must be, or the mistake is noted."""

import re
from collections.abc import Collection, Container, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from vendor_eval.case import Grade
from vendor_eval.criteria.mistakes import plain, shown
from vendor_eval.criteria.model import Text
from vendor_eval.errors import Problem
from vendor_eval.exchange.csv_rows import Row
from vendor_eval.exchange.findings import Findings
from vendor_eval.exchange.nearest import nearest
from vendor_eval.exchange.numbers import (
    LARGEST,
    MOST_PLACES,
    half_width,
    has_places,
    parse_number,
)
from vendor_eval.language import LANGUAGES, N_
from vendor_eval.scoring.sheet import NOT_APPLICABLE, Value

ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
GRADES: Mapping[str, Grade] = {"A": "A", "B": "B", "C": "C"}

NOT_A_NUMBER = N_("%(value)s is not a number")
NO_VENDOR = N_("there is no vendor %(id)s in vendors.csv")
NO_EVALUATOR = N_("there is no evaluator %(id)s in evaluators.csv")
NO_CRITERION = N_("there is no criterion %(id)s in the criteria file")
NO_GROUP = N_("there is no group %(id)s in the criteria file")


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of one row, and where to note what is wrong with them."""

    name: str
    row: Row
    findings: Findings

    def tell(self, column: str, what: str, cure: str, /, **values: object) -> None:
        """Note a mistake in a column of this row."""
        self.findings.add(Problem(f"{self.name}:{self.row.line}", column, what, cure, values))

    def text(self, column: str) -> str:
        """The cell as it is; empty when nothing is in it."""
        return self.row.cells.get(column, "")

    def texts(self, stem: str) -> Text:
        """The columns ``stem_ja`` and ``stem_en``, without those that are empty."""
        cells = {language: self.text(f"{stem}_{language}") for language in LANGUAGES}
        return {language: text for language, text in cells.items() if text}

    def needed(self, column: str) -> str:
        """The cell, which must not be empty."""
        text = half_width(self.text(column))
        if not text:
            self.tell(column, N_("the cell is empty"), N_("fill it in, or delete the row"))
        return text

    def new_id(self, column: str, earlier: Container[str]) -> str:
        """An id that nothing else has."""
        name = self.needed(column)
        if name and not ID.fullmatch(name):
            what = N_("%(value)s is not an id")
            cure = N_("use up to 64 letters a-z, digits, hyphens and underscores")
            self.tell(column, what, cure, value=shown(name))
        if name and name in earlier:
            what, cure = N_("the id %(id)s is there twice"), N_("delete one row, or rename it")
            self.tell(column, what, cure, id=name)
        return name

    def known(self, column: str, ids: Collection[str] | None, what: str) -> str:
        """An id that must be among ``ids``; None when these could not be read."""
        name = self.needed(column)
        if name and ids is not None and name not in ids:
            tell_unknown(self, column, name, ids, what)
        return name

    def choice(self, column: str, allowed: Iterable[str]) -> str:
        """One of a few words, or an empty text."""
        word = half_width(self.text(column))
        if not word:
            return ""
        allowed = list(allowed)
        found = next((each for each in allowed if each.lower() == word.lower()), "")
        if not found:
            near = nearest(word.lower(), allowed)
            cure = N_("write %(near)s; allowed are: %(allowed)s")
            if not near:
                cure = N_("write one of: %(allowed)s")
            what = N_("%(value)s is not one of the allowed words")
            values = {"value": shown(word), "near": near, "allowed": ", ".join(allowed)}
            self.tell(column, what, cure, **values)
        return found

    def grade(self) -> Grade | None:
        """How good the evidence is."""
        return GRADES.get(self.choice("grade", GRADES))

    def value(self, column: str) -> Value:
        """A number, ``na``, or None when the cell is empty."""
        text = self.text(column)
        if half_width(text).lower() == NOT_APPLICABLE:
            return "na"
        cure = N_("write a number such as 3 or 2.5, na for not applicable, or nothing for unrated")
        return self._number(column, text, cure)

    def number(
        self, column: str, *, above: int | None = None, at_least: int | None = None
    ) -> Decimal | None:
        """A number, None when the cell is empty."""
        cure = N_("write a number in digits, such as 1200 or 2.5")
        number = self._number(column, self.text(column), cure)
        if number is not None:
            check_limits(self, column, number, above=above, at_least=at_least)
        return number

    def _number(self, column: str, text: str, cure: str) -> Decimal | None:
        if not text:
            return None
        number = parse_number(text)
        if number is None:
            self.tell(column, NOT_A_NUMBER, cure, value=shown(text))
            return None
        if abs(number) > LARGEST or not has_places(number, MOST_PLACES):
            what = N_("%(value)s has too many digits")
            cure = N_("write at most %(digits)d digits before the point and %(places)d after it")
            digits = {"digits": LARGEST.adjusted(), "places": MOST_PLACES}
            self.tell(column, what, cure, value=shown(text), **digits)
        return number


def tell_unknown(cells: Cells, column: str, name: str, ids: Iterable[str], what: str) -> None:
    """Note an id that stands for nothing, with the one that was probably meant."""
    near = nearest(name, ids)
    cure = N_("write %(near)s, or add what is missing")
    if not near:
        cure = N_("correct the id, or add what is missing")
    cells.tell(column, what, cure, id=shown(name), near=near)


def check_limits(
    cells: Cells, column: str, number: Decimal, *, above: int | None, at_least: int | None
) -> None:
    """Note a number that is too small."""
    if above is not None and number <= above:
        what, cure = N_("%(value)s is not above %(limit)s"), N_("write a number above %(limit)s")
        cells.tell(column, what, cure, value=plain(number), limit=above)
    if at_least is not None and number < at_least:
        what = N_("%(value)s is below %(limit)s")
        cells.tell(
            column,
            what,
            N_("write a number that is at least %(limit)s"),
            value=plain(number),
            limit=at_least,
        )


Seen = dict[tuple[str, ...], int]
"""What was in which line."""


def check_twice(cells: Cells, seen: Seen, key: tuple[str, ...], column: str = "") -> None:
    """Note a row that says something about what an earlier row is about already."""
    if key in seen:
        what = N_("%(key)s is there twice, first in line %(line)d")
        cure = N_("delete one of the two rows")
        cells.tell(column, what, cure, key=", ".join(key), line=seen[key])
    elif all(key):
        seen[key] = cells.row.line
