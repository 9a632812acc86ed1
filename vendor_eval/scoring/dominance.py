"""What no weights can change, and the smallest change of all weights together that can.

Everything here looks at group scores of ranked vendors, in floats: vendors closer than
``NEARLY`` are equal.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from vendor_eval.scoring.comparison import RANKED, Comparison
from vendor_eval.scoring.lead import leader_of
from vendor_eval.scoring.rounding import NEARLY
from vendor_eval.scoring.sheet import BoolArray, FloatArray

_ROUNDS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Dominated:
    """A vendor that stays below others whatever the groups weigh."""

    vendor: str
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class JointChange:
    """Group weights at which the leader is caught up with."""

    weights: Mapping[str, float]
    """Percent, by group in use; together 100."""
    distance: float
    """Percentage points: the root of the sum of squared changes."""
    leader: str | None
    """Who leads beyond; None where several are equally near."""


def dominated(comparison: Comparison) -> tuple[Dominated, ...]:
    """Ranked vendors below another under every weighting of the groups, in the sheet's order."""
    names = comparison.sheet.vendors
    running = np.flatnonzero(comparison.statuses == RANKED)
    above = dominance(comparison.group_scores[running])
    return tuple(
        Dominated(
            vendor=names[running[row]],
            by=tuple(names[running[other]] for other in np.flatnonzero(above[:, row]).tolist()),
        )
        for row in np.flatnonzero(above.any(axis=0)).tolist()
    )


def dominance(scores: FloatArray) -> BoolArray:
    """Which rows no weights can put below which others.

    Without gaps that is a row nowhere below the other and somewhere above it. Where one of the
    two lacks a score its total rests on the columns it has, and any weights may fall on those:
    then its lowest score, or the other's highest, decides.

    Args:
        scores: shape (V, G), NaN without a score.

    Returns:
        Shape (V, V): the first above the second.
    """
    rows = len(scores)
    known = ~np.isnan(scores)
    lowest = np.where(known, scores, np.inf).min(axis=1, initial=np.inf)
    highest = np.where(known, scores, -np.inf).max(axis=1, initial=-np.inf)
    never = np.ones((rows, rows), dtype=np.bool_)
    strict = np.zeros((rows, rows), dtype=np.bool_)
    for column in range(scores.shape[1]):
        has, values = known[:, column], scores[:, column]
        one, other = has[:, np.newaxis], has[np.newaxis]
        lead = np.where(one & other, values[:, np.newaxis] - values, np.inf)
        lead = np.where(one & ~other, values[:, np.newaxis] - highest, lead)
        lead = np.where(~one & other, lowest[:, np.newaxis] - values, lead)
        never &= lead > -NEARLY
        strict |= (lead > NEARLY) & np.isfinite(lead)
    return never & strict


def nearest_weights(comparison: Comparison) -> JointChange | None:
    """The change of all group weights together that is smallest (least squares) and costs the lead.

    None without a leader, or where no weights make another vendor lead.
    """
    leader = leader_of(comparison)
    if leader is None:
        return None
    names = comparison.sheet.vendors
    running = np.flatnonzero(comparison.statuses == RANKED).tolist()
    percent = comparison.sheet.weights.group_percent()
    weights = np.array([float(each) for each in percent.values()])
    place = running.index(names.index(leader))
    found = nearest_change(comparison.group_scores[running], weights, place)
    if found is None:
        return None
    moved, rivals = found
    return JointChange(
        weights=dict(zip(percent, moved.tolist(), strict=True)),
        distance=float(np.sqrt(np.square(moved - weights).sum())),
        leader=names[running[rivals[0]]] if len(rivals) == 1 else None,
    )


def nearest_change(
    scores: FloatArray, weights: FloatArray, leader: int
) -> tuple[FloatArray, list[int]] | None:
    """The nearest weights of the same total, none below 0, at which a row reaches the leader.

    Args:
        scores: shape (V, G), NaN without a score.
        weights: shape (G,), above 0.
        leader: the row that leads under them.

    Returns:
        The weights, and which rows are reached there; None when no weights do it. Exact among rows
        without gaps; gaps bend the way, and then it is the nearest point that was found.
    """
    leads = scores - scores[leader]
    best: FloatArray | None = None
    distance, rivals = np.inf, list[int]()
    bounds = _at_least(leads, weights)
    bounds[leader] = np.inf
    for row in np.argsort(bounds, kind="stable").tolist():
        if not bounds[row] <= distance + NEARLY:
            break
        moved = (
            meet_on_plane(weights, leads[row])
            if not np.isnan(leads[row]).any()
            else _meet_with_gaps(weights, scores[row], scores[leader])
        )
        if moved is None:
            continue
        length = float(np.sqrt(np.square(moved - weights).sum()))
        if length < distance - NEARLY:
            best, distance, rivals = moved, length, [row]
        elif length <= distance + NEARLY:
            rivals.append(row)
    return None if best is None else _overtaken(scores, weights, leader, best, rivals)


def _overtaken(
    scores: FloatArray, weights: FloatArray, leader: int, best: FloatArray, rivals: list[int]
) -> tuple[FloatArray, list[int]]:
    """The same point, unless a row lies on the way to it whose own nearest point was not found."""
    for row in range(len(scores)):
        if _difference(best, scores[row], scores[leader])[0] > NEARLY:
            best, rivals = _on_the_way(weights, best, scores[row], scores[leader]), [row]
    return best, rivals


