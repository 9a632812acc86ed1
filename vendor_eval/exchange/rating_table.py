"""A table of ratings without a case: things rated down, evaluators across, empty where missing."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from vendor_eval.criteria.mistakes import shown
from vendor_eval.errors import Problem
from vendor_eval.exchange.cells import NOT_A_NUMBER
from vendor_eval.exchange.findings import Findings
from vendor_eval.exchange.numbers import LARGEST, MOST_PLACES, half_width, has_places, parse_number
from vendor_eval.exchange.plain_tables import new_id, read_content, read_grid, require_sound
from vendor_eval.language import N_
from vendor_eval.scoring.sheet import NOT_APPLICABLE, FloatArray

MOST_EVALUATORS = 200
HEAD = N_("write the evaluators in the first row, beginning with the second column")
A_RATING = N_("write a number such as 3 or 2.5, or nothing where a rating is missing")


@dataclass(frozen=True, slots=True, eq=False)
class RatingTable:
    """Who rated what."""

    evaluators: tuple[str, ...]
    ratings: FloatArray
    """Shape (E, N), NaN where one is missing."""


def read_ratings(path: Path) -> RatingTable:
    """The ratings in a CSV file: ids in the first column, an evaluator in each other one.

    ``na`` is no rating, as an empty cell is none.

    Raises:
        InvalidFilesError: the file cannot be used.
        TooLargeError: it is longer than this program reads.
    """
    name, findings = str(path), Findings()
    line, head, rows = read_grid(name, read_content(path), HEAD, findings)
    require_sound(findings)
    if not head:
        findings.add(Problem(f"{name}:{line}", "", N_("there is no evaluator"), HEAD))
    if len(head) > MOST_EVALUATORS:
        what, cure = N_("more than %(limit)d columns"), N_("delete columns")
        findings.add(Problem(f"{name}:{line}", "", what, cure, {"limit": MOST_EVALUATORS}))
    require_sound(findings)
    seen: dict[str, int] = {}
    evaluators = [new_id(f"{name}:{line}", each, seen, line, findings) for each in head]
    if not rows:
        what, cure = N_("nothing is rated"), N_("write a row for each thing that is rated")
        findings.add(Problem(name, "", what, cure))
    things: dict[str, int] = {}
    ratings = [_ratings(f"{name}:{at}", at, row, evaluators, things, findings) for at, row in rows]
    require_sound(findings)
    return RatingTable(tuple(evaluators), np.array(ratings, dtype=np.float64).T)


def _ratings(
    place: str,
    line: int,
    row: list[str],
    evaluators: list[str],
    things: dict[str, int],
    findings: Findings,
) -> list[float]:
    """One rating for each evaluator."""
    thing = new_id(place, half_width(row[0]), things, line, findings)
    if any(row[len(evaluators) + 1 :]):
        findings.add(Problem(place, thing, N_("the row is longer than the first one"), HEAD))
    cells = [*row[1 : len(evaluators) + 1], *[""] * (len(evaluators) + 1 - len(row))]
    return [
        _rating(place, f"{thing}, {evaluator}", half_width(cell), findings)
        for evaluator, cell in zip(evaluators, cells, strict=True)
    ]


def _rating(place: str, where: str, text: str, findings: Findings) -> float:
    """The number; NaN for an empty cell."""
    if not text or text.lower() == NOT_APPLICABLE:
        return np.nan
    number = parse_number(text)
    if number is None:
        findings.add(Problem(place, where, NOT_A_NUMBER, A_RATING, {"value": shown(text)}))
    elif abs(number) > LARGEST or not has_places(number, MOST_PLACES):
        what = N_("%(value)s has too many digits")
        cure = N_("write at most %(digits)d digits before the point and %(places)d after it")
        digits = {"digits": LARGEST.adjusted(), "places": MOST_PLACES}
        findings.add(Problem(place, where, what, cure, {"value": shown(text), **digits}))
    else:
        return float(number)
    return np.nan
