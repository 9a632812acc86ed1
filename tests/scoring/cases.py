"""Plain data, spelt as in the files, made into the product's own case."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from vendor_eval.case import (
    Case,
    Consensus,
    Evaluation,
    Evaluator,
    GateResult,
    Measure,
    Quote,
    Rating,
    Recusal,
    Vendor,
    score_sheet,
)
from vendor_eval.criteria.model import (
    CriteriaSet,
    Criterion,
    Group,
    Profile,
    Rounding,
    Rules,
    Scale,
    Variant,
)
from vendor_eval.scoring import Comparison, Lot, Purchase, QuoteLine, Volume, compare

Plain = dict[str, Any]
NAME = {"en": "name"}


def product_compare(case: Plain) -> Comparison:
    """What the product makes of a plain case."""
    return compare(score_sheet(product_case(case)))


def product_case(case: Plain) -> Case:
    """The frozen case; rows keep their order."""
    return Case(
        evaluation=Evaluation(id="case", title=NAME, purchase=_purchase(case["evaluation"])),
        criteria=product_criteria(case["criteria"]),
        criteria_toml="",
        criteria_digest="",
        vendors=tuple(
            Vendor(id=row["id"], name=NAME, status=row.get("status", "active"))
            for row in case["vendors"]
        ),
        evaluators=tuple(
            Evaluator(id=row["id"], weight=Decimal(row.get("weight", 1)))
            for row in case["evaluators"]
        ),
        ratings=tuple(_rating(row) for row in case["ratings"]),
        measures=tuple(
            Measure(**_numbers(row, "value", "numerator", "denominator"))
            for row in case["measures"]
        ),
        gates=tuple(GateResult(**row) for row in case["gates"]),
        quotes=tuple(_quote(row) for row in case["quotes"]),
        consensus=tuple(Consensus(**_numbers(row, "value")) for row in case["consensus"]),
        recusals=tuple(Recusal(**row) for row in case["recusals"]),
    )


def product_criteria(criteria: Plain) -> CriteriaSet:
    """The criteria model of a plain criteria file."""
    return CriteriaSet(
        id="set",
        version="1",
        languages=("en",),
        title=NAME,
        scale=Scale(**_numbers(criteria["scale"], "min", "max", "step", "meets")),
        rules=_rules(criteria.get("rules", {})),
        cost_drivers=criteria.get("cost_drivers", {}),
        groups=tuple(
            Group(title=NAME, **_numbers(group, "weight", "minimum"))
            for group in criteria["groups"]
        ),
        criteria=tuple(_criterion(each) for each in criteria["criteria"]),
        profiles=tuple(
            Profile(
                id=each["id"],
                title=NAME,
                weights=_decimals(each["weights"]),
                criterion_weights=_decimals(each.get("criterion_weights", {})),
            )
            for each in criteria.get("profiles", ())
        ),
        variants=tuple(
            Variant(
                id=each["id"],
                title=NAME,
                delta=_decimals(each.get("delta", {})),
                gates_on=tuple(each.get("gates_on", ())),
            )
            for each in criteria.get("variants", ())
        ),
    )


def _rules(rules: Plain) -> Rules:
    made = _numbers(rules, "out_of", "base", "minimum_total")
    if "rounding" in made:
        made["rounding"] = Rounding(**made["rounding"])
    return Rules(**{**made, "ties": tuple(made.get("ties", ()))})


def _criterion(criterion: Plain) -> Criterion:
    made = _numbers(criterion, "weight", "minimum", "per")
    where = made.pop("applies", {})
    made["flow"] = tuple(where["flow"]) if "flow" in where else None
    made["scope"] = tuple(where["scope"]) if "scope" in where else None
    points = made.get("breakpoints", ())
    made["breakpoints"] = tuple((Decimal(x), Decimal(score)) for x, score in points)
    return Criterion(title=NAME, **made)


def _purchase(evaluation: Plain) -> Purchase:
    made = _numbers(evaluation, "budget", "ceiling", "target_cost_per_outcome")
    cost = made.pop("cost", {})
    made["target"] = made.pop("target_cost_per_outcome", None)
    made["volume"] = Volume(**_decimals(made.get("volume", {})))
    made["assumption"] = cost.get("assumption", "common")
    made["common"] = _decimals(cost.get("common", {}))
    made["weights"] = _decimals(made.get("weights", {}))
    made["criterion_weights"] = _decimals(made.get("criterion_weights", {}))
    made["lots"] = tuple(Lot(order=tuple(lot["order"])) for lot in made.get("lots", ()))
    for key in ("flow", "flags"):
        made[key] = tuple(made.get(key, ()))
    return Purchase(**made)


def _rating(row: Plain) -> Rating:
    """As readers hand it on: where there is no basis, there is no value."""
    made = _numbers(row, "value")
    return Rating(**{**made, "value": None if row.get("no_basis") else made["value"]})


def _quote(row: Plain) -> Quote:
    numbers = _numbers(row, "price", "quantity", "minimum", "included", "overage", "per_hour")
    vendor = numbers.pop("vendor")
    return Quote(vendor=vendor, line=QuoteLine(**numbers))


def _decimals(numbers: Mapping[str, Any]) -> dict[str, Decimal]:
    return {key: Decimal(value) for key, value in numbers.items()}


def _numbers(row: Mapping[str, Any], *keys: str) -> Plain:
    """The row with these entries as Decimal; ``na`` and None stay."""
    return {
        key: Decimal(value) if key in keys and value not in {"na", None} else value
        for key, value in row.items()
    }
