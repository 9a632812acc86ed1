"""Which language a person reads, and the switch between the two."""

from urllib.parse import urlsplit

from flask import (
    Blueprint,
    Flask,
    abort,
    current_app,
    g,
    has_request_context,
    redirect,
    request,
    session,
)
from flask_babel import Babel
from flask_login import current_user
from werkzeug import Response

from vendor_eval.language import FOLDER, LANGUAGES, in_language
from vendor_eval.storage import db
from vendor_eval.web.access import public

bp = Blueprint("language", __name__)

NAMES = {"ja": "日本語", "en": "English"}
"""Each language in its own words."""


def init_app(app: Flask) -> None:
    """Give templates ``_()``, ``language``, ``languages`` and the filter ``text``."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(FOLDER)
    app.config["BABEL_DEFAULT_LOCALE"] = "en"
    app.config["BABEL_DEFAULT_TIMEZONE"] = app.config["SETTINGS"].time_zone
    Babel(app, locale_selector=current_language)
    app.context_processor(_in_templates)
    app.add_template_filter(lambda texts: in_language(texts, current_language()), "text")


def _in_templates() -> dict[str, object]:
    return {"language": current_language(), "languages": NAMES, "return_path": return_path}


def return_path() -> str:
    """The page to come back to; after a refused form, the page it stands on."""
    return request.full_path.removesuffix("?") if request.method == "GET" else request.path


def current_language() -> str:
    """The language of this request: chosen, preferred by the account, asked for by the browser."""
    if not has_request_context():
        return LANGUAGES[0]
    if "language" not in g:
        g.language = session_language() or account_language() or browser_language()
    return str(g.language)


def session_language() -> str | None:
    """What was chosen with the switch in this browser."""
    chosen = session.get("language")
    return chosen if chosen in LANGUAGES else None


def account_language() -> str | None:
    """What the signed-in person chose last, on whichever machine."""
    preferred = getattr(current_user, "language", None)
    return preferred if preferred in LANGUAGES else None


def browser_language() -> str:
    """The best of what the browser asks for, else the installation's own."""
    own = current_app.config["SETTINGS"].language
    return request.accept_languages.best_match(LANGUAGES, own) or LANGUAGES[0]


def is_local_path(target: str) -> bool:
    """Whether an address leads to a page of this server and nowhere else."""
    plain = target.replace("\\", "/")
    parts = urlsplit(plain)
    printable = all(character.isprintable() for character in target)
    return (
        printable
        and plain.startswith("/")
        and not plain.startswith("//")
        and not (parts.scheme or parts.netloc)
    )


@bp.post("/language")
@public
def switch() -> Response:
    """Change the language and go back to the page where the switch was."""
    chosen = request.form.get("language", "")
    if chosen not in LANGUAGES:
        abort(400)
    session["language"] = chosen
    if current_user.is_authenticated:
        current_user.language = chosen
        db.session.commit()
    target = request.form.get("next", "")
    return redirect(target if is_local_path(target) else "/", 303)
