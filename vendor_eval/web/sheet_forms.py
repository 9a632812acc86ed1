"""The pages of the score sheet as plain forms, for browsers without scripts."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from flask import request

from vendor_eval.errors import VendorEvalError
from vendor_eval.language import N_, translate
from vendor_eval.storage import Answer, Entry, OwnSheet, Words, db, save_entries, save_words
from vendor_eval.web.language import current_language
from vendor_eval.web.sheet_api import author
from vendor_eval.web.sheet_fields import FIELDS, WORDS, answer_fields, clean, read_entry, read_words
from vendor_eval.web.sheet_view import CellView, words_view

BOTH = N_(
    "Somebody, or you in another window, changed the same thing meanwhile. What you entered is"
    " still below, with what is there now: save again to keep yours."
)


def save_form(
    sheet: OwnSheet, cells: Sequence[CellView], words_key: str = ""
) -> tuple[list[CellView], str | None]:
    """Save what differs from what is there.

    Returns:
        The cells with what was typed, and what to say where not all of it was saved.
    """
    typed = {cell.key: _typed(cell) for cell in cells}
    kept = [replace(cell, fields=typed[cell.key]) for cell in cells]
    changed = [cell for cell in cells if typed[cell.key] != cell.fields]
    who = author(sheet.asked.evaluation, request.form.get("reason", ""))
    try:
        entries = [_entry(sheet, cell, typed[cell.key]) for cell in changed]
        outcomes = save_entries(db.session, who, entries) if entries else ()
        words = _words(sheet, words_key)
        if words is not None and not save_words(db.session, who, words_key, words).saved:
            return kept, _both()
    except VendorEvalError as error:
        return kept, error.text(current_language())
    lost = {
        cell.key: outcome.answer
        for cell, outcome in zip(changed, outcomes, strict=True)
        if not outcome.saved
    }
    shown = [_beside(cell, lost.get(cell.key)) for cell in kept]
    return shown, _both() if lost else None


def _beside(cell: CellView, there: Answer | None) -> CellView:
    """What was typed, with what was saved elsewhere; saved again, it takes that one's place."""
    if there is None:
        return cell
    fields = answer_fields(there, current_language())
    return replace(cell, there=fields, revision=there.revision)


def _both() -> str:
    return translate(BOTH, current_language())


def _typed(cell: CellView) -> Mapping[str, str]:
    """What the form says of a cell; what it says nothing of stays as it is."""
    if cell.frozen or cell.key not in request.form.getlist("cell"):
        return cell.fields
    sent = {name: clean(request.form.get(f"{name}:{cell.key}", "")) for name in FIELDS}
    number = clean(request.form.get(f"typed:{cell.key}", ""))
    return sent | {"answer": number} if number else sent


def _entry(sheet: OwnSheet, cell: CellView, fields: Mapping[str, str]) -> Entry:
    based_on = request.form.get(f"revision:{cell.key}", 0, int)
    where = cell.vendor_key, cell.criterion.id
    return read_entry(where, based_on, fields, sheet.asked.criteria.scale)


def _words(sheet: OwnSheet, key: str) -> Words | None:
    """Strengths and weaknesses, where the form changes them."""
    if not key or "revision:words" not in request.form:
        return None
    sent = {name: request.form.get(name, "") for name in WORDS}
    words = read_words(request.form.get("revision:words", 0, int), sent)
    shown = words_view(sheet, key).fields
    return None if {name: clean(sent[name]) for name in WORDS} == shown else words
