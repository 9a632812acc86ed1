"""Documents to print and pass on."""

import hashlib
import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from io import BytesIO
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, current_app, request, send_file

from vendor_eval.dossier import Dossier, Printing
from vendor_eval.language import LANGUAGES, translate
from vendor_eval.scoring import Comparison
from vendor_eval.storage import db, utc_now
from vendor_eval.storage.dossiers import load_dossier
from vendor_eval.verification.making import make_document
from vendor_eval.web.access import current_person, may
from vendor_eval.web.language import current_language
from vendor_eval.web.prepared import prepare
from vendor_eval.workflow import Action

READING_POLICY = (
    "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"
)
"""The browser's own viewer is all that runs; a sandbox would keep it from starting."""
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

bp = Blueprint("documents", __name__, url_prefix="/evaluations/<evaluation_id>")


@bp.get("/comparison.pdf")
@may(Action.SEE_RESULTS, vendors=True)
def comparison_pdf(evaluation_id: str) -> Response:
    """The comparison on paper: the numbers of the page, in either language."""
    asked = request.args.get("lang", "")
    language = asked if asked in LANGUAGES else current_language()
    prepared = prepare(evaluation_id, language)
    name = file_name(prepared.contents.title, translate("Comparison", language))
    asked_for = Asked(kind="comparison", language=language, name=name)
    return draw_now(evaluation_id, asked_for, prepared.comparison)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A document that somebody wants to see now."""

    kind: str
    language: str
    name: str
    """Of its file."""
    subject: str = ""
    inline: bool = False
    """Whether it is read in the browser; else it is kept as a file."""


def draw_now(evaluation_id: str, asked: Asked, comparison: Comparison | None = None) -> Response:
    """A document as it is today, not issued; drawn once while nothing changes.

    Args:
        evaluation_id: of which evaluation.
        asked: which document.
        comparison: the result of comparing exactly this evaluation, where it is known already.
    """
    zone = current_app.config["SETTINGS"].time_zone
    dossier = load_dossier(db.session, evaluation_id, zone, asked.kind)
    printing = Printing(
        kind=asked.kind,
        language=asked.language,
        printed_at=local_time(),
        author=author_name(),
        subject=asked.subject,
        state="approved" if dossier.decision and dossier.decision.signed_by else "draft",
    )
    etag = document_digest(dossier, printing)
    if etag in request.if_none_match:
        return Response(status=304, headers={"ETag": f'"{etag}"'})
    pdf = make_document(dossier, printing, comparison)
    return answer_pdf(pdf, asked.name, etag, inline=asked.inline)


def answer_pdf(pdf: bytes, name: str, etag: str, *, inline: bool = False) -> Response:
    """A PDF to keep, or to read in the browser's own viewer."""
    response = send_file(
        BytesIO(pdf),
        mimetype="application/pdf",
        as_attachment=not inline,
        download_name=name,
        etag=etag,
    )
    response.headers["Cache-Control"] = "private, no-cache"
    if inline:
        response.headers["Content-Security-Policy"] = READING_POLICY
    return response


def document_digest(dossier: Dossier, printing: Printing) -> str:
    """Names a document: what it is made from, who prints it, and on which day."""
    parts = (
        repr(dossier),
        repr(replace(printing, printed_at=EPOCH)),
        str(printing.printed_at.date()),
    )
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
    return (
        utc_now()
        .replace(microsecond=0)
        .astimezone(ZoneInfo(current_app.config["SETTINGS"].time_zone))
    )
