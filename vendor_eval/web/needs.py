"""What is bought, as long as it is being prepared, and what must be brought for it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, cast

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from werkzeug import Response
from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional, Regexp, ValidationError

from vendor_eval import needs
from vendor_eval.case import Brought
from vendor_eval.criteria.model import CriteriaSet, Text
from vendor_eval.errors import ConflictError
from vendor_eval.reports.contents import PURPOSES
from vendor_eval.reports.wording import Wording
from vendor_eval.scoring.pricing import COMMON_KPI, Volume
from vendor_eval.scoring.sheet import Purchase
from vendor_eval.storage import (
    Need,
    db,
    load_need,
    load_readiness,
    save_need,
    save_readiness,
    utc_now,
)
from vendor_eval.web.access import current_person, current_standing, may
from vendor_eval.web.language import current_language
from vendor_eval.web.navigation import evaluation_pages
from vendor_eval.web.need_words import (
    ASSUMPTIONS,
    COMMON,
    FLAGS,
    FLOWS,
    ITEMS,
    OUTCOMES,
    OWNERS,
    SCOPES,
    STATES,
    VOLUMES,
)
from vendor_eval.web.number_field import NumberField
from vendor_eval.web.start import flows_of
from vendor_eval.workflow import Action

bp = Blueprint("needs", __name__, url_prefix="/evaluations/<evaluation_id>")

LONGEST_TERM = Decimal(1200)
HUNDRED = Decimal(100)


def line(label: str, *more: object) -> StringField:
    """A short text."""
    return StringField(label, [Length(max=200), *more], render_kw={"autocomplete": "off"})


class NeedForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """Everything that says what is bought, except weights."""

    title_ja = line(lazy_gettext("Name in Japanese"))
    title_en = line(lazy_gettext("Name in English"))
    buyer_ja = line(lazy_gettext("Buyer in Japanese"))
    buyer_en = line(lazy_gettext("Buyer in English"))
    purposes = SelectMultipleField(
        lazy_gettext("What the calls are for"),
        [InputRequired(lazy_gettext("Choose at least one purpose."))],
    )
    flow = RadioField(lazy_gettext("Direction of the calls"), [Optional()])
    scope = RadioField(lazy_gettext("What is handed over"), [Optional()])
    profile = SelectField(lazy_gettext("Kind of engagement"))
    variant = SelectField(lazy_gettext("Industry"))
    flags = SelectMultipleField(lazy_gettext("Circumstances"))
    result_ja = TextAreaField(lazy_gettext("Result bought, in Japanese"), [Length(max=2000)])
    result_en = TextAreaField(lazy_gettext("Result bought, in English"), [Length(max=2000)])
    outcome = RadioField(lazy_gettext("Cost is divided by"))
    calls_offered = NumberField(lazy_gettext("Calls offered"))
    average_handling_minutes = NumberField(lazy_gettext("Minutes per call on average"))
    emails = NumberField(lazy_gettext("E-mails"))
    chats = NumberField(lazy_gettext("Chats"))
    dials = NumberField(lazy_gettext("Dials"))
    term_months = NumberField(
        lazy_gettext("Term in months"), least=Decimal(1), most=LONGEST_TERM, places=0
    )
    budget = NumberField(lazy_gettext("Budget for the term, without tax"), above=True)
    ceiling = NumberField(lazy_gettext("Price ceiling for the term, without tax"), above=True)
    target = NumberField(lazy_gettext("Target cost per outcome"), above=True)
    currency = StringField(
        lazy_gettext("Currency"),
        [Regexp(r"[A-Z]{3}\Z", message=lazy_gettext("Write three capital letters, such as JPY."))],
    )
    tax_percent = NumberField(lazy_gettext("Tax, %"), most=HUNDRED)
    assumption = RadioField(lazy_gettext("Key figures in the cost"))
    answered_percent = NumberField(lazy_gettext("Calls answered, % of calls offered"), most=HUNDRED)
    handling_ratio = NumberField(lazy_gettext("Handling time, 1 = as given above"))
    occupancy_percent = NumberField(
        lazy_gettext("Occupancy, % of the time on duty"), most=HUNDRED, above=True
    )
    appointment_percent = NumberField(lazy_gettext("Appointments made, % of dials"), most=HUNDRED)
    held_percent = NumberField(lazy_gettext("Appointments held, % of those made"), most=HUNDRED)
    declarations = BooleanField(lazy_gettext("Everybody declares conflicts of interest first"))
    hide_names = BooleanField(lazy_gettext("Hide vendor names while scoring"))
    price_last = BooleanField(lazy_gettext("Open prices only after quality is submitted"))
    base = HiddenField()

    def __init__(self, need: Need, criteria: CriteriaSet) -> None:
        """Offer what the criteria know, filled in with the need as it is."""
        super().__init__(data=form_data(need))
        words = Wording(current_language())
        self.purposes.choices = named(PURPOSES, (*needs.PURPOSES, *need.evaluation.purposes))
        self.flow.choices = named(FLOWS, FLOWS)
        self.scope.choices = named(SCOPES, SCOPES)
        self.outcome.choices = named(OUTCOMES, OUTCOMES)
        self.assumption.choices = named(ASSUMPTIONS, ASSUMPTIONS)
        when = (gate.when for gate in criteria.criteria if gate.when)
        self.flags.choices = named(FLAGS, (*needs.FLAGS, *when, *need.evaluation.purchase.flags))
        none = gettext("None: the groups' own weights")
        self.profile.choices = [("", none)] + [(p.id, words.of(p.title)) for p in criteria.profiles]
        none = gettext("None: no shift of weights")
        self.variant.choices = [("", none)] + [(v.id, words.of(v.title)) for v in criteria.variants]

    def validate_title_ja(self, field: StringField) -> None:
        """A name in one of the languages.

        Raises:
            ValidationError: there is none.
        """
        if not (field.data or "").strip() and not (self.title_en.data or "").strip():
            raise ValidationError(gettext("Give the evaluation a name."))


def named(words: Mapping[Any, str], keys: Any) -> list[tuple[str, str]]:
    """Choices, each once; what has no words is called by its key."""
    return [(key, gettext(words.get(key, key))) for key in dict.fromkeys(keys)]


@bp.route("/need", methods=["GET", "POST"])
@may(Action.EDIT_NEED)
def edit(evaluation_id: str) -> str | Response | tuple[str, int]:
    """What is bought. Another flow or scope changes what counts, and deletes nothing."""
    need, criteria = load_need(db.session, evaluation_id)
    form = NeedForm(need, criteria)
    if not form.is_submitted():
        return need_page(form, need, criteria)
    if not form.validate():
        return need_page(form, need, criteria), 400
    try:
        changed = save_need(
            db.session, current_person(), utc_now(), filled_in(form, need), form.base.data or ""
        )
    except ConflictError:
        need, criteria = load_need(db.session, evaluation_id)
        return need_page(form, need, criteria, conflict=True), 409
    if changed:
        flash(gettext("The need has been saved."), "success")
    return redirect(url_for("needs.edit", evaluation_id=evaluation_id), 303)


def need_page(form: NeedForm, need: Need, criteria: CriteriaSet, *, conflict: bool = False) -> str:
    """The form; after a conflict with what is there now beside what was typed."""
    form.base.data = need.fingerprint
    now = []
    if conflict:
        saved = form_data(need)
        now = [
            (field.label.text, shown(field, saved[field.name]))
            for field in form
            if field.name in saved and field.name != "base" and differs(field, saved[field.name])
        ]
    return render_template(
        "needs/edit.html",
        form=form,
        now=now,
        total=needs.weight_total(criteria, need.evaluation.purchase),
        title=current_standing().title,
        evaluation_id=need.evaluation.id,
        pages=evaluation_pages(need.evaluation.id),
    )


def differs(field: Any, saved: object) -> bool:
    """Whether what was typed is not what is saved; nothing and an empty text are the same."""
    return (field.data or None) != (saved or None)


def shown(field: Any, value: Any) -> str:
    """A saved value as its field words it."""
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return str(gettext("Yes") if value else gettext("No"))
    words = dict(getattr(field, "choices", None) or ())
    values = value if isinstance(value, list) else [value]
    texts = (str(words.get(each, each)) for each in values)
    return Wording(current_language()).listed(texts) or "–"


def form_data(need: Need) -> dict[str, Any]:
    """A need as the fields of its form."""
    evaluation, purchase = need.evaluation, need.evaluation.purchase
    texts = {"title": evaluation.title, "buyer": evaluation.buyer, "result": need.result_definition}
    tax = evaluation.tax_rate
    flow = purchase.flow
    return {
        **{f"{name}_{code}": text.get(code, "") for name, text in texts.items() for code in CODES},
        **{name: getattr(purchase.volume, name) or None for name in VOLUMES},
        **{name: purchase.common.get(name, COMMON_KPI[name]) for name in COMMON},
        **{name: getattr(purchase, name) for name in ("scope", "outcome", "assumption")},
        **{name: getattr(purchase, name) for name in ("budget", "ceiling", "target")},
        **{name: getattr(need, name) for name in ("declarations", "hide_names", "price_last")},
        "purposes": list(evaluation.purposes),
        "flow": "both" if len(flow) > 1 else "".join(flow) or None,
        "flags": list(purchase.flags),
        "profile": purchase.profile or "",
        "variant": purchase.variant or "",
        "term_months": None if purchase.term_months is None else Decimal(purchase.term_months),
        "currency": evaluation.currency,
        "tax_percent": None if tax is None else tax * 100,
        "base": need.fingerprint,
    }


CODES = ("ja", "en")


def filled_in(form: NeedForm, need: Need) -> Need:
    """The need as the form has it; what the form does not ask for stays."""
    evaluation = replace(
        need.evaluation,
        title=texts_of(form, "title", need.evaluation.title),
        buyer=texts_of(form, "buyer", need.evaluation.buyer),
        purposes=in_order(form.purposes.data, need.evaluation.purposes),
        currency=form.currency.data,
        tax_rate=None if form.tax_percent.data is None else form.tax_percent.data / 100,
        purchase=purchase_of(form, need.evaluation.purchase),
    )
    return replace(
        need,
        evaluation=evaluation,
        result_definition=texts_of(form, "result", need.result_definition),
        hide_names=form.hide_names.data,
        price_last=form.price_last.data,
        declarations=form.declarations.data,
    )


def purchase_of(form: NeedForm, purchase: Purchase) -> Purchase:
    """What is bought, as the form has it."""
    volumes = {name: form[name].data or Decimal(0) for name in VOLUMES}
    common = {
        name: COMMON_KPI[name] if form[name].data is None else form[name].data for name in COMMON
    }
    term = form.term_months.data
    return replace(
        purchase,
        profile=form.profile.data or None,
        variant=form.variant.data or None,
        flow=flows_of(form.flow.data or ""),
        scope=form.scope.data or None,
        flags=in_order(form.flags.data, purchase.flags),
        term_months=None if term is None else int(term),
        budget=form.budget.data,
        ceiling=form.ceiling.data,
        target=form.target.data,
        outcome=form.outcome.data,
        volume=Volume(**volumes),
        assumption=form.assumption.data,
        common=common,
    )


def in_order(chosen: Sequence[str], before: Sequence[str]) -> tuple[str, ...]:
    """What is chosen, in the order it had; new ones last."""
    kept = [each for each in before if each in chosen]
    return (*kept, *(each for each in chosen if each not in kept))


def texts_of(form: NeedForm, name: str, before: Text) -> Text:
    """A text in the languages of the form; others it has are kept."""
    typed = {code: (form[f"{name}_{code}"].data or "").strip() for code in CODES}
    merged = {**before, **typed}
    return {code: text.replace("\r\n", "\n") for code, text in merged.items() if text}


# --- what must be brought ----------------------------------------------------------------


@bp.route("/readiness", methods=["GET", "POST"])
@may(Action.EDIT_NEED)
def readiness(evaluation_id: str) -> str | Response:
    """Who brings what, and how far it is."""
    items = load_readiness(db.session, evaluation_id)
    form = FlaskForm()
    if form.validate_on_submit():
        typed = tuple(brought_of(each, request.form.get) for each in items)
        save_readiness(db.session, current_person(), utc_now(), evaluation_id, typed)
        flash(gettext("The list has been saved."), "success")
        return redirect(url_for("needs.readiness", evaluation_id=evaluation_id), 303)
    flow = load_need(db.session, evaluation_id)[0].evaluation.purchase.flow
    return render_template(
        "needs/readiness.html",
        form=form,
        items=[(each, *ITEMS[each.item], each.item in needs.items_needed(flow)) for each in items],
        owners=OWNERS,
        states=STATES,
        title=current_standing().title,
        evaluation_id=evaluation_id,
        pages=evaluation_pages(evaluation_id),
    )


def brought_of(known: Brought, typed: Callable[[str], str | None]) -> Brought:
    """An item as the form has it; what is no answer leaves it as it was."""
    owner, state = typed(f"{known.item}-owner"), typed(f"{known.item}-state")
    return replace(
        known,
        owner=cast("Any", owner or None) if owner in OWNERS else known.owner,
        state=cast("Any", state) if state in STATES else known.state,
        note=(typed(f"{known.item}-note") or "").strip()[:500],
    )
