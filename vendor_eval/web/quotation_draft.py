"""What a quotation comes to before it is saved, by the arithmetic of every other page."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from flask_babel import gettext

from vendor_eval.case import Case, Quote, score_sheet
from vendor_eval.reports.quotation import Quotation, build_quotation
from vendor_eval.reports.ranking import OUTCOMES
from vendor_eval.reports.wording import NOTHING, money_text
from vendor_eval.scoring import compare
from vendor_eval.web.vendor_pages import VendorPage


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """Amounts as printed."""

    amounts: tuple[str, ...] = ()
    """What each line comes to, in its order."""
    totals: tuple[tuple[str, str], ...] = ()
    """Name and amount: one-off, monthly, total, per outcome."""
    steps: tuple[str, ...] = ()
    """Total and cost per outcome, written out."""
    problem: str = ""
    """Why nothing can be worked out."""


def draft_of(page: VendorPage, quotes: Sequence[Quote]) -> Draft:
    """Price the lines of one vendor at the volumes of the evaluation."""
    if not quotes:
        return Draft()
    if page.facts.evaluation.purchase.term_months is None:
        text = gettext("The term of the contract is not set yet, so there is no total: see Need.")
        return Draft(amounts=("",) * len(quotes), steps=(text,))
    case = _alone(page, quotes)
    try:
        comparison = compare(score_sheet(case))
        quotation = build_quotation(case, comparison, page.vendor.id, page.words)
    except ZeroDivisionError:
        return Draft(
            problem=gettext(
                "An hourly price cannot be worked out at an occupancy of 0: correct the vendor's"
                " key figure or the common one."
            )
        )
    if quotation is None:
        return Draft()
    [cost] = comparison.sheet.costs
    return Draft(
        amounts=tuple(_amounts(page, quotation)),
        totals=_totals(page, quotation, None if cost is None else cost.per_outcome),
        steps=quotation.steps,
    )


def _alone(page: VendorPage, quotes: Sequence[Quote]) -> Case:
    """The evaluation with nobody but this vendor, which is all its cost depends on."""
    return replace(
        page.facts,
        vendors=(page.vendor,),
        evaluators=(),
        ratings=(),
        measures=tuple(each for each in page.facts.measures if each.vendor == page.vendor.id),
        gates=(),
        quotes=tuple(quotes),
        consensus=(),
        recusals=(),
    )


def _totals(
    page: VendorPage, quotation: Quotation, per: Fraction | None
) -> tuple[tuple[str, str], ...]:
    evaluation = page.facts.evaluation
    outcome = page.words.gettext(OUTCOMES[evaluation.purchase.outcome])
    each = NOTHING if per is None else _money(page, money_text(per, evaluation.currency, 1))
    return (
        (gettext("One-off"), _money(page, quotation.one_off)),
        (gettext("Monthly"), _money(page, quotation.monthly)),
        (gettext("Total cost"), _money(page, quotation.total)),
        (gettext("Cost per %(outcome)s", outcome=outcome), each),
    )


def _amounts(page: VendorPage, quotation: Quotation) -> list[str]:
    """One line each: the quantity it is for, and once or per month."""
    texts = []
    for line in quotation.lines:
        once = line.once != NOTHING
        amount = _money(page, line.once if once else line.monthly)
        template = gettext("%(amount)s once") if once else gettext("%(amount)s per month")
        text = template % {"amount": amount}
        texts.append(text if line.quantity == NOTHING else f"{line.quantity} → {text}")
    return texts


def _money(page: VendorPage, amount: str) -> str:
    unit = page.words.unit_of_money(page.facts.evaluation.currency)
    return f"{amount}{unit}" if unit == "円" else f"{unit} {amount}"
