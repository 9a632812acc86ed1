"""What is bought, asked in four questions, and what must be there before scoring opens; pure.

The questions keep apart what is often mixed up: whether calls come in or go out, and
whether an activity, a whole department or nothing but appointments is given away. Every
path of answers ends in one profile, one variant and one set of gates.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Literal, get_args

from vendor_eval.criteria.model import CriteriaSet, Flow, Profile, Scope, Variant
from vendor_eval.scoring.sheet import Purchase, purchase_weights
from vendor_eval.scoring.weighting import group_weights

FLOWS: tuple[Flow, ...] = get_args(Flow)
SCOPES: tuple[Scope, ...] = get_args(Scope)
PURPOSES = (
    "customer-satisfaction",
    "trust-existing",
    "technical-support",
    "customer-voices",
    "retain-prospects",
    "direct-sales",
    "appointments",
    "launch",
    "campaign-notice",
    "event-invitation",
    "market-research",
)
"""What calls are for: those of an enquiry desk first, then those of calling out."""
SELLING = frozenset(("direct-sales", "appointments", "launch", "campaign-notice"))
"""Purposes that make a call a sales call, to which the law on sales calls applies."""
INDUSTRIES = (
    "finance-insurance",
    "ec-mailorder",
    "healthcare-pharma",
    "telecom-techsupport",
    "public-sector",
    "b2b-saas",
)
FLAGS = ("personal_data", "outbound_sales", "card_payments", "japan", "price_ceiling")

PROFILES: Mapping[tuple[Flow, ...], str] = {
    ("inbound",): "inbound-centre",
    ("outbound",): "outbound-telemarketing",
    ("inbound", "outbound"): "mixed-department",
}
"""The profile for each flow; appointments alone have their own."""
APPOINTMENTS = "appointment-setting"

Item = Literal["data-sheet", "talk-script", "faq", "call-list", "volumes", "target-kpi"]
ITEMS: tuple[Item, ...] = get_args(Item)
"""What somebody must bring before calls can be taken or made."""

Remark = Literal[
    "appointments-are-calls-out",
    "only-appointments",
    "appointments-not-a-purpose",
    "sales-by-calls-in",
    "service-by-calls-out",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """The four questions, answered."""

    purposes: tuple[str, ...]
    flow: tuple[Flow, ...]
    scope: Scope
    industry: str | None = None
    """None is an industry without needs of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """Where answers lead."""

    purchase: Purchase
    """Profile, variant, flow, scope, flags and what is paid for; the rest is still open."""
    remarks: tuple[Remark, ...]
    """What the buyer should think about once more."""


def outcome_of(answers: Answers, criteria: CriteriaSet) -> Outcome:
    """The one profile, variant and set of flags that answers lead to.

    An appointment is made by calling out, so buying appointments always includes that.
    """
    flow = answers.flow
    if answers.scope == "appointment" and "outbound" not in flow:
        flow = ("outbound",)
    profile = _profile(criteria, flow, answers.scope)
    known = {variant.id for variant in criteria.variants}
    held = answers.scope == "appointment"
    return Outcome(
        purchase=Purchase(
            profile=None if profile is None else profile.id,
            variant=answers.industry if answers.industry in known else None,
            flow=flow,
            scope=answers.scope,
            flags=_flags(answers, flow),
            outcome="held-appointment" if held else "handled-call",
        ),
        remarks=tuple(_remarks(answers)),
    )


def _profile(criteria: CriteriaSet, flow: tuple[Flow, ...], scope: Scope) -> Profile | None:
    """The profile made for this; in other criteria the one that fits best, the first of equals."""
    wanted = APPOINTMENTS if scope == "appointment" else PROFILES[flow]
    for profile in criteria.profiles:
        if profile.id == wanted:
            return profile
    fit = {
        profile.id: (profile.scope == scope, profile.flow == flow, profile.scope is None)
        for profile in criteria.profiles
    }
    return max(criteria.profiles, key=lambda profile: fit[profile.id], default=None)


def _flags(answers: Answers, flow: tuple[Flow, ...]) -> tuple[str, ...]:
    on = {"personal_data", "japan"}
    if "outbound" in flow and not SELLING.isdisjoint(answers.purposes):
        on.add("outbound_sales")
    if answers.industry == "ec-mailorder":
        on.add("card_payments")
    if answers.industry == "public-sector":
        on.add("price_ceiling")
    return tuple(flag for flag in FLAGS if flag in on)


def _remarks(answers: Answers) -> Iterable[Remark]:
    purposes, scope = set(answers.purposes), answers.scope
    if scope == "appointment" and "outbound" not in answers.flow:
        yield "appointments-are-calls-out"
    if scope == "appointment" and "appointments" not in purposes:
        yield "appointments-not-a-purpose"
    if scope != "appointment" and purposes == {"appointments"}:
        yield "only-appointments"
    if answers.flow == ("inbound",) and scope != "appointment" and "direct-sales" in purposes:
        yield "sales-by-calls-in"
    if answers.flow == ("outbound",) and "technical-support" in purposes:
        yield "service-by-calls-out"


def every_answer() -> Iterable[Answers]:
    """Every path through the questions after the purposes, which name no profile."""
    for flow in PROFILES:
        for scope in SCOPES:
            for industry in (None, *INDUSTRIES):
                yield Answers(
                    purposes=("customer-satisfaction",), flow=flow, scope=scope, industry=industry
                )


# --- weights -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightTotal:
    """What all group weights come to, and what they must."""

    total: Fraction
    wanted: Fraction | None
    """None where weights need no total, only to be above 0."""

    @property
    def difference(self) -> Fraction:
        """How much is too much; below 0 is missing."""
        return Fraction(0) if self.wanted is None else self.total - self.wanted

    @property
    def holds(self) -> bool:
        """Whether the rule is kept."""
        return self.total > 0 and not self.difference


