"""The vendors of an evaluation as they are entered: the list, one of them, and ways to add some."""

from collections.abc import Mapping
from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import format_datetime, gettext
from flask_wtf import FlaskForm
from werkzeug import Response

from vendor_eval.case import Vendor
from vendor_eval.criteria.model import Text
from vendor_eval.errors import (
    ConflictError,
    InvalidFilesError,
    ReasonNeededError,
)
from vendor_eval.exchange.findings import Findings
from vendor_eval.exchange.people_files import STATES, read_vendors
from vendor_eval.language import N_
from vendor_eval.reports.vendor_sheet import PROFILE
from vendor_eval.scoring.sheet import VendorState
from vendor_eval.storage import db, load_comparable
from vendor_eval.storage.vendor_entry import (
    add_vendors,
    change_vendor,
    list_entered,
    list_offered,
    load_entered,
    remove_vendor,
    set_vendor_status,
    take_over_vendors,
    words_of,
)
from vendor_eval.storage.vendor_facts import fingerprint, opening_for
from vendor_eval.web.access import current_person, current_standing, may
from vendor_eval.web.evaluations import problems_in
from vendor_eval.web.form_rows import FormRows, typed, typed_rows
from vendor_eval.web.language import current_language
from vendor_eval.web.navigation import evaluation_pages
from vendor_eval.web.vendor_lists import read_list
from vendor_eval.web.vendor_pages import change_of, may_edit, open_vendor
from vendor_eval.workflow import Action, Stage

bp = Blueprint("vendor_entry", __name__, url_prefix="/evaluations/<evaluation_id>/entry")

NAMES = ("name_ja", "name_en", "short_ja", "short_en")
KNOWN_PROFILE = (
    "kana",
    "about_ja",
    "about_en",
    *(name for name in PROFILE if name not in {"kana", "about", "fictitious"}),
)
"""Columns of vendors.csv that the form asks for."""
ROW = "vendor"
STATE_WORDS: Mapping[VendorState, str] = {
    "active": N_("Takes part"),
    "declined": N_("Declined"),
    "withdrawn": N_("Withdrawn"),
}


@bp.app_template_filter("moment")
def moment_text(at: datetime) -> str:
    """Day and minute where the program is used."""
    return str(format_datetime(at, "yyyy-MM-dd HH:mm"))


@bp.get("")
@may(Action.READ, vendors=True)
def index(evaluation_id: str) -> str:
    """Everybody who was asked, without anything they scored."""
    standing = current_standing()
    opening = opening_for(db.session, standing)
    shown = list_entered(db.session, evaluation_id) if opening.names else ()
    return render_template(
        "vendor_entry/index.html",
        title=_title(evaluation_id),
        evaluation_id=evaluation_id,
        vendors=[each for each in shown if each.vendor.id not in opening.recused],
        opening=opening,
        may_edit=may_edit(standing),
        late=standing.stage != Stage.PREPARING,
        status_words=STATE_WORDS,
        pages=evaluation_pages(evaluation_id),
    )


@bp.route("/new/vendor", methods=["GET", "POST"])
@may(Action.EDIT_VENDORS, vendors=True)
def add(evaluation_id: str) -> str | Response | tuple[str, int]:
    """A vendor typed in."""
    form = FlaskForm()
    rows = typed_rows([ROW], (*NAMES, *KNOWN_PROFILE))
    errors: dict[str, str] = {}
    if form.validate_on_submit():
        vendor, errors = _read(rows, "new-vendor")
        if vendor is not None:
            entered = Vendor(id="", name=vendor.name, short=vendor.short, profile=vendor.profile)
            [vendor_id] = add_vendors(db.session, change_of(evaluation_id), [entered])
            flash(gettext("The vendor has been added. Enter what it offers next."), "success")
            return redirect(_address(evaluation_id, vendor_id), 303)
    page = render_template(
        "vendor_entry/add.html",
        title=_title(evaluation_id),
        evaluation_id=evaluation_id,
        form=form,
        texts=rows.texts[ROW],
        errors=errors,
        profile=_profile_labels(KNOWN_PROFILE),
        pages=evaluation_pages(evaluation_id),
    )
    return page, 400 if errors else 200


@bp.route("/new/earlier", methods=["GET", "POST"])
@may(Action.EDIT_VENDORS, vendors=True)
def take_over(evaluation_id: str) -> str | Response:
    """Companies met in earlier evaluations."""
    form = FlaskForm()
    if form.validate_on_submit():
        chosen = {int(each) for each in request.form.getlist("company") if each.isdecimal()}
        taken = take_over_vendors(db.session, change_of(evaluation_id), chosen)
        flash(gettext("Vendors taken over: %(count)s.", count=len(taken)), "success")
        return redirect(url_for("vendor_entry.index", evaluation_id=evaluation_id), 303)
    return render_template(
        "vendor_entry/take_over.html",
        title=_title(evaluation_id),
        evaluation_id=evaluation_id,
        form=form,
        offered=list_offered(db.session, current_person(), evaluation_id),
        pages=evaluation_pages(evaluation_id),
    )


@bp.route("/new/csv", methods=["GET", "POST"])
@may(Action.EDIT_VENDORS, vendors=True)
def import_list(evaluation_id: str) -> str | Response | tuple[str, int]:
    """A vendors.csv: shown first, then taken in whole or not at all."""
    form = FlaskForm()
    values: dict[str, object] = {"problems": [], "vendors": (), "content": ""}
    if form.validate_on_submit():
        file = request.files.get("file")
        content = file.read() if file else request.form.get("content", "").encode()
        try:
            vendors = read_list(content, list_entered(db.session, evaluation_id))
        except InvalidFilesError as error:
            values["problems"] = problems_in(error, current_language())
        else:
            if "confirmed" in request.form:
                added = add_vendors(db.session, change_of(evaluation_id), vendors.vendors)
                flash(gettext("Vendors added: %(count)s.", count=len(added)), "success")
                return redirect(url_for("vendor_entry.index", evaluation_id=evaluation_id), 303)
            values |= {"vendors": vendors.vendors, "content": vendors.text}
    return _import_page(evaluation_id, form, values), 400 if values["problems"] else 200


