"""Signing in and out, passwords, and the link that opens a new installation.

Flask-Security does the work; here are its settings, our words for it, and the
limits on trying. Nobody can register: accounts are made by administrators.
"""

from datetime import timedelta
from typing import Any

from flask import Blueprint, Flask, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext, lazy_gettext
from flask_login import current_user, user_logged_in
from flask_security import Security, hash_password, login_user
from flask_security.forms import ChangePasswordForm, LoginForm, VerifyForm
from flask_security.proxies import _security
from flask_wtf import FlaskForm
from werkzeug import Response
from wtforms import EmailField, Field, PasswordField, StringField, ValidationError
from wtforms.validators import DataRequired, Email, EqualTo, InputRequired, Length

from vendor_eval.errors import InvalidLinkError, TooManyAttemptsError
from vendor_eval.language import FOLDER, N_
from vendor_eval.storage import (
    User,
    count_attempt,
    datastore,
    db,
    open_account,
    use_sign_in_link,
    utc_now,
)
from vendor_eval.web import recovery
from vendor_eval.web.access import Rule, Who, current_person, declare, public, signed_in
from vendor_eval.web.mail import can_send

bp = Blueprint("accounts", __name__)

SPAN = timedelta(minutes=15)
SIGN_IN_LIMITS = {"account from address": 10, "account": 50, "address": 100}
"""Attempts in a span: one person at one place, one account, one place."""
LINK_LIMIT = 20
PASSWORD_LIMIT = 10
RECOVERY_LIMITS = {"account": 3, "address": 20}
"""Mails that one account gets in a span, and that one place asks for."""

CONFIG: dict[str, object] = {
    "SECURITY_LOGIN_URL": "/sign-in",
    "SECURITY_LOGOUT_URL": "/sign-out",
    "SECURITY_CHANGE_URL": "/account/password",
    "SECURITY_VERIFY_URL": "/account/still-you",
    "SECURITY_POST_LOGIN_VIEW": "/",
    "SECURITY_POST_LOGOUT_VIEW": "/sign-in",
    "SECURITY_POST_CHANGE_VIEW": "/account",
    "SECURITY_STATIC_FOLDER": None,
    "SECURITY_CACHE_CONTROL": None,  # ours covers every page
    "SECURITY_CHANGEABLE": True,
    "SECURITY_LOGOUT_METHODS": ["POST"],
    "SECURITY_SEND_PASSWORD_CHANGE_EMAIL": False,
    "SECURITY_RETURN_GENERIC_RESPONSES": True,
    "SECURITY_API_ENABLED_METHODS": ["session"],
    "SECURITY_PASSWORD_HASH": "argon2",
    "SECURITY_PASSWORD_SCHEMES": ["argon2"],
    # Argon2 salts by itself; a further secret would make a lost key a lost password.
    "SECURITY_PASSWORD_SINGLE_HASH": {"argon2"},
    "SECURITY_PASSWORD_LENGTH_MIN": 12,
    # Full-width letters, as Japanese keyboards type them, are the same password.
    "SECURITY_PASSWORD_NORMALIZE_FORM": "NFKC",
    "SECURITY_EMAIL_VALIDATOR_ARGS": {"check_deliverability": False},
    "SECURITY_DATETIME_FACTORY": utc_now,
    "SECURITY_I18N_DOMAIN": "messages",
    "SECURITY_I18N_DIRNAME": str(FOLDER),
}

