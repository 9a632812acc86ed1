"""The fields of a form that weighs groups and criteria."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from flask import request
from flask_babel import gettext

from vendor_eval import needs
from vendor_eval.case import Case
from vendor_eval.criteria.model import CriteriaSet, Criterion
from vendor_eval.exchange.numbers import has_places, parse_number
from vendor_eval.reports.wording import Wording, fixed, plain
from vendor_eval.scoring.rounding import round_to, share_out
from vendor_eval.scoring.sheet import Purchase
from vendor_eval.scoring.weighting import applies, group_weights

PLACES = 2
"""Decimals of a weight that is shown or filled in for somebody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightRow:
    """One weight to fill in."""

    name: str
    """Of the field."""
    title: str
    given: str
    """Without a weight of its own."""
    own: str
    """As typed."""
    wrong: str
    rows: tuple["WeightRow", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TotalTexts:
    """What the weights come to, in digits."""

    total: str
    wanted: str
    """Empty where they need no total."""
    difference: str
    """Without its sign."""
    too_much: bool
    holds: bool


def total_texts(criteria: CriteriaSet, purchase: Purchase) -> TotalTexts:
    """The total of the weights and what is wrong with it."""
    total = needs.weight_total(criteria, purchase)
    return TotalTexts(
        total=digits(total.total),
        wanted="" if total.wanted is None else digits(total.wanted),
        difference=digits(abs(total.difference)),
        too_much=total.difference > 0,
        holds=total.holds,
    )


def digits(number: Fraction) -> str:
    """A number with as many decimals as it needs, at most four."""
    text = fixed(round_to(number, 4))
    return text.rstrip("0").rstrip(".") if "." in text else text


def criterion_row(
    criterion: Criterion,
    inside: Mapping[str, Decimal],
    typed: Mapping[str, str],
    wrong: Mapping[str, str],
    words: Wording,
) -> WeightRow:
    """A row for one criterion; ``inside`` are the shares its profile gives."""
    name = f"c-{criterion.id}"
    return WeightRow(
        name=name,
        title=words.of(criterion.title),
        given=plain(inside.get(criterion.id, criterion.weight or Decimal(1))),
        own=typed.get(name, ""),
        wrong=wrong.get(name, ""),
    )


def group_rows(
    case: Case, typed: Mapping[str, str], wrong: Mapping[str, str], words: Wording
) -> tuple[WeightRow, ...]:
    """A row for each group, with rows for the criteria in it that count."""
    criteria, purchase = case.criteria, case.evaluation.purchase
    given = group_weights(criteria, purchase.profile, purchase.variant)
    inside: Mapping[str, Decimal] = {}
    if purchase.profile is not None:
        inside = criteria.profile(purchase.profile).criterion_weights

    return tuple(
        WeightRow(
            name=f"g-{group.id}",
            title=words.of(group.title),
            given=digits(given[group.id]),
            own=typed.get(f"g-{group.id}", ""),
            wrong=wrong.get(f"g-{group.id}", ""),
            rows=tuple(
                criterion_row(each, inside, typed, wrong, words)
                for each in criteria.criteria
                if each.group == group.id
                and each.kind != "gate"
                and applies(each, purchase.flow, purchase.scope)
            ),
        )
        for group in criteria.groups
    )


def own_texts(purchase: Purchase) -> dict[str, str]:
    """Own weights by the names of their fields."""
    groups = {f"g-{name}": plain_text(weight) for name, weight in purchase.weights.items()}
    inside = purchase.criterion_weights.items()
    return groups | {f"c-{name}": plain_text(weight) for name, weight in inside}


def plain_text(weight: Decimal) -> str:
    """A weight in digits, as it would be typed."""
    return format(weight.normalize(), "f")


def typed_weights() -> dict[str, str]:
    """What was typed into the fields, nothing where a field is empty."""
    return {
        name: value.strip()
        for name, value in request.form.items()
        if name.startswith(("g-", "c-")) and value.strip()
    }


def criterion_texts(typed: Mapping[str, str]) -> dict[str, str]:
    """Only the weights of criteria."""
    return {name: value for name, value in typed.items() if name.startswith("c-")}


def filled(case: Case) -> dict[str, str]:
    """The weights in use, written out so that they total what they must."""
    rules, purchase = case.criteria.rules, case.evaluation.purchase
    given = group_weights(case.criteria, purchase.profile, purchase.variant, purchase.weights)
    total = needs.weight_total(case.criteria, purchase)
    if rules.weights == "relative" or not total.holds:
        numbers = [round_to(weight, PLACES) for weight in given.values()]
    else:
        numbers = share_out(list(given.values()), rules.out_of - rules.base, PLACES)
    return {f"g-{name}": plain_text(n) for name, n in zip(given, numbers, strict=True)}


def mistakes_in(typed: Mapping[str, str], criteria: CriteriaSet) -> dict[str, str]:
    """What is wrong with each field."""
    numbers = {name: parse_number(text) for name, text in typed.items()}
    wrong = {
        name: gettext("Write a number from 0, such as 12 or 7.5.")
        for name, number in numbers.items()
        if number is None
        or number < 0
        or not has_places(number, 6)
        or (name.startswith("c-") and not number)
    }
    groups = {name[2:]: n for name, n in numbers.items() if name.startswith("g-") and n is not None}
    for name in needs.outside_band(criteria, groups):
        band = criteria.group(name).weight_band or (Decimal(0), Decimal(0))
        values = {"low": plain(band[0]), "high": plain(band[1])}
        wrong[f"g-{name}"] = gettext(
            "Keep to the band of the group, %(low)s to %(high)s.", **values
        )
    return wrong


def with_weights(purchase: Purchase, typed: Mapping[str, str]) -> Purchase:
    """A purchase with these weights of its own and no others."""
    numbers = {name: parse_number(text) or Decimal(0) for name, text in typed.items()}
    return replace(
        purchase,
        weights={name[2:]: n for name, n in numbers.items() if name.startswith("g-")},
        criterion_weights={name[2:]: n for name, n in numbers.items() if name.startswith("c-")},
    )
