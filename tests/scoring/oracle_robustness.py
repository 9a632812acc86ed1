"""How firm a result is, by brute force: the judge reads the changed case anew each time.

Weights are moved by hand, in fractions, on the judge's scores.
"""

from collections.abc import Iterator
from fractions import Fraction

from tests.scoring.oracle import judge
from tests.scoring.oracle_result import Judgement
from tests.scoring.oracle_weights import Plain, number, sum_of

Lead = tuple[str | None, str | None, Fraction | None]
"""Leader, runner-up and gap."""


def lead_of(judgement: Judgement) -> Lead:
    """Nobody leads a tie that stands."""
    first, second = (
        [name for name, each in judgement.vendors.items() if each.rank == rank] for rank in (1, 2)
    )
    if len(first) != 1:
        return None, None, Fraction(0) if first else None
    if not second:
        return first[0], None, None
    totals = {name: each.total for name, each in judgement.vendors.items()}
    best = max(total for name in second if (total := totals[name]) is not None)
    leading = totals[first[0]]
    assert leading is not None
    return first[0], second[0] if len(second) == 1 else None, leading - best


def without_evaluator(case: Plain, evaluator: str) -> Plain:
    """The case as if one person had not taken part."""
    return case | {
        "whole": case,
        "evaluators": [row for row in case["evaluators"] if row["id"] != evaluator],
        "ratings": [row for row in case["ratings"] if row["evaluator"] != evaluator],
        "recusals": [row for row in case["recusals"] if row["evaluator"] != evaluator],
    }


def without_vendor(case: Plain, vendor: str) -> Plain:
    """The case as if one vendor had not taken part."""
    tables = ("ratings", "measures", "gates", "quotes", "consensus", "recusals")
    kept = {table: [row for row in case[table] if row["vendor"] != vendor] for table in tables}
    left = [row for row in case["vendors"] if row["id"] != vendor]
    return case | kept | {"whole": case, "vendors": left}


def steps(case: Plain) -> Iterator[tuple[tuple[str, str, str, Fraction, Fraction], Plain]]:
    """Every rating one step of the scale up and down, and the case that makes."""
    scale = case["criteria"]["scale"]
    low, high, step = number(scale["min"]), number(scale["max"]), number(scale["step"])
    for place, row in enumerate(case["ratings"]):
        if row.get("no_basis") or row["value"] in {None, "na"}:
            continue
        before = number(row["value"])
        for after in (before - step, before + step):
            if low <= after <= high:
                ratings = list(case["ratings"])
                ratings[place] = row | {"value": after}
                what = (row["vendor"], row["criterion"], row["evaluator"], before, after)
                yield what, case | {"ratings": ratings}


def deciding_steps(case: Plain) -> set[tuple[str, str, str, Fraction, Fraction, str | None]]:
    """Those after which somebody else leads, or nobody."""
    leader = lead_of(judge(case))[0]
    if leader is None:
        return set()
    found = set()
    for what, changed in steps(case):
        then = lead_of(judge(changed))[0]
        if then != leader:
            found.add((*what, then))
    return found


def group_totals(judgement: Judgement, group: str, share: Fraction) -> dict[str, Fraction]:
    """Mean scores of ranked vendors with one group at a share of the whole, inside 0 to 1."""
    today = judgement.group_weights[group] / 100
    weights = {
        name: share if name == group else weight / 100 * (1 - share) / (1 - today)
        for name, weight in judgement.group_weights.items()
    }
    return {
        name: sum_of(weights[each] * score for each, score in standing.groups.items())
        / sum_of(weights[each] for each in standing.groups)
        for name, standing in judgement.vendors.items()
        if standing.status == "ranked"
    }


def criterion_totals(
    judgement: Judgement, groups: dict[str, str], criterion: str, share: Fraction
) -> dict[str, Fraction]:
    """The same with one criterion; ``groups`` names the group of each."""
    today = judgement.criterion_weights[criterion] / 100
    weights = {
        name: share if name == criterion else weight / 100 * (1 - share) / (1 - today)
        for name, weight in judgement.criterion_weights.items()
    }
    whole: dict[str, Fraction] = {}
    for name, weight in weights.items():
        whole[groups[name]] = whole.get(groups[name], Fraction(0)) + weight
    totals = {}
    for vendor, standing in judgement.vendors.items():
        if standing.status != "ranked":
            continue
        scores = {name: score for name, (_, score) in standing.cells.items() if score is not None}
        means = {}
        for group in {groups[name] for name in scores}:
            inside = [name for name in scores if groups[name] == group]
            means[group] = sum_of(weights[name] * scores[name] for name in inside) / sum_of(
                weights[name] for name in inside
            )
        totals[vendor] = sum_of(whole[group] * mean for group, mean in means.items()) / sum_of(
            whole[group] for group in means
        )
    return totals
