"""Issuing documents and making many at once: asking for them, watching, fetching, calling off."""

import zipfile
from io import BytesIO
from typing import cast

from flask import (
    Blueprint,
    Flask,
    Response,
    current_app,
    jsonify,
    redirect,
    render_template,
    request,
    send_file,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from vendor_eval.errors import NotAllowedError, NotFoundError, VendorEvalError
from vendor_eval.jobs import ring
from vendor_eval.language import translate
from vendor_eval.storage import db
from vendor_eval.storage.document_jobs import (
    Job,
    PieceStanding,
    Request,
    Wanted,
    ask_for,
    cancel_job,
    load_job,
    load_made,
    retry_job,
)
from vendor_eval.web.access import current_person, current_standing, may
from vendor_eval.web.document_rules import (
    Offer,
    asked_language,
    document_name,
    find_offer,
    list_offers,
    may_have,
)
from vendor_eval.web.document_shelf import missing_texts, shelf_page
from vendor_eval.web.documents import answer_pdf, file_name, local_time
from vendor_eval.web.language import current_language
from vendor_eval.web.navigation import evaluation_pages
from vendor_eval.workflow import Action

bp = Blueprint("issuing", __name__, url_prefix="/evaluations/<evaluation_id>/documents")


def this_app() -> Flask:
    """The application itself, not what stands for it in a request."""
    return cast("Flask", current_app._get_current_object())  # type: ignore[attr-defined]


IN_A_SET = ("approval", "report", "comparison", "letter")
"""What everything for an evaluation is."""
BETWEEN = "|"
"""Between kind and id in the choice of a document."""


class NothingToIssueError(VendorEvalError):
    """Something is asked for that is not issued now."""

    http_status = 409
    template = (
        "There is nothing to issue in this stage. Open the overview: it says what comes next."
    )


class MissingError(VendorEvalError):
    """A document was to be issued before everything it rests on is there."""

    http_status = 409
    template = (
        "This cannot be issued yet: %(count)d point(s) are open. They are listed on this page."
    )


@bp.post("/issue")
@may(Action.ISSUE, vendors=True)
def issue(evaluation_id: str) -> ResponseReturnValue:
    """Issue one document."""
    kind, _between, subject = request.form.get("document", "").partition(BETWEEN)
    offer, about = find_offer(kind, subject)
    language = asked_language(request.form.get("lang"))
    wanted = [_wanted(offer, subject, about, language)]
    return _ask(evaluation_id, [offer], wanted, issued=True)


@bp.post("/set")
@may(Action.READ, vendors=True)
def everything(evaluation_id: str) -> ResponseReturnValue:
    """Everything for this evaluation, as drafts or issued."""
    language = asked_language(request.form.get("lang"))
    issued = request.form.get("state") == "issued"
    offers = [offer for offer in list_offers() if offer.kind in IN_A_SET]
    if issued:
        offers = [offer for offer in offers if offer.issuable]
    wanted = [
        _wanted(offer, subject, about, language)
        for offer in offers
        for subject, about in offer.wanted()
    ]
    return _ask(evaluation_id, offers, wanted, issued=issued)


def _wanted(offer: Offer, subject: str, about: str, language: str) -> Wanted:
    return Wanted(
        kind=offer.kind,
        language=language,
        name=document_name(offer, about, language),
        subject=subject,
    )


def _ask(
    evaluation_id: str, offers: list[Offer], wanted: list[Wanted], *, issued: bool
) -> ResponseReturnValue:
    """Have documents made, or say on the page why not."""
    try:
        if not wanted or (issued and not all(offer.issuable for offer in offers)):
            raise NothingToIssueError
        missing = missing_texts(evaluation_id, offers) if issued else []
        if missing:
            raise MissingError(count=len(missing))
        job = ask_for(db.session, _request(evaluation_id), wanted, issue=issued)
    except VendorEvalError as error:
        return shelf_page(evaluation_id, error.text(current_language())), error.http_status
    ring(this_app(), len(wanted))
    return _to_job(evaluation_id, job)


def _request(evaluation_id: str) -> Request:
    return Request(evaluation=evaluation_id, user=current_person(), now=local_time())


def _to_job(evaluation_id: str, job: str) -> ResponseReturnValue:
    address = url_for("issuing.progress", evaluation_id=evaluation_id, job_id=job)
    return redirect(address, 303)


def own_job(evaluation_id: str, job_id: str) -> Job:
    """What the person has asked for and may still have.

    Raises:
        NotFoundError: there is no such thing, or they may no longer have one of its documents.
    """
    job = load_job(db.session, evaluation_id, job_id, current_person().id)
    standing = current_standing()
    if not all(may_have(standing, piece.kind, piece.subject) for piece in job.pieces):
        raise NotFoundError(name=job_id)
    return job


@bp.get("/jobs/<job_id>")
@may(Action.READ, vendors=True)
def progress(evaluation_id: str, job_id: str) -> str:
    """How far the documents are."""
    job = own_job(evaluation_id, job_id)
    return render_template(
        "documents/job.html",
        job=job,
        errors={
            piece.id: translate(piece.error, current_language()) % piece.error_values
            for piece in job.pieces
            if piece.error
        },
        state_texts=state_texts(),
        title=current_standing().title,
        evaluation_id=evaluation_id,
        pages=evaluation_pages(evaluation_id),
    )


def state_texts() -> dict[str, str]:
    """What each state of a document is called."""
    return {
        "waiting": gettext("waiting"),
        "running": gettext("being made"),
        "done": gettext("done"),
        "failed": gettext("failed"),
        "cancelled": gettext("called off"),
    }


@bp.get("/jobs/<job_id>/state")
@may(Action.READ, vendors=True)
def state(evaluation_id: str, job_id: str) -> Response:
    """The same in short, for the script of the page."""
    job = own_job(evaluation_id, job_id)
    total, done = len(job.pieces), job.counted("done")
    said = gettext("%(done)d of %(total)d documents are done.", done=done, total=total)
    return jsonify(done=done, total=total, open=job.open, text=said)


@bp.get("/jobs/<job_id>/file")
@may(Action.READ, vendors=True)
def file(evaluation_id: str, job_id: str) -> Response:
    """What is finished: one PDF, or a zip of several."""
    job = own_job(evaluation_id, job_id)
    made = [(name_of(piece), content) for piece, content in load_made(db.session, job)]
    if not made:
        raise NotFoundError(name=job_id)
    if len(job.pieces) == 1:
        [(name, content)] = made
        return answer_pdf(content, name, job.pieces[0].number or job.id)
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, content in made:
            archive.writestr(name, content)
    packed.seek(0)
    name = file_name(evaluation_id, gettext("documents")).removesuffix(".pdf") + ".zip"
    return send_file(packed, mimetype="application/zip", as_attachment=True, download_name=name)


def name_of(piece: PieceStanding) -> str:
    """A name of its own for each document of a job."""
    return file_name(piece.number or gettext("draft"), piece.name)


@bp.post("/jobs/<job_id>/cancel")
@may(Action.READ, vendors=True)
def cancel(evaluation_id: str, job_id: str) -> ResponseReturnValue:
    """Call off what is not finished."""
    cancel_job(db.session, own_job(evaluation_id, job_id))
    return _to_job(evaluation_id, job_id)


@bp.post("/jobs/<job_id>/retry")
@may(Action.READ, vendors=True)
def retry(evaluation_id: str, job_id: str) -> ResponseReturnValue:
    """Try again what failed or was called off."""
    job = own_job(evaluation_id, job_id)
    offers = {offer.kind: offer for offer in list_offers()}
    again = [offers[piece.kind] for piece in job.pieces if piece.state != "done"]
    if job.issue and not all(offer.issuable for offer in again):
        raise NotAllowedError
    if job.issue and missing_texts(evaluation_id, again):
        raise MissingError(count=len(missing_texts(evaluation_id, again)))
    retry_job(db.session, _request(evaluation_id), job)
    ring(this_app(), len(again))
    return _to_job(evaluation_id, job_id)
