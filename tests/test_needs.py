"""Four questions, and what must be there before scoring opens."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from vendor_eval import needs
from vendor_eval.criteria.file import default_criteria_path, load_criteria
from vendor_eval.criteria.model import CriteriaSet, Flow, Scope
from vendor_eval.needs import (
    Answers,
    Prepared,
    every_answer,
    items_needed,
    obstacles,
    outcome_of,
    outside_band,
    unscored_groups,
    weight_total,
)
from vendor_eval.scoring.sheet import Purchase, gates_that_apply, purchase_weights


@pytest.fixture(scope="module")
def criteria() -> CriteriaSet:
    """The criteria that come with the program."""
    return load_criteria(default_criteria_path())


def test_every_path_ends_in_one_profile_variant_and_set_of_gates(criteria: CriteriaSet) -> None:
    paths = list(every_answer())
    assert len(paths) == 3 * 3 * 7
    assert {path.industry for path in paths} == {None, *(each.id for each in criteria.variants)}
    for path in paths:
        purchase = outcome_of(path, criteria).purchase
        assert purchase.profile is not None, path
        assert criteria.profile(purchase.profile).id == purchase.profile
        assert purchase.variant == path.industry
        assert purchase.scope == path.scope
        assert weight_total(criteria, purchase).holds, path
        assert purchase_weights(criteria, purchase).columns, path
        assert gates_that_apply(criteria, purchase), path


@pytest.mark.parametrize(
    ("flow", "scope", "profile"),
    [
        (("inbound",), "department", "inbound-centre"),
        (("inbound",), "activity", "inbound-centre"),
        (("outbound",), "activity", "outbound-telemarketing"),
        (("outbound",), "department", "outbound-telemarketing"),
        (("outbound",), "appointment", "appointment-setting"),
        (("inbound", "outbound"), "department", "mixed-department"),
        (("inbound", "outbound"), "appointment", "appointment-setting"),
    ],
)
def test_telemarketing_a_call_centre_and_appointments_are_told_apart(
    criteria: CriteriaSet, flow: tuple[Flow, ...], scope: Scope, profile: str
) -> None:
    answers = Answers(purposes=("launch",), flow=flow, scope=scope)
    assert outcome_of(answers, criteria).purchase.profile == profile


def test_appointments_are_made_by_calling_out(criteria: CriteriaSet) -> None:
    answers = Answers(purposes=("direct-sales",), flow=("inbound",), scope="appointment")
    outcome = outcome_of(answers, criteria)
    assert outcome.purchase.flow == ("outbound",)
    assert outcome.purchase.outcome == "held-appointment"
    assert outcome.remarks == ("appointments-are-calls-out", "appointments-not-a-purpose")


def test_doubtful_answers_are_pointed_out(criteria: CriteriaSet) -> None:
    def remarks(purpose: str, flow: Flow) -> tuple[str, ...]:
        answers = Answers(purposes=(purpose,), flow=(flow,), scope="activity")
        return outcome_of(answers, criteria).remarks

    assert remarks("appointments", "outbound") == ("only-appointments",)
    assert remarks("direct-sales", "inbound") == ("sales-by-calls-in",)
    assert remarks("technical-support", "outbound") == ("service-by-calls-out",)
    assert remarks("launch", "outbound") == ()


def test_sales_calls_switch_their_gate_on(criteria: CriteriaSet) -> None:
    def gates(purpose: str, flow: Flow) -> set[str]:
        answers = Answers(purposes=(purpose,), flow=(flow,), scope="activity")
        purchase = outcome_of(answers, criteria).purchase
        return {gate.id for gate in gates_that_apply(criteria, purchase)}

    assert "gate-outbound-law" in gates("direct-sales", "outbound")
    assert "gate-outbound-law" not in gates("market-research", "outbound")
    assert "gate-outbound-law" not in gates("direct-sales", "inbound")


def test_other_criteria_give_the_profile_that_fits_best(criteria: CriteriaSet) -> None:
    answers = Answers(purposes=("launch",), flow=("outbound",), scope="activity")
    renamed = tuple(
        replace(each, id=f"our-{number}") for number, each in enumerate(criteria.profiles)
    )
    chosen = outcome_of(answers, replace(criteria, profiles=renamed)).purchase.profile
    assert chosen == "our-1"
    bare = replace(criteria, profiles=(), variants=())
    purchase = outcome_of(replace(answers, industry="b2b-saas"), bare).purchase
    assert (purchase.profile, purchase.variant) == (None, None)


def test_weights_must_total_what_the_rule_says(criteria: CriteriaSet) -> None:
    purchase = Purchase(profile="inbound-centre", weights={"training": Decimal(15)})
    total = weight_total(criteria, purchase)
    assert (total.total, total.wanted) == (Fraction(101), Fraction(100))
    assert total.difference == 1
    assert not total.holds
    relative = replace(criteria, rules=replace(criteria.rules, weights="relative"))
    assert weight_total(relative, purchase).holds
    assert weight_total(relative, purchase).difference == Fraction(0)


def test_weights_outside_their_band_are_named(criteria: CriteriaSet) -> None:
    banded = replace(
        criteria,
        groups=tuple(replace(g, weight_band=(Decimal(5), Decimal(40))) for g in criteria.groups),
    )
    weights = {"training": Decimal(41), "record": Decimal(5), "quality": Decimal(0)}
    assert outside_band(banded, weights) == ("training",)


def test_scoring_does_not_open_without_what_it_needs(criteria: CriteriaSet) -> None:
    weightless = Purchase(weights={group.id: Decimal(0) for group in criteria.groups})
    nothing = Prepared(purposes=(), purchase=weightless, vendors=0, evaluators=0)
    assert obstacles(criteria, nothing) == (
        "no-purpose",
        "no-flow",
        "no-scope",
        "no-vendors",
        "no-evaluators",
        "weights",
        "nothing-counts",
    )
    answers = Answers(purposes=("launch",), flow=("outbound",), scope="activity")
    purchase = outcome_of(answers, criteria).purchase
    ready = Prepared(purposes=("launch",), purchase=purchase, vendors=1, evaluators=1)
    assert obstacles(criteria, ready) == ()


def test_groups_that_nobody_scores_are_named(criteria: CriteriaSet) -> None:
    purchase = Purchase(profile="first-screening-inbound", flow=("inbound",))
    assert unscored_groups(criteria, purchase, [()]) == ()
    assert unscored_groups(criteria, purchase, [("training",), ("record",)]) == ("inbound",)


def test_a_call_list_is_only_needed_where_calls_go_out() -> None:
    assert "call-list" not in items_needed(("inbound",))
    assert "call-list" in items_needed(("inbound", "outbound"))
    assert items_needed(()) == needs.ITEMS
