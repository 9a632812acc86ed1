"""Declarations of conflicts of interest: signing them, and deciding about them."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from werkzeug import Response
from wtforms import RadioField, SelectChoice, TextAreaField, ValidationError
from wtforms.validators import InputRequired, Length

from vendor_eval.errors import NotFoundError
from vendor_eval.language import N_, in_language
from vendor_eval.storage import db, utc_now
from vendor_eval.storage.declarations import (
    Statement,
    allow,
    list_statements,
    recuse,
    sign_declarations,
)
from vendor_eval.storage.members import Member, Panel, load_panel
from vendor_eval.web.access import current_person, current_standing, may, member
from vendor_eval.web.language import current_language
from vendor_eval.web.navigation import evaluation_pages, is_open
from vendor_eval.web.organisation import declaration_text
from vendor_eval.web.people_forms import ReasonForm
from vendor_eval.workflow import Action, Stage

bp = Blueprint("declarations", __name__)

STATES = {
    "unsigned": N_("not signed yet"),
    "none": N_("nothing declared"),
    "open": N_("conflict declared, not decided yet"),
    "recused": N_("recused from this vendor"),
    "allowed": N_("conflict declared, found to be no obstacle"),
}
LONGEST = 2000


class SignForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """One answer for each vendor; the fields are added for each evaluation."""

    def said(self, statements: Sequence[Statement]) -> dict[str, str]:
        """By vendor what the conflict is, empty for none."""
        return {
            each.vendor: self[f"what {each.vendor}"].data.strip()
            if self[f"about {each.vendor}"].data == "conflict"
            else ""
            for each in statements
        }


def sign_form(statements: Sequence[Statement]) -> SignForm:
    """The form for these vendors, with what was signed before."""

    class ThisForm(SignForm):
        pass

    for each in statements:
        name = in_language(each.name, current_language()) or each.vendor
        about = RadioField(
            name,
            [InputRequired(gettext("Choose one of the two."))],
            choices=[
                SelectChoice("none", gettext("No conflict")),
                SelectChoice("conflict", gettext("A conflict")),
            ],
            default=None if each.state == "unsigned" else "conflict" if each.what else "none",
        )
        what = TextAreaField(
            gettext("What it is: %(vendor)s", vendor=name),
            [Length(max=LONGEST), _needed_with(f"about {each.vendor}")],
            default=each.what,
            render_kw={"rows": 2},
        )
        setattr(ThisForm, f"about {each.vendor}", about)
        setattr(ThisForm, f"what {each.vendor}", what)
    return ThisForm()


def _needed_with(about: str) -> Any:
    def check(form: FlaskForm, field: TextAreaField) -> None:
        if form[about].data == "conflict" and not (field.data or "").strip():
            raise ValidationError(gettext("Write what the conflict is."))

    return check


class DecisionForm(ReasonForm):
    """What follows from a conflict, and why."""

    decision = RadioField(
        lazy_gettext("What is decided"),
        validators=[InputRequired(lazy_gettext("Choose a decision."))],
    )

    def offer(self, has_sheet: bool, state: str) -> None:
        """Fill the choices that make sense."""
        choices = []
        if has_sheet and state != "recused":
            recused = gettext(
                "Recuse: the person neither sees nor scores this vendor; ratings given do not"
                " count there. The reason is printed on reports"
            )
            choices.append(SelectChoice("recuse", recused))
        if state in {"open", "recused"}:
            allowed = gettext("No obstacle: the person sees and scores this vendor")
            choices.append(SelectChoice("allow", allowed))
        self.decision.choices = choices


@bp.route("/evaluations/<evaluation_id>/declarations", methods=["GET", "POST"])
@member()
def show(evaluation_id: str) -> str | Response:
    """Sign for each vendor, in an order that says nothing of the letters vendors may have."""
    person, language = current_person(), current_language()
    mine = list_statements(db.session, evaluation_id).get(person.id, ())
    statements = sorted(mine, key=lambda each: in_language(each.name, language).casefold())
    form = sign_form(statements)
    text = declaration_text(language)
    if request.method == "POST" and form.validate_on_submit():
        said = form.said(statements)
        sign_declarations(db.session, evaluation_id, person, said, text, utc_now())
        flash(gettext("Your declaration is signed."), "success")
        return redirect(url_for("declarations.show", evaluation_id=evaluation_id), 303)
    standing = current_standing()
    return _page(
        "show",
        load_panel(db.session, evaluation_id),
        form=form,
        statements=statements,
        text=text,
        may_sign=bool(mine) and standing.stage is not Stage.DECIDED and not standing.archived,
        takes_part=standing.role != "administrator",
    )


@bp.get("/evaluations/<evaluation_id>/declarations/all")
@may(Action.SEE_TRAIL, vendors=True)
def overview(evaluation_id: str) -> str:
    """What everybody has declared, and what waits for a decision."""
    panel = load_panel(db.session, evaluation_id)
    statements = list_statements(db.session, evaluation_id)
    order = ("open", "recused", "allowed")
    conflicts = sorted(
        (
            (each, said)
            for each in panel.members
            for said in statements[each.id]
            if said.state in order
        ),
        key=lambda pair: order.index(pair[1].state),
    )
    return _page(
        "overview",
        panel,
        conflicts=conflicts,
        statements=statements,
        may_decide=is_open("declarations.decide"),
    )


@bp.route(
    "/evaluations/<evaluation_id>/declarations/<int:person_id>/<vendor_id>",
    methods=["GET", "POST"],
)
@may(Action.EDIT_PEOPLE, vendors=True)
def decide(evaluation_id: str, person_id: int, vendor_id: str) -> str | Response:
    """Decide about one person and one vendor."""
    panel = load_panel(db.session, evaluation_id)
    about, said = _find(panel, person_id, vendor_id)
    form = DecisionForm()
    form.offer(about.sheet is not None, said.state)
    if not form.validate_on_submit():
        own = person_id == current_person().id
        return _page("decide", panel, about=about, said=said, form=form, own=own)
    _decide(form, evaluation_id, (person_id, vendor_id))
    flash(gettext("The decision is on record."), "success")
    return redirect(url_for("declarations.overview", evaluation_id=evaluation_id), 303)


def _decide(form: DecisionForm, evaluation_id: str, about: tuple[int, str]) -> None:
    who, now, reason = current_person(), utc_now(), form.reason.data.strip()
    if form.decision.data == "recuse":
        words = {current_language(): reason}
        recuse(db.session, evaluation_id, who, about, words, now)
    else:
        allow(db.session, evaluation_id, who, about, reason, now)


def _find(panel: Panel, person_id: int, vendor_id: str) -> tuple[Member, Statement]:
    about = panel.member(person_id)
    for said in list_statements(db.session, panel.evaluation)[person_id]:
        if said.vendor == vendor_id:
            return about, said
    raise NotFoundError(name=vendor_id)


def _page(name: str, panel: Panel, **values: object) -> str:
    return render_template(
        f"declarations/{name}.html",
        panel=panel,
        states={state: gettext(text) for state, text in STATES.items()},
        pages=evaluation_pages(panel.evaluation),
        **values,
    )
