"""The form of an agreed value: picked where the scale has few ratings, typed where it has many."""

from decimal import Decimal, InvalidOperation
from typing import Any

from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length

from vendor_eval.case import Case, Consensus
from vendor_eval.language import in_language
from vendor_eval.reports.wording import plain
from vendor_eval.scoring.sheet import Value
from vendor_eval.storage import db
from vendor_eval.storage.consensus import Cell, load_revisions
from vendor_eval.web.language import current_language
from vendor_eval.web.number_field import NumberField
from vendor_eval.web.sheet_fields import ratings_of

FEW = 12
"""Up to so many values stand side by side; more are a list to choose from."""
NEEDED = lazy_gettext("Choose the value the panel agrees on.")


class AgreeForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """What the panel agrees on for one cell of a scale with few ratings."""

    revision = HiddenField()
    value = RadioField(
        lazy_gettext("Agreed value"), validators=[InputRequired(NEEDED)], validate_choice=False
    )
    reason = TextAreaField(lazy_gettext("Reason"), [Length(max=4000)], render_kw={"rows": "3"})
    dissent = TextAreaField(lazy_gettext("Dissent"), [Length(max=4000)], render_kw={"rows": "2"})

    def agreed_value(self) -> Value:
        """What was picked."""
        text = self.value.data
        if text == "na":
            return "na"
        try:
            return Decimal(text)
        except InvalidOperation:
            return None


class LongAgreeForm(AgreeForm):
    """The same for a scale with more of them."""

    value = SelectField(
        lazy_gettext("Agreed value"), validators=[InputRequired(NEEDED)], validate_choice=False
    )


class TypedAgreeForm(AgreeForm):
    """The same for a scale on which ratings are typed, as on the score sheet."""

    value = NumberField(lazy_gettext("Agreed value"))
    na = BooleanField(lazy_gettext("Not applicable (n/a)"))

    def validate(self, extra_validators: Any = None) -> bool:
        """Either a number or not applicable."""
        valid = super().validate(extra_validators)
        if self.na.data and self.value.typed:
            self.value.errors = [gettext("Write a number, or choose not applicable, not both.")]
        elif not self.na.data and not self.value.typed:
            self.value.errors = [str(NEEDED)]
        return valid and not self.value.errors

    def agreed_value(self) -> Value:
        """What was typed."""
        return "na" if self.na.data else self.value.data


def agree_form(case: Case, at: Cell) -> AgreeForm:
    """The form of a cell, filled in with what is agreed."""
    cells = {(each.vendor, each.criterion): each for each in case.consensus}
    agreed = cells.get((at.vendor, at.criterion))
    revision = load_revisions(db.session, case.evaluation.id).get((at.vendor, at.criterion), 0)
    said = {
        "revision": str(revision),
        "reason": in_language(agreed.reason, current_language()) if agreed else "",
        "dissent": agreed.dissent if agreed else "",
    }
    values = ratings_of(case.criteria.scale)
    return _picked_form(values, agreed, said) if values else _typed_form(case, agreed, said)


def _typed_form(case: Case, agreed: Consensus | None, said: dict[str, str]) -> AgreeForm:
    value = agreed.value if agreed else None
    form = TypedAgreeForm(
        value=value if isinstance(value, Decimal) else None, na=value == "na", **said
    )
    scale = case.criteria.scale
    form.value.least, form.value.most = scale.min, scale.max
    form.value.description = gettext(
        "From %(low)s to %(high)s.", low=plain(scale.min), high=plain(scale.max)
    )
    return form


def _picked_form(
    values: tuple[Decimal, ...], agreed: Consensus | None, said: dict[str, str]
) -> AgreeForm:
    kind = AgreeForm if len(values) < FEW else LongAgreeForm
    form: AgreeForm = kind(value=_plain(agreed.value) if agreed else None, **said)
    if agreed and isinstance(agreed.value, Decimal) and agreed.value not in values:
        values = tuple(sorted([*values, agreed.value]))
    form.value.choices = [(_plain(value), plain(value)) for value in values]
    form.value.choices.append(("na", gettext("n/a")))
    return form


def _plain(value: Value) -> str:
    return f"{value.normalize():f}" if isinstance(value, Decimal) else value or ""
