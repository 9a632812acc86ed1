"""The vendors of an evaluation, and one of them opened up."""

from dataclasses import replace

from flask import Blueprint, render_template

from vendor_eval.errors import NotFoundError
from vendor_eval.reports.vendor_sheet import build_vendor_list, build_vendor_sheet
from vendor_eval.storage import Participation, db, list_vendors
from vendor_eval.storage.ratings import load_vendor_ratings
from vendor_eval.web.access import current_person, may
from vendor_eval.web.language import current_language
from vendor_eval.web.navigation import evaluation_pages
from vendor_eval.web.prepared import prepare
from vendor_eval.workflow import Action

bp = Blueprint("vendors", __name__, url_prefix="/evaluations/<evaluation_id>")


@bp.get("/vendors")
@may(Action.SEE_RESULTS, vendors=True)
def index(evaluation_id: str) -> str:
    """Everybody who was asked, with what came of it."""
    prepared = prepare(evaluation_id, current_language())
    return render_template(
        "vendors/index.html",
        contents=prepared.contents,
        advice=prepared.advice,
        vendors=build_vendor_list(prepared.facts, prepared.contents),
        pages=evaluation_pages(evaluation_id),
    )


@bp.get("/vendors/<vendor_id>")
@may(Action.SEE_RESULTS, vendors=True)
def show(evaluation_id: str, vendor_id: str) -> str:
    """One vendor: who it is, its total as a sum, and everything that was said of it."""
    prepared = prepare(evaluation_id, current_language())
    ratings = load_vendor_ratings(db.session, evaluation_id, vendor_id)
    case = replace(prepared.facts, ratings=ratings)
    try:
        sheet = build_vendor_sheet(case, prepared.comparison, prepared.contents, vendor_id)
    except KeyError as error:
        raise NotFoundError(name=vendor_id) from error
    return render_template(
        "vendors/show.html",
        contents=prepared.contents,
        sheet=sheet,
        elsewhere=elsewhere(evaluation_id, vendor_id),
        pages=evaluation_pages(evaluation_id),
    )


def elsewhere(evaluation_id: str, vendor_id: str) -> tuple[Participation, ...]:
    """Other evaluations of the same company, as far as the person may see them."""
    for record in list_vendors(db.session, current_person()):
        met = [(each.evaluation, each.vendor) for each in record.participations]
        if (evaluation_id, vendor_id) in met:
            return tuple(each for each in record.participations if each.evaluation != evaluation_id)
    return ()
