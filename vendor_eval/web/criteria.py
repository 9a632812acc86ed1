"""The criteria of an evaluation as people read them, and the file as its author wrote it."""

from flask import Blueprint, Response, render_template

from vendor_eval.reports.criteria_guide import build_criteria_guide
from vendor_eval.reports.wording import Wording
from vendor_eval.storage import db, load_comparable
from vendor_eval.web.access import member
from vendor_eval.web.language import current_language
from vendor_eval.web.navigation import evaluation_pages

bp = Blueprint("criteria", __name__, url_prefix="/evaluations/<evaluation_id>")


@bp.get("/criteria")
@member()
def show(evaluation_id: str) -> str:
    """What vendors are judged on, how much it weighs, and where it comes from."""
    facts, sheet = load_comparable(db.session, evaluation_id)
    words = Wording(current_language())
    return render_template(
        "criteria/show.html",
        evaluation_id=evaluation_id,
        evaluation_title=words.of(facts.evaluation.title) or evaluation_id,
        guide=build_criteria_guide(sheet, facts.criteria_digest, words),
        pages=evaluation_pages(evaluation_id),
    )


@bp.get("/criteria.toml")
@member()
def download(evaluation_id: str) -> Response:
    """The criteria file, comments and all."""
    facts = load_comparable(db.session, evaluation_id).facts
    response = Response(facts.criteria_toml, mimetype="application/toml")
    response.headers["Content-Disposition"] = 'attachment; filename="criteria.toml"'
    response.headers["Cache-Control"] = "private, no-cache"
    # Not the digest of its meaning: a changed comment is a changed file.
    response.add_etag()
    return response
