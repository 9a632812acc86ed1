"""Who takes part in an evaluation: by role, with what each is asked to score."""

from flask import Blueprint, flash, redirect, render_template, session, url_for
from flask_babel import gettext
from werkzeug import Response

from vendor_eval.storage import User, db, find_user, utc_now
from vendor_eval.storage.evaluators import Place
from vendor_eval.storage.invitations import Invitee, invite
from vendor_eval.storage.members import (
    Member,
    Panel,
    admit,
    change_place,
    link_sheet,
    load_panel,
    remove_member,
)
from vendor_eval.web.access import current_person, may
from vendor_eval.web.accounts import require_below
from vendor_eval.web.evaluations import ROLES
from vendor_eval.web.invitations import hand_over, tell_added
from vendor_eval.web.language import current_language
from vendor_eval.web.navigation import evaluation_pages
from vendor_eval.web.people_forms import (
    GUEST_ROLES,
    DaysForm,
    InviteForm,
    LinkSheetForm,
    PlaceForm,
    RemoveForm,
)
from vendor_eval.workflow import ROLES as PARTS
from vendor_eval.workflow import Action

bp = Blueprint("people", __name__)

INVITE_LIMIT = 60
"""Invitations and links of one person in a span: a panel, not a mailing."""


@bp.get("/evaluations/<evaluation_id>/people")
@may(Action.EDIT_PEOPLE)
def index(evaluation_id: str) -> str:
    """Everybody by role, and score sheets that are nobody's yet."""
    panel = load_panel(db.session, evaluation_id)
    form = LinkSheetForm()
    form.offer(panel)
    return _page("index", panel, form=form)


@bp.route("/evaluations/<evaluation_id>/people/add", methods=["GET", "POST"])
@may(Action.EDIT_PEOPLE)
def add(evaluation_id: str) -> str | Response:
    """Add somebody who has an account, or invite somebody by a link."""
    panel = load_panel(db.session, evaluation_id)
    form = InviteForm()
    form.offer_all(panel)
    if form.validate_on_submit() and form.complete():
        require_below(INVITE_LIMIT, "invite", str(current_person().id))
        person = _take_in(panel, form)
        if person is not None:
            return redirect(_address(panel, person.id), 303)
    return _page("add", panel, form=form)


def _take_in(panel: Panel, form: InviteForm) -> User | None:
    """The person who takes part now; None when the form says why not."""
    guest = form.way.data == "guest"
    known = None if guest else find_user(db.session, form.email.data)
    if known is not None and (problem := _problem(panel, known)):
        form.email.errors = [problem]
        return None
    if known is not None and known.password is not None:
        admit(db.session, panel.evaluation, current_person(), known, form.place(), utc_now())
        tell_added(panel, known)
        return known
    email = form.email.data or ""
    invitee = Invitee(name=form.name.data.strip(), email="" if guest else email, guest=guest)
    now = utc_now()
    person, token = invite(
        db.session,
        panel.evaluation,
        current_person(),
        invitee,
        form.place(),
        (now, now + form.span()),
    )
    hand_over(panel, person, token, email)
    return person


def _problem(panel: Panel, known: User) -> str:
    if known.guest:
        return str(gettext("This address cannot be invited. Use the person's own."))
    if not known.active:
        return str(gettext("This account is switched off. An administrator can switch it on."))
    if any(member.id == known.id for member in panel.members):
        return str(gettext("This person takes part already."))
    return ""


@bp.route("/evaluations/<evaluation_id>/people/<int:person_id>", methods=["GET", "POST"])
@may(Action.EDIT_PEOPLE)
def person(evaluation_id: str, person_id: int) -> str | Response:
    """One person: part, score sheet, link."""
    panel = load_panel(db.session, evaluation_id)
    member = panel.member(person_id)
    form = PlaceForm(data=_kept(panel, member))
    form.offer(panel, GUEST_ROLES if member.guest else PARTS)
    if form.validate_on_submit():
        who = current_person()
        change_place(db.session, evaluation_id, who, person_id, form.place(), utc_now())
        flash(gettext("Saved."), "success")
        return redirect(url_for("people.index", evaluation_id=evaluation_id), 303)
    days = DaysForm(formdata=None)
    days.offer_days()
    link = session.pop(f"link {evaluation_id} {person_id}", None)
    return _page("person", panel, member=member, form=form, days=days, link=link)


def _kept(panel: Panel, member: Member) -> dict[str, object]:
    """What the form starts with."""
    sheet = member.sheet
    groups = sheet.groups if sheet is not None else ()
    return {
        "role": member.role,
        "scores": sheet is not None,
        "weight": sheet.weight if sheet is not None else Place(role=member.role).weight,
        "groups": groups or [group.id for group in panel.groups],
    }


@bp.route("/evaluations/<evaluation_id>/people/<int:person_id>/remove", methods=["GET", "POST"])
@may(Action.EDIT_PEOPLE)
def remove(evaluation_id: str, person_id: int) -> str | Response:
    """End somebody's part, with a reason."""
    panel = load_panel(db.session, evaluation_id)
    member = panel.member(person_id)
    form = RemoveForm()
    form.offer()
    if not form.validate_on_submit():
        return _page("remove", panel, member=member, form=form)
    removed = person_id, form.ratings.data == "leave-out"
    reason = {current_language(): form.reason.data.strip()}
    remove_member(db.session, evaluation_id, current_person(), removed, reason, utc_now())
    name = member.name or member.email
    flash(gettext("%(name)s no longer takes part.", name=name), "success")
    if person_id == current_person().id:
        return redirect(url_for("evaluations.index"), 303)
    return redirect(url_for("people.index", evaluation_id=evaluation_id), 303)


@bp.post("/evaluations/<evaluation_id>/people/sheet")
@may(Action.EDIT_PEOPLE)
def link(evaluation_id: str) -> str | Response:
    """Give an imported score sheet to a person."""
    panel = load_panel(db.session, evaluation_id)
    form = LinkSheetForm()
    form.offer(panel)
    if not form.validate_on_submit():
        return _page("index", panel, form=form)
    who = current_person()
    link_sheet(db.session, evaluation_id, who, form.sheet.data, form.person.data, utc_now())
    flash(gettext("The score sheet has its person."), "success")
    return redirect(url_for("people.index", evaluation_id=evaluation_id), 303)


def _address(panel: Panel, person_id: int) -> str:
    return url_for("people.person", evaluation_id=panel.evaluation, person_id=person_id)


def _page(name: str, panel: Panel, **values: object) -> str:
    return render_template(
        f"people/{name}.html",
        panel=panel,
        roles={role: gettext(title) for role, title in ROLES.items()},
        group_titles={group.id: group.title for group in panel.groups},
        pages=evaluation_pages(panel.evaluation),
        now=utc_now(),
        **values,
    )
