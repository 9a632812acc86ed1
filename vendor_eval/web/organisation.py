"""What holds for every evaluation: the organisation and the text of its declarations."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from werkzeug import Response
from wtforms import StringField, TextAreaField
from wtforms.validators import Length

from vendor_eval.language import LANGUAGES, N_, in_language, translate
from vendor_eval.storage import db
from vendor_eval.storage.organisation import load_organisation, save_organisation
from vendor_eval.web.access import administrator

bp = Blueprint("organisation", __name__)

DECLARATION = N_(
    "I declare for each vendor named here whether I, my family or my household have ties to it that"
    " could sway my judgement, or look as if they did: employment now or in the last five years,"
    " shares, loans, gifts, other business with it, close friendship or kinship with its people. I"
    " keep what I learn in this evaluation to myself, and I declare anew when something changes."
)
LONGEST = 4000


class OrganisationForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """The name and the declaration, in each language."""

    name_ja = StringField(lazy_gettext("Name, in Japanese"), [Length(max=200)])
    name_en = StringField(lazy_gettext("Name, in English"), [Length(max=200)])
    declaration_ja = TextAreaField(
        lazy_gettext("Declaration, in Japanese"), [Length(max=LONGEST)], render_kw={"rows": 8}
    )
    declaration_en = TextAreaField(
        lazy_gettext("Declaration, in English"), [Length(max=LONGEST)], render_kw={"rows": 8}
    )


def declaration_text(language: str) -> str:
    """What a person signs about each vendor: the organisation's words, else the program's."""
    _name, declaration = load_organisation(db.session)
    return in_language(declaration, language).strip() or translate(DECLARATION, language)


@bp.route("/organisation", methods=["GET", "POST"])
@administrator
def edit() -> str | Response:
    """Change them; declarations that are signed keep the text they were signed with."""
    name, declaration = load_organisation(db.session)
    kept = {f"name_{language}": name.get(language, "") for language in LANGUAGES} | {
        f"declaration_{language}": declaration.get(language) or translate(DECLARATION, language)
        for language in LANGUAGES
    }
    form = OrganisationForm(data=kept)
    if not form.validate_on_submit():
        return render_template("organisation/edit.html", form=form)
    save_organisation(db.session, _texts(form, "name"), _texts(form, "declaration"))
    flash(gettext("The organisation is saved."), "success")
    return redirect(url_for("organisation.edit"), 303)


def _texts(form: OrganisationForm, field: str) -> dict[str, str]:
    """By language; the program's own declaration is not kept as the organisation's."""
    texts = {language: form[f"{field}_{language}"].data.strip() for language in LANGUAGES}
    own = {language: translate(DECLARATION, language) for language in LANGUAGES}
    return {key: text for key, text in texts.items() if text and text != own[key]}
