"""The list of evaluations, the page of one, and evaluations as zips in and out."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from flask import (
    Blueprint,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    send_file,
    url_for,
)
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
    load_comparable,
    load_notes,
    load_readiness,
    load_whole_case,
    save_imported_case,
    utc_now,
)
from vendor_eval.web.access import (
    administrator,
    current_person,
    current_standing,
    may,
    member,
    signed_in,
)
from vendor_eval.web.change_record import record_of
from vendor_eval.web.earlier import acts_here, decision_text, earlier_result
from vendor_eval.web.language import current_language
from vendor_eval.web.navigation import evaluation_pages, is_open
from vendor_eval.web.need_words import ITEMS, OWNERS
from vendor_eval.web.need_words import STATES as READINESS
from vendor_eval.web.next_steps import next_step
from vendor_eval.web.overview import Overview, build_overview, with_results
from vendor_eval.web.prepared import Prepared, prepare
from vendor_eval.web.weighing import asks_for_weights
from vendor_eval.workflow import Action, Stage

bp = Blueprint("evaluations", __name__)

WORK_TO_COME = (Stage.PREPARING, Stage.SCORING)

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
    """Evaluations the person belongs to, the one changed last first; archived ones on demand."""
    person = current_person()
    archived = request.args.get("archived") == "yes"
    return render_template(
        "evaluations/index.html",
        evaluations=list_evaluations(db.session, person, archived=archived),
        archived=archived,
        roles={role: gettext(name) for role, name in ROLES.items()},
        may_import=is_administrator(person),
    )


@bp.get("/evaluations/<evaluation_id>")
@member()
def show(evaluation_id: str) -> str:
    """What is bought, where it stands, and what this person does next."""
    standing, language = current_standing(), current_language()
    seen = is_open("comparison.show") and not standing.undeclared
    prepared = prepare(evaluation_id, language) if seen else None
    step = next_step(standing)
    return render_template(
        "evaluations/show.html",
        evaluation_id=evaluation_id,
        overview=overview_of(evaluation_id, prepared),
        step=step,
        weights_asked=asks_for_weights(evaluation_id),
        links=[
            (url_for(to, evaluation_id=evaluation_id), n) for to, n in step.links if is_open(to)
        ],
        readiness=readiness_of(evaluation_id) if standing.stage in WORK_TO_COME else (),
        seen=seen,
        decision=decision_text(prepared) if prepared else None,
        earlier=earlier_result(prepared) if prepared else None,
        acts=acts_here(),
        pages=evaluation_pages(evaluation_id),
    )


def overview_of(evaluation_id: str, prepared: Prepared | None) -> Overview:
    """The need alone, or with the results for who may see them."""
    if prepared is not None:
        return with_results(prepared.facts, prepared.comparison, prepared.contents)
    facts = load_comparable(db.session, evaluation_id).facts
    record = record_of(
        evaluation_id, facts.evaluation.purchase, load_notes(db.session, evaluation_id)
    )
    return build_overview(facts, record, current_language())


def readiness_of(evaluation_id: str) -> list[tuple[str, str, str]]:
    """Name, owner and state of everything that must be brought."""
    return [
        (
            gettext(ITEMS[each.item][0]),
            gettext(OWNERS[each.owner or ""]),
            gettext(READINESS[each.state]),
        )
        for each in load_readiness(db.session, evaluation_id)
    ]


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
    case = load_whole_case(db.session, evaluation_id)
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
    evaluation_id = save_imported_case(
        db.session, current_person(), utc_now(), case, form.key.data or None
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
