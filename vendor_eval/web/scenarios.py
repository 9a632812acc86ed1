"""Trials that were saved, and their results side by side: the official one comes first."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug import Response

from vendor_eval.errors import (
    ConflictError,
    NameNeededError,
    NameTakenError,
    NoResultError,
    NothingTriedError,
    TooManyTrialsError,
    VendorEvalError,
)
from vendor_eval.reports.wording import NOTHING, Wording
from vendor_eval.scoring.trial import fitted, is_official
from vendor_eval.storage import db, utc_now
from vendor_eval.storage.scenarios import (
    LONGEST_NAME,
    Places,
    SavedTrial,
    delete_trial,
    list_trials,
    may_change,
    rename_trial,
    save_trial,
)
from vendor_eval.web.access import current_person, current_standing, may
from vendor_eval.web.language import current_language
from vendor_eval.web.navigation import evaluation_pages, is_open
from vendor_eval.web.prepared import Prepared, prepare
from vendor_eval.web.what_if import read_query, tried_or_none
from vendor_eval.web.what_if_input import query_of
from vendor_eval.web.what_if_result import Outcome, changes_in_words, official_outcome
from vendor_eval.workflow import Action

bp = Blueprint("scenarios", __name__, url_prefix="/evaluations/<evaluation_id>/what-if/saved")

REFUSED = (
    ConflictError,
    NameNeededError,
    NameTakenError,
    NoResultError,
    NothingTriedError,
    TooManyTrialsError,
)
"""What a person can put right on the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One vendor in one trial."""

    rank: str
    total: str
    then: str
    """Rank and total when the trial was saved, where they are others now; else empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A saved trial as it comes out today."""

    number: int
    name: str
    author: str
    saved_at: datetime
    query: str
    changes: tuple[str, ...]
    conclusion: tuple[str, ...]
    """Empty where its cost cannot be worked out."""
    cells: tuple[Cell, ...]
    moved_on: bool
    """Whether the evaluation, or what the trial comes to, is another than when it was saved."""
    mine: bool
    """Whether the person may rename and delete it."""


@bp.get("")
@may(Action.SEE_RESULTS, vendors=True)
def compare(evaluation_id: str) -> str:
    """Official result and saved trials, vendor by vendor."""
    prepared = prepare(evaluation_id, current_language())
    trials = list_trials(db.session, evaluation_id)
    return render_template(
        "scenarios/compare.html",
        official=official_outcome(prepared.contents),
        columns=[column_of(each, prepared) for each in trials],
        longest_name=LONGEST_NAME,
        title=current_standing().title,
        evaluation_id=evaluation_id,
        pages=evaluation_pages(evaluation_id),
    )


@bp.post("")
@may(Action.TRY, vendors=True)
def save(evaluation_id: str) -> Response:
    """Keep a trial under a name; what is refused can be put right where it was typed."""
    query, name = request.form.get("trial", ""), request.form.get("name", "")
    page = url_for("what_if.show", evaluation_id=evaluation_id)
    again = f"{page}?{query}&{urlencode({'name': name})}#saved"
    return answered(lambda: keep(evaluation_id, query, name), gettext("The trial is saved."), again)


@bp.post("/<int:scenario_number>/rename")
@may(Action.TRY, vendors=True)
def rename(evaluation_id: str, scenario_number: int) -> Response:
    """Give a trial another name."""
    known = scenario_number, request.form.get("before", "")
    name = request.form.get("name", "")
    return answered(
        lambda: rename_trial(db.session, evaluation_id, known, name, current_person(), utc_now()),
        gettext("The trial has its new name."),
    )


@bp.post("/<int:scenario_number>/delete")
@may(Action.TRY, vendors=True)
def delete(evaluation_id: str, scenario_number: int) -> Response:
    """Take a trial away."""
    known = scenario_number, request.form.get("before", "")
    return answered(
        lambda: delete_trial(db.session, evaluation_id, known, current_person(), utc_now()),
        gettext("The trial is deleted. What it tried stays in the trail."),
    )


def keep(evaluation_id: str, query: str, name: str) -> None:
    """Save what an address tries, with what comes out now.

    Raises:
        NothingTriedError: it is the official result.
        NoResultError: its cost cannot be worked out.
    """
    prepared = prepare(evaluation_id, current_language())
    asked = read_query(query, prepared.comparison.sheet)
    if is_official(asked.trial):
        raise NothingTriedError
    tried = tried_or_none(asked.trial, prepared)
    if tried is None:
        raise NoResultError
    saved = SavedTrial(
        number=0,
        name=name,
        trial=asked.trial,
        official=tried.official.places(),
        found=tried.outcome.places(),
        saved_at=utc_now(),
        author=current_person().id,
        author_name="",
    )
    save_trial(db.session, evaluation_id, saved, current_person())


def answered(act: Callable[[], object], done: str, again: str | None = None) -> Response:
    """Do it and lead to the trials side by side, or back to where it can be put right."""
    side_by_side = url_for("scenarios.compare", evaluation_id=current_standing().evaluation)
    try:
        act()
    except REFUSED as error:
        flash(refusal_text(error), "error")
        return redirect(again or side_by_side, 303)
    flash(done, "success")
    return redirect(side_by_side, 303)


def refusal_text(error: VendorEvalError) -> str:
    """Why it was not done."""
    if isinstance(error, ConflictError):
        return str(
            gettext("The trial was renamed or deleted meanwhile. This is how things stand now.")
        )
    return error.text(current_language())


def column_of(saved: SavedTrial, prepared: Prepared) -> Column:
    """A saved trial, worked out from what holds today."""
    words, sheet = Wording(current_language()), prepared.comparison.sheet
    official = official_outcome(prepared.contents)
    trial = fitted(saved.trial, sheet)
    tried = tried_or_none(trial, prepared)
    found = tried.outcome.places() if tried else {}
    standing = current_standing()
    return Column(
        number=saved.number,
        name=saved.name,
        author=saved.author_name,
        saved_at=saved.saved_at,
        query=query_of(trial),
        changes=tuple(changes_in_words(trial, sheet, words)),
        conclusion=tried.outcome.conclusion if tried else (),
        cells=tuple(cells_of(official, found, saved.found)),
        moved_on=(official.places(), found) != (saved.official, saved.found),
        mine=is_open("scenarios.rename")
        and may_change(current_person(), standing.role, saved.author),
    )


def cells_of(official: Outcome, found: Places, before: Places) -> Iterator[Cell]:
    """A trial's cells in the order of the official ranking."""
    for row in official.ranking.rows:
        rank, total = found.get(row.vendor_id, (0, NOTHING))
        then = before.get(row.vendor_id, (0, NOTHING))
        yield Cell(
            rank=str(rank or NOTHING),
            total=total,
            then="" if then == (rank, total) else f"{then[0] or NOTHING} · {then[1]}",
        )
