"""The list of evaluations, the page of one, and evaluations as zips in and out."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from flask import Blueprint, current_app, flash, redirect, render_template, send_file, url_for
from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from werkzeug import Response
from wtforms import StringField
from wtforms.validators import Optional, Regexp

from vendor_eval.case import score_sheet
from vendor_eval.errors import InvalidFilesError, VendorEvalError
from vendor_eval.exchange.case_folder import read_case
from vendor_eval.exchange.case_writing import write_case
from vendor_eval.exchange.cells import ID
from vendor_eval.language import N_, in_language, translate
from vendor_eval.scoring import compare
from vendor_eval.storage import (
    db,
    is_administrator,
    list_evaluations,
    load_case,
    save_case,
    utc_now,
)
from vendor_eval.web.access import administrator, current_person, may, member, signed_in
from vendor_eval.web.language import current_language
from vendor_eval.web.navigation import evaluation_pages
from vendor_eval.web.overview import build_overview
from vendor_eval.web.prepared import prepare
from vendor_eval.workflow import Action

bp = Blueprint("evaluations", __name__)

ROLES = {
    "lead": N_("Lead"),
    "evaluator": N_("Evaluator"),
    "adviser": N_("Adviser"),
    "approver": N_("Approver"),
    "administrator": N_("Administrator"),
}


class ImportForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """A case zip, and another id for it where its own is taken."""

    case = FileField(
        lazy_gettext("Case zip"),
        [FileRequired(lazy_gettext("Choose a zip of a case folder."))],
        render_kw={"accept": ".zip,application/zip"},
    )
    key = StringField(
        lazy_gettext("Under another id (optional)"),
        [
            Optional(),
            Regexp(
                rf"{ID.pattern}\Z",
                message=lazy_gettext(
                    "Use up to 64 letters a-z, digits, hyphens and underscores, such as"
                    " inbound-desk-2."
                ),
            ),
        ],
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )


@bp.get("/")
@signed_in
def home() -> Response:
    """The list is where everybody starts."""
    return redirect(url_for("evaluations.index"))


@bp.get("/evaluations")
@signed_in
def index() -> str:
    """Evaluations the person belongs to, the one changed last first."""
    person = current_person()
    return render_template(
        "evaluations/index.html",
        evaluations=list_evaluations(db.session, person),
        roles={role: gettext(name) for role, name in ROLES.items()},
        may_import=is_administrator(person),
    )


@bp.get("/evaluations/<evaluation_id>")
@member()
def show(evaluation_id: str) -> str:
    """What is bought, for whom, how far it is, and what to do next."""
    prepared = prepare(evaluation_id, current_language())
    return render_template(
        "evaluations/show.html",
        evaluation_id=evaluation_id,
        overview=build_overview(prepared.facts, prepared.comparison, prepared.contents),
        pages=evaluation_pages(evaluation_id),
    )


@bp.route("/import", methods=["GET", "POST"])
@administrator
def import_case() -> str | Response | tuple[str, int]:
    """Take a case zip in: all of it, or nothing and a list of what to correct."""
    form = ImportForm()
    if not form.validate_on_submit():
        return _import_page(form, status=400 if form.is_submitted() else 200)
    try:
        imported = _import(form)
    except InvalidFilesError as error:
        return _import_page(form, problems_in(error, current_language()))
    except VendorEvalError as error:
        form.case.errors = [error.text(current_language())]
        return _import_page(form, status=error.http_status)
    if imported.warnings:
        return render_template("evaluations/imported.html", imported=imported)
    flash(gettext("%(title)s has been imported.", title=imported.title), "success")
    return redirect(url_for("evaluations.show", evaluation_id=imported.id), 303)


@bp.get("/evaluations/<evaluation_id>/case.zip")
@may(Action.SEE_RESULTS, vendors=True)
def export_case(evaluation_id: str) -> Response:
    """The whole evaluation as plain files."""
    case = load_case(db.session, evaluation_id)
    content = BytesIO()
    write_case(case, compare(score_sheet(case)), content, current_language())
    content.seek(0)
    return send_file(
        content,
        mimetype="application/zip",
        as_attachment=True,
        download_name=f"{evaluation_id}.zip",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What has come in."""

    id: str
    title: str
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemText:
    """One mistake in a file, in one language."""

    place: str
    where: str
    what: str
    cure: str


def problems_in(error: InvalidFilesError, language: str) -> list[ProblemText]:
    """Every mistake of a case, in one language."""
    return [
        ProblemText(
            place=problem.place,
            where=problem.where,
            what=translate(problem.what, language) % problem.values,
            cure=translate(problem.cure, language) % problem.values,
        )
        for problem in error.problems
    ]


def _import(form: ImportForm) -> Imported:
    case, warnings = read_case(form.case.data.stream)
    evaluation_id = save_case(
        db.session, case, utc_now(), as_id=form.key.data or None, lead_id=current_person().id
    )
    language = current_language()
    return Imported(
        id=evaluation_id,
        title=in_language(case.evaluation.title, language) or evaluation_id,
        warnings=tuple(warning.text(language) for warning in warnings),
    )


def _import_page(
    form: ImportForm, problems: Sequence[ProblemText] = (), status: int = 400
) -> tuple[str, int]:
    limit = (current_app.config["MAX_CONTENT_LENGTH"] or 0) // 1024**2
    page = render_template(
        "evaluations/import_case.html", form=form, problems=problems, limit=limit
    )
    return page, status
