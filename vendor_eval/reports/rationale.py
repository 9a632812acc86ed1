"""Why the recommended vendor, and not another one: sentences, each only where its fact is.

Numbers are those of the tables: points and gaps are printed points and their differences.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from vendor_eval.case import Case, Decision
from vendor_eval.language import N_
from vendor_eval.reports.contents import Contents
from vendor_eval.reports.ranking import RankingRow
from vendor_eval.reports.rationale_facts import (
    Facts,
    Lead,
    build_facts,
    group_leads,
    number,
    share_of,
)
from vendor_eval.reports.wording import fixed, plain
from vendor_eval.scoring import Comparison

MOST_GROUPS, MOST_CRITERIA, MOST_VENDORS = 3, 4, 2
"""Named in a sentence, or given sentences of their own; what is left is counted."""
REASONS = 3
"""That a conclusion gives."""

ONLY = N_("It is the only vendor with a rank: %(total)s of %(out_of)s.")
SHARED = N_("It shares rank %(rank)s of %(count)d ranked vendors: %(total)s of %(out_of)s.")
BEHIND = N_("It has rank %(rank)s of %(count)d ranked vendors: %(total)s of %(out_of)s.")
BY_RULE = N_("A rule for equal totals puts it first: %(total)s of %(out_of)s.")
HIGHEST = N_("It has the highest total of %(count)d ranked vendors: %(total)s of %(out_of)s.")

EQUAL = N_("%(vendor)s and %(other)s both print %(total)s.")
MORE = N_("%(vendor)s has %(total)s, %(gap)s more than %(other)s (%(other_total)s).")
LESS = N_("%(vendor)s has %(total)s, %(gap)s less than %(other)s (%(other_total)s).")

GAINS_AND_LOSES = N_(
    "Against %(other)s it gains points in %(ahead)s and loses points in %(behind)s."
)
GAINS = N_("Against %(other)s it gains points in %(ahead)s.")
LOSES = N_("Against %(other)s it loses points in %(behind)s.")

COSTS_LESS = N_("It costs %(amount)s less than %(other)s.")
COSTS_LESS_BY = N_("It costs %(amount)s (%(share)s%%) less than %(other)s.")
COSTS_MORE = N_("It costs %(amount)s more than %(other)s.")
LOWEST = (
    N_("%(vendor)s offers the lowest cost: %(amount)s without tax."),
    N_("%(vendor)s offer the same lowest cost: %(amount)s without tax."),
)
LOWEST_RANKED = (
    N_("Of the ranked vendors, %(vendor)s offers the lowest cost: %(amount)s without tax."),
    N_("Of the ranked vendors, %(vendor)s offer the same lowest cost: %(amount)s without tax."),
)
"""By whether several do."""
COSTS_MORE_BY = N_("It costs %(amount)s (%(share)s%%) more than %(other)s.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rationale:
    """What speaks for a vendor and against it, in one language."""

    vendor_id: str
    reasons: tuple[str, ...]
    """What speaks for it: its place, then the rest."""
    weak: tuple[str, ...]
    """Where it is weak."""
    rivals: tuple[str, ...]
    """What separates it from the runner-up, or from whom it is preferred to."""
    cheapest: tuple[str, ...]
    """Why it is not the cheapest one, or that it is."""
    is_cheapest: bool
    """Whether no offer that can be compared is lower."""

    @property
    def main_reasons(self) -> tuple[str, ...]:
        """Those for a conclusion."""
        return self.reasons[:REASONS]

    @property
    def further_reasons(self) -> tuple[str, ...]:
        """The rest of them."""
        return self.reasons[REASONS:]


def build_rationale(
    case: Case, comparison: Comparison, contents: Contents, decision: Decision | None
) -> Rationale | None:
    """Why the recommended vendor, else the one that alone is first; None while it is nobody.

    Args:
        case: the evaluation.
        comparison: its result.
        contents: what is printed of them.
        decision: as it is kept.
    """
    own = chosen(contents, decision)
    if own is None:
        return None
    facts = build_facts(case, comparison, contents, own)
    runner_up = decision.runner_up if decision else ""
    return Rationale(
        vendor_id=own.vendor_id,
        reasons=tuple(_reasons(facts)),
        weak=tuple(_weak(facts)),
        rivals=tuple(_rivals(facts, runner_up)),
        cheapest=tuple(_cheapest(facts, runner_up)),
        is_cheapest=own in facts.cheapest(),
    )


def chosen(contents: Contents, decision: Decision | None) -> RankingRow | None:
    """Whom a paper speaks for."""
    ranked = contents.ranking.ranked
    if decision and decision.recommended:
        return next((row for row in ranked if row.vendor_id == decision.recommended), None)
    return ranked[0] if ranked and not ranked[0].shared else None


def _reasons(facts: Facts) -> Iterator[str]:
    yield _standing(facts)
    best = [facts.quoted(title) for title in facts.best_groups()]
    if best:
        yield facts.gettext(
            "It scores highest of all ranked vendors in %(titles)s.",
            titles=facts.some(best, MOST_GROUPS),
        )
    yield from _price_reason(facts)
    yield from _gate_reason(facts)


def _standing(facts: Facts) -> str:
    own, count = facts.own, len(facts.contents.ranking.ranked)
    out_of = facts.points(facts.contents.ranking.out_of)
    if count == 1:
        template = ONLY
    elif own.shared:
        template = SHARED
    elif own.rank != 1:
        template = BEHIND
    else:
        template = BY_RULE if facts.is_tied(own) else HIGHEST
    return facts.gettext(
        template, rank=own.rank_text, count=count, total=own.total_text, out_of=out_of
    )


def _price_reason(facts: Facts) -> Iterator[str]:
    own = facts.cost(facts.own)
    if own is None:
        return
    others = [cost for row in facts.others if (cost := facts.cost(row)) is not None]
    budget = facts.case.evaluation.purchase.budget
    if others and own <= min(others):
        yield facts.gettext(
            "No ranked vendor costs less: %(amount)s without tax.", amount=facts.money(own)
        )
    elif budget is not None and own <= budget:
        yield facts.gettext(
            "Its cost of %(amount)s without tax is within the budget of %(budget)s.",
            amount=facts.money(own),
            budget=facts.money(budget),
        )


def _gate_reason(facts: Facts) -> Iterator[str]:
    rows = {row.vendor_id: row.cells for row in facts.contents.gates.rows}
    states = [cell.state for cell in rows[facts.own.vendor_id] if cell.state != "not-applicable"]
    if states and all(state == "pass" for state in states):
        yield facts.words.ngettext(
            "It meets the mandatory requirement.",
            "It meets all %(count)d mandatory requirements.",
            len(states),
        )


def _weak(facts: Facts) -> Iterator[str]:
    words = facts.words
    for lead, row in facts.shortfalls()[:MOST_VENDORS]:
        yield facts.gettext(
            "In “%(title)s” it has %(gap)s less than %(vendor)s.",
            title=lead.title,
            gap=facts.points(fixed(-lead.far)),
            vendor=row.short,
        )
    low = facts.below_meets()
    if low:
        yield words.ngettext(
            "%(count)d criterion scores below %(meets)s, which meets the requirement: %(titles)s.",
            "%(count)d criteria score below %(meets)s, which meets the requirement: %(titles)s.",
            len(low),
            meets=plain(facts.case.criteria.scale.meets),
            titles=facts.some(low, MOST_CRITERIA),
        )
    missed = facts.own.below_minimum
    if missed:
        yield facts.gettext("It misses a minimum: %(missed)s.", missed=facts.some(missed, 2))
    unrated = facts.unrated()
    if unrated:
        yield words.ngettext(
            "%(count)d criterion that applies is not rated: %(titles)s.",
            "%(count)d criteria that apply are not rated: %(titles)s.",
            len(unrated),
            titles=facts.some(unrated, MOST_CRITERIA),
        )
    yield from _over_budget(facts)


def _over_budget(facts: Facts) -> Iterator[str]:
    own, budget = facts.cost(facts.own), facts.case.evaluation.purchase.budget
    if own is not None and budget is not None and own > budget:
        yield facts.gettext(
            "Its cost of %(amount)s without tax is above the budget of %(budget)s.",
            amount=facts.money(own),
            budget=facts.money(budget),
        )


def _against(facts: Facts, runner_up: str) -> list[RankingRow]:
    """Whom the panel named second, and the best of the others."""
    others = facts.others
    against = [row for row in others if row.vendor_id == runner_up]
    against += [row for row in others if row.rank == others[0].rank and row not in against]
    return against[:MOST_VENDORS]


def _rivals(facts: Facts, runner_up: str) -> Iterator[str]:
    for row in _against(facts, runner_up):
        yield from _apart(facts, row)


def _apart(facts: Facts, other: RankingRow) -> Iterator[str]:
    own = facts.own
    gap = number(own.total_text) - number(other.total_text)
    yield facts.gettext(
        EQUAL if not gap else MORE if gap > 0 else LESS,
        vendor=own.short,
        total=facts.points(own.total_text),
        gap=facts.points(fixed(abs(gap))),
        other=other.short,
        other_total=other.total_text,
    )
    leads = group_leads(facts, other)
    ahead = _listed(facts, [lead for lead in leads if lead.far > 0])
    behind = _listed(facts, [lead for lead in leads if lead.far < 0])
    if ahead or behind:
        template = GAINS_AND_LOSES if ahead and behind else GAINS if ahead else LOSES
        yield facts.gettext(template, other=other.short, ahead=ahead, behind=behind)
    yield from _apart_by_cost(facts, other)


def _listed(facts: Facts, leads: list[Lead]) -> str:
    """The largest differences by name, the rest as one number: together they are all."""
    if not leads:
        return ""
    leads = sorted(leads, key=lambda lead: -abs(lead.far))
    named = [
        facts.gettext("“%(title)s” (%(points)s)", title=each.title, points=_far(each))
        for each in leads[:MOST_GROUPS]
    ]
    text, rest = facts.words.listed(named), leads[MOST_GROUPS:]
    if not rest:
        return text
    return facts.words.ngettext(
        "%(some)s and %(count)d more group (%(points)s)",
        "%(some)s and %(count)d more groups (%(points)s together)",
        len(rest),
        some=text,
        points=fixed(sum((abs(each.far) for each in rest), Decimal(0))),
    )


def _far(lead: Lead) -> str:
    return fixed(abs(lead.far))


def _apart_by_cost(facts: Facts, other: RankingRow) -> Iterator[str]:
    own, theirs = facts.cost(facts.own), facts.cost(other)
    if own is None or theirs is None:
        return
    far = abs(facts.printed(own) - facts.printed(theirs))
    if not far:
        return
    share = share_of(abs(own - theirs), theirs)
    template = (COSTS_LESS, COSTS_LESS_BY) if own < theirs else (COSTS_MORE, COSTS_MORE_BY)
    yield facts.gettext(
        template[bool(share)],
        amount=facts.money(far),
        share=share,
        other=other.short,
    )


def _cheapest(facts: Facts, runner_up: str) -> Iterator[str]:
    """Of all offers, also of those out of the race; then of the ranked ones, if that is not one."""
    rows, told = facts.cheapest(), _against(facts, runner_up)
    if facts.own in rows:
        yield _costs_least(facts, [row.short for row in rows if row != facts.own])
        return
    yield from _cheaper(facts, rows, LOWEST, told)
    if any(row.rank is not None for row in rows):
        return
    ranked = facts.cheapest(ranked=True)
    if facts.own not in ranked:
        yield from _cheaper(facts, ranked, LOWEST_RANKED, told)
    elif len(facts.contents.ranking.ranked) > 1:
        yield facts.gettext("No ranked vendor costs less than it does.")


def _cheaper(
    facts: Facts, rows: Sequence[RankingRow], template: tuple[str, str], told: Sequence[RankingRow]
) -> Iterator[str]:
    """What they offer, and what the best of them lacks, unless that was told of the rivals."""
    if not rows:
        return
    row, names = rows[0], [row.short for row in rows]
    amount = facts.money(facts.cost(row) or Fraction(0))
    yield facts.gettext(
        template[len(rows) > 1], vendor=facts.some(names, MOST_VENDORS), amount=amount
    )
    if row.rank is None:
        yield _without_rank(facts, row)
    elif row not in told:
        yield from _apart(facts, row)


def _without_rank(facts: Facts, row: RankingRow) -> str:
    reasons = next(
        each.reasons for each in facts.contents.outsiders if each.vendor_id == row.vendor_id
    )
    return facts.gettext(
        "%(vendor)s has no rank (%(status)s): %(reasons)s",
        vendor=row.short,
        status=row.status_text,
        reasons=facts.words.sentences(reasons[:MOST_VENDORS]),
    )


def _costs_least(facts: Facts, beside: Sequence[str]) -> str:
    if beside:
        return facts.gettext(
            "No offer is lower than its own; just as low: %(vendors)s.",
            vendors=facts.some(beside, MOST_VENDORS),
        )
    if facts.offers == 1:
        return facts.gettext("Its offer is the only one that can be compared.")
    return facts.gettext("It is also the cheapest: every other offer costs more.")
