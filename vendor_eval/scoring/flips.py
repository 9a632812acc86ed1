"""How far one weight may move before another vendor leads, solved exactly.

One weight takes a share t of all, everything else keeps its proportions. Each total is then
a quotient of polynomials in t, because what has no score drops out per vendor; where a rival's
meets the leader's is a root. Only totals decide: no tie rule is asked, nothing is rounded, and
who is ranked stays ranked.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from vendor_eval.scoring.comparison import RANKED, Comparison
from vendor_eval.scoring.crossing import Polynomial, first_not_below, highest_beyond, lead_over
from vendor_eval.scoring.lead import leader_of
from vendor_eval.scoring.moving import Mix, Moves, Score, mix_of, path_of, rough_ends, rough_ways

_SAME = Fraction(1, 10**20)
"""Roots closer than this are one root: they are known to 25 digits at least."""
_SLACK = 1e-6
"""More than floats err about where a root lies, once their tolerance is granted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flip:
    """A weight at which the leader changes."""

    at: Fraction
    """Percent; a root that is no fraction is known to 25 digits."""
    leader: str | None
    """Who leads beyond it; None where the top is a tie then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flips:
    """The nearest such weights below and above today's."""

    name: str
    """Of the group or the criterion."""
    weight: Fraction
    """Today's, in percent of those in use."""
    lower: Flip | None
    higher: Flip | None


@dataclass(frozen=True, slots=True)
class Turn:
    """The same in plain numbers: a share from 0 to 1, and the row that leads beyond it."""

    at: Fraction
    leader: int | None


Turns = tuple[Turn | None, Turn | None]
"""Below and above today's weight."""


def weight_flips(comparison: Comparison) -> tuple[Flips, ...]:
    """For each group in use; none without a leader."""
    weights = comparison.sheet.weights.group_percent()
    moves = Moves.of(list(weights.values()), range(len(weights)))
    inside = _criterion_moves(comparison)

    def exact(row: int) -> list[Score]:
        mix = mix_of(inside, _cells(comparison, row))
        return [mix.mean(group) for group in range(len(weights))]

    return _flips(comparison, weights, moves, comparison.group_scores, exact)


def criterion_flips(comparison: Comparison) -> tuple[Flips, ...]:
    """For each criterion that counts: its printed percent moves, and its group's with it."""
    percent = comparison.sheet.weights.criterion_percent()
    moves = _criterion_moves(comparison)
    return _flips(
        comparison, percent, moves, comparison.cells.scores, lambda row: _cells(comparison, row)
    )


def nearest_turns(
    values: Sequence[Sequence[Fraction | float | None]],
    weights: Sequence[Fraction | float],
    leader: int,
    moving: int,
) -> Turns:
    """Where one weight makes another row lead, for a plain table of values.

    Args:
        values: rows to rank, by columns; None where a row has no value.
        weights: of the columns, in any unit.
        leader: the row that leads.
        moving: the column whose weight moves.

    Raises:
        ValueError: a weight is not a number above 0.
    """
    if not np.isfinite([float(weight) for weight in weights]).all():
        message = "every weight must be a number above 0"
        raise ValueError(message)
    moves = Moves.of([Fraction(weight) for weight in weights], range(len(weights)))
    exact = [[None if each is None else Fraction(each) for each in row] for row in values]
    rough = np.array([[np.nan if v is None else float(v) for v in row] for row in exact])
    return _Search(moves, rough, exact.__getitem__, leader).turns(moving)


def _flips(
    comparison: Comparison,
    percent: dict[str, Fraction],
    moves: Moves,
    scores: npt.NDArray[np.float64],
    exact: Callable[[int], Sequence[Score]],
) -> tuple[Flips, ...]:
    leader = leader_of(comparison)
    if leader is None:
        return ()
    names = comparison.sheet.vendors
    running = np.flatnonzero(comparison.statuses == RANKED).tolist()
    search = _Search(
        moves,
        scores[running],
        lambda row: exact(running[row]),
        running.index(names.index(leader)),
    )

    def named(turn: Turn | None) -> Flip | None:
        if turn is None:
            return None
        who = None if turn.leader is None else names[running[turn.leader]]
        return Flip(at=100 * turn.at, leader=who)

    found = []
    for moving, (name, weight) in enumerate(percent.items()):
        lower, higher = search.turns(moving)
        found.append(Flips(name=name, weight=weight, lower=named(lower), higher=named(higher)))
    return tuple(found)


def _criterion_moves(comparison: Comparison) -> Moves:
    weights = comparison.sheet.weights
    place = {group: at for at, group in enumerate(weights.groups)}
    percent = list(weights.criterion_percent().values())
    return Moves.of(percent, [place[column.group] for column in weights.columns])


class _Search:
    """Looks for turns with floats first, and solves exactly for the rivals that remain."""

    def __init__(
        self,
        moves: Moves,
        scores: npt.NDArray[np.float64],
        exact: Callable[[int], Sequence[Score]],
        leader: int,
    ) -> None:
        self.moves, self.exact, self.leader = moves, exact, leader
        self.mixes: dict[int, Mix] = {}
        self.ways = rough_ways(rough_ends(moves, scores), leader, moves.rough)
        """Shape (2, columns, rows): at least how far a rival's turn is, below and above."""

    def mix(self, row: int) -> Mix:
        """Sums of a row, made once."""
        if row not in self.mixes:
            self.mixes[row] = mix_of(self.moves, self.exact(row))
        return self.mixes[row]

    def turns(self, moving: int) -> Turns:
        """The nearest below and above."""
        leading = path_of(self.mix(self.leader), moving)
        leads: dict[int, Polynomial] = {}

        def lead(row: int) -> Polynomial:
            if row not in leads:
                leads[row] = lead_over(path_of(self.mix(row), moving), leading)
            return leads[row]

        return self._turn(moving, Fraction(0), lead), self._turn(moving, Fraction(1), lead)

    def _turn(self, moving: int, end: Fraction, lead: Callable[[int], Polynomial]) -> Turn | None:
        today = self.moves.share(moving)
        ways = self.ways[int(end), moving]
        best: Fraction | None = None
        rivals: list[tuple[int, int]] = []
        for row in np.argsort(ways, kind="stable").tolist():
            limit = np.inf if best is None else float(abs(best - today)) + _SLACK
            if not ways[row] < limit:
                break
            turn = first_not_below(lead(row), today, end)
            if turn is None:
                continue
            at, sign = turn
            if best is not None and abs(at - best) <= _SAME:
                rivals.append((row, sign))
            elif best is None or abs(at - today) < abs(best - today):
                best, rivals = at, [(row, sign)]
        if best is None:
            return None
        ahead = [row for row, sign in rivals if sign > 0]
        if len(ahead) > 1:
            paths = [path_of(self.mix(row), moving) for row in ahead]
            ahead = [ahead[at] for at in highest_beyond(paths, best, end)]
        return Turn(best, ahead[0] if len(ahead) == 1 else None)


def _cells(comparison: Comparison, vendor: int) -> list[Score]:
    """Exact scores of a vendor's cells."""
    columns = range(len(comparison.sheet.weights.columns))
    return [comparison.cells.exact(vendor, column) for column in columns]
