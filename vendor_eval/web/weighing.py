"""Finding weights together: the lead asks, everybody answers alone, then all see what was said."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_wtf import FlaskForm
from werkzeug import Response
from wtforms import RadioField

from vendor_eval import weighing
from vendor_eval.case import Case
from vendor_eval.errors import ConflictError, NobodyAnsweredError
from vendor_eval.reports.weights_found import METHODS, found_text
from vendor_eval.reports.wording import Wording
from vendor_eval.storage import db, load_comparable, load_notes, standard_of, utc_now
from vendor_eval.storage.weighing import (
    Answered,
    Takeover,
    WeighingState,
    close_weighing,
    list_answered,
    list_asked,
    load_own_answer,
    load_weighing,
    open_weighing,
    take_over,
)
from vendor_eval.web.access import current_person, current_standing, may
from vendor_eval.web.language import current_language
from vendor_eval.web.navigation import evaluation_pages, is_open
from vendor_eval.web.weighing_words import HINTS, consistency, percent, titles_of
from vendor_eval.web.weight_fields import (
    TotalTexts,
    mistakes_in,
    own_texts,
    plain_text,
    total_texts,
    with_weights,
)
from vendor_eval.weighing import Together
from vendor_eval.workflow import Action

bp = Blueprint("weighing", __name__, url_prefix="/evaluations/<evaluation_id>/weighing")


class OpenForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """How weights are to be found."""

    names = METHODS
    hints = HINTS
    method = RadioField()

    def __init__(self) -> None:
        """Offer every method, comparisons of pairs first."""
        super().__init__(data={"method": "pairs"})
        self.method.choices = [
            (method, gettext(METHODS[method])) for method in reversed(weighing.METHODS)
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupRow:
    """What everybody says of one group, in percent, and the field to take it over."""

    title: str
    people: tuple[str, ...]
    mean: str
    low: str
    high: str
    combined: str
    name: str
    value: str
    wrong: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TogetherTable:
    """What everybody has said, side by side."""

    names: tuple[str, ...]
    rows: tuple[GroupRow, ...]
    others: tuple[tuple[str, str], ...]
    """Fields of groups that were not weighed and lose their weight: name and value."""
    ratios: tuple[str, ...]
    """Consistency ratio of each person, then of all; empty with methods that have none."""
    notes: tuple[tuple[str, tuple[str, ...]], ...]
    """Whose comparisons should be looked at again, and which."""
    total: TotalTexts
    base: str


@bp.get("")
@may(Action.READ)
def show(evaluation_id: str) -> str:
    """Where the panel is with its weights."""
    return weighing_page(evaluation_id)


@bp.post("/open")
@may(Action.EDIT_NEED)
def start(evaluation_id: str) -> str | Response | tuple[str, int]:
    """Ask everybody, by one method."""
    form = OpenForm()
    if not form.validate():
        return weighing_page(evaluation_id), 400
    since = request.form.get("since", 0, type=int)
    try:
        open_weighing(
            db.session, current_person(), utc_now(), evaluation_id, form.method.data, since
        )
    except ConflictError:
        flash(gettext("Somebody else has begun to find weights meanwhile."), "error")
    return redirect(url_for(".show", evaluation_id=evaluation_id), 303)


@bp.post("/close")
@may(Action.EDIT_NEED)
def close(evaluation_id: str) -> Response:
    """End the answering, and show everybody what was said."""
    number = request.form.get("number", 0, type=int)
    try:
        close_weighing(db.session, current_person(), utc_now(), evaluation_id, number)
    except NobodyAnsweredError as error:
        flash(error.text(current_language()), "error")
    return redirect(url_for(".show", evaluation_id=evaluation_id), 303)


@bp.post("/take")
@may(Action.EDIT_NEED)
def take(evaluation_id: str) -> str | Response | tuple[str, int]:
    """Weigh as was found, or as the lead has adjusted it."""
    case = load_comparable(db.session, evaluation_id).facts
    typed, purchase = typed_groups(case), case.evaluation.purchase
    wrong = mistakes_in(typed, case.criteria)
    if not wrong:
        inside = {k: v for k, v in own_texts(purchase).items() if k.startswith("c-")}
        purchase = with_weights(purchase, typed | inside)
    if wrong or not FlaskForm().validate() or not total_texts(case.criteria, purchase).holds:
        return weighing_page(evaluation_id, typed, wrong, unfit=True), 400
    number, base = request.form.get("number", 0, type=int), request.form.get("base", "")
    takeover = Takeover(number=number, purchase=purchase, base=base)
    try:
        take_over(db.session, current_person(), utc_now(), evaluation_id, takeover)
    except ConflictError:
        flash(
            gettext("Criteria or weights have changed meanwhile: look again, then save."), "error"
        )
        return weighing_page(evaluation_id, typed), 409
    flash(gettext("The weights have been taken over."), "success")
    return redirect(url_for(".show", evaluation_id=evaluation_id), 303)


def typed_groups(case: Case) -> dict[str, str]:
    """What was typed for each group; nothing is 0 here, no weight is taken from elsewhere."""
    names = [f"g-{group.id}" for group in case.criteria.groups]
    return {name: request.form[name].strip() or "0" for name in names if name in request.form}


def weighing_page(
    evaluation_id: str,
    typed: Mapping[str, str] | None = None,
    wrong: Mapping[str, str] | None = None,
    *,
    unfit: bool = False,
) -> str:
    """Everything a person may see of the last weighing, and what they may do."""
    case = load_comparable(db.session, evaluation_id).facts
    state = load_weighing(db.session, evaluation_id)
    groups = weighing.groups_in_use(case.criteria, case.evaluation.purchase)
    leads = is_open("weighing.start")
    running = state if state is not None and state.is_open else None
    found = load_notes(db.session, evaluation_id).found
    return render_template(
        "weighing/show.html",
        form=OpenForm(),
        state=state,
        leads=leads,
        answers=is_open("weighing_own.edit"),
        asked=list_asked(db.session, evaluation_id, running.number) if running and leads else (),
        table=table_of(evaluation_id, case, state, typed, wrong or {}),
        fits=state is not None and state.groups == groups,
        enough=len(groups) > 1,
        found=found_text(case, found, Wording(current_language())),
        unfit=unfit,
        title=current_standing().title,
        evaluation_id=evaluation_id,
        pages=evaluation_pages(evaluation_id),
    )


def table_of(
    evaluation_id: str,
    case: Case,
    state: WeighingState | None,
    typed: Mapping[str, str] | None,
    wrong: Mapping[str, str],
) -> TogetherTable | None:
    """What was said, side by side; None before the lead has ended the answering."""
    if state is None or state.is_open:
        return None
    people = list_answered(db.session, evaluation_id, state.number)
    found = weighing.together(state.method, state.groups, [each.answers for each in people])
    titles = titles_of(case, state.groups, Wording(current_language()))
    proposed = proposed_texts(case, state, found) if typed is None else dict(typed)
    purchase = case.evaluation.purchase
    readable = {name: text for name, text in proposed.items() if name not in wrong}
    weighed = {f"g-{group}" for group in state.groups}
    return TogetherTable(
        names=tuple(each.name for each in people),
        rows=tuple(group_rows(state, titles, found, proposed, wrong)),
        others=tuple((name, text) for name, text in proposed.items() if name not in weighed),
        ratios=ratios_of(found),
        notes=notes_of(state, titles, people, found),
        total=total_texts(case.criteria, with_weights(purchase, readable)),
        base=standard_of(case).fingerprint,
    )


def proposed_texts(case: Case, state: WeighingState, found: Together) -> dict[str, str]:
    """What comes out, as it would be typed; nothing where the groups are others by now."""
    purchase = case.evaluation.purchase
    if state.groups != weighing.groups_in_use(case.criteria, purchase):
        return {}
    weights = weighing.proposal(case.criteria, purchase, state.groups, found.combined.weights)
    return {f"g-{group}": plain_text(weight) for group, weight in weights.items()}


def group_rows(
    state: WeighingState,
    titles: Mapping[str, str],
    found: Together,
    proposed: Mapping[str, str],
    wrong: Mapping[str, str],
) -> list[GroupRow]:
    """A row for each group that was weighed."""
    return [
        GroupRow(
            title=titles[group],
            people=tuple(percent(person.weights[place]) for person in found.people),
            mean=percent(found.spread[place].mean),
            low=percent(found.spread[place].low),
            high=percent(found.spread[place].high),
            combined=percent(found.combined.weights[place]),
            name=f"g-{group}",
            value=proposed.get(f"g-{group}", ""),
            wrong=wrong.get(f"g-{group}", ""),
        )
        for place, group in enumerate(state.groups)
    ]


def ratios_of(found: Together) -> tuple[str, ...]:
    """The consistency ratio of each person, then of all together."""
    if found.combined.priorities is None:
        return ()
    return tuple(weighing.ratio_text(each) or "–" for each in (*found.people, found.combined))


def notes_of(
    state: WeighingState,
    titles: Mapping[str, str],
    people: tuple[Answered, ...],
    found: Together,
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Whose comparisons do not fit each other well enough, all together last."""
    every = [*zip((each.name for each in people), found.people, strict=True)]
    every.append((gettext("All together"), found.combined))
    return tuple(
        (name, consistency(said, state.groups, titles))
        for name, said in every
        if said.priorities is not None and not said.priorities.acceptable
    )


def asks_for_weights(evaluation_id: str) -> bool:
    """Whether the person is asked for weights and has not handed in any yet."""
    if not is_open("weighing_own.edit"):
        return False
    state = load_weighing(db.session, evaluation_id)
    if state is None or not state.is_open:
        return False
    own = load_own_answer(db.session, evaluation_id, state.number, current_person().id)
    return own.handed_in_at is None
