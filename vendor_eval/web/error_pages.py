"""What a person sees when something did not work: what happened, and what to do next."""

import secrets

from flask import Flask, current_app, g, jsonify, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug import Response
from werkzeug.exceptions import HTTPException, InternalServerError, SecurityError

from vendor_eval.errors import VendorEvalError
from vendor_eval.language import N_, translate
from vendor_eval.web.language import browser_language, current_language, session_language

HEADINGS = {
    400: N_("That did not work"),
    401: N_("Please sign in"),
    403: N_("Not yours to open"),
    404: N_("There is nothing here"),
    405: N_("That did not work"),
    409: N_("That did not work"),
    413: N_("Too large"),
    429: N_("Too many attempts"),
    500: N_("Something went wrong here"),
}
TEXTS = {
    400: N_("The request could not be understood. Go back, load the page again and try once more."),
    403: N_("Your role does not allow this. Ask an administrator for access."),
    404: N_(
        "There is no page at this address, or it is not yours to see. Check the link you followed."
    ),
    405: N_("This address cannot be used that way. Go back and use the buttons of the page."),
    413: N_(
        "What you sent is larger than %(limit)s MB. Remove what does not belong to the evaluation."
    ),
    429: N_("There were too many attempts. Wait a while, then try again."),
}
EXPIRED_FORM = N_(
    "This form is no longer valid: you signed in or out in between, or the browser keeps no"
    " cookies. Go back, load the page again and send the form once more. Nothing was changed."
)
WRONG_HOST = N_(
    "This server does not answer to the name %(host)s. Use the address it printed when it started,"
    " or add the name to the setting VENDOR_EVAL_HOSTS."
)
FAILURE = N_("The program made a mistake; it is not something you did. Nothing was half saved.")
FAILURE_ADVICE = N_("Try again. If it happens again, give the administrator this number:")


def init_app(app: Flask) -> None:
    """Answer every error with a page."""
    app.register_error_handler(VendorEvalError, show_our_error)
    app.register_error_handler(HTTPException, show_http_error)
    app.register_error_handler(SecurityError, show_wrong_host)
    app.register_error_handler(InternalServerError, show_failure)


def show_our_error(error: VendorEvalError) -> Response:
    """An error this program raised on purpose; it knows its text."""
    return _page(error.http_status, error.text(current_language()), type(error).__name__)


def show_http_error(error: HTTPException) -> Response:
    """An error of Flask or Werkzeug, in our words. Redirections pass."""
    status = error.code or 500
    if status < 400:  # noqa: PLR2004 - where errors begin
        return Response.force_type(error.get_response())
    template = EXPIRED_FORM if isinstance(error, CSRFError) else TEXTS.get(status, TEXTS[400])
    limit = (current_app.config["MAX_CONTENT_LENGTH"] or 0) // 1024**2
    text = translate(template, current_language()) % {"limit": limit}
    response = _page(status, text, type(error).__name__)
    for name, value in error.get_headers(request.environ):
        if name not in {"Content-Type", "Content-Length"}:
            response.headers[name] = value
    return response


def show_wrong_host(_error: SecurityError) -> Response:
    """A name that is not one of this server's: nothing can be linked to from here."""
    language = browser_language()
    host = request.environ.get("HTTP_HOST", "")
    page = render_template(
        "errors/alone.html",
        language=language,
        heading=translate(HEADINGS[400], language),
        text=translate(WRONG_HOST, language) % {"host": host},
    )
    return make_response(page, 400)


def show_failure(error: InternalServerError) -> Response:
    """A mistake of the program: a number that is also in the log, and no detail."""
    reference = secrets.token_hex(4)
    cause = error.original_exception
    current_app.logger.error(
        "Reference %s: %s %s failed with %r", reference, request.method, request.path, cause
    )
    # Whatever failed may be what finds the account: its language is not asked for.
    language = str(g.get("language") or session_language() or browser_language())
    page = render_template(
        "errors/alone.html",
        language=language,
        heading=translate(HEADINGS[500], language),
        text=translate(FAILURE, language),
        advice=translate(FAILURE_ADVICE, language),
        home=translate(N_("To the first page"), language),
        reference=reference,
    )
    return make_response(page, 500)


def _page(status: int, text: str, error: str) -> Response:
    """A page, or for a script that asks for nothing but JSON the name and text of the error."""
    if request.accept_mimetypes.best == "application/json":
        return make_response(jsonify(error=error, text=text), status)
    heading = translate(HEADINGS.get(status, HEADINGS[400]), current_language())
    page = render_template("errors/show.html", status=status, heading=heading, text=text)
    return make_response(page, status)
