"""The decision: whom the panel recommends, a lot where one is needed, and the signature."""

import secrets

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext, lazy_gettext
from flask_security.utils import verify_password
from flask_wtf import FlaskForm
from werkzeug import Response
from wtforms import BooleanField, HiddenField, PasswordField, SelectField, TextAreaField
from wtforms.validators import Length

from vendor_eval.case import Decision
from vendor_eval.criteria.model import Text
from vendor_eval.errors import ConflictError, VendorEvalError
from vendor_eval.language import LANGUAGES
from vendor_eval.reports.contents import build_contents
from vendor_eval.reports.wording import Wording
from vendor_eval.storage import db, utc_now
from vendor_eval.storage.decision import (
    Draw,
    draw_lot,
    load_decision,
    open_points,
    reopen_decision,
    save_decision,
    sign_decision,
    standing_ties,
    suggested,
)
from vendor_eval.web.access import current_person, current_standing, may
from vendor_eval.web.accounts import PASSWORD_LIMIT, require_below
from vendor_eval.web.documents import local_time
from vendor_eval.web.language import current_language
from vendor_eval.web.navigation import evaluation_pages, is_open
from vendor_eval.web.open_points import open_point_texts
from vendor_eval.web.prepared import Prepared, prepare
from vendor_eval.workflow import Action

bp = Blueprint("decisions", __name__, url_prefix="/evaluations/<evaluation_id>/decision")

SEED_BYTES = 16
ACTS = ("save", "draw", "sign", "reopen")


class DecisionForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """Whom the panel recommends, and why."""

    revision = HiddenField()
    recommended = SelectField(lazy_gettext("Recommended vendor"), validate_choice=False)
    runner_up = SelectField(lazy_gettext("Runner-up"), validate_choice=False)
    departs = TextAreaField(
        lazy_gettext("Why it is not the order of the ranking"),
        [Length(max=4000)],
        render_kw={"rows": "2"},
    )
    why_ja = TextAreaField(lazy_gettext("Why (Japanese)"), [Length(max=8000)])
    why_en = TextAreaField(lazy_gettext("Why (English)"), [Length(max=8000)])
    conditions_ja = TextAreaField(lazy_gettext("Conditions (Japanese)"), [Length(max=8000)])
    conditions_en = TextAreaField(lazy_gettext("Conditions (English)"), [Length(max=8000)])


class SignForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """The approver's signature."""

    revision = HiddenField()
    note = TextAreaField(
        lazy_gettext("Note (optional)"), [Length(max=4000)], render_kw={"rows": "2"}
    )
    sure = BooleanField(lazy_gettext("I have read the comparison and approve this decision."))
    password = PasswordField(
        lazy_gettext("Your password, once more"), render_kw={"autocomplete": "current-password"}
    )

    def is_theirs(self) -> bool:
        """Whether it is the approver who sits here; mistakes stand beside their fields."""
        if not self.validate_on_submit():
            return False
        kept = current_person().password
        if not self.sure.data:
            self.sure.errors = [gettext("Tick this to sign.")]
        if kept:
            require_below(PASSWORD_LIMIT, "password", str(current_person().id))
            if not verify_password(self.password.data or "", kept):
                self.password.errors = [gettext("That is not your present password. Try again.")]
        return not self.errors


@bp.get("")
@may(Action.SEE_RESULTS, vendors=True)
def show(evaluation_id: str) -> str:
    """What is decided, what is still open, and the forms for who may fill them in."""
    return _page(evaluation_id)


@bp.post("")
@may(Action.DECIDE, vendors=True)
def save(evaluation_id: str) -> Response | tuple[str, int]:
    """Write down whom the panel recommends and why."""
    form = _decision_form(evaluation_id)
    if not form.validate_on_submit():
        return _page(evaluation_id, form=form), 400
    decision = Decision(
        recommended=form.recommended.data or "",
        runner_up=form.runner_up.data or "",
        departs=(form.departs.data or "").strip(),
        why=_texts(form, "why"),
        conditions=_texts(form, "conditions"),
        revision=_revision(form),
    )
    try:
        save_decision(db.session, evaluation_id, decision, current_person(), utc_now())
    except VendorEvalError as error:
        return _refused(evaluation_id, error, form=form)
    return _done(evaluation_id, gettext("The decision is saved."))


@bp.post("/lot")
@may(Action.DECIDE, vendors=True)
def draw(evaluation_id: str) -> Response | tuple[str, int]:
    """Draw a lot in front of those present."""
    names = request.form.get("present", "").replace("、", "\n").replace(",", "\n").splitlines()
    lot = Draw(
        tied=tuple(request.form.getlist("vendor")),
        present=tuple(name.strip() for name in names if name.strip()),
        seed=secrets.token_hex(SEED_BYTES),
        day=local_time().date().isoformat(),
    )
    try:
        draw_lot(db.session, evaluation_id, lot, current_person(), utc_now())
    except VendorEvalError as error:
        return _refused(evaluation_id, error)
    return _done(evaluation_id, gettext("The lot is drawn and recorded."))


