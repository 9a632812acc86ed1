"""The part of evaluation.toml that the arithmetic uses."""

from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Literal, TypeVar, get_args

from vendor_eval.criteria.mistakes import plain, shown
from vendor_eval.criteria.model import CriteriaSet, Flow, Profile, Scope
from vendor_eval.exchange.toml_keys import Keys
from vendor_eval.language import N_
from vendor_eval.scoring.pricing import COMMON_KPI, Volume
from vendor_eval.scoring.sheet import Lot, Purchase
from vendor_eval.scoring.weighting import group_weights

LONGEST_TERM = 1_200
"""Months."""
Outcome = Literal["handled-call", "held-appointment"]
Assumption = Literal["common", "claimed"]
FLOWS: tuple[Flow, ...] = get_args(Flow)
SCOPES: tuple[Scope, ...] = get_args(Scope)
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
ASSUMPTIONS: tuple[Assumption, ...] = get_args(Assumption)
VOLUMES = ("calls_offered", "average_handling_minutes", "emails", "chats", "dials")

NO_PROFILE = N_("there is no profile %(id)s in the criteria file")
NO_VARIANT = N_("there is no variant %(id)s in the criteria file")
NO_GROUP = N_("there is no group %(id)s in the criteria file")
NO_SCORED = N_("there is no criterion %(id)s with a weight in the criteria file")

Word = TypeVar("Word", bound=str)


def read_purchase(keys: Keys, criteria: CriteriaSet | None) -> Purchase:
    """What is bought; flow and scope are the profile's unless the file says otherwise.

    Args:
        keys: the whole file.
        criteria: what names may stand for; None when it could not be read.
    """
    profile = _named(keys, "profile", criteria)
    variant = _named(keys, "variant", criteria)
    defaults = _profile(criteria, profile)
    flow = keys.words("flow", FLOWS)
    scope = one_of(SCOPES, keys.choice("scope", SCOPES))
    cost = keys.inner("cost")
    purchase = Purchase(
        profile=profile,
        variant=variant,
        flow=defaults.flow if flow is None else tuple(each for each in FLOWS if each in flow),
        scope=defaults.scope if scope is None else scope,
        flags=keys.words("flags") or (),
        weights=keys.numbers("weights", at_least=0),
        criterion_weights=keys.numbers("criterion_weights", above=0),
        term_months=_term(keys),
        budget=keys.number("budget", above=0),
        ceiling=keys.number("ceiling", above=0),
        target=keys.number("target_cost_per_outcome", above=0),
        outcome=one_of(OUTCOMES, keys.choice("outcome", OUTCOMES)) or OUTCOMES[0],
        volume=_volume(keys.inner("volume")),
        assumption=one_of(ASSUMPTIONS, cost.choice("assumption", ASSUMPTIONS)) or ASSUMPTIONS[0],
        common=_common(cost.inner("common")),
        lots=tuple(_lots(keys)),
    )
    if criteria is not None:
        check_weights(keys, purchase, criteria)
    return purchase


def one_of(words: Collection[Word], word: str | None) -> Word | None:
    """The word among those allowed."""
    return next((each for each in words if each == word), None)


def _named(
    keys: Keys, key: Literal["profile", "variant"], criteria: CriteriaSet | None
) -> str | None:
    name = keys.text(key)
    if name is None or criteria is None:
        return name
    known = criteria.profiles if key == "profile" else criteria.variants
    what = NO_PROFILE if key == "profile" else NO_VARIANT
    return name if keys.check_known((key,), name, [each.id for each in known], what) else None


def _profile(criteria: CriteriaSet | None, name: str | None) -> Profile:
    if criteria is None or name is None:
        return Profile(id="", title={}, weights={})
    return criteria.profile(name)


def _term(keys: Keys) -> int | None:
    term = keys.number("term_months")
    if term is None:
        return None
    if term != int(term) or not 0 < term <= LONGEST_TERM:
        what = N_("%(value)s is not a number of months")
        cure = N_("write a whole number from 1 to %(limit)d, such as 12")
        keys.tell("term_months", what, cure, value=plain(term), limit=LONGEST_TERM)
    return int(term)


def _volume(keys: Keys) -> Volume:
    numbers = {name: keys.number(name, at_least=0) for name in VOLUMES}
    return Volume(**{name: number for name, number in numbers.items() if number is not None})


def _common(keys: Keys) -> Mapping[str, Decimal]:
    common = dict(COMMON_KPI)
    for name in COMMON_KPI:
        above = 0 if name == "occupancy_percent" else None
        at_most = 100 if name.endswith("_percent") else None
        number = keys.number(name, above=above, at_least=0, at_most=at_most)
        common |= {} if number is None else {name: number}
    return common


def _lots(keys: Keys) -> Iterator[Lot]:
    for place, table in enumerate(keys.tables("lots")):
        entry = Keys(table, (*keys.path, "lots", place), keys.mistakes)
        order = entry.words("order")
        if order is None and "order" not in table:
            what, cure = N_("the key %(key)s is missing"), N_("add it, for example: %(example)s")
            entry.tell((), what, cure, key="order", example='order = ["b", "a"]')
        record = {key: value for key, value in table.items() if key != "order"}
        yield Lot(order=order or (), record=record)


def check_weights(keys: Keys, purchase: Purchase, criteria: CriteriaSet) -> None:
    """Note weights that stand for nothing, leave their band, or miss their total."""
    groups = {group.id: group for group in criteria.groups}
    sound = True
    for name, weight in purchase.weights.items():
        if not keys.check_known(("weights", name), name, groups, NO_GROUP):
            sound = False
            continue
        band = groups[name].weight_band
        if band and weight and not band[0] <= weight <= band[1]:
            what = N_("the weight %(value)s is outside the band of the group, %(low)s to %(high)s")
            values = {"value": plain(weight), "low": plain(band[0]), "high": plain(band[1])}
            keys.tell(("weights", name), what, N_("write a weight inside the band"), **values)
    scored = [criterion.id for criterion in criteria.criteria if criterion.kind != "gate"]
    for name in purchase.criterion_weights:
        keys.check_known(("criterion_weights", name), name, scored, NO_SCORED)
    if sound and len(purchase.weights) == len(keys.table.get("weights", {})):
        _check_total(keys, purchase, criteria)


def _check_total(keys: Keys, purchase: Purchase, criteria: CriteriaSet) -> None:
    merged = group_weights(criteria, purchase.profile, purchase.variant, purchase.weights)
    total = sum(merged.values(), Fraction(0))
    wanted = Fraction(criteria.rules.out_of) - Fraction(criteria.rules.base)
    key = "weights" if purchase.weights else "profile"
    path = (key,) if key in keys.table else ()
    if not total:
        cure = N_("name a profile, or give at least one group a weight above 0")
        keys.tell(path, N_("no group has a weight"), cure)
    elif criteria.rules.weights == "exact" and total != wanted:
        values = {
            "total": written(total),
            "wanted": written(wanted),
            "difference": written(abs(wanted - total)),
        }
        what = N_("with them all weights total %(total)s, not %(wanted)s: %(difference)s too much")
        if total < wanted:
            what = N_(
                "with them all weights total %(total)s, not %(wanted)s: %(difference)s is missing"
            )
        keys.tell(path, what, N_("change the weights by the difference"), **values)


def written(number: Fraction) -> str:
    """A number in digits, cut where it has no end."""
    return shown(round(Decimal(number.numerator) / Decimal(number.denominator), 10))
