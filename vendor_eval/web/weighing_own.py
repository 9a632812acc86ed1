"""One person's answers in a weighing: alone, saved as they are given, then handed in."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf import FlaskForm
from werkzeug import Response

from vendor_eval import weighing
from vendor_eval.errors import ConflictError
from vendor_eval.exchange.numbers import half_width
from vendor_eval.reports.weights_found import METHODS
from vendor_eval.reports.wording import Wording
from vendor_eval.storage import db, load_comparable, utc_now
from vendor_eval.storage.weighing import OwnAnswer, WeighingState, load_own_answer, load_weighing
from vendor_eval.storage.weighing_answers import Typed, hand_in, save_answer, take_back
from vendor_eval.web.access import current_person, current_standing, may
from vendor_eval.web.language import current_language
from vendor_eval.web.navigation import evaluation_pages
from vendor_eval.web.weighing_words import HINTS, MISTAKES, choices_of, outlook, titles_of
from vendor_eval.workflow import Action

bp = Blueprint("weighing_own", __name__, url_prefix="/evaluations/<evaluation_id>/weighing")

LONGEST = 40
"""Characters of an answer that are kept, right or wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One thing that is asked."""

    name: str
    """Of the field."""
    first: str
    second: str
    """The other group of a pair; else empty."""
    value: str
    wrong: str
    choices: tuple[tuple[str, str], ...] = ()
    now: str = ""
    """What another tab has saved, where that is something else."""


@bp.route("/own", methods=["GET", "POST"])
@may(Action.WEIGH)
def edit(evaluation_id: str) -> str | Response | tuple[str, int]:
    """What one would weigh, before anybody sees what others would."""
    state = load_weighing(db.session, evaluation_id)
    if state is None or not state.is_open:
        return redirect(url_for("weighing.show", evaluation_id=evaluation_id), 303)
    own = load_own_answer(db.session, evaluation_id, state.number, current_person().id)
    if not FlaskForm().validate_on_submit():
        return own_page(evaluation_id, state, own, own.answers)
    typed = typed_answer(state)
    try:
        own = save_answer(db.session, current_person(), utc_now(), evaluation_id, typed)
    except ConflictError:
        own = load_own_answer(db.session, evaluation_id, state.number, current_person().id)
        # What this window left open is taken from the other one.
        both = {**own.answers, **{key: text for key, text in typed.answers.items() if text}}
        return own_page(evaluation_id, state, own, both, conflict=True), 409
    if request.form.get("step") == "hand-in":
        return handed_in(evaluation_id, state, own)
    flash(gettext("Your answers have been saved. They count once you hand them in."), "success")
    return redirect(url_for(".edit", evaluation_id=evaluation_id), 303)


def handed_in(
    evaluation_id: str, state: WeighingState, own: OwnAnswer
) -> str | Response | tuple[str, int]:
    """Hand in what is saved, or say what it lacks."""
    if not weighing.usable(state.method, state.groups, own.answers):
        return own_page(evaluation_id, state, own, own.answers, asked=True), 400
    typed = Typed(number=state.number, answers=own.answers, revision=own.revision)
    hand_in(db.session, current_person(), utc_now(), evaluation_id, typed)
    flash(gettext("Your weights have been handed in."), "success")
    return redirect(url_for(".edit", evaluation_id=evaluation_id), 303)


@bp.post("/draft")
@may(Action.WEIGH)
def draft(evaluation_id: str) -> ResponseReturnValue:
    """Save what the script of the page sends, and say what it comes to."""
    state = load_weighing(db.session, evaluation_id)
    if state is None or request.form.get("number") != str(state.number):
        return jsonify(), 409
    typed = typed_answer(state)
    own = save_answer(db.session, current_person(), utc_now(), evaluation_id, typed)
    case = load_comparable(db.session, evaluation_id).facts
    titles = titles_of(case, state.groups, Wording(current_language()))
    found = outlook(state.method, state.groups, titles, own.answers)
    wrong = weighing.mistakes(state.method, state.groups, own.answers)
    return jsonify(
        revision=own.revision,
        lines=found.lines,
        careful=found.careful,
        weights=found.weights,
        wrong={f"a-{key}": gettext(MISTAKES[mistake]) for key, mistake in wrong.items()},
    )


@bp.post("/take-back")
@may(Action.WEIGH)
def reopen(evaluation_id: str) -> Response:
    """Change one's mind before anybody has seen anything."""
    number = request.form.get("number", 0, type=int)
    take_back(db.session, current_person(), utc_now(), evaluation_id, number)
    return redirect(url_for(".edit", evaluation_id=evaluation_id), 303)


def typed_answer(state: WeighingState) -> Typed:
    """What was typed, in half-width digits."""
    texts = {
        key: half_width(request.form.get(f"a-{key}", ""))[:LONGEST]
        for key in weighing.asked(state.method, state.groups)
    }
    number = request.form.get("number", 0, type=int)
    revision = request.form.get("revision", 0, type=int)
    return Typed(number=number, answers=texts, revision=revision)


def own_page(
    evaluation_id: str,
    state: WeighingState,
    own: OwnAnswer,
    answers: Mapping[str, str],
    *,
    asked: bool = False,
    conflict: bool = False,
) -> str:
    """The questions, with what was answered and what that comes to."""
    case = load_comparable(db.session, evaluation_id).facts
    titles = titles_of(case, state.groups, Wording(current_language()))
    saved = own.answers if conflict else answers
    return render_template(
        "weighing/own.html",
        form=FlaskForm(),
        state=state,
        own=own,
        method=METHODS[state.method],
        hint=HINTS[state.method],
        rows=rows_of(state, titles, answers, saved, asked=asked),
        titles=titles,
        found=outlook(state.method, state.groups, titles, answers),
        asked=asked,
        conflict=conflict,
        title=current_standing().title,
        evaluation_id=evaluation_id,
        pages=evaluation_pages(evaluation_id),
    )


def rows_of(
    state: WeighingState,
    titles: Mapping[str, str],
    answers: Mapping[str, str],
    saved: Mapping[str, str],
    *,
    asked: bool,
) -> list[Row]:
    """A row for everything that is asked."""
    wrong = weighing.mistakes(state.method, state.groups, answers)
    rows = []
    for key in weighing.asked(state.method, state.groups):
        first, _colon, second = key.partition(":")
        pair = titles[first], titles.get(second, "")
        choices = tuple(choices_of(*pair)) if second else ()
        value, other = answers.get(key, ""), saved.get(key, "")
        missing = gettext("Answer this.") if asked and not value else ""
        rows.append(
            Row(
                name=f"a-{key}",
                first=pair[0],
                second=pair[1],
                value=value,
                wrong=gettext(MISTAKES[wrong[key]]) if key in wrong else missing,
                choices=choices,
                now=(dict(choices).get(other, other) or "–") if other != value else "",
            )
        )
    return rows
