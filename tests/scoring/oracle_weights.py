"""The judge's reading of what counts, with which weight."""

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

Plain = dict[str, Any]


def number(value: Any) -> Fraction:
    """A number of a file, exactly."""
    if isinstance(value, float):
        raise TypeError("no binary floats in a case")
    return Fraction(value)


def sum_of(numbers: Iterable[Fraction]) -> Fraction:
    """Their sum, a fraction even of none."""
    return sum(numbers, Fraction(0))


def named(things: Iterable[Plain], name: str) -> Plain:
    return next(thing for thing in things if thing["id"] == name)


def merged_weights(criteria: Plain, evaluation: Plain) -> dict[str, Fraction]:
    """Group weights: the profile's or the groups' own, then the variant, then the evaluation's."""
    rules = criteria.get("rules", {})
    weights = {group["id"]: number(group.get("weight") or 0) for group in criteria["groups"]}
    if evaluation.get("profile"):
        profile = named(criteria["profiles"], evaluation["profile"])["weights"]
        weights = {group: number(profile.get(group, 0)) for group in weights}
    if evaluation.get("variant"):
        delta = named(criteria["variants"], evaluation["variant"]).get("delta", {})
        weights = {
            group: max(Fraction(1), weight + number(delta.get(group, 0))) if weight else weight
            for group, weight in weights.items()
        }
        whole = sum(weights.values())
        full = number(rules.get("out_of", 100)) - number(rules.get("base", 0))
        weights = {group: weight * full / (whole or 1) for group, weight in weights.items()}
    return weights | {
        group: number(weight) for group, weight in evaluation.get("weights", {}).items()
    }


def criterion_shares(criteria: Plain, evaluation: Plain) -> dict[str, Fraction]:
    shares = {
        each["id"]: number(each["weight"])
        for each in criteria["criteria"]
        if each["kind"] != "gate"
    }
    replaced = [evaluation.get("criterion_weights", {})]
    if evaluation.get("profile"):
        profile = named(criteria["profiles"], evaluation["profile"])
        replaced.insert(0, profile.get("criterion_weights", {}))
    for each in replaced:
        shares |= {key: number(weight) for key, weight in each.items()}
    return shares


def applies(criterion: Plain, evaluation: Plain) -> bool:
    where = criterion.get("applies", {})
    flow, scope = evaluation.get("flow"), evaluation.get("scope")
    if where.get("flow") and flow and not set(where["flow"]) & set(flow):
        return False
    return not (where.get("scope") and scope and scope not in where["scope"])


def measures_of(case: Plain) -> dict[tuple[str, str], Fraction | str]:
    figures: dict[tuple[str, str], Fraction | str] = {}
    for row in case["measures"]:
        place = row["vendor"], row["criterion"]
        if row.get("value") == "na":
            figures[place] = "na"
        elif row.get("value") is not None:
            figures[place] = number(row["value"])
        elif row.get("numerator") is not None:
            per = number(named(case["criteria"]["criteria"], row["criterion"]).get("per") or 100)
            figures[place] = per * number(row["numerator"]) / number(row["denominator"])
    return figures
