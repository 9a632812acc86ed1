"""Weights and the criteria file: freely before scoring opens, then with a reason for the record."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_wtf import FlaskForm
from werkzeug import Response

from vendor_eval import needs
from vendor_eval.case import Case, score_sheet
from vendor_eval.criteria.digest import digest
from vendor_eval.criteria.model import CriteriaSet
from vendor_eval.dossier import ChangeFacts
from vendor_eval.errors import ConflictError, InvalidFilesError
from vendor_eval.language import LANGUAGES, N_
from vendor_eval.reports.criteria_changes import difference_sentences, effect_text
from vendor_eval.reports.wording import Wording
from vendor_eval.scoring import compare
from vendor_eval.scoring.sheet import Purchase
from vendor_eval.storage import (
    Proposal,
    Standard,
    change_standard,
    criteria_with_answers,
    db,
    load_case,
    load_comparable,
    standard_of,
    utc_now,
)
from vendor_eval.web.access import current_person, current_standing, may
from vendor_eval.web.criteria_input import CriteriaFields, handed_in, read_criteria_text
from vendor_eval.web.evaluations import ProblemText, problems_in
from vendor_eval.web.language import current_language
from vendor_eval.web.navigation import evaluation_pages
from vendor_eval.web.weight_fields import (
    criterion_texts,
    filled,
    group_rows,
    mistakes_in,
    own_texts,
    total_texts,
    typed_weights,
    with_weights,
)
from vendor_eval.workflow import Action, Stage

bp = Blueprint("criteria_changes", __name__, url_prefix="/evaluations/<evaluation_id>")

MISFITS: Mapping[needs.Misfit, str] = {
    "profile-gone": N_("The file lacks the profile %(name)s, which is in use here: keep it."),
    "variant-gone": N_("The file lacks the industry %(name)s, which is in use here: keep it."),
    "weight-gone": N_(
        "The file lacks %(name)s, which has a weight of its own here: keep it, or take that weight"
        " out first."
    ),
    "criterion-gone": N_(
        "The file lacks the criterion %(name)s, for which something has been or may have been"
        " entered: keep it."
    ),
    "kind-changed": N_(
        "The criterion %(name)s is of another kind in the file: what has been entered would mean"
        " something else. Give the new one another id."
    ),
    "scale-changed": N_(
        "The file has another rating scale: ratings that were given would mean something else."
        " Keep the scale, or start another round."
    ),
}
SEALED = N_(
    "The effect on ranks cannot be shown yet: scores are sealed until all sheets are frozen."
)


class FileForm(FlaskForm, CriteriaFields):  # type: ignore[misc]  # Flask-WTF is untyped
    """Another criteria file."""


@bp.route("/weights", methods=["GET", "POST"])
@may(Action.CHANGE_CRITERIA)
def weights(evaluation_id: str) -> str | Response | tuple[str, int]:
    """Weights of groups and criteria, with the total they come to."""
    case = load_comparable(db.session, evaluation_id).facts
    form = FlaskForm()
    typed = typed_weights() if form.is_submitted() else own_texts(case.evaluation.purchase)
    if request.form.get("step") == "fill":
        return weights_page(case, filled(case) | criterion_texts(typed))
    if not form.is_submitted():
        return weights_page(case, typed)
    wrong = mistakes_in(typed, case.criteria)
    purchase = case.evaluation.purchase if wrong else with_weights(case.evaluation.purchase, typed)
    total = needs.weight_total(case.criteria, purchase)
    if wrong or not form.validate() or not total.holds:
        return weights_page(case, typed, wrong, needs_total=not wrong), 400
    return propose(case, Standard(toml=case.criteria_toml, purchase=purchase))


@bp.route("/criteria/file", methods=["GET", "POST"])
@may(Action.CHANGE_CRITERIA)
def file(evaluation_id: str) -> str | Response | tuple[str, int]:
    """Another criteria file in place of the one in use."""
    case = load_comparable(db.session, evaluation_id).facts
    form = FileForm()
    if not form.validate_on_submit():
        return file_page(case, form)
    text = handed_in(form.criteria_file, form.criteria_text)
    if not text.strip():
        form.criteria_text.errors = [gettext("Choose a file or paste its text.")]
        return file_page(case, form), 400
    try:
        criteria = read_criteria_text(text)
    except InvalidFilesError as error:
        return file_page(case, form, problems_in(error, current_language())), 400
    found = misfits_of(case, criteria)
    if found:
        form.criteria_text.errors = found
        return file_page(case, form), 409
    return propose(case, Standard(toml=text, purchase=fitted(case, criteria)))


@bp.post("/criteria/change")
@may(Action.CHANGE_CRITERIA)
def confirm(evaluation_id: str) -> str | Response | tuple[str, int]:
    """Make the change that was shown, once its reason is given."""
    case = load_comparable(db.session, evaluation_id).facts
    toml = request.form.get("criteria_text", "").replace("\r\n", "\n") or case.criteria_toml
    criteria = read_criteria_text(toml)
    purchase = fitted(case, criteria)
    if "weights" in request.form:
        purchase = with_weights(purchase, typed_weights())
    new = Standard(toml=toml, purchase=purchase)
    reason = request.form.get("reason", "").strip()
    misfit = misfits_of(case, criteria) or not needs.weight_total(criteria, purchase).holds
    if misfit or (is_open() and not reason):
        return propose(case, new, missing=True)
    proposal = Proposal(
        new=new,
        base=request.form.get("base", ""),
        reason=reason,
        effect=effects(case, criteria, new) if current_standing().stage is Stage.AGREEING else {},
    )
    return save(evaluation_id, case, proposal)


def save(evaluation_id: str, case: Case, proposal: Proposal) -> str | Response | tuple[str, int]:
    """Keep a change, or show it again with what is in force by now."""
    try:
        change_standard(db.session, current_person(), utc_now(), evaluation_id, proposal)
    except ConflictError:
        now = load_comparable(db.session, evaluation_id).facts
        flash(
            gettext("Criteria or weights have changed meanwhile. This is the difference now."),
            "error",
        )
        return propose(now, proposal.new, reason=proposal.reason)
    flash(gettext("Criteria and weights have been saved."), "success")
    page = "evaluations.show" if is_open() else "needs.edit"
    return redirect(url_for(page, evaluation_id=evaluation_id), 303)


def weights_page(
    case: Case,
    typed: Mapping[str, str],
    wrong: Mapping[str, str] | None = None,
    *,
    needs_total: bool = False,
) -> str:
    """The form, with the total of what is typed as far as it can be read."""
    readable = {name: text for name, text in typed.items() if name not in (wrong or {})}
    purchase = with_weights(case.evaluation.purchase, readable)
    return render_template(
        "needs/weights.html",
        form=FlaskForm(),
        rows=group_rows(case, typed, wrong or {}, Wording(current_language())),
        total=total_texts(case.criteria, purchase),
        needs_total=needs_total,
        opened=is_open(),
        title=current_standing().title,
        evaluation_id=case.evaluation.id,
        pages=evaluation_pages(case.evaluation.id),
    )


def file_page(case: Case, form: FileForm, problems: Sequence[ProblemText] = ()) -> str:
    """The form for another file, with every mistake of the last one."""
    return render_template(
        "needs/criteria_file.html",
        form=form,
        problems=problems,
        opened=is_open(),
        title=current_standing().title,
        evaluation_id=case.evaluation.id,
        pages=evaluation_pages(case.evaluation.id),
    )


def misfits_of(case: Case, criteria: CriteriaSet) -> list[str]:
    """What keeps a file from being used here, in words."""
    if criteria == case.criteria:
        return []
    answered = None if is_open() else criteria_with_answers(db.session, case.evaluation.id)
    found = needs.misfits(case.criteria, criteria, case.evaluation.purchase, answered)
    return [gettext(MISFITS[misfit], name=name) for misfit, name in found]


def fitted(case: Case, criteria: CriteriaSet) -> Purchase:
    """The purchase under these criteria."""
    purchase = case.evaluation.purchase
    return purchase if criteria == case.criteria else needs.fit_to(purchase, criteria)


# --- what is shown before it is confirmed ------------------------------------------------


def propose(
    case: Case, new: Standard, *, missing: bool = False, reason: str = ""
) -> str | Response | tuple[str, int]:
    """The difference and what it does, before anything is kept; again where it is ``missing``."""
    criteria = read_criteria_text(new.toml)
    page = render_template(
        "needs/change.html",
        form=FlaskForm(),
        differences=differences(case, criteria, new),
        effect=shown_effect(case, criteria, new),
        opened=is_open(),
        missing=missing,
        reason=reason,
        toml=new.toml if new.toml != case.criteria_toml else "",
        hidden=own_texts(new.purchase),
        base=standard_of(case).fingerprint,
        total=total_texts(criteria, new.purchase),
        title=current_standing().title,
        evaluation_id=case.evaluation.id,
        pages=evaluation_pages(case.evaluation.id),
    )
    return (page, 400) if missing else page


def differences(case: Case, criteria: CriteriaSet, new: Standard) -> list[str]:
    """What would change in what vendors are judged by, in words."""
    facts = ChangeFacts(
        day="",
        name="",
        reason="",
        old=case.criteria,
        new=criteria,
        before=case.evaluation.purchase,
        after=new.purchase,
    )
    return difference_sentences(facts, Wording(current_language()))


def shown_effect(case: Case, criteria: CriteriaSet, new: Standard) -> str:
    """What the change does to the ranks, as far as the person may see ranks now."""
    standing = current_standing()
    if standing.stage is Stage.PREPARING:
        return ""
    if standing.stage is Stage.SCORING:
        return str(gettext(SEALED))
    if standing.recused or standing.undeclared:
        return str(
            gettext("The effect on ranks is not shown to you: you are recused from a vendor.")
        )
    return effects(case, criteria, new)[current_language()]


def effects(case: Case, criteria: CriteriaSet, new: Standard) -> dict[str, str]:
    """What the change does to the ranks, in each language."""
    before = load_case(db.session, case.evaluation.id)
    after = replace(
        before,
        criteria=criteria,
        criteria_toml=new.toml,
        criteria_digest=digest(criteria),
        evaluation=replace(before.evaluation, purchase=new.purchase),
    )
    pairs = [(each, compare(score_sheet(each))) for each in (before, after)]
    return {code: effect_text(pairs[0], pairs[1], Wording(code)) for code in LANGUAGES}


def is_open() -> bool:
    """Whether scoring has been opened, so that criteria are locked."""
    return current_standing().stage is not Stage.PREPARING
