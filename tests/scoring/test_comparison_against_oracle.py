"""Random cases: the product equals the exact judge, and the cases are worth judging.

``python -m tests.scoring.fuzz 20000`` tries more of them than a test run should.
"""

from collections import Counter

from hypothesis import HealthCheck, given, settings

from tests.scoring.agreement import assert_same_result
from tests.scoring.cases import Plain, product_compare
from tests.scoring.oracle import judge
from tests.scoring.oracle_result import Judgement, Standing
from tests.scoring.strategies import cases, random_case

bounded = settings(
    max_examples=250,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)


@bounded
@given(cases())
def test_any_case_is_scored_as_the_judge_does(case: Plain) -> None:
    assert_same_result(case)


@bounded
@given(
    cases(
        out_of="10",
        rank_on="rounded",
        rounding={"places": 0, "mode": "half-up"},
        unrated="zero",
        minimum_total="0",
        below_minimum="flag",
    )
)
def test_crowded_totals_are_ranked_as_the_judge_does(case: Plain) -> None:
    assert_same_result(case)


@settings(bounded, max_examples=100)
@given(cases(out_of="1000000000000", rank_on="exact"))
def test_totals_finer_than_floats_are_ranked_as_the_judge_does(case: Plain) -> None:
    result, expected = product_compare(case), judge(case)
    for place, standing in enumerate(expected.vendors.values()):
        assert int(result.ranks[place]) == (standing.rank or 0)
        assert result.total(place) == standing.printed
        assert ("total" in result.below_minimum(place)) == ("total" in standing.below)


def test_the_random_cases_reach_every_situation() -> None:
    seen: Counter[str] = Counter()
    for seed in range(500):
        case = random_case(seed)
        judgement = judge(case)
        seen.update(situations_of(case, judgement))
        for standing in judgement.vendors.values():
            seen.update(situations_of_vendor(case, standing))
    rare = {situation for situation in ALWAYS_WANTED if not seen[situation]}
    assert not rare


ALWAYS_WANTED = {
    "no vendor", "one vendor", "nobody ranked", "three ranked", "no column", "tie by rounding",
    "tie broken twice", "one exact total but different vendors",
    *(f"status {name}" for name in (
        "ranked", "incomplete", "disqualified", "declined", "withdrawn")),
    *(f"tie {rule}" for rule in (
        "None", "cost", "lot", "first-places", "criterion", "group", "quality")),
    *(f"cell {state}" for state in (
        "scored", "unrated", "unrated counted", "not-applicable", "not-applicable counted")),
    *(f"below {what}" for what in ("criterion", "group", "total")),
    "coverage of nothing", "group without score", "half way", "long fraction",
    "cost without outcome",
}  # fmt: skip


def situations_of(case: Plain, judgement: Judgement) -> set[str]:
    """What is remarkable about the whole."""
    ranked = [each for each in judgement.vendors.values() if each.rank is not None]
    seen = {f"tie {str(rule).partition(':')[0]}" for _, rule in judgement.ties}
    seen |= (
        {("no vendor", "one vendor")[len(case["vendors"])]} if len(case["vendors"]) < 2 else set()
    )
    seen |= {"nobody ranked"} if case["vendors"] and not ranked else set()
    seen |= {"three ranked"} if {1, 2, 3} <= {each.rank for each in ranked} else set()
    seen |= set() if judgement.criterion_weights else {"no column"}
    for tied, rule in judgement.ties:
        totals = {judgement.vendors[name].total for name in tied}
        points = {tuple(sorted(judgement.vendors[name].points.items())) for name in tied}
        seen |= {"tie by rounding"} if len(totals) > 1 else set()
        seen |= {"one exact total but different vendors"} if len(totals) < len(points) else set()
        again = any(rest < tied and other for rest, other in judgement.ties)
        seen |= {"tie broken twice"} if rule and again else set()
    return seen


def situations_of_vendor(case: Plain, standing: Standing) -> set[str]:
    """What is remarkable about one vendor."""
    seen = {f"status {standing.status}"}
    for state, score in standing.cells.values():
        seen.add(f"cell {state}" + " counted" * (state != "scored" and score is not None))
    columns = set(standing.cells)
    for missed in standing.below:
        seen.add("below " + ("criterion" if missed in columns else missed.partition(":")[0]))
    if standing.cost and standing.cost["per_outcome"] is None:
        seen.add("cost without outcome")
    if standing.cells and standing.coverage[1] == 0:
        seen.add("coverage of nothing")
    if standing.total is not None:
        places = case["criteria"]["rules"]["rounding"]["places"]
        groups = {each["group"] for each in case["criteria"]["criteria"] if each["id"] in columns}
        seen |= {"group without score"} if groups - set(standing.groups) else set()
        seen |= {"half way"} if (standing.total * 10**places).denominator == 2 else set()
        seen |= {"long fraction"} if standing.total.denominator > 10_000 else set()
    return seen
