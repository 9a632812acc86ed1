"""What members say of vendors and cells while the panel meets."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from werkzeug import Response
from wtforms import HiddenField, SelectField, TextAreaField
from wtforms.validators import DataRequired, Length

from vendor_eval.reports.wording import Wording
from vendor_eval.storage import db, utc_now
from vendor_eval.storage.consensus import Cell, recused_vendors
from vendor_eval.storage.remarks import add_remark, list_remarks
from vendor_eval.web.access import current_person, current_standing, may
from vendor_eval.web.language import current_language, is_local_path
from vendor_eval.web.navigation import evaluation_pages, is_open
from vendor_eval.web.prepared import prepare
from vendor_eval.workflow import Action

bp = Blueprint("remarks", __name__, url_prefix="/evaluations/<evaluation_id>/remarks")


class RemarkForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """A comment on a vendor, or on one of its cells."""

    vendor = SelectField(lazy_gettext("Vendor"), validate_choice=False)
    criterion = HiddenField()
    text = TextAreaField(
        lazy_gettext("Remark"),
        [DataRequired(lazy_gettext("Write the remark.")), Length(max=4000)],
        render_kw={"rows": "3"},
    )


@bp.get("")
@may(Action.SEE_BOARD, vendors=True)
def index(evaluation_id: str) -> str:
    """Every remark, by vendor."""
    return _page(evaluation_id, RemarkForm())


@bp.post("")
@may(Action.REMARK, vendors=True)
def add(evaluation_id: str) -> Response | tuple[str, int]:
    """Say something; it stays as it is."""
    form = RemarkForm()
    if not form.validate_on_submit():
        return _page(evaluation_id, form), 400
    cell = Cell(vendor=form.vendor.data or "", criterion=form.criterion.data or "")
    add_remark(db.session, evaluation_id, cell, form.text.data, current_person(), utc_now())
    flash(gettext("The remark is added."), "success")
    target = request.form.get("next", "")
    if not is_local_path(target):
        target = url_for("remarks.index", evaluation_id=evaluation_id)
    return redirect(target, 303)


def _page(evaluation_id: str, form: RemarkForm) -> str:
    facts = prepare(evaluation_id, current_language()).facts
    words = Wording(current_language())
    without = recused_vendors(db.session, evaluation_id, current_person())
    vendors = [(each.id, words.name(each)) for each in facts.vendors if each.id not in without]
    form.vendor.choices = vendors
    return render_template(
        "remarks/index.html",
        form=form,
        vendors=vendors,
        remarks=list_remarks(db.session, evaluation_id, without),
        criteria={each.id: words.of(each.title) for each in facts.criteria.criteria},
        may_remark=is_open("remarks.add"),
        evaluation_id=evaluation_id,
        title=current_standing().title,
        pages=evaluation_pages(evaluation_id),
    )
