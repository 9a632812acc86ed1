"""A further round of an evaluation, a copy of one, and putting one away."""

from dataclasses import dataclass, replace

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from werkzeug import Response
from wtforms import BooleanField, StringField
from wtforms.validators import DataRequired, Length

from vendor_eval.case import Case
from vendor_eval.criteria.digest import digest
from vendor_eval.errors import InvalidFilesError
from vendor_eval.language import in_language
from vendor_eval.reports.contents import Contents
from vendor_eval.reports.ranking import RankingRow
from vendor_eval.storage import db, utc_now
from vendor_eval.storage.rounds import (
    Helper,
    Plan,
    list_helpers,
    set_archived,
    take_over,
)
from vendor_eval.web.access import current_person, current_standing, may
from vendor_eval.web.criteria_input import CriteriaFields, handed_in, read_criteria_text
from vendor_eval.web.evaluations import ROLES, problems_in
from vendor_eval.web.language import current_language
from vendor_eval.web.navigation import evaluation_pages
from vendor_eval.web.prepared import prepare
from vendor_eval.web.start import new_id
from vendor_eval.workflow import Action

bp = Blueprint("rounds", __name__, url_prefix="/evaluations/<evaluation_id>")

LONGEST_REASON = 1000


class RoundForm(FlaskForm, CriteriaFields):  # type: ignore[misc]  # Flask-WTF is untyped
    """What the new evaluation is called and what it takes over beside vendors and people."""

    title = StringField(
        lazy_gettext("Name of the evaluation"),
        [DataRequired(lazy_gettext("Give the evaluation a name.")), Length(max=200)],
        render_kw={"autocomplete": "off"},
    )
    facts = BooleanField(
        lazy_gettext("Take over gate results, key figures and quotations"), default=True
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A vendor to take over or to leave out with a reason."""

    row: RankingRow
    carried: bool
    reason: str
    lacks_reason: bool = False


@bp.route("/next-round", methods=["GET", "POST"])
@may(Action.NEXT_ROUND, vendors=True)
def next_round(evaluation_id: str) -> str | Response | tuple[str, int]:
    """Take a short list into a further round."""
    return _take_over(evaluation_id, a_round=True)


@bp.route("/copy", methods=["GET", "POST"])
@may(Action.NEXT_ROUND, vendors=True)
def copy(evaluation_id: str) -> str | Response | tuple[str, int]:
    """The same set-up once more, without anything that was scored."""
    return _take_over(evaluation_id, a_round=False)


@bp.post("/archive")
@may(Action.ARCHIVE)
def archive(evaluation_id: str) -> Response:
    """Put the evaluation away: read only, and not in the list unless asked for."""
    set_archived(db.session, evaluation_id, True, current_person(), utc_now())
    flash(gettext("The evaluation is archived. It can be read, and taken out again."), "success")
    return redirect(url_for("evaluations.show", evaluation_id=evaluation_id), 303)


@bp.post("/unarchive")
@may(Action.ARCHIVE)
def unarchive(evaluation_id: str) -> Response:
    """Take it out again."""
    set_archived(db.session, evaluation_id, False, current_person(), utc_now())
    flash(gettext("The evaluation is no longer archived."), "success")
    return redirect(url_for("evaluations.show", evaluation_id=evaluation_id), 303)


def _take_over(evaluation_id: str, *, a_round: bool) -> str | Response | tuple[str, int]:
    prepared = prepare(evaluation_id, current_language())
    form = RoundForm()
    helpers = list_helpers(db.session, evaluation_id)
    candidates = _candidates(prepared.facts, prepared.contents, a_round=a_round)
    if not form.is_submitted():
        form.title.data = _next_title(prepared.contents.title, a_round=a_round)
        return _page(form, candidates, helpers, a_round=a_round)
    valid = form.validate() and not any(each.lacks_reason for each in candidates)
    if not any(each.carried for each in candidates) and a_round:
        form.title.errors = [gettext("Take at least one vendor over.")]
        valid = False
    if not valid:
        return _page(form, candidates, helpers, a_round=a_round), 400
    try:
        case = _with_criteria(prepared.facts, form)
    except InvalidFilesError as error:
        form.criteria_text.errors = [
            f"{problem.place}: {problem.what}; {problem.cure}"
            for problem in problems_in(error, current_language())
        ]
        return _page(form, candidates, helpers, a_round=a_round), 400
    plan = _plan(case, form, candidates, helpers, a_round=a_round)
    key = take_over(db.session, evaluation_id, plan, current_person(), utc_now())
    flash(gettext("The new evaluation is there, and you lead it."), "success")
    return redirect(url_for("evaluations.show", evaluation_id=key), 303)


def _plan(
    case: Case,
    form: RoundForm,
    candidates: list[Candidate],
    helpers: tuple[Helper, ...],
    *,
    a_round: bool,
) -> Plan:
    asked = set(request.form.getlist("person"))
    chosen = [each for each in helpers if person_key(each) in asked]
    title = form.title.data.strip()
    return Plan(
        case=case,
        id=new_id(title, case.evaluation.id),
        title={current_language(): title},
        vendors=frozenset(each.row.vendor_id for each in candidates if each.carried),
        left_out={each.row.vendor_id: each.reason for each in candidates if not each.carried},
        users=frozenset(each.user for each in chosen if each.user is not None),
        evaluators=frozenset(each.evaluator for each in chosen if each.evaluator is not None),
        facts=bool(form.facts.data),
        next_round=a_round,
    )


def person_key(helper: Helper) -> str:
    """What names somebody in the form."""
    return f"evaluator:{helper.evaluator}" if helper.user is None else f"user:{helper.user}"


def _candidates(case: Case, contents: Contents, *, a_round: bool) -> list[Candidate]:
    """Vendors by rank; at first everybody who still takes part is taken over."""
    given = {vendor.id: in_language(vendor.reason, current_language()) for vendor in case.vendors}
    sent = request.method == "POST"
    found = []
    for row in contents.ranking.rows:
        carried = (
            row.vendor_id in request.form.getlist("vendor")
            if sent
            else row.status in {"ranked", "incomplete"}
        )
        typed = request.form.get(f"reason-{row.vendor_id}", "").strip()[:LONGEST_REASON]
        reason = typed if sent else given[row.vendor_id]
        lacks = sent and a_round and not carried and not reason
        found.append(Candidate(row=row, carried=carried, reason=reason, lacks_reason=lacks))
    return found


def _with_criteria(case: Case, form: RoundForm) -> Case:
    """The case with the criteria handed in, or with its own.

    Raises:
        InvalidFilesError: the file cannot be used.
    """
    toml = handed_in(form.criteria_file, form.criteria_text)
    if not toml:
        return case
    criteria = read_criteria_text(toml)
    return replace(case, criteria=criteria, criteria_toml=toml, criteria_digest=digest(criteria))


def _next_title(title: str, *, a_round: bool) -> str:
    template = gettext("%(title)s, next round") if a_round else gettext("%(title)s, copy")
    return str(template % {"title": title})


def _page(
    form: RoundForm,
    candidates: list[Candidate],
    helpers: tuple[Helper, ...],
    *,
    a_round: bool,
) -> str:
    standing = current_standing()
    asked = request.form.getlist("person") if form.is_submitted() else None
    return render_template(
        "rounds/new.html",
        form=form,
        candidates=candidates,
        people=[
            (
                person_key(each),
                each,
                gettext(ROLES[each.role]) if each.role else gettext("Evaluator"),
                asked is None or person_key(each) in asked,
            )
            for each in helpers
            if each.user != current_person().id or each.evaluator is not None
        ],
        a_round=a_round,
        evaluation_id=standing.evaluation,
        title_before=standing.title,
        pages=evaluation_pages(standing.evaluation),
    )
