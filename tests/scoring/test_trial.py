"""What if: the arithmetic of moved weights, and that a trial is what the evaluation would be."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vendor_eval.case import Case, answers_of, score_sheet
from vendor_eval.scoring import compare
from vendor_eval.scoring.sheet import Answers, ScoreSheet
from vendor_eval.scoring.trial import (
    Trial,
    fitted,
    in_places,
    is_official,
    official_weights,
    redistributed,
    tried_purchase,
    tried_sheet,
)

NAMES = ("a", "b", "c", "d", "e")
SHARES = st.lists(st.integers(0, 1000), min_size=1, max_size=5)
PERCENT = st.fractions(-10, 150, max_denominator=1000)
OWN = {name: Fraction(20) for name in NAMES}


@st.composite
def moves(
    draw: st.DrawFn,
) -> tuple[dict[str, Fraction], dict[str, Fraction], frozenset[str]]:
    """Weights that total 100, what is moved where, and what is held."""
    shares = draw(SHARES.filter(any))
    names = NAMES[: len(shares)]
    whole = sum(shares)
    weights = {n: Fraction(100 * s, whole) for n, s in zip(names, shares, strict=True)}
    moved = draw(st.dictionaries(st.sampled_from(names), PERCENT, max_size=3))
    return weights, moved, draw(st.frozensets(st.sampled_from(names)))


@given(moves())
def test_moved_weights_keep_what_was_promised(
    move: tuple[dict[str, Fraction], dict[str, Fraction], frozenset[str]],
) -> None:
    weights, moved, held = move
    after = redistributed(weights, moved, held, OWN)
    fixed = held - moved.keys()
    free = weights.keys() - fixed - moved.keys()
    room = 100 - sum(weights[name] for name in fixed)

    assert list(after) == list(weights)
    assert sum(after.values()) == 100
    assert all(weight >= 0 for weight in after.values())
    assert {name: after[name] for name in fixed} == {name: weights[name] for name in fixed}
    for one in free:
        for other in free:  # in proportion, without dividing by what may be 0
            if sum(weights[name] for name in free):
                assert after[one] * weights[other] == after[other] * weights[one]
    wanted = {name: max(to, Fraction(0)) for name, to in moved.items()}
    if free and sum(wanted.values()) <= room:
        assert {name: after[name] for name in moved} == wanted
    elif moved:
        assert sum(after[name] for name in moved) == room


@given(moves())
def test_decimals_of_weights_total_100_too(
    move: tuple[dict[str, Fraction], dict[str, Fraction], frozenset[str]],
) -> None:
    weights, moved, held = move
    exact = redistributed(weights, moved, held, OWN)
    shown = in_places(exact, 2)
    assert sum(shown.values()) == 100
    assert all(number >= 0 for number in shown.values())
    assert all(abs(Fraction(shown[name]) - exact[name]) < Fraction(1, 100) for name in exact)


def test_groups_at_nothing_take_their_own_proportions_again() -> None:
    own = {"a": Fraction(50), "b": Fraction(30), "c": Fraction(20)}
    alone = {"a": Fraction(100), "b": Fraction(0), "c": Fraction(0)}
    after = redistributed(alone, {"a": Fraction(50)}, (), own)
    assert after == own


def test_with_all_others_held_nothing_can_move() -> None:
    own = {"a": Fraction(50), "b": Fraction(30), "c": Fraction(20)}
    assert redistributed(own, {"a": Fraction(70)}, {"b", "c"}, own) == own
    assert redistributed(own, {"a": Fraction(0)}, {"b", "c"}, own) == own
    assert redistributed(own, {"b": Fraction(99)}, {"a"}, own) == {
        "a": Fraction(50),
        "b": Fraction(50),
        "c": Fraction(0),
    }


@pytest.fixture(scope="module")
def answers(sample_case: Case) -> Answers:
    """Everything the sample says, its ratings too."""
    return answers_of(sample_case)


@pytest.fixture(scope="module")
def sheet(sample_case: Case) -> ScoreSheet:
    """The sample's."""
    return score_sheet(sample_case)


TRIALS = (
    Trial(weights={"security": Decimal(0), "training": Decimal(100)}),
    Trial(assumption="claimed", level="peak"),
    Trial(level="low", low=Decimal("12.5"), volume={"calls_offered": Decimal(9000)}),
    Trial(weights={"security": Decimal("33.3")}, level="peak", assumption="claimed"),
)


@pytest.mark.parametrize("wanted", TRIALS)
def test_a_trial_is_what_the_evaluation_would_say(
    sample_case: Case, sheet: ScoreSheet, answers: Answers, wanted: Trial
) -> None:
    """The whole sheet built anew from every answer gives the same, to the last bit."""
    trial = fitted(wanted, sheet)
    tried = tried_sheet(trial, sheet, answers)
    evaluation = sample_case.evaluation
    purchase = tried_purchase(trial, evaluation.purchase)
    whole = score_sheet(replace(sample_case, evaluation=replace(evaluation, purchase=purchase)))
    ours, theirs = compare(tried), compare(whole)

    assert np.array_equal(ours.totals, theirs.totals, equal_nan=True)
    assert ours.ranks.tolist() == theirs.ranks.tolist()
    assert ours.statuses.tolist() == theirs.statuses.tolist()
    assert tried.costs == whole.costs
    assert not is_official(trial)


def test_the_weight_at_which_the_leader_changes(sheet: ScoreSheet, answers: Answers) -> None:
    """The flip the sample is known for: security from 10 to 10.77."""
    own = {name: Fraction(weight) for name, weight in official_weights(sheet).items()}
    leaders = []
    for to in ("10", "10.76", "10.78"):
        weights = in_places(redistributed(own, {"security": Fraction(to)}, (), own))
        result = compare(tried_sheet(fitted(Trial(weights=weights), sheet), sheet, answers))
        leaders.append(sheet.vendors[result.ranks.tolist().index(1)])
    assert leaders == ["minamo", "minamo", "tsubame"]


def test_nothing_tried_is_the_sheet_itself(sheet: ScoreSheet, answers: Answers) -> None:
    same = Trial(
        weights=official_weights(sheet),
        assumption=sheet.purchase.assumption,
        volume={"emails": sheet.purchase.volume.emails},
        level="low",
        low=Decimal(100),
    )
    assert is_official(fitted(same, sheet))
    assert tried_sheet(fitted(same, sheet), sheet, answers) is sheet


def test_a_trial_of_other_groups_still_totals_100(sheet: ScoreSheet) -> None:
    trial = fitted(Trial(weights={"security": Decimal(50), "gone": Decimal(50)}), sheet)
    assert trial.weights.keys() == official_weights(sheet).keys()
    assert sum(trial.weights.values()) == 100
