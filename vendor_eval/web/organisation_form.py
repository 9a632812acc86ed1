"""The form of the organisation: its fields, their checks, and what it comes to."""

from collections.abc import Callable
from contextlib import closing
from typing import Any

from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    FileField,
    HiddenField,
    RadioField,
    SelectChoice,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import Length

from vendor_eval.criteria.model import Text
from vendor_eval.dossier import Organisation
from vendor_eval.errors import VendorEvalError
from vendor_eval.exchange.logo import LARGEST, encode_logo
from vendor_eval.language import LANGUAGES
from vendor_eval.numbering import require_pattern
from vendor_eval.reports.house_style import require_accent
from vendor_eval.web.language import current_language

LONGEST = 4000
MOST_STAMPS, LONGEST_STAMP = 8, 12
BY_LANGUAGE = ("name", "department", "contact", "declaration")


def checked(check: Callable[[str], object]) -> Callable[[FlaskForm, Any], None]:
    """A validator of the form from a check of the core; nothing typed needs no check."""

    def validate(_form: FlaskForm, field: Any) -> None:
        if field.data.strip():
            try:
                check(field.data.strip())
            except VendorEvalError as error:
                raise ValidationError(error.text(current_language())) from error

    return validate


def few_stamps(_form: FlaskForm, field: Any) -> None:
    """At most as many boxes, with titles as short, as stand in a row on paper."""
    titles = stamp_titles(field.data)
    if len(titles) > MOST_STAMPS or any(len(title) > LONGEST_STAMP for title in titles):
        raise ValidationError(
            gettext(
                "At most %(most)d titles of at most %(longest)d characters fit in a row.",
                most=MOST_STAMPS,
                longest=LONGEST_STAMP,
            )
        )


def stamp_titles(text: str) -> tuple[str, ...]:
    """One title per line."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


class OrganisationForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """Who the organisation is, how its paper looks, and what its people and vendors read."""

    seen = HiddenField()
    name_ja = StringField(lazy_gettext("Name, in Japanese"), [Length(max=200)])
    name_en = StringField(lazy_gettext("Name, in English"), [Length(max=200)])
    department_ja = StringField(lazy_gettext("Department, in Japanese"), [Length(max=200)])
    department_en = StringField(lazy_gettext("Department, in English"), [Length(max=200)])
    logo = FileField(lazy_gettext("Logo"), render_kw={"accept": "image/*"})
    remove_logo = BooleanField(lazy_gettext("Remove the logo"))
    accent = StringField(
        lazy_gettext("Accent colour"), [checked(require_accent)], render_kw={"maxlength": 7}
    )
    paper = RadioField(
        lazy_gettext("Paper"),
        choices=[
            SelectChoice("a4", lazy_gettext("A4, comparison on A3")),
            SelectChoice("letter", lazy_gettext("Letter, comparison on Tabloid")),
        ],
    )
    era_dates = BooleanField(lazy_gettext("Japanese paper gives dates also by era (和暦)"))
    stamps = TextAreaField(
        lazy_gettext("Titles of the stamp boxes"), [few_stamps], render_kw={"rows": 4}
    )
    numbering = StringField(lazy_gettext("Numbering of documents"), [checked(require_pattern)])
    contact_ja = TextAreaField(
        lazy_gettext("Contact for vendors, in Japanese"),
        [Length(max=LONGEST)],
        render_kw={"rows": 4},
    )
    contact_en = TextAreaField(
        lazy_gettext("Contact for vendors, in English"),
        [Length(max=LONGEST)],
        render_kw={"rows": 4},
    )
    declaration_ja = TextAreaField(
        lazy_gettext("Declaration, in Japanese"), [Length(max=LONGEST)], render_kw={"rows": 8}
    )
    declaration_en = TextAreaField(
        lazy_gettext("Declaration, in English"), [Length(max=LONGEST)], render_kw={"rows": 8}
    )
    encoded = b""
    """The logo that was sent, drawn anew."""

    def validate_logo(self, field: Any) -> None:
        """Draw the picture anew, or say why that cannot be."""
        if field.data and field.data.filename:
            with closing(field.data) as sent:
                content = sent.read(LARGEST + 1)
            try:
                self.encoded = encode_logo(field.data.filename, content)
            except VendorEvalError as error:
                raise ValidationError(error.text(current_language())) from error


def shown(organisation: Organisation, declaration: Text, seen: str) -> dict[str, object]:
    """What the form shows before anything is typed."""
    by_language: dict[str, Text] = {
        "name": organisation.name,
        "department": organisation.department,
        "contact": organisation.contact,
        "declaration": declaration,
    }
    texts = {
        f"{name}_{language}": by_language[name].get(language, "")
        for name in BY_LANGUAGE
        for language in LANGUAGES
    }
    return {
        **texts,
        "seen": seen,
        "accent": organisation.accent,
        "paper": organisation.paper,
        "era_dates": organisation.era_dates,
        "stamps": "\n".join(organisation.stamps),
        "numbering": organisation.numbering,
    }


def texts_of(form: OrganisationForm, name: str) -> dict[str, str]:
    """A text of the form by language, where there is one."""
    typed = {language: form[f"{name}_{language}"].data.strip() for language in LANGUAGES}
    return {language: text.replace("\r\n", "\n") for language, text in typed.items() if text}


def organisation_of(form: OrganisationForm, logo: bytes) -> Organisation:
    """What a checked form comes to.

    Args:
        form: checked.
        logo: the one there was.
    """
    return Organisation(
        name=texts_of(form, "name"),
        department=texts_of(form, "department"),
        contact=texts_of(form, "contact"),
        stamps=stamp_titles(form.stamps.data),
        numbering=form.numbering.data.strip(),
        paper=form.paper.data,
        accent=require_accent(form.accent.data.strip()),
        era_dates=form.era_dates.data,
        logo=form.encoded or (b"" if form.remove_logo.data else logo),
    )
