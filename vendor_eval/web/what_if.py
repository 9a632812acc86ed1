"""What if: other weights, volumes and key figures, answered at once, never the official result."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl

from flask import Blueprint, jsonify, render_template, request
from flask_babel import gettext
from werkzeug import Response
from werkzeug.datastructures import MultiDict

from vendor_eval.reports.wording import Wording, plain
from vendor_eval.scoring import Purchase, ScoreSheet
from vendor_eval.scoring.trial import VOLUMES, WHOLE, Trial, is_official, official_weights
from vendor_eval.storage import db
from vendor_eval.storage.scenarios import LONGEST_NAME, list_trials
from vendor_eval.web.access import current_standing, may
from vendor_eval.web.language import current_language
from vendor_eval.web.navigation import evaluation_pages, is_open
from vendor_eval.web.need_words import VOLUMES as VOLUME_WORDS
from vendor_eval.web.prepared import Prepared, prepare
from vendor_eval.web.what_if_input import Asked, plain_text, query_of, read_asked, shown_weights
from vendor_eval.web.what_if_result import Tried, outside_bands, try_out
from vendor_eval.workflow import Action

bp = Blueprint("what_if", __name__, url_prefix="/evaluations/<evaluation_id>/what-if")


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightField:
    """One group to weigh."""

    id: str
    title: str
    official: str
    shown: str
    """What stands in its field."""
    exact: str
    held: bool
    wrong: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberInput:
    """One number to try."""

    name: str
    title: str
    official: str
    """Empty where the evaluation has none."""
    value: str
    wrong: str


@bp.get("")
@may(Action.SEE_RESULTS, vendors=True)
def show(evaluation_id: str) -> str | tuple[str, int]:
    """The form and its answer; without scripts, the form is sent for each answer."""
    prepared = prepare(evaluation_id, current_language())
    asked = read_asked(request.args, prepared.comparison.sheet)
    purchase = prepared.facts.evaluation.purchase
    page = render_template(
        "what_if/show.html",
        asked=asked,
        weights=weight_fields(asked, prepared),
        volumes=volume_inputs(asked, purchase),
        factors=factor_inputs(asked),
        assumption=asked.trial.assumption or purchase.assumption,
        official_assumption=purchase.assumption,
        saved=[
            (each.name, query_of(each.trial)) for each in list_trials(db.session, evaluation_id)
        ],
        may_save=is_open("scenarios.save"),
        longest_name=LONGEST_NAME,
        title=current_standing().title,
        evaluation_id=evaluation_id,
        pages=evaluation_pages(evaluation_id),
        **answer_values(asked, prepared),
    )
    return (page, 400) if asked.wrong else page


@bp.get("/answer")
@may(Action.SEE_RESULTS, vendors=True)
def answer(evaluation_id: str) -> Response:
    """What a moved slider comes to: the weights of all groups, and the ranking as HTML."""
    prepared = prepare(evaluation_id, current_language())
    asked = read_asked(request.args, prepared.comparison.sheet)
    values = answer_values(asked, prepared)
    return jsonify(
        weights={
            name: {"shown": asked.shown[name], "exact": plain_text(number)}
            for name, number in asked.weights.items()
        },
        wrong=dict(asked.wrong),
        query=asked.query,
        summary=render_template("what_if/summary.html", **values),
        results=render_template("what_if/results.html", **values),
    )


def answer_values(asked: Asked, prepared: Prepared) -> dict[str, object]:
    """What the templates of an answer need."""
    trial = asked.trial
    return {
        "tried": tried_or_none(trial, prepared),
        "official": is_official(trial),
        "notices": list(notices(asked, prepared)),
        "costs_differ": bool(trial.volume or trial.assumption or trial.factor != WHOLE),
    }


def tried_or_none(trial: Trial, prepared: Prepared) -> Tried | None:
    """A trial beside the official result; None where its cost cannot be worked out."""
    try:
        return try_out(trial, prepared)
    except ZeroDivisionError:
        return None


def notices(asked: Asked, prepared: Prepared) -> Iterator[str]:
    """What a trial may do and an evaluation may not, and what could not be had."""
    words = Wording(current_language())
    for name, to in asked.limited.items():
        yield gettext(
            "%(title)s: %(asked)s %% is not to be had beside what is held or was typed; it is now"
            " %(got)s %%.",
            title=words.of(prepared.facts.criteria.group(name).title),
            asked=plain(to),
            got=asked.shown[name],
        )
    yield from outside_bands(asked.trial, prepared.comparison.sheet, words)


def weight_fields(asked: Asked, prepared: Prepared) -> list[WeightField]:
    """A row for each group in use."""
    words = Wording(current_language())
    official = shown_weights(official_weights(prepared.comparison.sheet))
    return [
        WeightField(
            id=name,
            title=words.of(prepared.facts.criteria.group(name).title),
            official=official[name],
            shown=asked.typed.get(f"w-{name}", asked.shown[name]),
            exact=plain_text(number),
            held=name in asked.held,
            wrong=asked.wrong.get(f"w-{name}", ""),
        )
        for name, number in asked.weights.items()
    ]


def volume_inputs(asked: Asked, purchase: Purchase) -> list[NumberInput]:
    """A field for each volume per month."""
    own = {name: plain_text(getattr(purchase.volume, name)) for name in VOLUMES}
    tried = {name: plain_text(number) for name, number in asked.trial.volume.items()}
    return [
        number_input(asked, f"v-{name}", gettext(VOLUME_WORDS[name]), {**own, **tried}[name], text)
        for name, text in own.items()
    ]


def factor_inputs(asked: Asked) -> dict[str, NumberInput]:
    """What low and peak volumes are, in percent of the base."""
    trial = asked.trial
    return {
        "low": number_input(
            asked, "low", gettext("Low volume, % of the base"), plain_text(trial.low)
        ),
        "peak": number_input(
            asked, "peak", gettext("Peak volume, % of the base"), plain_text(trial.peak)
        ),
    }


def number_input(
    asked: Asked, name: str, title: str, value: str, official: str = ""
) -> NumberInput:
    """A field, with what was typed where that is wrong."""
    return NumberInput(
        name=name,
        title=title,
        official=official,
        value=asked.typed.get(name, value),
        wrong=asked.wrong.get(name, ""),
    )


def read_query(query: str, sheet: ScoreSheet) -> Asked:
    """The trial of an address that a form brings along."""
    return read_asked(MultiDict(parse_qsl(query, keep_blank_values=True)), sheet)
