"""What the score sheet's script sends and asks: one cell at a time, with its revision."""

from datetime import datetime

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue
from flask_babel import to_user_timezone
from flask_wtf.csrf import generate_csrf
from werkzeug.exceptions import BadRequest

from vendor_eval.errors import NotAllowedError
from vendor_eval.storage import Author, db, load_criteria, save_entries, save_words, utc_now
from vendor_eval.web.access import current_person, current_standing, may
from vendor_eval.web.aliases import vendor_keys
from vendor_eval.web.language import current_language
from vendor_eval.web.sheet_fields import (
    answer_fields,
    clean,
    read_entry,
    read_words,
    words_fields,
)
from vendor_eval.workflow import Action

bp = Blueprint("sheet_api", __name__)


def own_evaluator() -> str:
    """The id of the sheet of who asks.

    Raises:
        NotAllowedError: the person has none here.
    """
    evaluator = current_standing().evaluator
    if evaluator is None:
        raise NotAllowedError
    return evaluator


def author(evaluation_id: str, reason: str) -> Author:
    """Who enters something now, and how."""
    return Author(
        evaluation=evaluation_id,
        evaluator=own_evaluator(),
        user=current_person(),
        now=utc_now(),
        language=current_language(),
        vendor_keys=vendor_keys,
        reason=clean(reason),
    )


def time_text(moment: datetime | None) -> str:
    """The time of day as people read it; empty for never."""
    return "" if moment is None else to_user_timezone(moment).strftime("%H:%M")


@bp.put("/evaluations/<evaluation_id>/sheet/cells/<vendor_key>/<criterion_id>")
@may(Action.SCORE, vendors=True)
def cell(evaluation_id: str, vendor_key: str, criterion_id: str) -> ResponseReturnValue:
    """Save one cell; where something else is there, say what, and change nothing."""
    sent, revision, fields = _sent()
    scale = load_criteria(db.session, current_standing().criteria).scale
    entry = read_entry((vendor_key, criterion_id), revision, fields, scale)
    [outcome] = save_entries(db.session, author(evaluation_id, str(sent["reason"])), [entry])
    shown = answer_fields(outcome.answer, current_language())
    return _answer(outcome.saved, outcome.answer.revision, outcome.answer.updated_at, shown)


@bp.put("/evaluations/<evaluation_id>/sheet/words/<vendor_key>")
@may(Action.SCORE, vendors=True)
def words(evaluation_id: str, vendor_key: str) -> ResponseReturnValue:
    """Save strengths and weaknesses of a vendor, in the same way."""
    sent, revision, fields = _sent()
    who = author(evaluation_id, str(sent["reason"]))
    outcome = save_words(db.session, who, vendor_key, read_words(revision, fields))
    shown = words_fields(outcome.words)
    return _answer(outcome.saved, outcome.words.revision, outcome.words.updated_at, shown)


@bp.get("/evaluations/<evaluation_id>/sheet/token")
@may(Action.SCORE, vendors=True)
def token(evaluation_id: str) -> ResponseReturnValue:
    """What a page that outlived its session needs to go on, once somebody has signed in again."""
    return jsonify(token=generate_csrf(), evaluator=own_evaluator())


def _sent() -> tuple[dict[str, object], int, dict[str, object]]:
    """The message, its revision and its fields.

    Raises:
        BadRequest: it is not what the script of the sheet sends.
        NotAllowedError: it was typed into somebody else's sheet.
    """
    sent = request.get_json()
    if not isinstance(sent, dict) or not isinstance(fields := sent.get("fields"), dict):
        raise BadRequest
    revision = sent.get("revision")
    if not isinstance(revision, int) or not all(isinstance(each, str) for each in fields.values()):
        raise BadRequest
    if sent.get("evaluator") != own_evaluator():
        raise NotAllowedError
    return {"reason": "", **sent}, revision, fields


def _answer(
    saved: bool,
    revision: int,
    at: datetime | None,
    fields: dict[str, str],
) -> ResponseReturnValue:
    there = {"revision": revision, "fields": fields, "saved_at": time_text(at)}
    return jsonify(there) if saved else (jsonify(error="conflict", there=there), 409)
