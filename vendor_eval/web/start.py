"""Starting an evaluation: four questions, where they lead, and then it is there."""

import re
import secrets
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from werkzeug import Response
from wtforms import RadioField, SelectField, SelectMultipleField, StringField
from wtforms.validators import DataRequired, InputRequired, Length

from vendor_eval import needs
from vendor_eval.case import Case, Evaluation
from vendor_eval.criteria.digest import digest
from vendor_eval.criteria.model import CriteriaSet, Flow, Scope
from vendor_eval.errors import InvalidFilesError, NotAllowedError
from vendor_eval.language import LANGUAGES, translate
from vendor_eval.reports.contents import PURPOSES
from vendor_eval.reports.criteria_guide import CriteriaGuide, build_criteria_guide
from vendor_eval.reports.wording import Wording
from vendor_eval.scoring.sheet import Answers, build_sheet
from vendor_eval.storage import Need, db, start_evaluation, utc_now
from vendor_eval.web.access import current_person, signed_in
from vendor_eval.web.criteria_input import (
    CriteriaFields,
    default_text,
    handed_in,
    read_criteria_text,
)
from vendor_eval.web.evaluations import problems_in
from vendor_eval.web.language import current_language
from vendor_eval.web.need_words import (
    DEFINITIONS,
    FLAGS,
    FLOWS,
    OTHER_INDUSTRY,
    REMARKS,
    SCOPES,
)

bp = Blueprint("start", __name__)

SUFFIX = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without letters and digits that look alike."""
LONGEST_ID = 40


class StartForm(FlaskForm, CriteriaFields):  # type: ignore[misc]  # Flask-WTF is untyped
    """What is bought, in four questions, and by what it is judged."""

    title = StringField(
        lazy_gettext("Name of the evaluation"),
        [DataRequired(lazy_gettext("Give the evaluation a name.")), Length(max=200)],
        render_kw={"autocomplete": "off"},
    )
    buyer = StringField(
        lazy_gettext("Buyer (optional)"), [Length(max=200)], render_kw={"autocomplete": "off"}
    )
    purposes = SelectMultipleField(
        lazy_gettext("1. What are the calls for?"),
        [InputRequired(lazy_gettext("Choose at least one purpose."))],
    )
    flow = RadioField(
        lazy_gettext("2. Do calls come in, go out, or both?"),
        [InputRequired(lazy_gettext("Choose one answer."))],
    )
    scope = RadioField(
        lazy_gettext("3. How much is handed over?"),
        [InputRequired(lazy_gettext("Choose one answer."))],
    )
    industry = SelectField(lazy_gettext("4. Which industry are you in?"))

    def __init__(self) -> None:
        """Offer the answers in the language of the reader."""
        super().__init__()
        self.purposes.choices = [(key, gettext(PURPOSES[key])) for key in needs.PURPOSES]
        self.flow.choices = [(key, gettext(text)) for key, text in FLOWS.items()]
        self.scope.choices = [(key, gettext(text)) for key, text in SCOPES.items()]
        standard = read_criteria_text(default_text())
        words = Wording(current_language())
        self.industry.choices = [
            ("", gettext(OTHER_INDUSTRY)),
            *((variant.id, words.of(variant.title)) for variant in standard.variants),
        ]

    def answers(self) -> needs.Answers:
        """The four questions, answered."""
        return needs.Answers(
            purposes=tuple(self.purposes.data),
            flow=flows_of(self.flow.data),
            scope=cast("Scope", self.scope.data),
            industry=self.industry.data or None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Where answers lead, in one language."""

    profile: str
    """Empty where the criteria know none."""
    variant: str
    guide: CriteriaGuide
    """Weights and mandatory requirements that follow."""
    flags: tuple[str, ...]
    remarks: tuple[str, ...]
    definition: str


@bp.route("/evaluations/new", methods=["GET", "POST"])
@signed_in
def new() -> str | Response | tuple[str, int]:
    """Ask, explain what the answers lead to, and make the evaluation once that is confirmed."""
    if current_person().guest:
        raise NotAllowedError
    form = StartForm()
    if not form.is_submitted() or request.form.get("step") == "back":
        return _form_page(form, 200)
    if not form.validate():
        return _form_page(form, 400)
    toml = handed_in(form.criteria_file, form.criteria_text) or default_text()
    try:
        criteria = read_criteria_text(toml)
    except InvalidFilesError as error:
        form.criteria_text.errors = [gettext("The criteria file cannot be used; see the list.")]
        return _form_page(form, 400, problems_in(error, current_language()))
    if request.form.get("step") != "create":
        return _explanation_page(form, criteria, toml)
    key = start_evaluation(db.session, current_person(), utc_now(), *_started(form, criteria, toml))
    flash(gettext("The evaluation has been started, and you lead it."), "success")
    return redirect(url_for("evaluations.show", evaluation_id=key), 303)


def _form_page(form: StartForm, status: int, problems: Sequence[Any] = ()) -> tuple[str, int]:
    return render_template("start/new.html", form=form, problems=problems), status


def _explanation_page(form: StartForm, criteria: CriteriaSet, toml: str) -> str:
    outcome = needs.outcome_of(form.answers(), criteria)
    return render_template(
        "start/explanation.html",
        form=form,
        explanation=explain(outcome, criteria, Wording(current_language())),
        toml="" if toml == default_text() else toml,
    )


def explain(outcome: needs.Outcome, criteria: CriteriaSet, words: Wording) -> Explanation:
    """Where answers lead, in words."""
    purchase, _ = outcome.purchase, words.gettext
    sheet = build_sheet(criteria, purchase, Answers(vendors=()))
    return Explanation(
        profile=words.of(criteria.profile(purchase.profile).title) if purchase.profile else "",
        variant=words.of(criteria.variant(purchase.variant).title) if purchase.variant else "",
        guide=build_criteria_guide(sheet, digest(criteria), words),
        flags=tuple(_(FLAGS[flag]) for flag in purchase.flags),
        remarks=tuple(_(REMARKS[remark]) for remark in outcome.remarks),
        definition=_(DEFINITIONS[purchase.outcome]),
    )


def _started(form: StartForm, criteria: CriteriaSet, toml: str) -> tuple[Case, Need]:
    purchase = needs.outcome_of(form.answers(), criteria).purchase
    language = current_language()
    title, buyer = form.title.data.strip(), (form.buyer.data or "").strip()
    evaluation = Evaluation(
        id=new_id(title, purchase.profile or criteria.id),
        title={language: title},
        buyer={language: buyer} if buyer else {},
        purposes=form.answers().purposes,
        purchase=purchase,
    )
    need = Need(
        evaluation=evaluation,
        result_definition={
            each: translate(DEFINITIONS[purchase.outcome], each) for each in LANGUAGES
        },
    )
    case = Case(
        evaluation=evaluation,
        criteria=criteria,
        criteria_toml=toml,
        criteria_digest=digest(criteria),
    )
    return case, need


def new_id(title: str, otherwise: str) -> str:
    """An id nobody has: from the letters a-z and digits of a title, or another name.

    Its end is random, so that it tells nobody which other evaluations there are.
    """
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    stem = re.sub("[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_ID].strip("-") or otherwise
    return f"{stem}-{''.join(secrets.choice(SUFFIX) for _ in range(5))}"


def flows_of(answer: str) -> tuple[Flow, ...]:
    """The flows of an answer: one of them or both."""
    return tuple(flow for flow in needs.FLOWS if answer in {flow, "both"})
