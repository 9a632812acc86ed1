"""Offers on one basis: the same volumes, the same term, without and with tax."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Protocol

from vendor_eval.case import Case
from vendor_eval.reports.ranking import OUTCOMES
from vendor_eval.reports.wording import (
    NOTHING,
    Wording,
    decimals_of,
    money_text,
    percent_text,
    plain,
)
from vendor_eval.scoring import Comparison, Cost
from vendor_eval.scoring.rounding import round_to


class Offerer(Protocol):
    """A vendor as a table of costs calls it, such as a row of the ranking."""

    @property
    def vendor_id(self) -> str:
        """In the sheet."""

    @property
    def name(self) -> str:
        """As printed."""

    @property
    def rank(self) -> int | None:
        """None for a vendor out of the race."""

    @property
    def rank_text(self) -> str:
        """As printed."""

    @property
    def status_text(self) -> str:
        """As printed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CostRow:
    """One vendor's cost; amounts without their currency, which the table's header names."""

    vendor_id: str
    name: str
    rank_text: str
    status_text: str
    one_off: str
    monthly: str
    total: str
    """Over the term, without tax."""
    total_with_tax: str
    per_outcome: str
    of_budget: str
    """In percent of the budget."""
    over_budget: bool
    over_ceiling: bool
    lowest: bool
    """Whether no ranked vendor costs less."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CostTable:
    """What everybody costs, and on which assumptions."""

    rows: tuple[CostRow, ...]
    unit: str
    term: str
    tax_percent: str
    """Empty when no tax rate is given: then nothing is printed with tax."""
    budget: str
    ceiling: str
    """Both in words with the currency; empty when not given."""
    outcome: str
    basis: tuple[str, ...]
    """Sentences: volumes, whose key figures, rounding."""


def build_costs(
    case: Case, comparison: Comparison, vendors: Sequence[Offerer], words: Wording
) -> CostTable:
    """Costs of every vendor that takes part."""
    purchase, currency = case.evaluation.purchase, case.evaluation.currency
    costs = dict(zip(comparison.sheet.vendors, comparison.sheet.costs, strict=True))
    known = [cost for row in vendors if row.rank and (cost := costs[row.vendor_id])]
    lowest = min((cost.total for cost in known), default=None)
    months = purchase.term_months
    tax = case.evaluation.tax_rate
    return CostTable(
        rows=tuple(_row(case, row, costs[row.vendor_id], lowest) for row in vendors),
        unit=words.unit_of_money(currency),
        term=words.ngettext("%(count)d month", "%(count)d months", months) if months else "",
        tax_percent=plain(100 * tax) if tax is not None else "",
        budget=words.money(purchase.budget, currency) if purchase.budget is not None else "",
        ceiling=words.money(purchase.ceiling, currency) if purchase.ceiling is not None else "",
        outcome=words.gettext(OUTCOMES[purchase.outcome]),
        basis=tuple(_basis(case, words)),
    )


def with_tax(amount: Fraction, rate: Decimal) -> Fraction:
    """An amount with tax, exact."""
    return amount * (1 + Fraction(rate))


def _row(case: Case, row: Offerer, cost: Cost | None, lowest: Fraction | None) -> CostRow:
    purchase, currency = case.evaluation.purchase, case.evaluation.currency
    tax = case.evaluation.tax_rate

    def printed(amount: Fraction | None, more: int = 0) -> str:
        return NOTHING if amount is None else money_text(amount, currency, more)

    budget = None if purchase.budget is None else Fraction(purchase.budget)
    ceiling = None if purchase.ceiling is None else Fraction(purchase.ceiling)
    total = cost.total if cost else None
    return CostRow(
        vendor_id=row.vendor_id,
        name=row.name,
        rank_text=row.rank_text,
        status_text=row.status_text,
        one_off=printed(cost.one_off if cost else None),
        monthly=printed(cost.monthly if cost else None),
        total=printed(total),
        total_with_tax=printed(None if total is None or tax is None else with_tax(total, tax)),
        per_outcome=printed(cost.per_outcome if cost else None, 1),
        of_budget=percent_text(total / budget) if total is not None and budget else NOTHING,
        over_budget=total is not None and budget is not None and total > budget,
        over_ceiling=total is not None and ceiling is not None and total > ceiling,
        lowest=total is not None and row.rank is not None and total == lowest,
    )


def _basis(case: Case, words: Wording) -> list[str]:
    purchase = case.evaluation.purchase
    sentences = []
    volumes = _volumes(case, words)
    if volumes:
        sentences.append(
            words.gettext("Monthly volume: %(volumes)s.", volumes=words.listed(volumes))
        )
    if purchase.assumption == "claimed":
        sentences.append(
            words.gettext("Calculated with the key figures each vendor claims for itself.")
        )
    else:
        sentences.append(words.gettext("Calculated with the same key figures for every vendor."))
    digits = decimals_of(case.evaluation.currency)
    sentences.append(
        words.gettext("Each amount is rounded half up from its exact value to whole units.")
        if not digits
        else words.ngettext(
            "Each amount is rounded half up from its exact value to %(count)d decimal.",
            "Each amount is rounded half up from its exact value to %(count)d decimals.",
            digits,
        )
    )
    return sentences


def _volumes(case: Case, words: Wording) -> list[str]:
    volume = case.evaluation.purchase.volume
    minutes = plain(round_to(Fraction(volume.average_handling_minutes), 2))
    lines = [
        (volume.calls_offered, words.gettext("%(count)s calls of %(minutes)s minutes on average")),
        (volume.emails, words.gettext("%(count)s e-mails")),
        (volume.chats, words.gettext("%(count)s chats")),
        (volume.dials, words.gettext("%(count)s dials")),
    ]
    return [text % {"count": plain(count), "minutes": minutes} for count, text in lines if count]
