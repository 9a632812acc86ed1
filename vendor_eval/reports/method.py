"""How the numbers were made, and what broke ties: in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from vendor_eval.case import Case
from vendor_eval.criteria.model import Criterion
from vendor_eval.language import N_
from vendor_eval.reports.weights_found import found_text
from vendor_eval.reports.wording import Wording, plain
from vendor_eval.scoring import Comparison
from vendor_eval.scoring.rounding import NEARLY
from vendor_eval.scoring.sheet import Lot
from vendor_eval.weighing import WeightsFound


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A named statement."""

    label: str
    text: str


AGGREGATES: Mapping[str, tuple[str, str]] = {
    "mean": (
        N_("The evaluators' ratings are averaged."),
        N_("The evaluators' ratings are averaged with the evaluators' weights."),
    ),
    "median": (
        N_("The median of the evaluators' ratings counts."),
        N_("The weighted median of the evaluators' ratings counts."),
    ),
    "trimmed-mean": (
        N_("The highest and the lowest rating are dropped, the rest is averaged."),
        N_("The highest and the lowest rating are dropped, the rest is averaged with weights."),
    ),
}
UNRATED: Mapping[str, str] = {
    "exclude": N_("What is not rated leaves the sums and lowers the coverage."),
    "zero": N_("What is not rated counts as %(lowest)s and lowers the coverage."),
    "refuse": N_("A vendor with anything not rated gets no total."),
}
NOT_APPLICABLE: Mapping[str, str] = {
    "exclude": N_("What is not applicable leaves the sums."),
    "zero": N_("What is not applicable counts as %(lowest)s."),
    "neutral": N_("What is not applicable counts as %(meets)s."),
}
MODES: Mapping[str, str] = {
    "half-up": N_("Only printed numbers are rounded: to %(places)d decimals, half up."),
    "half-even": N_("Only printed numbers are rounded: to %(places)d decimals, half to even."),
    "down": N_("Only printed numbers are rounded: to %(places)d decimals, always down."),
}
FORMULAS: Mapping[str, str] = {
    "lowest": N_(
        "“%(title)s”: the lowest price divided by the vendor's own, as a share of the scale."
    ),
    "ceiling": N_("“%(title)s”: 1 − price ÷ ceiling, as a share of the scale."),
    "range": N_("“%(title)s”: straight from the lowest price (best) to the highest (worst)."),
    "breakpoints": N_("“%(title)s”: %(points)s; between these points, straight lines."),
}
REFERENCES: Mapping[str, str] = {
    "budget": N_("price ÷ budget"),
    "target": N_("price ÷ target"),
    "ceiling": N_("price ÷ ceiling"),
}
RELATIVE = ("lowest", "range")


def build_method(
    case: Case, comparison: Comparison, words: Wording, found: WeightsFound | None = None
) -> tuple[Fact, ...]:
    """Scale, aggregation, weights and how they were found, price, gaps, rounding and ties."""
    rules = case.criteria.rules
    _ = words.gettext
    facts = [
        Fact(label=_("Scale"), text=_scale(case, words)),
        Fact(label=_("Evaluators"), text=_evaluators(case, words)),
        Fact(label=_("Weights"), text=_weights(case, comparison, words)),
        Fact(label=_("How the weights were found"), text=found_text(case, found, words)),
        Fact(label=_("Price formula"), text=words.sentences(_prices(comparison, words))),
        Fact(label=_("Missing scores"), text=words.sentences(_missing(comparison, words))),
        Fact(label=_("Minimums"), text=_minimums(case, words)),
        Fact(label=_("Rounding"), text=_rounding(case, words)),
        Fact(label=_("Ties"), text=_tie_rules(case, words)),
    ]
    if rules.practically_equal:
        text = _(
            "Totals no more than %(points)s apart count as practically equal.",
            points=plain(rules.practically_equal),
        )
        facts.append(Fact(label=_("Close results"), text=text))
    return tuple(fact for fact in facts if fact.text)


