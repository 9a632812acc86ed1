"""What the pages about one vendor's facts have in common: what is open to whom, and their tabs."""

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext

from vendor_eval import workflow
from vendor_eval.case import Case, Vendor
from vendor_eval.errors import NotFoundError, VendorEvalError
from vendor_eval.reports.wording import Wording
from vendor_eval.scoring import ScoreSheet
from vendor_eval.storage import Standing, db, load_comparable, utc_now
from vendor_eval.storage.vendor_facts import Change, Opening, opening_for
from vendor_eval.web.access import current_person, current_standing
from vendor_eval.web.language import current_language
from vendor_eval.web.navigation import evaluation_pages
from vendor_eval.workflow import Action


class NamesClosedError(VendorEvalError):
    """Something that names a vendor, while vendors have letters."""

    http_status = 403
    template = (
        "The names of the vendors are hidden until all score sheets are frozen, and this shows"
        " them. Your score sheet has what you need, by letter."
    )


class PricesClosedError(VendorEvalError):
    """A price, before the quality is submitted."""

    http_status = 403
    template = (
        "Prices are opened to you when you have submitted your scores of the quality. Submit them"
        " in your score sheet, then come back."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorPage:
    """One vendor of an evaluation, as far as the person may see and change it."""

    evaluation_id: str
    vendor: Vendor
    facts: Case
    sheet: ScoreSheet
    opening: Opening
    may_edit: bool
    words: Wording

    @property
    def name(self) -> str:
        """What the vendor is called."""
        return self.words.name(self.vendor)

    @property
    def pages(self) -> list[tuple[str, str]]:
        """The tabs of the evaluation."""
        return evaluation_pages(self.evaluation_id)

    @property
    def tabs(self) -> list[tuple[str, str]]:
        """The pages about this vendor."""
        named = (
            ("vendor_entry.show", gettext("Profile")),
            ("gates.show", gettext("Mandatory requirements")),
            ("measures.show", gettext("Key figures")),
            ("quotations.show", gettext("Quotation")),
            ("questions.show", gettext("Questions and answers")),
            ("files.show", gettext("Files")),
        )
        return [
            (
                url_for(endpoint, evaluation_id=self.evaluation_id, vendor_id=self.vendor.id),
                name,
            )
            for endpoint, name in named
            if self.opening.prices or endpoint != "quotations.show"
        ]


def may_edit(standing: Standing) -> bool:
    """Whether the person enters facts about vendors, in the stage the evaluation is in."""
    return not standing.archived and workflow.may(
        standing.role, standing.stage, Action.EDIT_VENDORS
    )


def open_vendor(evaluation_id: str, vendor_id: str) -> VendorPage:
    """The vendor of an address.

    Raises:
        NamesClosedError: vendors have letters for this person now.
        NotFoundError: it is not in the evaluation, or the person is recused from it.
    """
    standing = current_standing()
    opening = opening_for(db.session, standing)
    if not opening.names:
        raise NamesClosedError
    facts, sheet = load_comparable(db.session, evaluation_id)
    vendors = {vendor.id: vendor for vendor in facts.vendors if vendor.id not in opening.recused}
    if vendor_id not in vendors:
        raise NotFoundError(name=vendor_id)
    return VendorPage(
        evaluation_id=evaluation_id,
        vendor=vendors[vendor_id],
        facts=facts,
        sheet=sheet,
        opening=opening,
        may_edit=may_edit(standing),
        words=Wording(current_language()),
    )


def change_of(evaluation_id: str, vendor_id: str = "", basis: str = "") -> Change:
    """Who changes what at this moment."""
    return Change(
        user=current_person(),
        evaluation=evaluation_id,
        vendor=vendor_id,
        now=utc_now(),
        basis=basis,
    )
