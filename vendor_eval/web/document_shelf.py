"""The documents of an evaluation: what there is to preview, to issue, and what was issued."""

from dataclasses import dataclass

from flask import Blueprint, Response, render_template, request
from flask_babel import gettext

from vendor_eval.case import Decision
from vendor_eval.language import translate
from vendor_eval.reports.documents import KINDS
from vendor_eval.reports.wording import Wording
from vendor_eval.storage import db
from vendor_eval.storage.document_jobs import list_jobs
from vendor_eval.storage.issued import Issued, find_issued, lacking, list_issued, load_issued
from vendor_eval.web.access import current_person, current_standing, may
from vendor_eval.web.document_rules import (
    Offer,
    asked_language,
    document_name,
    find_offer,
    list_offers,
    may_have,
)
from vendor_eval.web.documents import Asked, answer_pdf, draw_now, file_name
from vendor_eval.web.language import current_language
from vendor_eval.web.navigation import evaluation_pages
from vendor_eval.web.open_points import open_point_texts
from vendor_eval.web.prepared import prepare
from vendor_eval.workflow import DOCUMENTS, Action

bp = Blueprint("shelf", __name__, url_prefix="/evaluations/<evaluation_id>/documents")


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedRow:
    """An issued document in the list."""

    issued: Issued
    title: str
    """Its kind and whom it is about."""
    language: str


@bp.get("")
@may(Action.READ)
def show(evaluation_id: str) -> str:
    """Every document the person may have, and what was issued."""
    return shelf_page(evaluation_id)


def shelf_page(evaluation_id: str, wrong: str = "") -> str:
    """The page, with what was wrong with a request to issue."""
    offers = list_offers()
    issuable = [offer for offer in offers if offer.issuable]
    return render_template(
        "documents/show.html",
        offers=offers,
        issuable=issuable,
        missing=missing_texts(evaluation_id, issuable),
        issued=issued_rows(evaluation_id),
        jobs=list_jobs(db.session, evaluation_id, current_person().id),
        wrong=wrong,
        title=current_standing().title,
        undeclared=current_standing().undeclared,
        evaluation_id=evaluation_id,
        pages=evaluation_pages(evaluation_id),
    )


@bp.get("/draft/<document_kind>")
@may(Action.READ)
def draft(evaluation_id: str, document_kind: str) -> Response:
    """A document as it is today, to read in the browser or to keep."""
    subject = request.args.get("about", "")
    language = asked_language(request.args.get("lang"))
    offer, about = find_offer(document_kind, subject)
    asked = Asked(
        kind=document_kind,
        language=language,
        name=file_name(document_name(offer, about, language), gettext("draft")),
        subject=subject,
        inline="save" not in request.args,
    )
    return draw_now(evaluation_id, asked)


@bp.get("/issued/<path:issue_number>")
@may(Action.READ)
def download(evaluation_id: str, issue_number: str) -> Response:
    """An issued document: the very bytes that were frozen."""
    issued = find_issued(db.session, evaluation_id, issue_number)
    find_row(evaluation_id, issued)
    name = file_name(issued.number, translate(KINDS[issued.kind].title, issued.language))
    content = load_issued(db.session, issued)
    return answer_pdf(content, name, issued.sha256, inline="read" in request.args)


def issued_rows(evaluation_id: str) -> list[IssuedRow]:
    """Issued documents the person may have."""
    standing = current_standing()
    return [
        find_row(evaluation_id, issued)
        for issued in list_issued(db.session, evaluation_id)
        if may_have(standing, issued.kind, issued.subject)
    ]


def find_row(evaluation_id: str, issued: Issued) -> IssuedRow:
    """An issued document as the list shows it.

    Raises:
        NotFoundError: the person may not have it.
    """
    if not may_have(current_standing(), issued.kind, issued.subject):
        find_offer(issued.kind, "\0")
    title = translate(KINDS[issued.kind].title, current_language())
    about = ""
    if KINDS[issued.kind].about == "vendor" and issued.subject:
        words = Wording(current_language())
        vendors = prepare(evaluation_id, current_language()).facts.vendors
        names = {vendor.id: words.name(vendor) for vendor in vendors}
        about = names.get(issued.subject, issued.subject)
    return IssuedRow(
        issued=issued,
        title=f"{title}: {about}" if about else title,
        language=LANGUAGE_NAMES[issued.language],
    )


LANGUAGE_NAMES = {"ja": "日本語", "en": "English"}


def missing_texts(evaluation_id: str, offers: list[Offer]) -> list[str]:
    """All that still keeps one of these documents from being issued, each point once."""
    rules = [DOCUMENTS[offer.kind] for offer in offers]
    resting = [rule for rule in rules if rule.rests_on != "nothing"]
    if not resting:
        return []
    prepared = prepare(evaluation_id, current_language())
    decision = (prepared.notes.decision if prepared.notes else None) or Decision()
    points = [
        point
        for rule in resting
        for point in lacking(db.session, rule, prepared.facts, prepared.comparison, decision)
    ]
    return list(dict.fromkeys(open_point_texts(points, prepared.facts)))