def _at_least(leads: FloatArray, weights: FloatArray) -> FloatArray:
    """Shape (V,): a distance nobody can stay below; 0 where gaps leave it open."""
    flat = leads - leads.mean(axis=1, keepdims=True)
    behind = np.maximum(-(leads @ weights), 0.0)
    steep = np.sqrt(np.square(flat).sum(axis=1))
    bounds: FloatArray = np.divide(
        behind, steep, out=np.where(behind > NEARLY, np.inf, 0.0), where=steep > NEARLY
    )
    return np.where(np.isnan(leads).any(axis=1), 0.0, bounds)


def meet_on_plane(weights: FloatArray, lead: FloatArray) -> FloatArray | None:
    """The nearest weights of the same total, none below 0, that ``lead`` weighs out to 0 or more.

    The answer is the projection of ``weights + step * lead`` onto weights of that total, for the
    one step at which the plane is reached; the weights that stay above 0 are then known, and
    the rest is two linear equations.

    Returns:
        None where not even all weight on the best column reaches it.
    """
    total = float(weights.sum())
    if lead @ weights >= 0:
        return weights
    if lead.max() <= NEARLY:
        return None
    moved = _solve(weights, lead, np.ones(len(weights), dtype=np.bool_), total)
    if moved.min() >= 0:
        return moved
    low, high = 0.0, 1.0
    while _project(weights + high * lead, total) @ lead < 0:
        low, high = high, 2 * high
    for _round in range(_ROUNDS):
        middle = (low + high) / 2
        if _project(weights + middle * lead, total) @ lead < 0:
            low = middle
        else:
            high = middle
    free = _project(weights + high * lead, total) > 0
    return np.maximum(_solve(weights, lead, free, total), 0.0)


def _project(point: FloatArray, total: float) -> FloatArray:
    """The nearest point whose parts are not below 0 and add up to the total."""
    ordered = np.sort(point)[::-1]
    excess = (np.cumsum(ordered) - total) / np.arange(1, len(point) + 1)
    shift = excess[np.flatnonzero(ordered > excess)[-1]]
    projected: FloatArray = np.maximum(point - shift, 0.0)
    return projected


def _solve(weights: FloatArray, lead: FloatArray, free: BoolArray, total: float) -> FloatArray:
    """Weights that keep the total and reach the plane, the free ones moved as little as may be."""
    start, slope = weights[free], lead[free]
    sums = np.array([[free.sum(), slope.sum()], [slope.sum(), slope @ slope]])
    wanted = np.array([total - start.sum(), -(slope @ start)])
    shift, step = np.linalg.lstsq(sums, wanted, rcond=None)[0]
    moved = np.zeros_like(weights)
    moved[free] = start + shift + step * slope
    return moved


def _meet_with_gaps(
    weights: FloatArray, rival: FloatArray, leader: FloatArray
) -> FloatArray | None:
    """The same where a total rests on some columns only, so that no plane divides the two.

    The dividing surface is followed from today's weights and from the way to each corner, a
    plane laid on anew each time; the nearest of the points where that comes to rest counts.
    """
    corners = float(weights.sum()) * np.eye(len(weights))
    near = weights / 10 + corners * 0.9
    won = np.array([_difference(point, rival, leader)[0] > 0 for point in near])
    starts = [weights, *((weights + corners[won]) / 2), *near[won]]
    found = [
        moved for start in starts if (moved := _follow(start, weights, rival, leader)) is not None
    ]
    if not found:
        return None
    return min(found, key=lambda moved: float(np.square(moved - weights).sum()))


def _follow(
    moved: FloatArray, weights: FloatArray, rival: FloatArray, leader: FloatArray
) -> FloatArray | None:
    for attempt in range(_ROUNDS):
        gap, slope = _difference(moved, rival, leader)
        # On this plane the difference is 0: slope @ new = slope @ moved - gap.
        plane = slope - (slope @ moved - gap) / moved.sum()
        following = meet_on_plane(weights, plane / max(float(np.abs(plane).max()), NEARLY))
        if following is None:
            return None
        if np.abs(following - moved).max() < NEARLY:
            return following if _difference(following, rival, leader)[0] > -NEARLY else None
        # It comes to rest within few rounds, or swings to and fro until held back.
        moved = following if attempt < _ROUNDS // 6 else (moved + following) / 2
    return None


def _on_the_way(
    weights: FloatArray, moved: FloatArray, rival: FloatArray, leader: FloatArray
) -> FloatArray:
    """Where a row is reached before the point given, or a nearer point found from there."""
    low, high = 0.0, 1.0
    for _round in range(_ROUNDS):
        middle = (low + high) / 2
        there = weights + middle * (moved - weights)
        if _difference(there, rival, leader)[0] < 0:
            low = middle
        else:
            high = middle
    reached = weights + high * (moved - weights)
    nearer = _follow(reached, weights, rival, leader)
    points = [reached] if nearer is None else [reached, nearer]
    return min(points, key=lambda point: float(np.square(point - weights).sum()))


def _difference(
    weights: FloatArray, rival: FloatArray, leader: FloatArray
) -> tuple[float, FloatArray]:
    """By how much the rival's mean is above the leader's, and how that changes with each weight."""
    gap, slope = 0.0, np.zeros_like(weights)
    for scores, sign in ((rival, 1.0), (leader, -1.0)):
        known = ~np.isnan(scores)
        inside = max(float(weights[known].sum()), NEARLY * float(weights.sum()))
        mean = float(weights[known] @ scores[known]) / inside
        gap += sign * mean
        slope[known] += sign * (scores[known] - mean) / inside
    return gap, slope
