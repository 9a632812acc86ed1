"""Holds a comparison against the judge's reading of the same case."""

from math import isnan

import pytest

from tests.scoring.cases import Plain, product_compare
from tests.scoring.oracle import judge
from tests.scoring.oracle_result import Judgement, Standing
from vendor_eval.scoring import Comparison
from vendor_eval.scoring.sheet import GATE_STATES

CLOSE = 1e-9


def assert_same_result(case: Plain) -> tuple[Comparison, Judgement]:
    """Product and judge agree on everything they both say."""
    result, expected = product_compare(case), judge(case)
    assert result.sheet.weights.group_percent() == expected.group_weights
    assert result.sheet.weights.criterion_percent() == expected.criterion_weights
    assert list(result.sheet.vendors) == list(expected.vendors)
    for place, standing in enumerate(expected.vendors.values()):
        assert_same_standing(result, place, standing)
    ties = sorted((sorted(tie.vendors), str(tie.broken_by)) for tie in result.ties)
    assert ties == sorted((sorted(tied), str(rule)) for tied, rule in expected.ties)
    return result, expected


def assert_same_standing(result: Comparison, place: int, expected: Standing) -> None:
    """One vendor: status, rank, gates, cost, and the numbers unless it left."""
    assert result.status(place) == expected.status
    assert int(result.ranks[place]) == (expected.rank or 0)
    states = result.sheet.gate_states[place]
    gates = zip(result.sheet.gates, states, strict=True)
    assert {gate.id: GATE_STATES[state] for gate, state in gates} == expected.gates
    cost = result.sheet.costs[place]
    named = None if cost is None else {key: getattr(cost, key) for key in cost.__slots__}
    assert named == expected.cost
    assert result.total(place) == expected.printed
    if expected.status in {"declined", "withdrawn"}:
        return
    assert_same_cells(result, place, expected)
    assert_same_groups(result, place, expected)
    assert result.below_minimum(place) == expected.below
    coverage = result.coverage(place)
    assert (coverage.scored, coverage.applicable) == expected.coverage[:2]
    if expected.coverage[2] is not None:
        assert coverage.weight == pytest.approx(float(expected.coverage[2]), abs=CLOSE)
    if expected.total is None:
        assert isnan(result.totals[place])
    else:
        assert result.exact_total(place) == expected.total
        assert result.totals[place] == pytest.approx(float(expected.total), abs=CLOSE)


def assert_same_cells(result: Comparison, place: int, expected: Standing) -> None:
    """State, exact score and points of every cell."""
    points = result.points[place]
    for column, criterion in enumerate(result.sheet.weights.columns):
        state, score = expected.cells[criterion.id]
        assert result.cell_state(place, column) == state
        assert result.cells.exact(place, column) == score
        if score is None:
            assert isnan(points[column])
        elif expected.total is not None:
            assert points[column] == pytest.approx(float(expected.points[criterion.id]), abs=CLOSE)


def assert_same_groups(result: Comparison, place: int, expected: Standing) -> None:
    """Score and points of every group in use."""
    points = result.group_points[place]
    for column, group in enumerate(result.sheet.weights.groups):
        score = result.group_scores[place, column]
        if group not in expected.groups:
            assert isnan(score)
            continue
        assert score == pytest.approx(float(expected.groups[group]), abs=CLOSE)
        if expected.total is not None:
            assert points[column] == pytest.approx(float(expected.group_points[group]), abs=CLOSE)
