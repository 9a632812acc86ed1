"""Questions put to one vendor, and its answers."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext
from flask_wtf import FlaskForm
from werkzeug import Response

from vendor_eval.errors import ConflictError
from vendor_eval.storage import db
from vendor_eval.storage.questions import answer_question, ask, list_questions
from vendor_eval.storage.vendor_facts import fingerprint
from vendor_eval.web.access import may
from vendor_eval.web.form_rows import typed
from vendor_eval.web.vendor_pages import VendorPage, change_of, open_vendor
from vendor_eval.workflow import Action

bp = Blueprint(
    "questions", __name__, url_prefix="/evaluations/<evaluation_id>/entry/<vendor_id>/questions"
)


@bp.get("")
@may(Action.READ, vendors=True)
def show(evaluation_id: str, vendor_id: str) -> str:
    """Everything the vendor was asked, and what it said."""
    return _draw(open_vendor(evaluation_id, vendor_id))


@bp.post("")
@may(Action.EDIT_VENDORS, vendors=True)
def add(evaluation_id: str, vendor_id: str) -> Response | tuple[str, int]:
    """Log a question."""
    page = open_vendor(evaluation_id, vendor_id)
    question = typed("question")
    if not question:
        return _draw(page, error=gettext("Write the question.")), 400
    number = ask(db.session, change_of(evaluation_id, vendor_id), question)
    flash(gettext("Question %(number)s has been logged.", number=number), "success")
    return redirect(_address(page), 303)


@bp.post("/<int:question_number>/answer")
@may(Action.EDIT_VENDORS, vendors=True)
def answer(evaluation_id: str, vendor_id: str, question_number: int) -> Response | tuple[str, int]:
    """Log what the vendor answered, or correct it."""
    page = open_vendor(evaluation_id, vendor_id)
    text = typed("answer")
    if not text:
        return _draw(page, error=gettext("Write the answer."), wrong=question_number), 400
    try:
        change = change_of(evaluation_id, vendor_id, typed("basis"))
        answer_question(db.session, change, question_number, text)
    except ConflictError as error:
        kept = gettext(
            "Somebody else has entered an answer meanwhile: it stands above yours. Compare the two,"
            " then save again."
        )
        return _draw(page, error=kept, wrong=question_number, answer=text), error.http_status
    flash(gettext("The answer has been logged."), "success")
    return redirect(_address(page), 303)


def _draw(page: VendorPage, *, error: str = "", wrong: int = 0, answer: str = "") -> str:
    questions = list_questions(db.session, page.evaluation_id, page.vendor.id)
    return render_template(
        "questions/show.html",
        page=page,
        form=FlaskForm(),
        questions=questions,
        bases={each.number: fingerprint(each.answer) for each in questions},
        error=error,
        wrong=wrong,
        answer=answer,
        question=typed("question"),
    )


def _address(page: VendorPage) -> str:
    return url_for("questions.show", evaluation_id=page.evaluation_id, vendor_id=page.vendor.id)
