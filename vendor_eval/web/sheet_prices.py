"""What the vendors of a score sheet cost, once prices are open to the person.

While names are hidden the offers stand under letters, without the vendors' own words.
Only vendors that the person scores are in it, in the person's own order.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import chain

from flask import Blueprint, render_template
from flask_babel import gettext

from vendor_eval.case import Case, score_sheet
from vendor_eval.reports.costs import CostTable, build_costs
from vendor_eval.reports.quotation import Quotation, build_quotation
from vendor_eval.reports.wording import Wording
from vendor_eval.scoring import compare
from vendor_eval.storage import Asked, db, load_asked, load_comparable
from vendor_eval.storage.vendor_facts import opening_for
from vendor_eval.web.access import current_person, current_standing, may
from vendor_eval.web.aliases import vendor_keys, vendor_names
from vendor_eval.web.language import current_language
from vendor_eval.web.navigation import evaluation_pages
from vendor_eval.web.sheet_api import own_evaluator
from vendor_eval.web.vendor_pages import PricesClosedError
from vendor_eval.workflow import Action

bp = Blueprint("sheet_prices", __name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A vendor of the sheet, as a table of costs calls it: without any place among the others."""

    vendor_id: str
    """As the person knows it."""
    name: str
    rank: int = 1
    rank_text: str = ""
    status_text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """What everybody asks for, at the same volumes."""

    costs: CostTable
    quotations: Mapping[str, Quotation]
    """By vendor as the person knows it, where there is one that can be worked out."""


@bp.get("/evaluations/<evaluation_id>/sheet/prices")
@may(Action.SCORE, vendors=True)
def show(evaluation_id: str) -> str:
    """What each vendor costs."""
    asked = load_asked(db.session, evaluation_id, own_evaluator(), current_person())
    if not opening_for(db.session, current_standing()).prices:
        raise PricesClosedError
    words = Wording(current_language())
    problem, prices = "", None
    try:
        prices = build_prices(load_comparable(db.session, evaluation_id).facts, asked, words)
    except ZeroDivisionError:
        problem = gettext("Costs cannot be worked out yet: the lead corrects a key figure of 0.")
    return render_template(
        "sheets/prices.html",
        asked=asked,
        title=words.of(asked.title) or evaluation_id,
        evaluation_id=evaluation_id,
        prices=prices,
        problem=problem,
        pages=evaluation_pages(evaluation_id),
    )


def build_prices(facts: Case, asked: Asked, words: Wording) -> Prices:
    """The costs of the vendors somebody scores, under the names that person knows.

    Raises:
        ZeroDivisionError: an hourly price stands against an occupancy of 0.
    """
    case = _under_own_names(facts, asked)
    comparison = compare(score_sheet(case))
    offers = [Offer(vendor_id=key, name=name) for key, name in vendor_names(asked).items()]
    made = {key: build_quotation(case, comparison, key, words) for key in vendor_keys(asked)}
    return Prices(
        costs=build_costs(case, comparison, offers, words),
        quotations={key: each for key, each in made.items() if each is not None},
    )


def _under_own_names(facts: Case, asked: Asked) -> Case:
    """What costs depend on, and nothing that was said of anybody."""
    vendors = {vendor.id: key for key, vendor in vendor_keys(asked).items()}
    texts = dict(zip(vendors.values(), vendor_names(asked).values(), strict=True))
    shown = {vendor.id: vendor for vendor in facts.vendors if vendor.id in vendors}
    quotes = chain(*([each for each in facts.quotes if each.vendor == one] for one in vendors))
    return replace(
        facts,
        vendors=tuple(
            replace(
                shown[one], id=key, name=dict.fromkeys(facts.criteria.languages, texts[key]),
                short={}, profile={}, reason={},
            )
            for one, key in vendors.items()
        ),
        measures=tuple(
            replace(each, vendor=vendors[each.vendor])
            for each in facts.measures
            if each.vendor in vendors
        ),
        quotes=tuple(
            replace(
                each, vendor=vendors[each.vendor], label={} if asked.hide_names else each.label
            )
            for each in quotes
        ),
        evaluators=(), ratings=(), gates=(), consensus=(), recusals=(),
    )  # fmt: skip
