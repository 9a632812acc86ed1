"""A quotation opened up: each line with its quantity, amount and the sum they make."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from vendor_eval.case import Case, Quote, answers_of
from vendor_eval.language import N_
from vendor_eval.reports.ranking import OUTCOMES
from vendor_eval.reports.wording import NOTHING, Wording, money_text, nearly, plain
from vendor_eval.scoring import Comparison, QuoteLine
from vendor_eval.scoring.pricing import ONCE, Workload, line_amount, workload
from vendor_eval.scoring.sheet import vendor_kpi

KINDS: Mapping[str, str] = {
    "one-off": N_("once"),
    "discount": N_("discount, once"),
    "monthly": N_("per month"),
    "discount-month": N_("discount per month"),
    "seat-month": N_("per seat and month"),
    "fte-month": N_("per full-time equivalent and month"),
    "call": N_("per handled call"),
    "call-over": N_("per handled call beyond those included"),
    "email": N_("per e-mail"),
    "chat": N_("per chat"),
    "hour": N_("per working hour"),
    "minute": N_("per handling minute"),
    "dial": N_("per dial"),
    "dial-hour": N_("per dialling hour"),
    "monthly-included": N_("per month, some dials included"),
    "booked-appointment": N_("per booked appointment"),
    "held-appointment": N_("per held appointment"),
}
"""Kinds of quotation lines in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotationLine:
    """One line; amounts without their currency."""

    label: str
    kind: str
    """In words."""
    price: str
    quantity: str
    """How the quantity came about, such as ``6,000 × 94.5 %``; a dash for a plain price."""
    once: str
    monthly: str
    """The amount stands in one of the two; a dash in the other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """Everything a vendor's cost is made of."""

    lines: tuple[QuotationLine, ...]
    unit: str
    one_off: str
    monthly: str
    total: str
    steps: tuple[str, ...]
    """The total and the cost per outcome, written out."""


def build_quotation(
    case: Case, comparison: Comparison, vendor_id: str, words: Wording
) -> Quotation | None:
    """A vendor's quotation with what each line comes to; None without one.

    Args:
        case: the evaluation.
        comparison: its result.
        vendor_id: whose quotation.
        words: the language.
    """
    place = comparison.sheet.vendors.index(vendor_id)
    cost, months = comparison.sheet.costs[place], case.evaluation.purchase.term_months
    if cost is None or months is None:
        return None
    currency = case.evaluation.currency
    load = _load(case, vendor_id)
    return Quotation(
        lines=tuple(
            _line(case, quote, load, words) for quote in case.quotes if quote.vendor == vendor_id
        ),
        unit=words.unit_of_money(currency),
        one_off=money_text(cost.one_off, currency),
        monthly=money_text(cost.monthly, currency),
        total=money_text(cost.total, currency),
        steps=tuple(_steps(case, comparison, place, words)),
    )


def _load(case: Case, vendor_id: str) -> Workload:
    purchase = case.evaluation.purchase
    kpi = vendor_kpi(case.criteria, purchase, answers_of(case).measures, vendor_id)
    return workload(purchase.volume, kpi)


def _line(case: Case, quote: Quote, load: Workload, words: Wording) -> QuotationLine:
    line, currency = quote.line, case.evaluation.currency
    amount = money_text(line_amount(line, load), currency)
    once = line.kind in ONCE
    kind = words.gettext(KINDS[line.kind])
    return QuotationLine(
        label=words.of(quote.label) or kind,
        kind=kind,
        price=plain(line.price),
        quantity=_quantity(line, load, words),
        once=amount if once else NOTHING,
        monthly=NOTHING if once else amount,
    )


def _quantity(line: QuoteLine, load: Workload, words: Wording) -> str:
    volumes = {
        "email": load.emails,
        "chat": load.chats,
        "minute": load.minutes,
        "dial": load.dials,
        "booked-appointment": load.booked,
        "held-appointment": load.held,
    }
    if line.kind in volumes:
        return nearly(volumes[line.kind], 2)
    if line.kind in ("seat-month", "fte-month"):
        return plain(line.quantity or Decimal(0))
    if line.kind == "hour":
        return words.gettext(
            "%(minutes)s minutes ÷ 60 ÷ %(occupancy)s occupancy",
            minutes=nearly(load.minutes, 2),
            occupancy=nearly(load.occupancy),
        )
    if line.kind == "dial-hour":
        return f"{nearly(load.dials, 2)} ÷ {plain(line.per_hour or Decimal(1))}"
    return _stepped(line, load, words)


def _stepped(line: QuoteLine, load: Workload, words: Wording) -> str:
    handled, included = nearly(load.handled, 2), plain(line.included or Decimal(0))
    if line.kind == "call":
        minimum = line.minimum
        if minimum is not None and load.handled < Fraction(minimum):
            return words.gettext(
                "%(minimum)s (minimum; %(handled)s handled)",
                minimum=plain(minimum),
                handled=handled,
            )
        return handled
    if line.kind == "call-over":
        return words.gettext(
            "%(volume)s less %(included)s included, at least 0", volume=handled, included=included
        )
    if line.kind == "monthly-included":
        return words.gettext(
            "%(price)s each for %(volume)s dials less %(included)s included",
            price=plain(line.overage or Decimal(0)),
            volume=nearly(load.dials, 2),
            included=included,
        )
    return NOTHING


def _steps(case: Case, comparison: Comparison, place: int, words: Wording) -> list[str]:
    cost, purchase = comparison.sheet.costs[place], case.evaluation.purchase
    if cost is None or purchase.term_months is None:
        return []
    steps = [
        words.gettext(
            "Total = %(one_off)s + %(months)s months × %(monthly)s = %(total)s",
            one_off=nearly(cost.one_off),
            months=purchase.term_months,
            monthly=nearly(cost.monthly),
            total=nearly(cost.total),
        )
    ]
    if cost.per_outcome is not None:
        steps.append(
            words.gettext(
                "Per %(outcome)s = %(total)s ÷ %(outcomes)s = %(each)s",
                outcome=words.gettext(OUTCOMES[purchase.outcome]),
                total=nearly(cost.total),
                outcomes=nearly(cost.outcomes),
                each=nearly(cost.per_outcome),
            )
        )
    return steps
