"""How far everybody is, for the lead: counts and times, never what somebody thinks."""

from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import format_datetime, gettext, lazy_gettext
from flask_wtf import FlaskForm
from werkzeug import Response
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from vendor_eval.errors import NotFoundError, ReasonNeededError
from vendor_eval.language import N_, in_language, translate
from vendor_eval.storage import (
    Progress,
    db,
    list_progress,
    load_criteria_of,
    load_title,
    reopen_sheet,
    utc_now,
)
from vendor_eval.web.access import current_person, may
from vendor_eval.web.language import current_language
from vendor_eval.web.mail import can_send, send
from vendor_eval.web.navigation import evaluation_pages
from vendor_eval.workflow import Action

bp = Blueprint("progress", __name__)

SUBMITTED = N_("Submitted %(time)s")
QUALITY_SUBMITTED = N_("Quality submitted %(time)s")
REOPENED = N_("Reopened %(time)s")
IN_PROGRESS = N_("In progress")
NOT_STARTED = N_("Not started")


class ReopenForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """Why a submitted sheet is opened again."""

    reason = StringField(lazy_gettext("Reason"), [DataRequired(), Length(max=2000)])


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressLine:
    """One person's line."""

    evaluator: str
    name: str
    email: str
    groups: str
    answered: int
    asked: int
    state: str
    last: str
    may_reopen: bool
    late: bool
    """Whether a reminder makes sense."""
    subject: str
    reminder: str


@bp.get("/evaluations/<evaluation_id>/progress")
@may(Action.SEE_PROGRESS)
def show(evaluation_id: str) -> str:
    """Everybody who scores, with a reminder to copy for who is not ready."""
    title = in_language(load_title(db.session, evaluation_id), current_language())
    lines = [_line(each, evaluation_id, title) for each in list_progress(db.session, evaluation_id)]
    return render_template(
        "progress/show.html",
        evaluation_id=evaluation_id,
        title=title,
        pages=evaluation_pages(evaluation_id),
        lines=lines,
        form=ReopenForm(formdata=None),
        can_send=can_send(),
    )


@bp.post("/evaluations/<evaluation_id>/progress/<evaluator_id>/reopen")
@may(Action.REOPEN_SHEET)
def reopen(evaluation_id: str, evaluator_id: str) -> Response:
    """Let somebody change a submitted sheet; each change then needs its reason."""
    form = ReopenForm()
    if not form.validate_on_submit():
        raise ReasonNeededError
    now = utc_now()
    person, reason = current_person(), form.reason.data.strip()
    if not reason:
        raise ReasonNeededError
    reopen_sheet(db.session, evaluation_id, evaluator_id, person, reason, now)
    flash(gettext("The score sheet is open again. Each change needs a reason."), "success")
    return redirect(url_for("progress.show", evaluation_id=evaluation_id), 303)


@bp.post("/evaluations/<evaluation_id>/progress/<evaluator_id>/remind")
@may(Action.SEE_PROGRESS)
def remind(evaluation_id: str, evaluator_id: str) -> Response:
    """Send the reminder by mail."""
    title = in_language(load_title(db.session, evaluation_id), current_language())
    for each in list_progress(db.session, evaluation_id):
        line = _line(each, evaluation_id, title)
        if each.evaluator == evaluator_id and line.late and line.email:
            break
    else:
        raise NotFoundError(name=evaluator_id)
    if can_send() and send(line.email, line.subject, line.reminder):
        flash(gettext("The mail has been sent to %(name)s.", name=line.name), "success")
    else:
        flash(gettext("The mail could not be sent. Copy the text and send it yourself."), "error")
    return redirect(url_for("progress.show", evaluation_id=evaluation_id), 303)


def _line(each: Progress, evaluation_id: str, title: str) -> ProgressLine:
    language = current_language()
    titles = {
        group.id: in_language(group.title, language)
        for group in load_criteria_of(db.session, evaluation_id).groups
    }
    name = in_language(each.name, language) or each.evaluator
    link = url_for("sheets.show", evaluation_id=evaluation_id, _external=True)
    values = {"name": name, "title": title, "count": each.asked - each.answered, "link": link}
    return ProgressLine(
        evaluator=each.evaluator,
        name=name,
        email=each.email,
        groups=", ".join(titles.get(group, group) for group in each.groups) or gettext("All"),
        answered=each.answered,
        asked=each.asked,
        state=_state(each),
        last=_when(each.last_at),
        may_reopen=_submitted(each) is not None,
        late=each.state.submitted_at is None,
        subject=gettext("Score sheet: %(title)s", title=title),
        reminder=gettext(
            '%(name)s,\n\nyour score sheet for "%(title)s" is still open; %(count)s cells are not'
            " answered yet. Please complete and submit it:\n%(link)s",
            **values,
        ),
    )


def _submitted(each: Progress) -> datetime | None:
    """When what can be reopened was submitted."""
    state = each.state
    reopened = state.reopened_at is not None and state.submitted_at is None
    return None if reopened else state.submitted_at or state.quality_submitted_at


def _state(each: Progress) -> str:
    state = each.state
    template, moment = IN_PROGRESS if each.answered else NOT_STARTED, state.submitted_at
    if moment is not None:
        template = SUBMITTED
    elif state.reopened_at is not None:
        template, moment = REOPENED, state.reopened_at
    elif state.quality_submitted_at is not None:
        template, moment = QUALITY_SUBMITTED, state.quality_submitted_at
    return translate(template, current_language()) % {"time": _when(moment)}


def _when(moment: datetime | None) -> str:
    return "" if moment is None else str(format_datetime(moment, "yyyy-MM-dd HH:mm"))
