"""Documents to print and pass on."""

import hashlib
import re
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, current_app, request, send_file

from vendor_eval.case import Decision
from vendor_eval.language import LANGUAGES, translate
from vendor_eval.reports.comparison import contents_pdf
from vendor_eval.reports.contents import Contents
from vendor_eval.reports.decision import build_decision
from vendor_eval.reports.wording import Wording
from vendor_eval.storage import db, utc_now
from vendor_eval.storage.decision import load_decision
from vendor_eval.web.access import current_person, may
from vendor_eval.web.language import current_language
from vendor_eval.web.prepared import prepare
from vendor_eval.workflow import Action

bp = Blueprint("documents", __name__, url_prefix="/evaluations/<evaluation_id>")


@bp.get("/comparison.pdf")
@may(Action.SEE_RESULTS, vendors=True)
def comparison_pdf(evaluation_id: str) -> Response:
    """The comparison on paper: the numbers of the page, in either language."""
    asked = request.args.get("lang", "")
    language = asked if asked in LANGUAGES else current_language()
    prepared = prepare(evaluation_id, language)
    author, printed_at = author_name(), local_time()
    decision = load_decision(db.session, evaluation_id)
    etag = document_digest(prepared.contents, decision, author, printed_at)
    if etag in request.if_none_match:
        return Response(status=304, headers={"ETag": f'"{etag}"'})
    contents = prepared.contents
    words = Wording(language)
    decided = build_decision(prepared.facts, decision, contents.ranking, words)
    pdf = contents_pdf(replace(contents, decision=decided), printed_at=printed_at, author=author)
    name = file_name(prepared.contents.title, translate("Comparison", language))
    response = send_file(
        BytesIO(pdf), mimetype="application/pdf", as_attachment=True, download_name=name, etag=etag
    )
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def document_digest(
    contents: Contents, decision: Decision, author: str, printed_at: datetime
) -> str:
    """Names a document: what it says, who prints it, and on which day."""
    parts = (repr(contents), repr(decision), author, printed_at.date().isoformat())
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def file_name(title: str, kind: str) -> str:
    """A name that every system can store."""
    return re.sub(r'[\x00-\x1f\x7f<>:"/\\|?*]+', "_", f"{title} {kind}").strip(" ._") + ".pdf"


def author_name() -> str:
    """The person who prints, by name where it is known."""
    person = current_person()
    return person.name or person.email


def local_time() -> datetime:
    """The present where the program is used."""
    return utc_now().astimezone(ZoneInfo(current_app.config["SETTINGS"].time_zone))
