"""Weights from pairs, orders and swings: published examples, and what must always hold."""

from fractions import Fraction
from itertools import permutations
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.worked_examples.weights import (
    CAR_SWINGS,
    CARS,
    CENTROIDS,
    DRINKS,
    FLEXIBILITY,
    WEALTH,
    numbers,
)
from vendor_eval.scoring.elicitation import (
    Priorities,
    centroid_weights,
    combined,
    point_weights,
    priorities,
    spread_of,
)

RATIOS = (*range(1, 10), *(1 / step for step in range(2, 10)))


@st.composite
def matrices(draw: st.DrawFn, ratios: tuple[float, ...] = RATIOS) -> list[list[float]]:
    """Reciprocal matrices, consistent or not."""
    n = draw(st.integers(2, 9))
    matrix = [[1.0] * n for _ in range(n)]
    for row in range(n):
        for column in range(row + 1, n):
            matrix[row][column] = draw(st.sampled_from(ratios))
            matrix[column][row] = 1 / matrix[row][column]
    return matrix


@pytest.mark.parametrize("example", [DRINKS, FLEXIBILITY, WEALTH])
def test_published_comparisons_give_the_published_weights(example: dict[str, Any]) -> None:
    found = priorities(numbers(example["comparisons"]))
    assert found.weights == pytest.approx(example["weights"], abs=example["tolerance"])
    if "ratio" in example:
        assert found.consistency_ratio == pytest.approx(example["ratio"], abs=example["tolerance"])


def test_a_published_hierarchy_gives_the_published_priorities() -> None:
    criteria = priorities(numbers(CARS["criteria"])).weights
    cars = [priorities(numbers(each)).weights for each in CARS["cars"]]
    assert criteria @ np.stack(cars) == pytest.approx(CARS["priorities"], abs=CARS["tolerance"])


@given(matrices())
def test_weights_are_the_positive_eigenvector(matrix: list[list[float]]) -> None:
    """A matrix of positive numbers has one positive eigenvector only (Perron)."""
    found = priorities(matrix)
    assert (found.weights > 0).all()
    assert found.weights.sum() == pytest.approx(1, abs=1e-14)
    product = np.asarray(matrix) @ found.weights
    assert product == pytest.approx(found.lambda_max * found.weights, rel=1e-11)
    n = len(matrix)
    assert found.lambda_max >= n
    assert found.consistency_index == pytest.approx((found.lambda_max - n) / (n - 1))
    assert (found.consistency_ratio is None) == (n < 3)


@given(st.lists(st.integers(1, 10**6), min_size=2, max_size=10))
def test_consistent_comparisons_give_the_weights_back(weights: list[int]) -> None:
    found = priorities([[first / second for second in weights] for first in weights])
    assert found.weights == pytest.approx([each / sum(weights) for each in weights], rel=1e-12)
    assert found.consistency_index == pytest.approx(0, abs=1e-12)
    assert found.revisit is None
    assert found.acceptable


@given(matrices(), st.randoms(use_true_random=False))
def test_order_of_the_things_changes_nothing_else(matrix: list[list[float]], random: Any) -> None:
    places = list(range(len(matrix)))
    random.shuffle(places)
    mixed = priorities([[matrix[row][column] for column in places] for row in places])
    found = priorities(matrix)
    assert mixed.weights == pytest.approx(found.weights[places], rel=1e-10)
    assert mixed.consistency_index == pytest.approx(found.consistency_index, abs=1e-11)
    assert (mixed.revisit is None) == (found.revisit is None)
    if mixed.revisit is not None and found.revisit is not None:
        first, second = (places[place] for place in mixed.revisit)
        assert misfit(matrix, found, first, second) == pytest.approx(
            misfit(matrix, found, *found.revisit), abs=1e-8
        )


def misfit(matrix: list[list[float]], found: Priorities, first: int, second: int) -> float:
    """How far a comparison lies from the weights, in log."""
    ratio = found.weights[first] / found.weights[second]
    return float(abs(np.log(matrix[first][second] / ratio)))


@given(matrices())
def test_no_comparison_is_further_off_than_the_one_to_revisit(matrix: list[list[float]]) -> None:
    found = priorities(matrix)
    n = len(matrix)
    apart = [misfit(matrix, found, first, second) for first in range(n) for second in range(n)]
    if found.revisit is None:
        assert max(apart) < 1e-8
    else:
        assert misfit(matrix, found, *found.revisit) == pytest.approx(max(apart), abs=1e-8)


def test_one_slip_is_what_to_revisit() -> None:
    weights = [8, 4, 2, 1]
    matrix = [[first / second for second in weights] for first in weights]
    matrix[1][3], matrix[3][1] = 1 / 4, 4
    found = priorities(matrix)
    assert found.revisit == (1, 3)
    assert found.consistency_ratio is not None
    assert found.consistency_ratio > 0.10
    assert not found.acceptable


def test_more_than_ten_things_have_no_ratio_but_weights() -> None:
    found = priorities([[1.0] * 11 for _ in range(11)])
    assert found.consistency_ratio is None
    assert found.weights == pytest.approx([1 / 11] * 11)


@given(matrices(), st.integers(1, 4))
def test_people_who_say_the_same_say_it_together(matrix: list[list[float]], people: int) -> None:
    assert combined([matrix] * people) == pytest.approx(np.asarray(matrix), rel=1e-12)


@given(matrices())
def test_a_person_and_the_opposite_cancel_out(matrix: list[list[float]]) -> None:
    together = combined([matrix, np.transpose(matrix)])
    assert together == pytest.approx(np.ones(together.shape), rel=1e-12)


@pytest.mark.parametrize("n", CENTROIDS)
def test_published_centroids(n: int) -> None:
    found = [float(each) for each in centroid_weights(range(1, n + 1))]
    assert found == pytest.approx(CENTROIDS[n], abs=6e-05)


def centre(order: tuple[int, ...]) -> list[Fraction]:
    """The centre of the corners: equal weights of the first k, for every k."""
    n = len(order)
    weights = [Fraction(0)] * n
    for k in range(1, n + 1):
        for thing in order[:k]:
            weights[thing] += Fraction(1, k * n)
    return weights


@given(st.lists(st.integers(1, 6), min_size=1, max_size=6))
def test_a_tie_is_the_mean_of_all_orders_it_leaves_open(places: list[int]) -> None:
    orders = [
        order
        for order in permutations(range(len(places)))
        if [places[thing] for thing in order] == sorted(places)
    ]
    centres = [centre(order) for order in orders]
    mean = tuple(sum(each, Fraction(0)) / len(orders) for each in zip(*centres, strict=True))
    assert centroid_weights(places) == mean
    assert sum(mean) == 1


@pytest.mark.parametrize("n", [1, 2, 3, 4, 5])
def test_over_all_orders_the_centroid_is_equal_weights(n: int) -> None:
    found = [centroid_weights(order) for order in permutations(range(n))]
    assert {spread.mean for spread in spread_of(found)} == {Fraction(1, n)}


def test_published_swings() -> None:
    found = [float(each) for each in point_weights(CAR_SWINGS["points"])]
    assert found == pytest.approx(CAR_SWINGS["weights"], abs=0.0006)


@given(st.lists(st.lists(st.integers(0, 100), min_size=3, max_size=3), min_size=1, max_size=5))
def test_spread_holds_everybody(people: list[list[int]]) -> None:
    exact = [[Fraction(each) for each in person] for person in people]
    for place, spread in enumerate(spread_of(exact)):
        said = [person[place] for person in exact]
        assert (spread.low, spread.high) == (min(said), max(said))
        assert spread.mean * len(said) == sum(said)
