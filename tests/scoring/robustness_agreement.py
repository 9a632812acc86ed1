"""Holds what is said of a result's firmness against brute force on the same case."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import partial

import pytest

from tests.scoring.cases import Plain, product_compare
from tests.scoring.oracle import judge
from tests.scoring.oracle_result import Judgement
from tests.scoring.oracle_robustness import (
    criterion_totals,
    deciding_steps,
    group_totals,
    lead_of,
    without_evaluator,
    without_vendor,
)
from vendor_eval.scoring.flips import Flip, Flips, criterion_flips
from vendor_eval.scoring.robustness import Robustness, assess

CLOSE = 1e-9
BESIDE = Fraction(1, 10**9)
"""A share: near enough to a root that no other lies between."""
Totals = Callable[[str, Fraction], dict[str, Fraction]]


def assert_firm_as_brute_force(case: Plain) -> Robustness:
    """Product and brute force agree on everything about one case."""
    comparison, judgement = product_compare(case), judge(case)
    found = assess(comparison, samples=0)
    leader, runner_up, gap = lead_of(judgement)
    assert (found.lead.leader, found.lead.runner_up) == (leader, runner_up)
    assert_same_gap(found.lead.gap, gap)
    limit = Fraction(case["criteria"]["rules"].get("practically_equal", 0))
    assert found.lead.practically_equal == (gap is not None and gap <= limit)
    for each in found.without_evaluator:
        then = lead_of(judge(without_evaluator(case, each.evaluator)))
        assert each.leader == then[0]
        assert_same_gap(each.gap, then[2])
    assert [each.evaluator for each in found.without_evaluator] == [
        row["id"] for row in case["evaluators"]
    ]
    for removed in found.without_vendor:
        assert removed.leader == lead_of(judge(without_vendor(case, removed.vendor)))[0]
    steps = [
        (each.vendor, each.criterion, each.evaluator, each.before, each.after, each.leader)
        for each in found.one_step
    ]
    assert len(steps) == len(set(steps))
    assert set(steps) == deciding_steps(case)
    if leader is None:
        assert found.weight_flips == criterion_flips(comparison) == ()
        return found
    groups = {each["id"]: each["group"] for each in case["criteria"]["criteria"]}
    assert {flips.name: flips.weight for flips in found.weight_flips} == judgement.group_weights
    assert_flips(found.weight_flips, leader, lambda name, at: group_totals(judgement, name, at))
    assert_flips(
        criterion_flips(comparison),
        leader,
        lambda name, at: criterion_totals(judgement, groups, name, at),
    )
    assert_dominance(found, judgement)
    return found


def assert_same_gap(gap: float | None, expected: Fraction | None) -> None:
    """The same to 1e-9, or none."""
    assert gap == (None if expected is None else pytest.approx(float(expected), abs=CLOSE))


def assert_flips(flips: Sequence[Flips], leader: str, totals: Totals) -> None:
    """At a flip the totals are equal, before it the leader is ahead, beyond it another is."""
    for each in flips:
        today = each.weight / 100
        if today == 1:
            continue
        for flip, end in ((each.lower, Fraction(0)), (each.higher, Fraction(1))):
            assert_flip(partial(totals, each.name), leader, today, flip, end)


def assert_flip(
    totals: Callable[[Fraction], dict[str, Fraction]],
    leader: str,
    today: Fraction,
    flip: Flip | None,
    end: Fraction,
) -> None:
    """One direction."""
    at = end if flip is None else flip.at / 100
    assert min(today, end) <= at <= max(today, end)
    for part in (1, 3, 7, 12, 29, 30):  # of the way, ahead all along
        where = today + (at - today) * Fraction(part, 31)
        if at != today:
            assert alone_ahead(totals(where)) == leader
    if flip is None:
        return
    if at not in {0, 1, today}:
        there = totals(at)
        rivals = [total for name, total in there.items() if name != leader]
        assert min(abs(float(total - there[leader])) for total in rivals) < CLOSE
    if at != end:
        beyond = at + (BESIDE if end > at else -BESIDE) * abs(end - at)
        assert alone_ahead(totals(beyond)) == flip.leader
        assert flip.leader != leader
    else:
        assert flip.leader is None


def alone_ahead(totals: dict[str, Fraction]) -> str | None:
    """Who has the highest total alone."""
    best = max(totals.values())
    first = [name for name, total in totals.items() if total == best]
    return first[0] if len(first) == 1 else None


def assert_dominance(found: Robustness, judgement: Judgement) -> None:
    """No weights in a grid put a dominated vendor level with or above one that dominates it."""
    groups = list(judgement.group_weights)
    for group in groups if len(groups) > 1 else ():
        for share in (Fraction(1, 1000), Fraction(1, 3), Fraction(2, 3), Fraction(999, 1000)):
            totals = group_totals(judgement, group, share)
            for each in found.dominated:
                assert all(totals[other] > totals[each.vendor] for other in each.by)
