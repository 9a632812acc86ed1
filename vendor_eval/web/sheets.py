"""The score sheet of the person who is signed in: one vendor at a time, or one criterion.

Scripts save each cell as it is typed (``sheet_api``); without them the same pages are
plain forms with one button.
"""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_wtf import FlaskForm
from werkzeug import Response

from vendor_eval.errors import IncompleteSheetError, NotFoundError
from vendor_eval.language import in_language
from vendor_eval.storage import OwnSheet, db, load_sheet, load_title, submit_sheet, utc_now
from vendor_eval.web.access import current_person, current_standing, may
from vendor_eval.web.aliases import vendor_keys
from vendor_eval.web.file_reading import files_of_sheet
from vendor_eval.web.language import current_language
from vendor_eval.web.navigation import evaluation_pages
from vendor_eval.web.sheet_api import own_evaluator
from vendor_eval.web.sheet_forms import save_form
from vendor_eval.web.sheet_texts import script_texts
from vendor_eval.web.sheet_view import (
    CellView,
    build_sheet_view,
    cell_view,
    missing_lines,
    words_view,
)
from vendor_eval.workflow import Action

bp = Blueprint("sheets", __name__)


class SheetForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """The token of a form; its cells depend on the criteria."""


@bp.get("/evaluations/<evaluation_id>/sheet")
@may(Action.SCORE, vendors=True)
def show(evaluation_id: str) -> str:
    """How far the own sheet is, and the ways into it."""
    if current_standing().evaluator is None:
        return render_template(
            "sheets/none.html",
            evaluation_title=in_language(load_title(db.session, evaluation_id), current_language()),
            pages=evaluation_pages(evaluation_id),
        )
    return _render("sheets/show.html", _sheet(evaluation_id))


@bp.get("/evaluations/<evaluation_id>/sheet/vendors/<vendor_key>")
@may(Action.SCORE, vendors=True)
def vendor(evaluation_id: str, vendor_key: str) -> str:
    """Everything about one vendor."""
    sheet = _sheet(evaluation_id)
    return _vendor_page(sheet, vendor_key, _vendor_cells(sheet, vendor_key))


@bp.get("/evaluations/<evaluation_id>/sheet/criteria/<criterion_id>")
@may(Action.SCORE, vendors=True)
def criterion(evaluation_id: str, criterion_id: str) -> str:
    """One criterion, vendor after vendor."""
    sheet = _sheet(evaluation_id)
    return _criterion_page(sheet, criterion_id, _criterion_cells(sheet, criterion_id))


@bp.post("/evaluations/<evaluation_id>/sheet/vendors/<vendor_key>")
@may(Action.SCORE, vendors=True)
def save_vendor(evaluation_id: str, vendor_key: str) -> Response | tuple[str, int]:
    """The same page as a plain form."""
    sheet = _sheet(evaluation_id)
    cells = _vendor_cells(sheet, vendor_key)
    kept, problem = save_form(sheet, cells, vendor_key)
    if problem is None:
        return redirect(request.path, 303)
    return _vendor_page(_sheet(evaluation_id), vendor_key, kept, problem), 409


@bp.post("/evaluations/<evaluation_id>/sheet/criteria/<criterion_id>")
@may(Action.SCORE, vendors=True)
def save_criterion(evaluation_id: str, criterion_id: str) -> Response | tuple[str, int]:
    """The same page as a plain form."""
    sheet = _sheet(evaluation_id)
    kept, problem = save_form(sheet, _criterion_cells(sheet, criterion_id))
    if problem is None:
        return redirect(request.path, 303)
    return _criterion_page(_sheet(evaluation_id), criterion_id, kept, problem), 409


@bp.route("/evaluations/<evaluation_id>/sheet/submit", methods=["GET", "POST"])
@may(Action.SCORE, vendors=True)
def submit(evaluation_id: str) -> str | Response | tuple[str, int]:
    """What is missing, or the button that freezes the sheet."""
    form = SheetForm()
    if not form.validate_on_submit():
        return _submit_page(_sheet(evaluation_id), form)
    try:
        done = submit_sheet(db.session, evaluation_id, own_evaluator(), current_person(), utc_now())
    except IncompleteSheetError as error:
        text = error.text(current_language())
        return _submit_page(_sheet(evaluation_id), form, text), error.http_status
    text = gettext("Your score sheet is submitted. It can no longer be changed.")
    if not done:
        text = gettext("Quality is submitted. Prices are open now.")
    flash(text, "success")
    return redirect(url_for("sheets.show", evaluation_id=evaluation_id), 303)


def _sheet(evaluation_id: str) -> OwnSheet:
    return load_sheet(db.session, evaluation_id, own_evaluator(), current_person())


def _vendor_cells(sheet: OwnSheet, vendor_key: str) -> list[CellView]:
    if vendor_key not in vendor_keys(sheet.asked):
        raise NotFoundError(name=vendor_key)
    columns = sheet.asked.open_columns
    return [cell_view(sheet, vendor_key, each, place) for place, each in enumerate(columns)]


def _criterion_cells(sheet: OwnSheet, criterion_id: str) -> list[CellView]:
    column = sheet.asked.criterion(criterion_id)
    keys = vendor_keys(sheet.asked)
    return [cell_view(sheet, key, column, place) for place, key in enumerate(keys)]


def _vendor_page(
    sheet: OwnSheet, vendor_key: str, cells: Sequence[CellView], problem: str = ""
) -> str:
    view = build_sheet_view(sheet)
    place = [line.key for line in view.vendors].index(vendor_key)
    return _render(
        "sheets/vendor.html",
        sheet,
        line=view.vendors[place],
        before=view.vendors[place - 1] if place else None,
        after=view.vendors[place + 1] if place + 1 < len(view.vendors) else None,
        cells=cells,
        words=words_view(sheet, vendor_key),
        files=files_of_sheet(sheet.asked)[vendor_key],
        problem=problem,
    )


def _criterion_page(
    sheet: OwnSheet, criterion_id: str, cells: Sequence[CellView], problem: str = ""
) -> str:
    view = build_sheet_view(sheet)
    place = [line.key for line in view.criteria].index(criterion_id)
    return _render(
        "sheets/criterion.html",
        sheet,
        line=view.criteria[place],
        before=view.criteria[place - 1] if place else None,
        after=view.criteria[place + 1] if place + 1 < len(view.criteria) else None,
        cells=cells,
        files=files_of_sheet(sheet.asked),
        problem=problem,
    )


def _submit_page(sheet: OwnSheet, form: SheetForm, problem: str = "") -> str:
    return _render(
        "sheets/submit.html", sheet, form=form, problem=problem, missing=missing_lines(sheet)
    )


def _render(template: str, sheet: OwnSheet, **values: object) -> str:
    view = build_sheet_view(sheet)
    return render_template(
        template,
        view=view,
        evaluation_id=view.evaluation_id,
        pages=evaluation_pages(view.evaluation_id),
        form=values.pop("form", None) or SheetForm(),
        texts=script_texts(),
        **values,
    )