WORDS = {
    "DISABLED_ACCOUNT": N_("This account is switched off. Ask an administrator."),
    "EMAIL_NOT_PROVIDED": N_("Enter your e-mail address."),
    "GENERIC_AUTHN_FAILED": N_(
        "The e-mail address or the password is not right. Check both and try again."
    ),
    "INVALID_EMAIL_ADDRESS": N_("Enter an e-mail address such as name@example.com."),
    "INVALID_PASSWORD": N_("That is not your present password. Try again."),
    "PASSWORD_CHANGE": N_("Your password is saved."),
    "PASSWORD_INVALID_LENGTH": N_("Use at least %(length)s characters."),
    "PASSWORD_IS_THE_SAME": N_("The new password is the old one. Choose another."),
    "PASSWORD_NOT_PROVIDED": N_("Enter a password."),
    "REAUTHENTICATION_REQUIRED": N_("Enter your password once more to go on."),
    "REAUTHENTICATION_SUCCESSFUL": N_("Thank you, go on."),
    "RETYPE_PASSWORD_MISMATCH": N_("The two passwords differ. Type the same one twice."),
}
"""Flask-Security's messages in our words, by its names."""


class SignInForm(LoginForm):
    """E-mail address and password; a session lasts a working day, nothing remembers longer."""

    remember = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _label(self.email, lazy_gettext("E-mail address"))
        _label(self.password, lazy_gettext("Password"))

    def validate(self, **kwargs: Any) -> bool:
        """A space that came along with a copied address is no mistake."""
        self.email.data = (self.email.data or "").strip()
        return super().validate(**kwargs)


class NewPasswordForm(ChangePasswordForm):
    """The present password and a new one, twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _label(self.password, lazy_gettext("Present password"))
        _label(self.new_password, lazy_gettext("New password"))
        _label(self.new_password_confirm, lazy_gettext("New password, once more"))


class StillYouForm(VerifyForm):
    """The password again, before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _label(self.password, lazy_gettext("Password"))


class SetUpForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """Who the first administrator is."""

    name = StringField(
        lazy_gettext("Name"),
        [DataRequired(lazy_gettext("Enter your name.")), Length(max=100)],
        render_kw={"autocomplete": "name"},
    )
    email = EmailField(
        lazy_gettext("E-mail address"),
        [
            InputRequired(lazy_gettext("Enter your e-mail address.")),
            Email(lazy_gettext("Enter an e-mail address such as name@example.com.")),
            Length(max=254),
        ],
        render_kw={"autocomplete": "email"},
    )
    password = PasswordField(
        lazy_gettext("Password"),
        [InputRequired(lazy_gettext("Enter a password."))],
        render_kw={"autocomplete": "new-password"},
    )
    password_again = PasswordField(
        lazy_gettext("Password, once more"),
        [EqualTo("password", lazy_gettext("The two passwords differ. Type the same one twice."))],
        render_kw={"autocomplete": "new-password"},
    )

    def validate_password(self, field: Field) -> None:
        """Hold the password to the rules of every other one, and keep it normalised."""
        wrong, field.data = _security.password_util.validate(field.data, True)
        if wrong:
            raise ValidationError(" ".join(wrong))


def init_app(app: Flask) -> None:
    """Set Flask-Security up and limit how often one may try."""
    with app.app_context():
        app.config["SECURITY_RECOVERABLE"] = can_send()
    said = {name: (text, _kind_of(name)) for name, text in WORDS.items()} | recovery.WORDS
    app.config.update(CONFIG | recovery.CONFIG)
    app.config.update({f"SECURITY_MSG_{name}": each for name, each in said.items()})
    Security(
        app,
        datastore,
        login_form=SignInForm,
        change_password_form=NewPasswordForm,
        verify_form=StillYouForm,
        forgot_password_form=recovery.LostPasswordForm,
        reset_password_form=recovery.NewStartForm,
        mail_util_cls=recovery.PostOffice,
    )
    user_logged_in.connect(_keep_for_the_day, app)
    declare(app, "security.login", Rule(Who.PUBLIC))
    declare(app, "security.logout", Rule(Who.PUBLIC))
    declare(app, "security.forgot_password", Rule(Who.PUBLIC))
    declare(app, "security.reset_password", Rule(Who.PUBLIC))
    declare(app, "security.change_password", Rule(Who.SIGNED_IN))
    declare(app, "security.verify", Rule(Who.SIGNED_IN))
    app.before_request(limit_attempts)
    app.before_request(require_set_up)


