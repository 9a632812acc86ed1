"""The ranking: who comes first, by how much, on how much of the facts."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_DOWN, Decimal

from vendor_eval.case import Case, Vendor
from vendor_eval.language import N_
from vendor_eval.reports.matrix import NO_NUMBERS
from vendor_eval.reports.reasons import missed_minimum
from vendor_eval.reports.wording import NOTHING, Wording, fixed, money_text, plain
from vendor_eval.scoring import Comparison
from vendor_eval.scoring.comparison import Status

STATUS_WORDS: Mapping[Status, str] = {
    "ranked": N_("Ranked"),
    "incomplete": N_("Incomplete"),
    "disqualified": N_("Disqualified"),
    "declined": N_("Declined"),
    "withdrawn": N_("Withdrawn"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RankingRow:
    """One vendor in the ranking."""

    vendor_id: str
    name: str
    short: str
    status: Status
    status_text: str
    rank: int | None
    rank_text: str
    """A number, else a dash."""
    shared: bool
    """Whether another vendor has the same rank."""
    total: Decimal | None
    """As printed; also for a vendor without a rank, for reference."""
    total_text: str
    """In brackets where it is only for reference."""
    gap_text: str
    """Printed total of the vendor above less this one's; a dash for the first and the unranked."""
    coverage_text: str
    """Scored and applicable cells, such as ``43/44``."""
    coverage_percent: str
    """Share of the weight that is scored."""
    complete: bool
    """Whether everything that applies is scored."""
    below_minimum: tuple[str, ...]
    """What misses its minimum, each in words."""
    cost_total: str
    """Over the term, without tax."""
    per_outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """All vendors: ranked ones first, then the rest by status."""

    rows: tuple[RankingRow, ...]
    out_of: str
    currency_unit: str
    outcome: str
    """What a cost per outcome is per."""

    @property
    def ranked(self) -> tuple[RankingRow, ...]:
        """Those with a rank, best first."""
        return tuple(row for row in self.rows if row.rank is not None)


OUTCOMES = {
    "handled-call": N_("handled call"),
    "held-appointment": N_("held appointment"),
}


def build_ranking(case: Case, comparison: Comparison, words: Wording) -> Ranking:
    """Every vendor with its rank and total."""
    vendors = {vendor.id: vendor for vendor in case.vendors}
    ranks = comparison.ranks.tolist()
    rows: list[RankingRow] = []
    above: Decimal | None = None
    for place in comparison.in_order():
        vendor = vendors[comparison.sheet.vendors[place]]
        row = _row(case, comparison, place, vendor, words)
        if row.rank is not None and row.total is not None:
            rows.append(_with_place(row, above, ranks.count(row.rank) > 1))
            above = row.total
        else:
            rows.append(row)
    purchase = case.evaluation.purchase
    return Ranking(
        rows=tuple(rows),
        out_of=plain(case.criteria.rules.out_of),
        currency_unit=words.unit_of_money(case.evaluation.currency),
        outcome=words.gettext(OUTCOMES[purchase.outcome]),
    )


def _row(
    case: Case, comparison: Comparison, place: int, vendor: Vendor, words: Wording
) -> RankingRow:
    status = comparison.status(place)
    absent = status in NO_NUMBERS
    total = None if absent else comparison.total(place)
    coverage = comparison.coverage(place)
    cost = None if absent else comparison.sheet.costs[place]
    currency = case.evaluation.currency
    per_outcome = cost.per_outcome if cost else None
    return RankingRow(
        vendor_id=vendor.id,
        name=words.name(vendor),
        short=words.short_name(vendor),
        status=status,
        status_text=words.gettext(STATUS_WORDS[status]),
        rank=int(comparison.ranks[place]) or None,
        rank_text=str(comparison.ranks[place] or NOTHING),
        shared=False,
        total=total,
        total_text=_total_text(total, status),
        gap_text=NOTHING,
        coverage_text=NOTHING if absent else f"{coverage.scored}/{coverage.applicable}",
        coverage_percent=NOTHING if absent else share_text(coverage.weight),
        complete=coverage.scored == coverage.applicable,
        below_minimum=tuple(
            missed_minimum(case, comparison, place, missed, words)
            for missed in comparison.below_minimum(place)
        ),
        cost_total=money_text(cost.total, currency) if cost else NOTHING,
        per_outcome=NOTHING if per_outcome is None else money_text(per_outcome, currency, 1),
    )


def _with_place(row: RankingRow, above: Decimal | None, shared: bool) -> RankingRow:
    gap = NOTHING if above is None or row.total is None else fixed(above - row.total)
    return replace(row, shared=shared, gap_text=gap)


def share_text(percent: float) -> str:
    """A share of weight in percent, never 100.0 where something is missing."""
    return fixed(Decimal(repr(round(percent, 9))).quantize(Decimal("0.1"), ROUND_DOWN))


def _total_text(total: Decimal | None, status: Status) -> str:
    if total is None:
        return NOTHING
    return fixed(total) if status == "ranked" else f"({fixed(total)})"