def _import_page(evaluation_id: str, form: FlaskForm, values: Mapping[str, object]) -> str:
    return render_template(
        "vendor_entry/import_list.html",
        title=_title(evaluation_id),
        evaluation_id=evaluation_id,
        form=form,
        status_words=STATE_WORDS,
        pages=evaluation_pages(evaluation_id),
        **values,
    )


@bp.get("/<vendor_id>")
@may(Action.READ, vendors=True)
def show(evaluation_id: str, vendor_id: str) -> str:
    """Who a vendor is."""
    open_vendor(evaluation_id, vendor_id)
    vendor = load_entered(db.session, evaluation_id, vendor_id).vendor
    return _page(evaluation_id, vendor_id, words_of(vendor), {}, fingerprint(vendor))


@bp.post("/<vendor_id>")
@may(Action.EDIT_VENDORS, vendors=True)
def save(evaluation_id: str, vendor_id: str) -> Response | tuple[str, int]:
    """Its names and profile, as corrected."""
    open_vendor(evaluation_id, vendor_id)
    current = load_entered(db.session, evaluation_id, vendor_id).vendor
    rows = typed_rows([ROW], dict.fromkeys((*NAMES, *KNOWN_PROFILE, *current.profile)))
    vendor, errors = _read(rows, vendor_id)
    basis = typed("basis")
    if vendor is not None:
        try:
            change_vendor(db.session, change_of(evaluation_id, vendor_id, basis), vendor)
        except ConflictError:
            errors = {"": gettext("Somebody else has changed this vendor meanwhile.")}
            current = load_entered(db.session, evaluation_id, vendor_id).vendor
            page = _page(
                evaluation_id, vendor_id, rows.texts[ROW], errors, fingerprint(current), current
            )
            return page, ConflictError.http_status
        flash(gettext("Saved."), "success")
        return redirect(_address(evaluation_id, vendor_id), 303)
    return _page(evaluation_id, vendor_id, rows.texts[ROW], errors, basis), 400


@bp.post("/<vendor_id>/status")
@may(Action.EDIT_VENDORS, vendors=True)
def set_status(evaluation_id: str, vendor_id: str) -> Response:
    """Out of the evaluation with a reason, or back in."""
    open_vendor(evaluation_id, vendor_id)
    status: VendorState = next((each for each in STATES if each == typed("status")), "active")
    reason: Text = {current_language(): typed("reason")}
    try:
        set_vendor_status(db.session, change_of(evaluation_id, vendor_id), status, reason)
    except ReasonNeededError as error:
        flash(error.text(current_language()), "error")
    else:
        flash(gettext("Saved. Everything entered about the vendor is kept."), "success")
    return redirect(_address(evaluation_id, vendor_id), 303)


@bp.post("/<vendor_id>/remove")
@may(Action.EDIT_VENDORS, vendors=True)
def remove(evaluation_id: str, vendor_id: str) -> Response:
    """A vendor entered by mistake, while nothing is about it."""
    open_vendor(evaluation_id, vendor_id)
    remove_vendor(db.session, change_of(evaluation_id, vendor_id))
    flash(gettext("The vendor has been removed. Nothing was known about it yet."), "success")
    return redirect(url_for("vendor_entry.index", evaluation_id=evaluation_id), 303)


def _page(
    evaluation_id: str,
    vendor_id: str,
    texts: Mapping[str, str],
    errors: Mapping[str, str],
    basis: str,
    meanwhile: Vendor | None = None,
) -> str:
    page = open_vendor(evaluation_id, vendor_id)
    entered = load_entered(db.session, evaluation_id, vendor_id)
    preparing = current_standing().stage == Stage.PREPARING
    names = tuple(dict.fromkeys((*KNOWN_PROFILE, *entered.vendor.profile)))
    return render_template(
        "vendor_entry/show.html",
        page=page,
        vendor=entered.vendor,
        form=FlaskForm(),
        texts=texts,
        errors=errors,
        basis=basis,
        meanwhile=words_of(meanwhile) if meanwhile else {},
        removable=preparing and entered.removable and page.may_edit,
        profile=_profile_labels(names),
        status_words=STATE_WORDS,
    )


def _read(rows: FormRows, vendor_id: str) -> tuple[Vendor | None, dict[str, str]]:
    findings = Findings()
    [vendor] = read_vendors(rows.cells(findings, id=vendor_id))
    errors = rows.errors(findings, current_language()).get(ROW, {})
    return (None if errors else vendor), errors


def _profile_labels(names: tuple[str, ...]) -> list[tuple[str, str]]:
    """Name and label of each field of the profile, in their order."""
    labels = {"about_ja": gettext("In short (Japanese)"), "about_en": gettext("In short (English)")}
    return [(each, labels.get(each) or _profile_word(each)) for each in names]


def _profile_word(name: str) -> str:
    return gettext(PROFILE[name]) if name in PROFILE else name


def _title(evaluation_id: str) -> Text:
    return load_comparable(db.session, evaluation_id).facts.evaluation.title


def _address(evaluation_id: str, vendor_id: str) -> str:
    return url_for("vendor_entry.show", evaluation_id=evaluation_id, vendor_id=vendor_id)