def _kind_of(name: str) -> str:
    good = {"PASSWORD_CHANGE", "REAUTHENTICATION_SUCCESSFUL"}
    return "success" if name in good else "error"


def limit_attempts() -> None:
    """Count what could be guessing, before it is looked at.

    Raises:
        TooManyAttemptsError: More than a person needs.
    """
    address = request.remote_addr or ""
    if request.endpoint == "accounts.start":
        require_below(LINK_LIMIT, "start", address)
    if request.endpoint == "security.reset_password":
        require_below(LINK_LIMIT, "reset", address)
    if request.method != "POST":
        return
    account = request.form.get("email", "").strip().casefold()
    if request.endpoint == "security.forgot_password":
        require_below(RECOVERY_LIMITS["address"], "lost address", address)
        require_below(RECOVERY_LIMITS["account"], "lost", account)
    if request.endpoint == "security.login":
        require_below(SIGN_IN_LIMITS["address"], "sign-in address", address)
        require_below(SIGN_IN_LIMITS["account"], "sign-in account", account)
        require_below(SIGN_IN_LIMITS["account from address"], "sign-in", account, address)
    if request.endpoint in {"security.change_password", "security.verify"}:
        require_below(PASSWORD_LIMIT, "password", str(current_user.id))


def require_below(limit: int, *parts: str) -> None:
    """Count one attempt of this kind.

    Raises:
        TooManyAttemptsError: It is one too many for the present span of time.
    """
    if count_attempt(db.session, parts, utc_now(), SPAN) > limit:
        raise TooManyAttemptsError(minutes=int(SPAN.total_seconds()) // 60)


@bp.get("/start")
@public
def start() -> Response | str:
    """Where the printed link leads: in, once. Who is in already is let through."""
    if request.method == "HEAD":
        return ""  # a preview of the link must not use it up
    person = use_sign_in_link(db.session, request.args.get("token", ""), utc_now())
    if person is not None:
        login_user(person, authn_via=["link"])
    elif not current_user.is_authenticated:
        raise InvalidLinkError
    # The token must not stay in the address: redirect, whatever comes next.
    return redirect(url_for("evaluations.index"), 303)


def require_set_up() -> Response | None:
    """The first administrator says who they are before anything else."""
    free = {None, "static", "accounts.start", "accounts.set_up", "language.switch"}
    free.add("security.logout")
    if request.endpoint in free or not current_user.is_authenticated or current_user.name:
        return None
    return redirect(url_for("accounts.set_up"), 303)


@bp.route("/account/start", methods=["GET", "POST"])
@signed_in
def set_up() -> str | Response:
    """Who the first administrator is, and a password."""
    person = current_person()
    if person.name:
        return redirect(url_for("accounts.show"), 303)
    form = SetUpForm()
    if form.validate_on_submit() and _open_account(person, form):
        login_user(person, authn_via=["password"])
        flash(gettext("From now on, sign in with e-mail address and password."), "success")
        return redirect(url_for("evaluations.index"), 303)
    return render_template("accounts/set_up.html", form=form)


def _open_account(person: User, form: SetUpForm) -> bool:
    opened = open_account(
        db.session,
        person,
        name=form.name.data.strip(),
        email=form.email.data,
        password_hash=hash_password(form.password.data),
    )
    if not opened:
        form.email.errors = [gettext("Another account has this address. Use another one.")]
    return opened


@bp.get("/account")
@signed_in
def show() -> str:
    """Who is signed in, and the way to another password."""
    return render_template("accounts/show.html")


def _keep_for_the_day(_app: Flask, **_signal: object) -> None:
    """A session outlives the browser window; what a stranger's cookie said is worth nothing."""
    session.permanent = True
    session.pop("csrf_token", None)


def _label(field: Field, text: object) -> None:
    field.label.text = text
