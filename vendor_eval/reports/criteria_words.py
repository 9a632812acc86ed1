"""What a criteria file says in keys, said in sentences."""

from collections.abc import Iterator

from vendor_eval.criteria.model import CriteriaSet, Criterion, Level
from vendor_eval.language import N_
from vendor_eval.reports.wording import Wording, plain

FLOWS = {"inbound": N_("inbound calls"), "outbound": N_("outbound calls")}
SCOPES = {
    "activity": N_("one activity"),
    "department": N_("a whole department"),
    "appointment": N_("appointment setting"),
}
REFERENCES = {
    "budget": N_("the budget"),
    "target": N_("the target cost per outcome"),
    "ceiling": N_("the price ceiling"),
}
FIGURES = {"total": N_("the total cost"), "per-outcome": N_("the cost per outcome")}
COST_FORMULAS = {
    "breakpoints": N_(
        "Score: %(figure)s divided by %(reference)s, converted by the table; straight between two"
        " values, level beyond the ends."
    ),
    "lowest": N_(
        "Score: %(low)s + (%(high)s − %(low)s) × the lowest of the vendors still in the race ÷"
        " %(figure)s. It depends on who else takes part."
    ),
    "ceiling": N_(
        "Score: %(low)s + (%(high)s − %(low)s) × (1 − %(figure)s ÷ %(reference)s), never below"
        " %(low)s."
    ),
    "range": N_(
        "Score: from %(high)s for the lowest to %(low)s for the highest of the vendors still in the"
        " race, in proportion to %(figure)s. It depends on who else takes part."
    ),
}
NOT_APPLICABLE = {
    "exclude": N_("Where it does not apply to a vendor, it is left out of the sums."),
    "zero": N_("Where it does not apply to a vendor, it counts as %(low)s."),
    "neutral": N_("Where it does not apply to a vendor, it counts as %(meets)s."),
}


def title_of(level: Level | None, words: Wording) -> str:
    """What the scale calls a rating; empty for one without a name."""
    return words.of(level.title) if level else ""


def conversion_words(criterion: Criterion, criteria: CriteriaSet, words: Wording) -> Iterator[str]:
    """How an answer becomes a score; nothing for what people rate."""
    if criterion.kind == "measure":
        yield words.gettext(
            "Score: read from the table; straight between two values, level beyond the ends."
        )
        if criterion.per not in (None, 1, 100):
            yield words.gettext(
                "A figure given as a fraction is stated per %(count)s.", count=plain(criterion.per)
            )
    elif criterion.kind == "cost":
        against = "ceiling" if criterion.formula == "ceiling" else criterion.against
        yield words.gettext(
            COST_FORMULAS[criterion.formula or "breakpoints"],
            figure=words.gettext(FIGURES[criterion.of or "total"]),
            reference=words.gettext(REFERENCES[against]) if against else "",
            low=plain(criteria.scale.min),
            high=plain(criteria.scale.max),
        )
    elif criterion.check == "ceiling":
        yield words.gettext(
            "Decided from the quotation unless recorded otherwise: the total cost must not exceed"
            " the price ceiling."
        )


def where_words(criterion: Criterion, words: Wording) -> Iterator[str]:
    """Where the criterion applies; nothing when it applies everywhere."""
    if criterion.flow is not None:
        flows = words.listed(words.gettext(FLOWS[flow]) for flow in criterion.flow)
        yield words.gettext("Only for %(flows)s.", flows=flows)
    if criterion.scope is not None:
        scopes = words.listed(words.gettext(SCOPES[scope]) for scope in criterion.scope)
        yield words.gettext("Only where this is outsourced: %(scopes)s.", scopes=scopes)
    if criterion.when is not None:
        yield words.gettext(
            "Only where the evaluation sets the flag %(flag)s, or its industry requires it.",
            flag=criterion.when,
        )


def limits_words(criterion: Criterion, criteria: CriteriaSet, words: Wording) -> Iterator[str]:
    """The minimum of a criterion and what happens below it."""
    if criterion.minimum is None:
        return
    minimum = plain(criterion.minimum)
    if criteria.rules.below_minimum == "disqualify":
        yield words.gettext("Minimum %(score)s: a vendor below it is disqualified.", score=minimum)
    else:
        yield words.gettext("Minimum %(score)s: a vendor below it is flagged.", score=minimum)


def na_words(criterion: Criterion, criteria: CriteriaSet, words: Wording) -> Iterator[str]:
    """What an answer "not applicable" does, unless it is the usual."""
    if criterion.kind == "gate" or criterion.not_applicable == "exclude":
        return
    yield words.gettext(
        NOT_APPLICABLE[criterion.not_applicable],
        low=plain(criteria.scale.min),
        meets=plain(criteria.scale.meets),
    )
