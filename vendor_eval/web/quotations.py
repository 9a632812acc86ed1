"""The quotation of one vendor, line by line, with what it comes to."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_wtf import FlaskForm
from werkzeug import Response

from vendor_eval.case import Quote
from vendor_eval.errors import ConflictError
from vendor_eval.exchange.answer_files import read_quotes
from vendor_eval.exchange.findings import Findings
from vendor_eval.exchange.known import Known
from vendor_eval.reports.quotation import KINDS as KIND_WORDS
from vendor_eval.storage import db
from vendor_eval.storage.quotations import load_quotes, save_quotes
from vendor_eval.storage.vendor_facts import fingerprint
from vendor_eval.web.access import may
from vendor_eval.web.form_rows import FormRows, Texts, number_text, typed, typed_rows
from vendor_eval.web.language import current_language
from vendor_eval.web.quotation_draft import Draft, draft_of
from vendor_eval.web.quotation_words import COLUMN_WORDS, FORMULAS, USED_BY
from vendor_eval.web.vendor_pages import PricesClosedError, VendorPage, change_of, open_vendor
from vendor_eval.workflow import Action

bp = Blueprint(
    "quotations", __name__, url_prefix="/evaluations/<evaluation_id>/entry/<vendor_id>/quotation"
)

NUMBERS = ("price", "quantity", "minimum", "included", "overage", "per_hour")
LABELS = ("label_ja", "label_en")
COLUMNS = ("kind", *NUMBERS, *LABELS)
MOST_LINES = 60
SPARE = 3
"""Empty lines below those that are there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineEntry:
    """One line as the page shows it."""

    key: str
    texts: Mapping[str, str]
    errors: Mapping[str, str]
    amount: str
    """What it comes to, in words; empty before it is known."""


@bp.get("")
@may(Action.READ, vendors=True)
def show(evaluation_id: str, vendor_id: str) -> str:
    """What the vendor asks for."""
    page = _open(evaluation_id, vendor_id)
    quotes = load_quotes(db.session, evaluation_id, vendor_id)
    return _draw(page, _texts(quotes), {}, draft_of(page, quotes), fingerprint(quotes))


@bp.post("")
@may(Action.EDIT_VENDORS, vendors=True)
def save(evaluation_id: str, vendor_id: str) -> Response | tuple[str, int]:
    """The lines as typed: all of them are sound, or nothing is saved."""
    page = _open(evaluation_id, vendor_id)
    rows, basis = _typed(), typed("basis")
    quotes, errors, draft = _read(page, rows)
    if "more" in request.form:
        return _draw(page, rows.texts, {}, draft, basis), 200
    if errors or draft.problem:
        return _draw(page, rows.texts, errors, draft, basis), 400
    try:
        save_quotes(db.session, change_of(evaluation_id, vendor_id, basis), quotes)
    except ConflictError as error:
        there = load_quotes(db.session, evaluation_id, vendor_id)
        page_text = _draw(page, rows.texts, {}, draft, fingerprint(there), draft_of(page, there))
        return page_text, error.http_status
    flash(gettext("The quotation has been saved."), "success")
    address = url_for("quotations.show", evaluation_id=evaluation_id, vendor_id=vendor_id)
    return redirect(address, 303)


@bp.post("/price")
@may(Action.EDIT_VENDORS, vendors=True)
def price(evaluation_id: str, vendor_id: str) -> Response:
    """What the lines typed so far come to; nothing is saved."""
    page = _open(evaluation_id, vendor_id)
    rows = _typed()
    quotes, errors, _all = _read(page, rows)
    sound = [key for key in _filled(rows).texts if key not in errors]
    draft = draft_of(page, [quote for key, quote in zip(_filled(rows).texts, quotes, strict=True)
                            if key in sound])  # fmt: skip
    return jsonify(
        lines=dict(zip(sound, draft.amounts, strict=False)),
        totals=[list(each) for each in draft.totals],
        steps=list(draft.steps),
        problem=draft.problem,
        errors=errors,
    )


def _open(evaluation_id: str, vendor_id: str) -> VendorPage:
    page = open_vendor(evaluation_id, vendor_id)
    if not page.opening.prices:
        raise PricesClosedError
    return page


def _typed() -> FormRows:
    keys = dict.fromkeys(name.partition(".")[0] for name in request.form if name.endswith(".kind"))
    numbers = [key for key in keys if key.isdecimal()][:MOST_LINES]
    return typed_rows(numbers, COLUMNS)


def _filled(rows: FormRows) -> FormRows:
    """Lines in which something stands; a column that the kind does not use is left out."""
    texts = {}
    for key, row in rows.texts.items():
        used = {"kind", "price", *LABELS, *USED_BY.get(row["kind"], NUMBERS)}
        if any(row[column] for column in COLUMNS):
            texts[key] = {column: row[column] for column in COLUMNS if column in used}
    return FormRows(texts=texts)


def _read(
    page: VendorPage, rows: FormRows
) -> tuple[tuple[Quote, ...], dict[str, dict[str, str]], Draft]:
    """The lines, what is wrong with them, and what they come to where nothing is."""
    findings = Findings()
    filled = _filled(rows)
    known = Known(vendors=frozenset({page.vendor.id}), evaluators=None, criteria=None, scale=None)
    quotes = tuple(read_quotes(filled.cells(findings, vendor=page.vendor.id), known))
    words = {
        name: page.words.gettext(word) for name, word in {**COLUMN_WORDS, **KIND_WORDS}.items()
    }
    errors = filled.errors(findings, current_language(), words)
    return quotes, errors, draft_of(page, () if errors else quotes)


def _texts(quotes: tuple[Quote, ...]) -> Texts:
    """What stands in the fields before anything is typed."""
    return {
        str(place): {
            "kind": quote.line.kind,
            **{name: number_text(getattr(quote.line, name)) for name in NUMBERS},
            "label_ja": quote.label.get("ja", ""),
            "label_en": quote.label.get("en", ""),
        }
        for place, quote in enumerate(quotes)
    }


def _draw(
    page: VendorPage,
    texts: Texts,
    errors: Mapping[str, Mapping[str, str]],
    draft: Draft,
    basis: str,
    meanwhile: Draft | None = None,
) -> str:
    return render_template(
        "quotations/show.html",
        page=page,
        form=FlaskForm(),
        lines=_lines(texts, errors, draft),
        draft=draft,
        wrong=bool(errors),
        basis=basis,
        meanwhile=meanwhile,
        kinds=KIND_WORDS,
        formulas=FORMULAS,
        used_by=USED_BY,
        columns=COLUMN_WORDS,
        own_label=f"label_{current_language()}",
    )


def _lines(texts: Texts, errors: Mapping[str, Mapping[str, str]], draft: Draft) -> list[LineEntry]:
    """The lines with something in them, and some empty ones to go on with."""
    filled = {key: row for key, row in texts.items() if any(row.values())}
    amounts = dict(zip(filled, draft.amounts, strict=False))
    first = max((int(key) for key in texts), default=-1) + 1
    spare = {str(first + more): dict.fromkeys(COLUMNS, "") for more in range(SPARE)}
    return [
        LineEntry(key=key, texts=row, errors=errors.get(key, {}), amount=amounts.get(key, ""))
        for key, row in {**filled, **spare}.items()
    ]
