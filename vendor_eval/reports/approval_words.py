"""Sentences and lines of an approval paper that no other document has."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from vendor_eval.case import Case
from vendor_eval.language import N_
from vendor_eval.reports.contents import Contents
from vendor_eval.reports.costs import CostRow
from vendor_eval.reports.ranking import RankingRow
from vendor_eval.reports.rationale_facts import once_stopped, share_of, some_of
from vendor_eval.reports.reasons import Outsider
from vendor_eval.reports.wording import NOTHING, Wording, decimals_of
from vendor_eval.scoring import Comparison
from vendor_eval.scoring.rounding import round_to

MOST_LINES = 5
"""Ranked vendors that the paper lists; the comparison lists all."""
MOST_NAMES = 5
MOST_OUTSIDERS = 3
LONGEST_REASON = 70
"""Characters of a reason why a vendor is out."""

SAME = N_("Today the same costs %(baseline)s without tax over the same term: no change.")
LESS = N_(
    "Today the same costs %(baseline)s without tax over the same term; the recommended offer is"
    " %(amount)s lower."
)
LESS_BY = N_(
    "Today the same costs %(baseline)s without tax over the same term; the recommended offer is"
    " %(amount)s (%(share)s%%) lower."
)
MORE = N_(
    "Today the same costs %(baseline)s without tax over the same term; the recommended offer is"
    " %(amount)s higher."
)
MORE_BY = N_(
    "Today the same costs %(baseline)s without tax over the same term; the recommended offer is"
    " %(amount)s (%(share)s%%) higher."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One ranked vendor with its offer."""

    rank: str
    name: str
    total: str
    gap: str
    one_off: str
    monthly: str
    cost: str
    cost_with_tax: str
    note: str
    own: bool
    """Whether it is the recommended one."""


def build_lines(contents: Contents, own: str, words: Wording) -> tuple[tuple[Line, ...], int]:
    """The first vendors, the recommended and the cheapest one; and how many more are ranked."""
    costs = {row.vendor_id: row for row in contents.costs.rows}
    ranked = contents.ranking.ranked
    shown = [
        row
        for at, row in enumerate(ranked)
        if at < MOST_LINES or row.vendor_id == own or costs[row.vendor_id].lowest
    ][: MOST_LINES + 2]
    lines = tuple(_line(row, costs[row.vendor_id], own, words) for row in shown)
    return lines, len(ranked) - len(lines)


def _line(row: RankingRow, cost: CostRow, own: str, words: Wording) -> Line:
    _ = words.gettext
    notes = [
        _("shared rank") if row.shared else "",
        _("lowest") if cost.lowest else "",
        _("over the budget") if cost.over_budget else "",
    ]
    return Line(
        rank=row.rank_text,
        name=row.name,
        total=row.total_text,
        gap=row.gap_text,
        one_off=cost.one_off,
        monthly=cost.monthly,
        cost=cost.total,
        cost_with_tax=cost.total_with_tax,
        note=words.listed(note for note in notes if note),
        own=row.vendor_id == own,
    )


def process_sentences(contents: Contents, words: Wording) -> Iterator[str]:
    """How many were asked, how many are left, who is out and why, how many offers compare."""
    rows, ranked = contents.ranking.rows, contents.ranking.ranked
    if not rows:
        return
    asked = words.ngettext(
        "%(count)d vendor was asked for an offer.",
        "%(count)d vendors were asked for offers.",
        len(rows),
    )
    yield asked
    if ranked:
        names = some_of([row.short for row in ranked], MOST_NAMES, words)
        text = words.ngettext(
            "%(count)d is ranked: %(names)s.",
            "%(count)d are ranked: %(names)s.",
            len(ranked),
            names=names,
        )
        yield once_stopped(text)
    yield from _out(contents.outsiders, words)
    offers = sum(row.total != NOTHING for row in contents.costs.rows)
    yield words.ngettext(
        "%(count)d quotation is compared on one basis.",
        "%(count)d quotations are compared on one basis.",
        offers,
    )


def _out(outsiders: Sequence[Outsider], words: Wording) -> Iterator[str]:
    for each in outsiders[:MOST_OUTSIDERS]:
        reason = each.reasons[0]
        if len(reason) > LONGEST_REASON:
            reason = reason[:LONGEST_REASON].rstrip() + "…"
        yield words.gettext(
            "%(vendor)s – %(status)s: %(reason)s",
            vendor=each.name,
            status=each.status_text,
            reason=reason,
        )
    rest = len(outsiders) - MOST_OUTSIDERS
    if rest > 0:
        yield words.ngettext(
            "%(count)d more vendor without a rank is listed in the comparison.",
            "%(count)d more vendors without a rank are listed in the comparison.",
            rest,
        )


def effect_sentences(
    case: Case, comparison: Comparison, vendor: str, baseline: Decimal | None, words: Wording
) -> Iterator[str]:
    """The recommended offer against what is paid today, where both are known."""
    costs = dict(zip(comparison.sheet.vendors, comparison.sheet.costs, strict=True))
    cost = costs.get(vendor)
    if baseline is None or cost is None:
        return
    currency = case.evaluation.currency
    today = Fraction(baseline)
    places = decimals_of(currency)
    far = round_to(cost.total, places) - round_to(today, places)
    share = share_of(abs(cost.total - today), today)
    template = SAME if not far else (LESS, LESS_BY)[bool(share)]
    if far > 0:
        template = (MORE, MORE_BY)[bool(share)]
    yield words.gettext(
        template,
        baseline=words.money(today, currency),
        amount=words.money(abs(far), currency),
        share=share,
    )