@bp.post("/signature")
@may(Action.SIGN, vendors=True)
def sign(evaluation_id: str) -> Response | tuple[str, int]:
    """Approve the decision; from here nothing changes."""
    form = SignForm(prefix="sign-")
    if not form.is_theirs():
        return _page(evaluation_id, sign_form=form), 400
    try:
        sign_decision(
            db.session,
            evaluation_id,
            _revision(form),
            form.note.data or "",
            current_person(),
            utc_now(),
        )
    except VendorEvalError as error:
        return _refused(evaluation_id, error, sign_form=form)
    return _done(evaluation_id, gettext("The decision is signed. Nothing changes any more."))


@bp.post("/reopen")
@may(Action.REOPEN, vendors=True)
def reopen(evaluation_id: str) -> Response | tuple[str, int]:
    """Take a signed decision up again."""
    reason = request.form.get("reason", "")
    try:
        reopen_decision(db.session, evaluation_id, reason, current_person(), utc_now())
    except VendorEvalError as error:
        return _refused(evaluation_id, error)
    return _done(evaluation_id, gettext("The decision is open again; the signature is void."))


def _page(
    evaluation_id: str,
    *,
    form: DecisionForm | None = None,
    sign_form: SignForm | None = None,
    wrong: str = "",
    conflict: bool = False,
) -> str:
    prepared = prepare(evaluation_id, current_language())
    decision = load_decision(db.session, evaluation_id)
    fresh = {"formdata": None, "prefix": "sign-", "revision": str(decision.revision)}
    return render_template(
        "decision/show.html",
        contents=build_contents(prepared.facts, prepared.comparison, current_language(), decision),
        form=form or _decision_form(evaluation_id),
        sign_form=sign_form or SignForm(**fresh),
        missing=open_point_texts(
            open_points(prepared.facts, prepared.comparison, decision), prepared.facts
        ),
        ties=_named_ties(prepared),
        wrong=wrong,
        conflict=conflict,
        has_password=bool(current_person().password),
        may={name: is_open(f"decisions.{name}") for name in ACTS},
        stage=current_standing().stage.value,
        evaluation_id=evaluation_id,
        pages=evaluation_pages(evaluation_id),
    )


def _named_ties(prepared: Prepared) -> list[list[tuple[str, str]]]:
    """Id and name of the vendors of each tie that a lot settles."""
    words = Wording(current_language())
    names = {vendor.id: words.name(vendor) for vendor in prepared.facts.vendors}
    return [
        [(vendor, names[vendor]) for vendor in tied] for tied in standing_ties(prepared.comparison)
    ]


def _decision_form(evaluation_id: str) -> DecisionForm:
    """Filled in with what is kept, at first with the order of the ranking."""
    prepared = prepare(evaluation_id, current_language())
    decision = load_decision(db.session, evaluation_id)
    first, second = suggested(prepared.comparison)
    fresh = not decision.revision
    form = DecisionForm(
        revision=str(decision.revision),
        recommended=first if fresh else decision.recommended,
        runner_up=second if fresh else decision.runner_up,
        departs=decision.departs,
        **{f"why_{language}": decision.why.get(language, "") for language in LANGUAGES},
        **{f"conditions_{each}": decision.conditions.get(each, "") for each in LANGUAGES},
    )
    _offer_ranked(form, prepared)
    return form


def _offer_ranked(form: DecisionForm, prepared: Prepared) -> None:
    ranked = [
        (row.vendor_id, f"{row.rank_text}. {row.name} – {row.total_text}")
        for row in prepared.contents.ranking.ranked
    ]
    form.recommended.choices = [("", gettext("nobody yet")), *ranked]
    form.runner_up.choices = [("", gettext("none")), *ranked]


def _texts(form: DecisionForm, name: str) -> Text:
    said = {each: (form[f"{name}_{each}"].data or "").strip() for each in LANGUAGES}
    return {language: text for language, text in said.items() if text}


def _revision(form: FlaskForm) -> int:
    text = form.revision.data or ""
    return int(text) if text.isdecimal() else 0


def _refused(
    evaluation_id: str,
    error: VendorEvalError,
    form: DecisionForm | None = None,
    sign_form: SignForm | None = None,
) -> tuple[str, int]:
    conflict = isinstance(error, ConflictError)
    for each in (form, sign_form):
        if conflict and each is not None:
            # Whoever sends it again has seen what is there now.
            each.revision.data = str(load_decision(db.session, evaluation_id).revision)
    page = _page(
        evaluation_id,
        form=form,
        sign_form=sign_form,
        wrong=error.text(current_language()),
        conflict=conflict,
    )
    return page, error.http_status


def _done(evaluation_id: str, message: str) -> Response:
    flash(message, "success")
    return redirect(url_for("decisions.show", evaluation_id=evaluation_id), 303)
