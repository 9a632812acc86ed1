"""Files from which weights are found: comparisons of pairs, an order, swings.

Ids are any texts here; width does not matter. Every mistake is told with its line.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from pathlib import Path

from vendor_eval.criteria.mistakes import shown
from vendor_eval.errors import Problem
from vendor_eval.exchange.cells import Cells, Seen, check_twice
from vendor_eval.exchange.csv_rows import Columns, decode, read_rows
from vendor_eval.exchange.findings import Findings
from vendor_eval.exchange.numbers import LARGEST, MOST_PLACES, half_width, has_places, parse_number
from vendor_eval.exchange.plain_tables import new_id, read_content, read_grid, require_sound
from vendor_eval.language import N_
from vendor_eval.scoring.elicitation import BEST_SWING

LEAST = 2
"""Things to weigh; one alone has all the weight."""
MOST = 200
OFF = Fraction(1, 100)
"""How far a comparison may be from the reciprocal of its counterpart."""
SWINGS = Columns(required=("id", "points"))

TOO_FEW = N_("fewer than two things to weigh")
TOO_MANY = N_("more than %(limit)d things to weigh")
NO_TEXT = N_("write one id a line, the most important first")
SAVE_AS_TEXT = N_("save it in an editor as plain text in UTF-8")
NO_MATRIX = N_("write the ids in the first row and the first column")
A_COMPARISON = N_("write how many times as important the row is as the column: 3, 0.5 or 1/3")


@dataclass(frozen=True, slots=True)
class Comparisons:
    """Comparisons of pairs by one person."""

    ids: tuple[str, ...]
    matrix: tuple[tuple[Fraction, ...], ...]
    """How many times as important the row is as the column; reciprocal exactly."""

    def in_order(self, ids: Sequence[str]) -> "Comparisons":
        """The same with its things in another order."""
        places = [self.ids.index(each) for each in ids]
        rows = tuple(tuple(self.matrix[row][column] for column in places) for row in places)
        return Comparisons(tuple(ids), rows)


def read_comparisons(paths: Sequence[Path]) -> tuple[Comparisons, ...]:
    """The comparisons in each file, all in the order of the first.

    Raises:
        InvalidFilesError: a file cannot be used, or compares other things than the first.
        TooLargeError: a file is longer than this program reads.
    """
    findings = Findings()
    read = [_comparisons(str(path), read_content(path), findings) for path in paths]
    require_sound(findings)
    files = [each for each in read if each is not None]
    for path, each in zip(paths, files, strict=True):
        _check_same(str(path), each.ids, str(paths[0]), files[0].ids, findings)
    require_sound(findings)
    return tuple(each.in_order(files[0].ids) for each in files)


def read_order(path: Path) -> dict[str, int]:
    """The place of each id, 1 for the most important; tied ones have the same.

    Raises:
        InvalidFilesError: the file cannot be used.
        TooLargeError: it is longer than this program reads.
    """
    name, findings = str(path), Findings()
    text = decode(name, read_content(path), findings, empty=NO_TEXT, save=SAVE_AS_TEXT)
    places: dict[str, int] = {}
    seen: dict[str, int] = {}
    for line, content in enumerate((text or "").splitlines(), start=1):
        if not half_width(content):
            continue
        place = 1 + len(set(places.values()))
        for each in half_width(content).split("="):
            found = new_id(f"{name}:{line}", each.strip(), seen, line, findings)
            if found:
                places[found] = place
    if text is not None and not findings.problems:
        _check_count(name, len(places), findings)
    require_sound(findings)
    return places


def read_swings(path: Path) -> dict[str, Fraction]:
    """The points of each swing, the best has 100.

    Raises:
        InvalidFilesError: the file cannot be used.
        TooLargeError: it is longer than this program reads.
    """
    name, findings = str(path), Findings()
    rows = read_rows(name, read_content(path), SWINGS, findings)
    points: dict[str, Fraction] = {}
    seen: Seen = {}
    for row in rows or ():
        cells = Cells(name, row, findings)
        thing = cells.needed("id")
        check_twice(cells, seen, (thing,), "id")
        if not cells.needed("points"):
            continue
        number = cells.number("points", at_least=0)
        if number is not None and number > BEST_SWING:
            what = N_("%(value)s is above %(limit)d")
            cure = N_("give the best swing 100 and measure the others by it")
            cells.tell("points", what, cure, value=shown(number), limit=BEST_SWING)
        points[thing] = Fraction(number or 0)
    if rows is not None and not findings.problems:
        _check_count(name, len(points), findings)
        if points and max(points.values()) != BEST_SWING:
            what = N_("no swing has 100 points")
            cure = N_("give the best swing 100 and measure the others by it")
            findings.add(Problem(name, "points", what, cure))
    require_sound(findings)
    return points


def _check_count(place: str, count: int, findings: Findings) -> None:
    if count < LEAST:
        findings.add(Problem(place, "", TOO_FEW, N_("name two at least")))
    if count > MOST:
        cure = N_("weigh groups first, then what is inside them")
        findings.add(Problem(place, "", TOO_MANY, cure, {"limit": MOST}))


def _check_same(
    name: str, ids: Iterable[str], first: str, wanted: Iterable[str], findings: Findings
) -> None:
    """Note what one file compares and another does not."""
    ids, wanted = list(ids), list(wanted)
    for each in [each for each in ids if each not in wanted]:
        what, cure = N_("%(id)s is not compared in %(first)s"), N_("compare the same in every file")
        findings.add(Problem(f"{name}:1", "", what, cure, {"id": shown(each), "first": first}))
    for each in [each for each in wanted if each not in ids]:
        what = N_("%(id)s is compared in %(first)s and is missing here")
        cure = N_("compare the same in every file")
        findings.add(Problem(f"{name}:1", "", what, cure, {"id": shown(each), "first": first}))


# --- a matrix of comparisons -------------------------------------------------------------


def _comparisons(name: str, content: bytes, findings: Findings) -> Comparisons | None:
    """What one file says; None where it cannot be used."""
    before = len(findings.problems)
    line, head, rows = read_grid(name, content, NO_MATRIX, findings)
    if len(findings.problems) > before:
        return None
    seen: dict[str, int] = {}
    ids = [new_id(f"{name}:{line}", each, seen, line, findings) for each in head]
    if len(findings.problems) > before:
        return None
    _check_count(f"{name}:{line}", len(ids), findings)
    cells = _cells(name, rows, ids, findings)
    if len(findings.problems) > before:
        return None
    matrix = [[Fraction(1)] * len(ids) for _ in ids]
    for pair in combinations(range(len(ids)), 2):
        _fill(name, matrix, cells, ids, pair, findings)
    return Comparisons(tuple(ids), tuple(map(tuple, matrix)))


Filled = Mapping[tuple[str, str], tuple[int, Fraction | None]]
"""Line and number of each cell, by the ids of its row and column; None where it is empty."""


def _cells(
    name: str, rows: Sequence[tuple[int, list[str]]], ids: Sequence[str], findings: Findings
) -> Filled:
    """Every cell of the matrix, which must be square."""
    cells: dict[tuple[str, str], tuple[int, Fraction | None]] = {}
    seen: dict[str, int] = {}
    for line, record in rows:
        place = f"{name}:{line}"
        row = new_id(place, half_width(record[0]), seen, line, findings)
        if row and row not in ids:
            what = N_("the row %(id)s has no column")
            findings.add(Problem(place, "", what, NO_MATRIX, {"id": shown(row)}))
            continue
        if any(record[len(ids) + 1 :]):
            what = N_("the row is longer than the first one")
            findings.add(Problem(place, "", what, NO_MATRIX))
        numbers = [*record[1 : len(ids) + 1], *[""] * (len(ids) + 1 - len(record))]
        for column, text in zip(ids, numbers, strict=True):
            cells[row, column] = line, _ratio(place, f"{row}, {column}", text, findings)
    for each in ids:
        if each not in seen and set(seen) <= set(ids):  # else it is probably that other row
            what = N_("the column %(id)s has no row")
            findings.add(Problem(name, "", what, NO_MATRIX, {"id": shown(each)}))
        elif cells.get((each, each), (0, None))[1] not in {None, 1}:
            what, cure = N_("a thing compared with itself is not 1"), N_("write 1, or nothing")
            findings.add(Problem(f"{name}:{seen[each]}", f"{each}, {each}", what, cure))
    return cells


def _ratio(place: str, where: str, text: str, findings: Findings) -> Fraction | None:
    """A number above 0, or a fraction of two; None for an empty cell."""
    if not half_width(text):
        return None
    above, slash, below = half_width(text).partition("/")
    parts = [parse_number(above), parse_number(below) if slash else parse_number("1")]
    numbers = [each for each in parts if each is not None]
    if len(numbers) < len(parts):
        what = N_("%(value)s is not a number")
    elif any(each <= 0 for each in numbers):
        what = N_("%(value)s is not above 0")
    elif any(each > LARGEST or not has_places(each, MOST_PLACES) for each in numbers):
        what = N_("%(value)s has too many digits")
    else:
        return Fraction(numbers[0]) / Fraction(numbers[1])
    findings.add(Problem(place, where, what, A_COMPARISON, {"value": shown(half_width(text))}))
    return None


def _fill(
    name: str,
    matrix: list[list[Fraction]],
    cells: Filled,
    ids: Sequence[str],
    pair: tuple[int, int],
    findings: Findings,
) -> None:
    """One comparison and its reciprocal, from above the diagonal."""
    row, column = pair
    first, second = ids[row], ids[column]
    line, said = cells[first, second]
    other_line, other = cells[second, first]
    values = {"first": shown(first), "second": shown(second)}
    if said is None:
        what = N_("the comparison of %(first)s with %(second)s is missing")
        where = f"{first}, {second}"
        findings.add(Problem(f"{name}:{line}", where, what, A_COMPARISON, values))
        return
    if other is not None and abs(said * other - 1) > OFF:
        what = N_("this is not the reciprocal of %(first)s with %(second)s")
        cure = N_("correct one of the two, or leave this cell empty")
        where = f"{second}, {first}"
        findings.add(Problem(f"{name}:{other_line}", where, what, cure, values))
    matrix[row][column], matrix[column][row] = said, 1 / said
