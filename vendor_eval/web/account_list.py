"""The accounts of the installation, for administrators."""

from flask import Blueprint, flash, redirect, render_template
from flask_babel import gettext
from flask_wtf import FlaskForm
from werkzeug import Response
from wtforms import RadioField

from vendor_eval.errors import NotFoundError
from vendor_eval.storage import User, db, is_administrator
from vendor_eval.storage.people import list_accounts, set_administrator, switch_account
from vendor_eval.web.access import administrator

bp = Blueprint("account_list", __name__)


class AccountForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """What becomes of an account: the button that was pressed."""

    change = RadioField(choices=["on", "off", "administrator", "plain"])


@bp.get("/accounts")
@administrator
def index() -> str:
    """Everybody who can sign in, or could."""
    return render_template(
        "accounts/index.html",
        accounts=[(user, is_administrator(user)) for user in list_accounts(db.session)],
    )


@bp.post("/accounts/<int:user_id>")
@administrator
def change(user_id: int) -> Response:
    """Switch an account on or off, or give and take the rights of an administrator."""
    user = db.session.get(User, user_id)
    form = AccountForm()
    if user is None or user.guest or not form.validate_on_submit():
        raise NotFoundError(name=str(user_id))
    if form.change.data in {"on", "off"}:
        switch_account(db.session, user, active=form.change.data == "on")
    else:
        set_administrator(db.session, user, administrator=form.change.data == "administrator")
    flash(gettext("The account of %(name)s is changed.", name=user.name or user.email), "success")
    return redirect("/accounts", 303)