def weight_total(criteria: CriteriaSet, purchase: Purchase) -> WeightTotal:
    """The total of the weights in an evaluation, by the rule of its criteria."""
    weights = group_weights(criteria, purchase.profile, purchase.variant, purchase.weights)
    rules = criteria.rules
    wanted = Fraction(rules.out_of) - Fraction(rules.base) if rules.weights == "exact" else None
    return WeightTotal(total=sum(weights.values(), Fraction(0)), wanted=wanted)


def outside_band(criteria: CriteriaSet, weights: Mapping[str, Decimal]) -> tuple[str, ...]:
    """Groups whose own weight leaves the band the criteria allow."""
    bands = {group.id: group.weight_band for group in criteria.groups}
    return tuple(
        group
        for group, weight in weights.items()
        if (band := bands.get(group)) and weight and not band[0] <= weight <= band[1]
    )


# --- what must be there before scoring opens ---------------------------------------------

Obstacle = Literal[
    "no-purpose", "no-flow", "no-scope", "no-vendors", "no-evaluators", "weights", "nothing-counts"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """What the preparation has come to."""

    purposes: Collection[str]
    purchase: Purchase
    vendors: int
    """Still in it."""
    evaluators: int


def obstacles(criteria: CriteriaSet, prepared: Prepared) -> tuple[Obstacle, ...]:
    """What keeps scoring from opening; none when it may."""
    purchase = prepared.purchase
    missing: dict[Obstacle, bool] = {
        "no-purpose": not prepared.purposes,
        "no-flow": not purchase.flow,
        "no-scope": purchase.scope is None,
        "no-vendors": not prepared.vendors,
        "no-evaluators": not prepared.evaluators,
        "weights": not weight_total(criteria, purchase).holds,
        "nothing-counts": not purchase_weights(criteria, purchase).columns,
    }
    return tuple(obstacle for obstacle, holds in missing.items() if holds)


def unscored_groups(
    criteria: CriteriaSet, purchase: Purchase, assigned: Iterable[Collection[str]]
) -> tuple[str, ...]:
    """Groups with criteria for people to rate that are nobody's.

    Args:
        criteria: the criteria of the evaluation.
        purchase: what is bought.
        assigned: the groups of each evaluator; none named is all.
    """
    groups = [frozenset(each) for each in assigned]
    if any(not each for each in groups):
        return ()
    covered = frozenset().union(*groups)
    rated = [c.group for c in purchase_weights(criteria, purchase).columns if c.kind == "rating"]
    return tuple(group for group in dict.fromkeys(rated) if group not in covered)


def items_needed(flow: Collection[str]) -> tuple[Item, ...]:
    """What must be brought: a list to call from only where calls go out."""
    return tuple(item for item in ITEMS if item != "call-list" or not flow or "outbound" in flow)


# --- other criteria ----------------------------------------------------------------------

Misfit = Literal[
    "profile-gone", "variant-gone", "weight-gone", "criterion-gone", "kind-changed", "scale-changed"
]


def fit_to(purchase: Purchase, criteria: CriteriaSet) -> Purchase:
    """A purchase that names nothing which other criteria lack; before scoring is open."""
    known = {profile.id for profile in criteria.profiles}
    profile = purchase.profile
    if profile not in known:
        best = _profile(criteria, purchase.flow or ("inbound",), purchase.scope or "department")
        profile = None if best is None else best.id
    groups = {group.id for group in criteria.groups}
    weighed = {each.id for each in criteria.criteria if each.kind != "gate"}
    own, inside = purchase.weights, purchase.criterion_weights
    return replace(
        purchase,
        profile=profile,
        variant=purchase.variant if purchase.variant in _ids(criteria.variants) else None,
        weights={group: weight for group, weight in own.items() if group in groups},
        criterion_weights={each: weight for each, weight in inside.items() if each in weighed},
    )


def misfits(
    old: CriteriaSet, new: CriteriaSet, purchase: Purchase, answered: Collection[str] | None
) -> tuple[tuple[Misfit, str], ...]:
    """What keeps other criteria from being used, and the name each is about.

    Args:
        old: the criteria in force.
        new: those that would take their place.
        purchase: what is bought.
        answered: criteria something has been entered for; None once scoring is open, when none
            may go any more.
    """
    found: list[tuple[Misfit, str]] = []
    before = {each.id: each for each in old.criteria}
    after = {each.id: each for each in new.criteria}
    kept = before.keys() if answered is None else before.keys() & set(answered)
    for name, criterion in before.items():
        if name in kept and name not in after:
            found.append(("criterion-gone", name))
        elif name in kept and criterion.kind != after[name].kind:
            found.append(("kind-changed", name))
    if answered is None:
        found += _lost_by(fit_to(purchase, new), purchase)
        if _range(old) != _range(new):
            found.append(("scale-changed", ""))
    return tuple(found)


def _lost_by(fitted: Purchase, purchase: Purchase) -> Iterable[tuple[Misfit, str]]:
    if fitted.profile != purchase.profile:
        yield "profile-gone", purchase.profile or ""
    if fitted.variant != purchase.variant:
        yield "variant-gone", purchase.variant or ""
    for name in (*purchase.weights, *purchase.criterion_weights):
        if name not in fitted.weights and name not in fitted.criterion_weights:
            yield "weight-gone", name


def _range(criteria: CriteriaSet) -> tuple[Decimal, Decimal, Decimal]:
    return criteria.scale.min, criteria.scale.max, criteria.scale.step


def _ids(variants: Iterable[Variant]) -> set[str]:
    return {variant.id for variant in variants}
