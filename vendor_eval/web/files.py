"""Files beside a vendor: proposals, certificates, quotations; and a page to read one in."""

from io import BytesIO
from typing import get_args

from flask import (
    Blueprint,
    current_app,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    send_file,
    url_for,
)
from flask_babel import gettext
from flask_wtf import FlaskForm
from werkzeug import Response

from vendor_eval.errors import NotFoundError, ReasonNeededError, VendorEvalError
from vendor_eval.exchange.attachments import check_file
from vendor_eval.language import in_language
from vendor_eval.storage import db, load_title
from vendor_eval.storage.files import (
    NewFile,
    add_file,
    list_files,
    load_content,
    mark_file,
    remove_file,
)
from vendor_eval.storage.panel_tables import FileKind
from vendor_eval.web.access import may
from vendor_eval.web.documents import READING_POLICY
from vendor_eval.web.file_reading import KINDS, PDF, OpenFile, open_file
from vendor_eval.web.form_rows import typed
from vendor_eval.web.headers import POLICY
from vendor_eval.web.language import current_language
from vendor_eval.web.navigation import evaluation_pages
from vendor_eval.web.vendor_pages import VendorPage, change_of, open_vendor
from vendor_eval.workflow import Action

bp = Blueprint("files", __name__, url_prefix="/evaluations/<evaluation_id>")

DOWNLOAD_POLICY = "default-src 'none'; sandbox"


@bp.get("/entry/<vendor_id>/files")
@may(Action.READ, vendors=True)
def show(evaluation_id: str, vendor_id: str) -> str:
    """What the vendor has sent."""
    return _draw(open_vendor(evaluation_id, vendor_id))


@bp.post("/entry/<vendor_id>/files")
@may(Action.EDIT_VENDORS, vendors=True)
def add(evaluation_id: str, vendor_id: str) -> Response | tuple[str, int]:
    """Put a file beside the vendor, once its content is what its name says."""
    page = open_vendor(evaluation_id, vendor_id)
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        return _draw(page, error=gettext("Choose a file.")), 400
    content = sent.read()
    try:
        checked = check_file(sent.filename, content, int(current_app.config["MAX_CONTENT_LENGTH"]))
    except VendorEvalError as error:
        return _draw(page, error=error.text(current_language())), error.http_status
    file = NewFile(
        kind=_kind(),
        name=checked.name,
        media_type=checked.media_type,
        content=content,
        anonymised=typed("anonymised") == "yes",
    )
    add_file(db.session, change_of(evaluation_id, vendor_id), file)
    flash(gettext("%(name)s has been added.", name=checked.name), "success")
    return redirect(_address(evaluation_id, vendor_id), 303)


@bp.get("/files/<int:file_number>")
@may(Action.READ, vendors=True)
def download(evaluation_id: str, file_number: int) -> Response:
    """A file to keep: nothing in it runs here."""
    response = _send(open_file(evaluation_id, file_number), as_attachment=True)
    response.headers["Content-Security-Policy"] = DOWNLOAD_POLICY
    return response


@bp.get("/files/<int:file_number>/content")
@may(Action.READ, vendors=True)
def content(evaluation_id: str, file_number: int) -> Response:
    """A PDF for the frame of ``view``, and for no frame of another site."""
    response = _send(_readable(evaluation_id, file_number), as_attachment=False)
    response.headers["Content-Security-Policy"] = READING_POLICY
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response


@bp.get("/files/<int:file_number>/view")
@may(Action.READ, vendors=True)
def view(evaluation_id: str, file_number: int) -> Response:
    """A PDF to read here, opened at the page asked for."""
    opened = _readable(evaluation_id, file_number)
    title = in_language(load_title(db.session, evaluation_id), current_language())
    at = request.args.get("page", 1, type=int)
    response = make_response(
        render_template(
            "files/view.html",
            evaluation_id=evaluation_id,
            evaluation_title=title or evaluation_id,
            opened=opened,
            at=max(at, 1),
            kinds=KINDS,
            pages=evaluation_pages(evaluation_id),
        )
    )
    response.headers["Content-Security-Policy"] = f"{POLICY}; frame-src 'self'"
    return response


@bp.post("/files/<int:file_number>/anonymised")
@may(Action.EDIT_VENDORS, vendors=True)
def mark(evaluation_id: str, file_number: int) -> Response:
    """Open a file that gives no name away to those who score by letter, or close it again."""
    file = open_file(evaluation_id, file_number).file
    anonymised = typed("anonymised") == "yes"
    change = change_of(evaluation_id, file.vendor)
    mark_file(db.session, change, file_number, anonymised=anonymised)
    flash(
        gettext("%(name)s can be read while names are hidden.", name=file.name)
        if anonymised
        else gettext("%(name)s is closed while names are hidden.", name=file.name),
        "success",
    )
    return redirect(_address(evaluation_id, file.vendor), 303)


@bp.post("/files/<int:file_number>/remove")
@may(Action.EDIT_VENDORS, vendors=True)
def remove(evaluation_id: str, file_number: int) -> Response:
    """Out of sight with a reason; kept for the record."""
    file = open_file(evaluation_id, file_number).file
    try:
        remove_file(db.session, change_of(evaluation_id, file.vendor), file_number, typed("reason"))
    except ReasonNeededError as error:
        flash(error.text(current_language()), "error")
    else:
        flash(gettext("%(name)s is out of sight, and kept.", name=file.name), "success")
    return redirect(_address(evaluation_id, file.vendor), 303)


def _readable(evaluation_id: str, file_number: int) -> OpenFile:
    opened = open_file(evaluation_id, file_number)
    if opened.file.media_type != PDF:
        raise NotFoundError(name=opened.name)
    return opened


def _kind() -> FileKind:
    kinds: tuple[FileKind, ...] = get_args(FileKind)
    return next((kind for kind in kinds if kind == typed("kind")), "other")


def _send(opened: OpenFile, *, as_attachment: bool) -> Response:
    response = send_file(
        BytesIO(load_content(db.session, opened.file.sha256)),
        mimetype=opened.file.media_type,
        as_attachment=as_attachment,
        download_name=opened.download_name,
        etag=opened.file.sha256,
    )
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _draw(page: VendorPage, *, error: str = "") -> str:
    listed = list_files(db.session, page.evaluation_id, page.vendor.id)
    shown = [file for file in listed if page.opening.prices or file.kind != "quotation"]
    return render_template(
        "files/show.html",
        page=page,
        form=FlaskForm(),
        files=[file for file in shown if file.removed_at is None],
        removed=[file for file in shown if file.removed_at is not None],
        kinds=KINDS,
        pdf=PDF,
        limit=int(current_app.config["MAX_CONTENT_LENGTH"]) // 1024**2,
        error=error,
    )


def _address(evaluation_id: str, vendor_id: str) -> str:
    return url_for("files.show", evaluation_id=evaluation_id, vendor_id=vendor_id)
