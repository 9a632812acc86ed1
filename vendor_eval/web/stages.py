"""From one stage to the next: what will happen and what is missing, before it is confirmed."""

from collections.abc import Mapping, Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_wtf import FlaskForm
from werkzeug import Response

from vendor_eval.errors import NotReadyError, ReasonNeededError
from vendor_eval.language import N_
from vendor_eval.reports.wording import Wording
from vendor_eval.storage import Review, db, move_on, review, utc_now
from vendor_eval.web.access import current_person, current_standing, may
from vendor_eval.web.language import current_language
from vendor_eval.web.navigation import evaluation_pages
from vendor_eval.web.need_words import ITEMS, OBSTACLES
from vendor_eval.web.next_steps import STAGES
from vendor_eval.workflow import Action, Stage

bp = Blueprint("stages", __name__, url_prefix="/evaluations/<evaluation_id>")

MOVES: Mapping[Stage, tuple[str, tuple[str, ...]]] = {
    Stage.PREPARING: (
        N_("Open scoring"),
        (
            N_(
                "What is bought, the criteria and their weights are locked. A later change of"
                " criteria or weights needs a reason and is printed on every report."
            ),
            N_(
                "Each evaluator scores alone. Nobody, you included, sees anybody else's ratings,"
                " averages or order until all sheets are frozen."
            ),
            N_("There is no way back to preparation."),
        ),
    ),
    Stage.SCORING: (
        N_("Freeze all sheets and meet"),
        (
            N_(
                "All score sheets are frozen, submitted or not. Nobody can change a rating any"
                " more; what is not rated stays unrated."
            ),
            N_(
                "The panel sees all ratings, totals and ranks, and agrees on values where it"
                " differs."
            ),
            N_("There is no way back to scoring."),
        ),
    ),
    Stage.AGREEING: (
        N_("Close the consensus"),
        (
            N_("Agreed values are fixed; vendors, criteria and weights are fixed too."),
            N_("You recommend a vendor, and an approver signs."),
            N_("There is no way back to the consensus, except by reopening a signed decision."),
        ),
    ),
}
"""What each step is called, and what it does."""


@bp.route("/next", methods=["GET", "POST"])
@may(Action.MOVE)
def move(evaluation_id: str) -> str | Response | tuple[str, int]:
    """The next stage: shown first, then entered."""
    form = FlaskForm()
    if not form.validate_on_submit():
        return move_page(evaluation_id, form)
    since = Stage(current_standing().stage)
    reason = request.form.get("reason", "")
    if request.form.get("since") != since.value:
        flash(
            gettext("The evaluation has moved on meanwhile. This is where it stands now."), "error"
        )
        return redirect(url_for("evaluations.show", evaluation_id=evaluation_id), 303)
    try:
        stage = move_on(db.session, current_person(), utc_now(), evaluation_id, since, reason)
    except (NotReadyError, ReasonNeededError) as error:
        wrong = error.text(current_language())
        return move_page(evaluation_id, form, wrong), error.http_status
    flash(gettext("The evaluation is now at: %(stage)s.", stage=gettext(STAGES[stage])), "success")
    return redirect(url_for("evaluations.show", evaluation_id=evaluation_id), 303)


def move_page(evaluation_id: str, form: FlaskForm, wrong: str = "") -> str:
    """What the step does, what is missing for it, and what to think about."""
    found = review(db.session, evaluation_id)
    name, does = MOVES[found.stage]
    words = Wording(current_language())
    return render_template(
        "stages/move.html",
        form=form,
        wrong=wrong,
        reason=request.form.get("reason", ""),
        found=found,
        name=name,
        does=does,
        obstacles=[OBSTACLES[each] for each in found.obstacles],
        warnings=warnings_of(found, words),
        title=current_standing().title,
        evaluation_id=evaluation_id,
        pages=evaluation_pages(evaluation_id),
    )


def warnings_of(found: Review, words: Wording) -> list[tuple[str, Sequence[str]]]:
    """What is left open: a sentence and what it is about."""
    case, _ = found.case, words.gettext
    people = {person.id: words.of(person.name) or person.id for person in case.evaluators}
    vendors = {vendor.id: words.name(vendor) for vendor in case.vendors}
    criteria = {each.id: words.of(each.title) for each in case.criteria.criteria}
    warnings = [
        (_("Nobody has taken on to bring:"), [_(ITEMS[item][0]) for item in found.unowned]),
        (
            _("No evaluator is asked to score:"),
            [words.of(case.criteria.group(group).title) for group in found.unscored],
        ),
        (_("Have not submitted their sheets:"), [people[each] for each in found.unsubmitted]),
        (
            _("Evaluators lie far apart here, and no value is agreed:"),
            [f"{vendors[vendor]}: {criteria[criterion]}" for vendor, criterion in found.disputed],
        ),
    ]
    return [(text, parts) for text, parts in warnings if parts]