def build_ties(case: Case, comparison: Comparison, words: Wording) -> tuple[str, ...]:
    """Each tie and what broke it."""
    vendors = {vendor.id: vendor for vendor in case.vendors}
    sentences = []
    for tie in comparison.ties:
        tied = words.listed(words.short_name(vendors[vendor]) for vendor in tie.vendors)
        if tie.broken_by is None:
            text = words.gettext("%(vendors)s have equal totals; the tie stands.", vendors=tied)
        else:
            text = words.gettext(
                "%(vendors)s have equal totals; decided by: %(rule)s.",
                vendors=tied,
                rule=tie_rule(case, tie.broken_by, words, tie.vendors),
            )
        sentences.append(text)
    return tuple(sentences)


def tie_rule(case: Case, rule: str, words: Wording, vendors: tuple[str, ...] | None = None) -> str:
    """A tie rule in words; a lot with the day it was drawn, when vendors are named."""
    kind, _colon, name = rule.partition(":")
    _ = words.gettext
    if kind == "group":
        return _("higher score in “%(title)s”", title=words.of(case.criteria.group(name).title))
    if kind == "criterion":
        title = words.of(case.criteria.criterion(name).title)
        return _("higher score in “%(title)s”", title=title)
    if kind == "lot":
        lot = _lot(case, vendors)
        drawn = str(lot.record.get("drawn", "")) if lot else ""
        return _("drawing lots on %(day)s", day=drawn) if drawn else _("drawing lots")
    known = {
        "quality": _("more points without the price"),
        "cost": _("lower total cost"),
        "first-places": _("first place with more evaluators"),
    }
    return known[kind]


def _lot(case: Case, vendors: tuple[str, ...] | None) -> Lot | None:
    for lot in case.evaluation.purchase.lots:
        if vendors is not None and set(vendors) <= set(lot.order):
            return lot
    return None


def _scale(case: Case, words: Wording) -> str:
    scale = case.criteria.scale
    text = words.gettext(
        "From %(low)s to %(high)s in steps of %(step)s; %(meets)s meets the requirement.",
        low=plain(scale.min),
        high=plain(scale.max),
        step=plain(scale.step),
        meets=plain(scale.meets),
    )
    named = [f"{plain(level.value)} {words.of(level.title)}" for level in scale.levels]
    if not named:
        return text
    return words.sentences([text, words.gettext("Levels: %(levels)s.", levels=words.listed(named))])


def _evaluators(case: Case, words: Wording) -> str:
    if not case.evaluators:
        return ""
    plain_text, weighted = AGGREGATES[case.criteria.rules.aggregate]
    same = len({evaluator.weight for evaluator in case.evaluators}) == 1
    count = words.ngettext(
        "%(count)d person scores.", "%(count)d people score.", len(case.evaluators)
    )
    return words.sentences([count, words.gettext(plain_text if same else weighted)])


def _weights(case: Case, comparison: Comparison, words: Wording) -> str:
    rules = case.criteria.rules
    sentences = [
        words.gettext(
            "Group scores are weighted means; a perfect total is %(points)s points.",
            points=plain(rules.out_of),
        )
    ]
    if rules.base:
        sentences.append(
            words.gettext(
                "Every vendor starts with %(points)s base points.", points=plain(rules.base)
            )
        )
    left_out = [words.of(case.criteria.group(g).title) for g in comparison.sheet.weights.left_out]
    if left_out:
        sentences.append(
            words.gettext(
                "No criterion of %(groups)s applies; the weight is spread over the other groups.",
                groups=words.listed(left_out),
            )
        )
    return words.sentences(sentences)


def _prices(comparison: Comparison, words: Wording) -> Iterator[str]:
    relative = False
    for column in comparison.sheet.weights.columns:
        if column.kind == "cost":
            relative |= column.formula in RELATIVE
            yield price_formula(column, words)
    if relative:
        yield words.gettext(
            "This depends on the other offers: the order of two vendors can change when a third"
            " one leaves."
        )


