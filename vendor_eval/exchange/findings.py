"""What reading an evaluation turns up: mistakes that stop it, and warnings that do not."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from vendor_eval.errors import Problem
from vendor_eval.language import N_, translate

FIRST_PLACES = 5
"""How many places a warning names; the rest is only counted."""
MOST_PROBLEMS = 1_000
"""A file of another kind breaks on every line; nobody reads more than this."""

TEMPLATES: Mapping[str, str] = {
    "unknown-column": N_(
        "Columns with an unknown name are not read (%(count)d): %(places)s. Correct the name,"
        " or delete the column."
    ),
    "unknown-key": N_(
        "Keys with an unknown name are kept but not used (%(count)d): %(places)s. Correct the"
        " name, or delete the key."
    ),
    "unknown-file": N_(
        "Files with an unknown name are not read (%(count)d): %(places)s. Correct the name, or"
        " delete the file."
    ),
    "no-basis-with-value": N_(
        "Ratings marked no_basis have a value, which does not count (%(count)d): %(places)s."
        " Delete the value, or the mark."
    ),
    "reason-missing": N_(
        "Ratings that need a written reason have none (%(count)d): %(places)s. Add a comment."
    ),
    "consensus-reason-missing": N_(
        "Consensus values differ from the evaluators' ratings without a reason (%(count)d):"
        " %(places)s. Write down what the panel went by."
    ),
    "consensus-between-steps": N_(
        "Consensus values lie between the steps of the scale (%(count)d): %(places)s. They count"
        " as they are; check that this is what the panel agreed on."
    ),
    "weights-rescaled": N_(
        "Groups have a weight but no criterion that applies (%(count)d): %(places)s. Their weight"
        " is spread over the other groups in proportion; check that this is what you want."
    ),
    "relative-price-formula": N_(
        "The price score depends on the other offers (%(count)d): %(places)s. The order of two"
        " vendors can change when a third joins or leaves; a formula against the budget or the"
        " ceiling avoids this."
    ),
}
"""What each code says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseWarning:
    """Something to look at; the evaluation can be used as it is."""

    code: str
    count: int
    places: tuple[str, ...]
    """The first of them."""

    def text(self, language: str) -> str:
        """What it is, how often, where and what to do."""
        places = ", ".join(self.places)
        if self.count > len(self.places):
            places += ", …"
        return translate(TEMPLATES[self.code], language) % {"count": self.count, "places": places}


@dataclass(slots=True)
class Findings:
    """Collects both while files are read; a mistake in one place does not hide the next."""

    problems: list[Problem] = field(default_factory=list)
    _places: dict[str, list[str]] = field(default_factory=dict)

    def add(self, problem: Problem) -> None:
        """Note a mistake."""
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(problem)

    def warn(self, code: str, place: str) -> None:
        """Note a place to look at."""
        self._places.setdefault(code, []).append(place)

    def warnings(self) -> tuple[CaseWarning, ...]:
        """One for each code, in the order they were first met."""
        return tuple(
            CaseWarning(code=code, count=len(places), places=tuple(places[:FIRST_PLACES]))
            for code, places in self._places.items()
        )
