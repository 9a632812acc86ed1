"""The board of the panel's meeting: what evaluators see differently, and what they agree on."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from werkzeug import Response
from wtforms import HiddenField, StringField
from wtforms.validators import Length

from vendor_eval.case import Case, Consensus
from vendor_eval.errors import ConflictError, NotFoundError, VendorEvalError
from vendor_eval.language import in_language
from vendor_eval.reports.board import Board, build_board, open_cell
from vendor_eval.storage import db, load_case, utc_now
from vendor_eval.storage.consensus import (
    Cell,
    clear_consensus,
    load_revisions,
    recused_vendors,
    save_consensus,
)
from vendor_eval.storage.remarks import list_remarks
from vendor_eval.web.access import current_person, current_standing, may
from vendor_eval.web.agree_forms import AgreeForm, agree_form
from vendor_eval.web.language import current_language
from vendor_eval.web.navigation import evaluation_pages
from vendor_eval.web.prepared import prepare
from vendor_eval.workflow import Action
from vendor_eval.workflow import may as part_may

bp = Blueprint("board", __name__, url_prefix="/evaluations/<evaluation_id>/consensus")

CELL = "/<vendor_id>/<criterion_id>"


class ClearForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """Why an agreed value is taken back."""

    revision = HiddenField()
    why = StringField(lazy_gettext("Reason for taking it back"), [Length(max=1000)])


@bp.get("")
@may(Action.SEE_BOARD, vendors=True)
def show(evaluation_id: str) -> str:
    """Cells far apart and cells agreed on; all the others on demand."""
    board = load_board(evaluation_id)[1]
    everything = request.args.get("show") == "all"
    return render_template(
        "consensus/show.html",
        board=board,
        cells=board.shown(everything),
        everything=everything,
        **_frame(evaluation_id),
    )


@bp.get(CELL)
@may(Action.SEE_BOARD, vendors=True)
def cell(evaluation_id: str, vendor_id: str, criterion_id: str) -> str:
    """Everything said of one cell, and what is agreed on."""
    at = Cell(vendor=vendor_id, criterion=criterion_id)
    return _cell_page(evaluation_id, at, None)


@bp.post(CELL)
@may(Action.AGREE, vendors=True)
def save(evaluation_id: str, vendor_id: str, criterion_id: str) -> Response | str | tuple[str, int]:
    """Agree on a value; what somebody else saved meanwhile is shown beside what was typed."""
    case, board = load_board(evaluation_id)
    at = Cell(vendor=vendor_id, criterion=criterion_id)
    form = agree_form(case, at)
    if not form.validate_on_submit():
        return _cell_page(evaluation_id, at, form), 400
    try:
        agreed = _agreed(case, at, form)
        save_consensus(
            db.session, evaluation_id, agreed, _revision(form), current_person(), utc_now()
        )
    except VendorEvalError as error:
        return _refused(evaluation_id, at, form, error)
    flash(gettext("The agreed value is saved."), "success")
    after = board.around((vendor_id, criterion_id))[1]
    onward = after if after is not None and "next" in request.form else None
    where = Cell(vendor=onward.vendor_id, criterion=onward.criterion_id) if onward else at
    return redirect(_address(evaluation_id, where), 303)


@bp.post(f"{CELL}/clear")
@may(Action.AGREE, vendors=True)
def clear(
    evaluation_id: str, vendor_id: str, criterion_id: str
) -> Response | str | tuple[str, int]:
    """Take an agreed value back."""
    form = ClearForm(prefix="clear-")
    at = Cell(vendor=vendor_id, criterion=criterion_id, revision=_revision(form))
    try:
        clear_consensus(
            db.session, evaluation_id, at, form.why.data or "", current_person(), utc_now()
        )
    except VendorEvalError as error:
        return _refused(evaluation_id, at, None, error)
    flash(gettext("The agreed value is taken back; the ratings count again."), "success")
    return redirect(_address(evaluation_id, at), 303)


@bp.get(f"{CELL}/meeting")
@may(Action.SEE_BOARD, vendors=True)
def meeting(evaluation_id: str, vendor_id: str, criterion_id: str) -> str:
    """One cell in large type for the wall; internal notes only where switched on."""
    case, board = load_board(evaluation_id)
    at = Cell(vendor=vendor_id, criterion=criterion_id)
    key = _require(board, at)
    place = [each.key for each in board.cells if each.apart]
    return render_template(
        "consensus/meeting.html",
        opened=open_cell(
            case, prepare(evaluation_id, current_language()).comparison, key, current_language()
        ),
        around=board.around(key),
        place=place.index(key) + 1 if key in place else None,
        places=len(place),
        notes=request.args.get("notes") == "on",
        **_frame(evaluation_id),
    )


def load_board(evaluation_id: str) -> tuple[Case, Board]:
    """The evaluation with all ratings, and its board without vendors the person is recused from.

    Raises:
        NotFoundError: there is no such evaluation.
    """
    prepared = prepare(evaluation_id, current_language())
    case = load_case(db.session, evaluation_id)
    without = recused_vendors(db.session, evaluation_id, current_person())
    return case, build_board(case, prepared.comparison, current_language(), without)


def _agreed(case: Case, at: Cell, form: AgreeForm) -> Consensus:
    """What the form says; words that were not touched keep their other language."""
    reason = (form.reason.data or "").strip()
    before = next(
        (
            each
            for each in case.consensus
            if (each.vendor, each.criterion) == (at.vendor, at.criterion)
        ),
        None,
    )
    kept = before is not None and in_language(before.reason, current_language()) == reason
    return Consensus(
        vendor=at.vendor,
        criterion=at.criterion,
        value=form.agreed_value(),
        reason=before.reason if before and kept else {current_language(): reason} if reason else {},
        dissent=(form.dissent.data or "").strip(),
    )


def _revision(form: FlaskForm) -> int:
    text = form.revision.data or ""
    return int(text) if text.isdecimal() else 0


def _refused(
    evaluation_id: str, at: Cell, form: AgreeForm | None, error: VendorEvalError
) -> tuple[str, int]:
    """The page again, with what was typed, what is wrong and what is there now."""
    if isinstance(error, NotFoundError):
        raise error
    conflict = isinstance(error, ConflictError)
    page = _cell_page(evaluation_id, at, form, error.text(current_language()), conflict)
    return page, error.http_status


def _cell_page(
    evaluation_id: str, at: Cell, form: AgreeForm | None, wrong: str = "", conflict: bool = False
) -> str:
    case, board = load_board(evaluation_id)
    key = _require(board, at)
    comparison = prepare(evaluation_id, current_language()).comparison
    revision = str(load_revisions(db.session, evaluation_id).get(key, 0))
    form = form or agree_form(case, at)
    if conflict:
        form.revision.data = revision  # whoever saves again has seen what is there now
    remarks = list_remarks(db.session, evaluation_id)
    return render_template(
        "consensus/cell.html",
        opened=open_cell(case, comparison, key, current_language()),
        board_cell=next(each for each in board.cells if each.key == key),
        around=board.around(key),
        form=form,
        clear_form=ClearForm(formdata=None, prefix="clear-", revision=revision),
        wrong=wrong,
        conflict=conflict,
        remarks=[each for each in remarks if (each.vendor, each.criterion) == key],
        **_frame(evaluation_id),
    )


def _require(board: Board, at: Cell) -> tuple[str, str]:
    key = at.vendor, at.criterion
    if key not in {each.key for each in board.cells}:
        raise NotFoundError(name=f"{at.vendor} / {at.criterion}")
    return key


def _address(evaluation_id: str, at: Cell) -> str:
    return url_for(
        "board.cell", evaluation_id=evaluation_id, vendor_id=at.vendor, criterion_id=at.criterion
    )


def _frame(evaluation_id: str) -> dict[str, object]:
    """What stands around each page, and what the person may do here now."""
    standing = current_standing()
    open_now = not standing.archived
    return {
        "evaluation_id": evaluation_id,
        "title": standing.title,
        "pages": evaluation_pages(evaluation_id),
        "may_agree": open_now and part_may(standing.role, standing.stage, Action.AGREE),
        "may_remark": open_now and part_may(standing.role, standing.stage, Action.REMARK),
    }