def price_formula(criterion: Criterion, words: Wording) -> str:
    """How a cost becomes a score."""
    table = ""
    if criterion.formula == "breakpoints":
        pairs = words.listed(f"{plain(x)} → {plain(y)}" for x, y in criterion.breakpoints)
        ratio = words.gettext(REFERENCES[criterion.against or "budget"])
        table = words.gettext("%(ratio)s: %(pairs)s", ratio=ratio, pairs=pairs)
    template = FORMULAS[criterion.formula or "breakpoints"]
    return words.gettext(template, title=words.of(criterion.title), points=table)


def _missing(comparison: Comparison, words: Wording) -> Iterator[str]:
    scale, rules = comparison.sheet.criteria.scale, comparison.sheet.criteria.rules
    values = {"lowest": plain(scale.min), "meets": plain(scale.meets)}
    yield words.gettext(UNRATED[rules.unrated], **values)
    kinds = {column.not_applicable for column in comparison.sheet.weights.columns}
    if len(kinds) == 1:
        yield words.gettext(NOT_APPLICABLE[kinds.pop()], **values)
        return
    for kind in ("zero", "neutral"):
        titles = [
            words.of(column.title)
            for column in comparison.sheet.weights.columns
            if column.not_applicable == kind
        ]
        if titles:
            text = words.gettext(NOT_APPLICABLE[kind], **values)
            yield words.gettext("For %(titles)s: %(rule)s", titles=words.listed(titles), rule=text)
    if "exclude" in kinds:
        yield words.gettext(NOT_APPLICABLE["exclude"])


def _minimums(case: Case, words: Wording) -> str:
    rules, criteria = case.criteria.rules, case.criteria
    limits = [group.minimum for group in criteria.groups]
    limits += [criterion.minimum for criterion in criteria.criteria]
    if not rules.minimum_total and all(limit is None for limit in limits):
        return ""
    sentences = []
    if rules.minimum_total:
        sentences.append(
            words.gettext("Minimum total: %(points)s points.", points=plain(rules.minimum_total))
        )
    sentences.append(
        words.gettext("A vendor that misses a minimum is disqualified.")
        if rules.below_minimum == "disqualify"
        else words.gettext("A missed minimum is flagged and does not disqualify.")
    )
    return words.sentences(sentences)


def _rounding(case: Case, words: Wording) -> str:
    rules = case.criteria.rules
    text = words.gettext(MODES[rules.rounding.mode], places=rules.rounding.places)
    ranks = (
        words.gettext("Ranks follow the exact totals.")
        if rules.rank_on == "exact"
        else words.gettext("Ranks follow the printed totals.")
    )
    together = words.gettext(
        "Weights and points printed together are rounded so that they add up; a gap is the"
        " difference of printed totals; marks follow the printed score."
    )
    return words.sentences([text, ranks, together])


def _tie_rules(case: Case, words: Wording) -> str:
    rules = [tie_rule(case, rule, words) for rule in case.criteria.rules.ties]
    if not rules:
        return words.gettext("Equal totals share a rank.")
    return words.gettext(
        "Equal totals are ordered by, in turn: %(rules)s.", rules=words.listed(rules)
    )


def lead_text(case: Case, comparison: Comparison, words: Wording) -> str:
    """Whether the first place is a win, judged on exact totals; empty without two totals."""
    order = [place for place in comparison.in_order() if comparison.ranks[place]]
    equal = case.criteria.rules.practically_equal
    if len(order) < 2 or not equal:  # noqa: PLR2004 - first and second
        return ""
    lead = Fraction(comparison.totals[order[0]]) - Fraction(comparison.totals[order[1]])
    if abs(lead - Fraction(equal)) < NEARLY:
        lead = comparison.exact_total(order[0]) - comparison.exact_total(order[1])
    if lead > equal:
        return ""
    return words.gettext(
        "By the rules, first and second are practically equal: their totals differ by no more"
        " than %(points)s.",
        points=plain(equal),
    )
