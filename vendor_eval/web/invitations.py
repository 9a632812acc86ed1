"""Links that let people in: where they lead, and how a lead sends, renews and ends them."""

from flask import (
    Blueprint,
    flash,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_babel import gettext
from flask_login import current_user
from flask_security import hash_password, login_user
from werkzeug import Response

from vendor_eval.errors import InvalidInvitationError, NotFoundError, SignedInError
from vendor_eval.language import in_language
from vendor_eval.storage import User, db, utc_now
from vendor_eval.storage.invitations import (
    Invited,
    accept,
    enter_as_guest,
    find_invitation,
    renew,
    revoke,
)
from vendor_eval.storage.members import Panel, load_panel
from vendor_eval.web import mail
from vendor_eval.web.access import current_person, may, public
from vendor_eval.web.accounts import SetUpForm, require_below
from vendor_eval.web.language import current_language
from vendor_eval.web.people_forms import DaysForm
from vendor_eval.workflow import Action

bp = Blueprint("invitations", __name__)

JOIN_LIMIT = 60
"""Of one address in a span: a whole panel may sit behind it."""
RENEW_LIMIT = 60
KEPT = "invitation"
"""Where the secret of a link waits, in the session of who opened it."""


class JoinForm(SetUpForm):
    """Name and password; the address is the one that was invited."""

    email = None


@bp.get("/join")
@public
def join() -> Response | str:
    """Where an invitation leads: a guest is in, others set a password first."""
    if request.method == "HEAD":
        return ""
    token = request.args.get("token", "")
    require_below(JOIN_LIMIT, "join", request.remote_addr or "")
    invited = _held(token)
    _refuse_others(invited.person)
    if not invited.guest:
        session[KEPT] = token
        return redirect(url_for("invitations.open_account"), 303)
    if enter_as_guest(db.session, token, utc_now()) is None:
        raise InvalidInvitationError
    login_user(invited.person, authn_via=["link"])
    return redirect(url_for("evaluations.show", evaluation_id=invited.evaluation), 303)


@bp.route("/join/account", methods=["GET", "POST"])
@public
def open_account() -> Response | str:
    """Name and password of somebody who was invited; then they are in the evaluation."""
    require_below(JOIN_LIMIT, "join", request.remote_addr or "")
    token = session.get(KEPT, "")
    invited = _held(token)
    _refuse_others(invited.person)
    form = JoinForm(name=invited.person.name)
    if not form.validate_on_submit():
        return render_template("invitations/open_account.html", form=form, invited=invited)
    password = hash_password(form.password.data)
    name = form.name.data.strip()
    if accept(db.session, token, name=name, password_hash=password, now=utc_now()) is None:
        raise InvalidInvitationError
    session.pop(KEPT)
    login_user(invited.person, authn_via=["password"])
    flash(gettext("From now on, sign in with e-mail address and password."), "success")
    return redirect(url_for("evaluations.show", evaluation_id=invited.evaluation), 303)


def _held(token: str) -> Invited:
    invited = find_invitation(db.session, token, utc_now())
    if invited is None:
        raise InvalidInvitationError
    return invited


def _refuse_others(person: User) -> None:
    """Nobody becomes somebody else by a click."""
    if current_user.is_authenticated and current_user.id != person.id:
        raise SignedInError(name=current_user.name or current_user.email)


@bp.post("/evaluations/<evaluation_id>/people/<int:person_id>/link")
@may(Action.EDIT_PEOPLE)
def renew_link(evaluation_id: str, person_id: int) -> Response:
    """A new link; the one before ends."""
    panel = load_panel(db.session, evaluation_id)
    form = DaysForm()
    form.offer_days()
    if not form.validate_on_submit():
        raise NotFoundError(name=str(person_id))
    require_below(RENEW_LIMIT, "invite", str(current_person().id))
    now = utc_now()
    span = now, now + form.span()
    person, token = renew(db.session, evaluation_id, current_person(), person_id, span)
    hand_over(panel, person, token, "" if person.guest else person.email)
    return _back(evaluation_id, person_id)


@bp.post("/evaluations/<evaluation_id>/people/<int:person_id>/link/end")
@may(Action.EDIT_PEOPLE)
def end_link(evaluation_id: str, person_id: int) -> Response:
    """End a link, and a guest's visit, at once."""
    revoke(db.session, evaluation_id, current_person(), person_id, utc_now())
    flash(gettext("The link has ended."), "success")
    return _back(evaluation_id, person_id)


def _back(evaluation_id: str, person_id: int) -> Response:
    address = url_for("people.person", evaluation_id=evaluation_id, person_id=person_id)
    return redirect(address, 303)


def hand_over(panel: Panel, person: User, token: str, address: str) -> None:
    """Mail a new link where that can be done, and show it once to who made it."""
    link = url_for("invitations.join", token=token, _external=True)
    session[f"link {panel.evaluation} {person.id}"] = link
    if not address or not mail.can_send():
        return
    title = in_language(panel.title, current_language())
    text = gettext(
        "%(lead)s invites you to take part in the evaluation “%(title)s”.\n\n"
        "Open this personal link; do not pass it on:\n%(link)s\n",
        lead=current_person().name,
        title=title,
        link=link,
    )
    _send(address, gettext("Invitation: %(title)s", title=title), text)


def tell_added(panel: Panel, person: User) -> None:
    """Say that a person with an account takes part now, here and by mail."""
    name = person.name or person.email
    flash(gettext("%(name)s takes part from now on.", name=name), "success")
    if not mail.can_send():
        return
    title = in_language(panel.title, current_language())
    text = gettext(
        "%(lead)s has added you to the evaluation “%(title)s”.\n\nOpen it here:\n%(link)s\n",
        lead=current_person().name,
        title=title,
        link=url_for("evaluations.show", evaluation_id=panel.evaluation, _external=True),
    )
    _send(person.email, gettext("Evaluation: %(title)s", title=title), text)


def _send(address: str, subject: str, text: str) -> None:
    if mail.send(address, subject, text):
        flash(gettext("A mail went to %(address)s.", address=address), "success")
    else:
        flash(
            gettext(
                "The mail to %(address)s could not be sent. Hand the link over yourself, or try"
                " again later.",
                address=address,
            ),
            "error",
        )
