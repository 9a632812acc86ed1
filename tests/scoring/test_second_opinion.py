"""TOPSIS and PROMETHEE II: published results, and loops over the judge's exact scores."""

from fractions import Fraction
from math import sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.scoring.cases import Plain, product_compare
from tests.scoring.oracle import judge
from tests.scoring.strategies import cases, make_twin
from tests.scoring.strategies_criteria import Dice
from tests.scoring.test_comparison_properties import shuffled
from tests.worked_examples.other_methods import ERSOY_2021, TZENG_2011, ZHAO_2013
from vendor_eval.scoring.second_opinion import promethee2, second_opinion, topsis
from vendor_eval.scoring.sheet import FloatArray

quick = settings(max_examples=80, deadline=None, derandomize=True, database=None)


def array(numbers: object) -> FloatArray:
    return np.array(numbers, dtype=np.float64)


@pytest.mark.parametrize("example", [TZENG_2011, ERSOY_2021], ids=["tzeng", "ersoy"])
def test_published_closeness(example: Plain) -> None:
    falling = np.array(example["falling"])
    found = topsis(array(example["scores"]), array(example["weights"]), falling)
    assert found == pytest.approx(array(example["closeness"]), abs=example["tolerance"])


def test_published_net_flow() -> None:
    example: Plain = ZHAO_2013
    scores, weights = array(example["scores"]), array(example["weights"])
    found = promethee2(scores, weights)
    assert found == pytest.approx(array(example["net_flow"]), abs=1e-12)
    assert promethee2(-scores, weights, np.full(3, True)).tolist() == found.tolist()


def test_nothing_to_tell_apart_is_half_way_and_without_flow() -> None:
    same, weights = array([[3, 0], [3, 0]]), array([60, 40])
    assert topsis(same, weights).tolist() == [0.5, 0.5]
    assert promethee2(same, weights).tolist() == [0, 0]
    assert topsis(np.empty((2, 0)), np.empty(0)).tolist() == [0.5, 0.5]
    assert promethee2(np.empty((2, 0)), np.empty(0)).tolist() == [0, 0]


@quick
@given(cases())
def test_both_methods_are_those_of_plain_loops(case: Plain) -> None:
    found = second_opinion(product_compare(case))
    result = judge(case)
    standings = {name: each for name, each in result.vendors.items() if each.rank}
    if len(standings) < 2:
        assert (found.topsis, found.promethee2) == (None, None)
        return
    assert found.topsis is not None
    assert found.promethee2 is not None
    low = Fraction(case["criteria"]["scale"]["min"])
    shared = [
        criterion
        for criterion in result.criterion_weights
        if all(each.cells[criterion][0] == "scored" for each in standings.values())
    ]
    weights = {criterion: result.criterion_weights[criterion] for criterion in shared}
    scores = {
        name: {criterion: (each.cells[criterion][1] or Fraction(0)) - low for criterion in shared}
        for name, each in standings.items()
    }
    assert found.topsis.figures == pytest.approx(plain_topsis(scores, weights), abs=1e-9)
    flows = {name: float(flow) for name, flow in plain_flows(scores, weights).items()}
    assert found.promethee2.figures == pytest.approx(flows, abs=1e-9)
    assert sum(flows.values()) == pytest.approx(0, abs=1e-9)
    for opinion in (found.topsis, found.promethee2):
        places = [opinion.place(name) for name in opinion.ranking]
        assert places == sorted(places)
        assert set(opinion.ranking) == set(standings)


Scores = dict[str, dict[str, Fraction]]


def plain_topsis(scores: Scores, weights: dict[str, Fraction]) -> dict[str, float]:
    best, worst = dict.fromkeys(scores, 0.0), dict.fromkeys(scores, 0.0)
    for criterion, weight in weights.items():
        length = sqrt(sum(row[criterion] ** 2 for row in scores.values())) or 1.0
        column = {
            name: float(row[criterion]) / length * float(weight) for name, row in scores.items()
        }
        for name, share in column.items():
            best[name] += (max(column.values()) - share) ** 2
            worst[name] += (share - min(column.values())) ** 2
    if not any(best.values()):
        return dict.fromkeys(scores, 0.5)
    return {name: sqrt(worst[name]) / (sqrt(worst[name]) + sqrt(best[name])) for name in scores}


def plain_flows(scores: Scores, weights: dict[str, Fraction]) -> dict[str, Fraction]:
    whole = sum(weights.values(), Fraction(0)) or Fraction(1)
    flows = dict.fromkeys(scores, Fraction(0))
    for name, own in scores.items():
        for other, theirs in scores.items():
            for criterion, weight in weights.items():
                ahead = (own[criterion] > theirs[criterion]) - (own[criterion] < theirs[criterion])
                flows[name] += ahead * weight / whole / (len(scores) - 1) if other != name else 0
    return flows


@quick
@given(cases(), st.integers(0, 2**32))
def test_order_changes_nothing_and_twins_are_equal(case: Plain, seed: int) -> None:
    if case["vendors"]:
        case["vendors"].append({"id": "twin", "status": "active"})
        make_twin(case, case["vendors"][0]["id"], "twin")
    before = second_opinion(product_compare(case))
    after = second_opinion(product_compare(shuffled(case, Dice(seed))))
    for one, other in ((before.topsis, after.topsis), (before.promethee2, after.promethee2)):
        assert (one is None) == (other is None)
        if one is not None and other is not None:
            assert one.figures == pytest.approx(dict(other.figures), abs=1e-12)
            first = case["vendors"][0]["id"]
            assert one.figures.get("twin") == one.figures.get(first)
