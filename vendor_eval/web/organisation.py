"""What holds for every evaluation: the organisation, its paper and the text of its declarations."""

import hashlib
from io import BytesIO

from flask import Blueprint, flash, redirect, render_template, send_file, url_for
from flask_babel import gettext
from werkzeug import Response

from vendor_eval.criteria.model import Text
from vendor_eval.dossier import Organisation
from vendor_eval.errors import NotFoundError
from vendor_eval.language import LANGUAGES, N_, in_language, translate
from vendor_eval.numbering import PATTERN
from vendor_eval.storage import db
from vendor_eval.storage.organisation import (
    load_declaration,
    load_organisation,
    save_organisation,
)
from vendor_eval.web.access import administrator
from vendor_eval.web.organisation_form import OrganisationForm, organisation_of, shown, texts_of

bp = Blueprint("organisation", __name__)

DECLARATION = N_(
    "I declare for each vendor named here whether I, my family or my household have ties to it that"
    " could sway my judgement, or look as if they did: employment now or in the last five years,"
    " shares, loans, gifts, other business with it, close friendship or kinship with its people. I"
    " keep what I learn in this evaluation to myself, and I declare anew when something changes."
)


def declaration_text(language: str) -> str:
    """What a person signs about each vendor: the organisation's words, else the program's."""
    declaration = load_declaration(db.session)
    return in_language(declaration, language).strip() or translate(DECLARATION, language)


@bp.route("/organisation", methods=["GET", "POST"])
@administrator
def edit() -> str | Response:
    """Change it; declarations that are signed keep the text they were signed with."""
    organisation, declaration = load_organisation(db.session), load_declaration(db.session)
    seen = fingerprint(organisation, declaration)
    own = {language: translate(DECLARATION, language) for language in LANGUAGES}
    form = OrganisationForm(data=shown(organisation, {**own, **declaration}, seen))
    if not form.validate_on_submit() or not _is_latest(form, seen):
        return render_template(
            "organisation/edit.html", form=form, organisation=organisation, pattern=PATTERN
        )
    typed = texts_of(form, "declaration")
    kept = {language: text for language, text in typed.items() if text != own[language]}
    save_organisation(db.session, organisation_of(form, organisation.logo), kept)
    flash(gettext("The organisation is saved."), "success")
    return redirect(url_for("organisation.edit"), 303)


@bp.get("/organisation/logo.png")
@administrator
def logo() -> Response:
    """The logo as documents show it."""
    content = load_organisation(db.session).logo
    if not content:
        raise NotFoundError(name="logo")
    response = send_file(BytesIO(content), mimetype="image/png")
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def fingerprint(organisation: Organisation, declaration: Text) -> str:
    """Tells whether somebody else has saved since."""
    return hashlib.sha256(repr((organisation, sorted(declaration.items()))).encode()).hexdigest()


def _is_latest(form: OrganisationForm, seen: str) -> bool:
    """Whether the form was opened on what is kept now; if not, it says so and may be sent again."""
    if form.seen.data == seen:
        return True
    form.form_errors.append(
        gettext(
            "Somebody else, or another tab, has saved the organisation in the meantime. What you"
            " typed is still here. Open this page in another tab to see what was saved; saving"
            " again replaces it."
        )
    )
    form.seen.data = seen
    return False
