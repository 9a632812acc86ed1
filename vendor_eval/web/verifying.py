"""A page to drop a report or case zip on: does it agree with its data, was it issued here?"""

from dataclasses import dataclass
from hashlib import sha256

from flask import Blueprint, render_template, request
from flask_babel import gettext

from vendor_eval.errors import TooLargeError, VendorEvalError
from vendor_eval.language import translate
from vendor_eval.reports.documents import KINDS
from vendor_eval.storage import db, standing_in
from vendor_eval.storage.issued import Issued, issued_with
from vendor_eval.verification.guarded import LARGEST, Checked, verify_guarded
from vendor_eval.web.access import current_person, signed_in
from vendor_eval.web.document_rules import may_have
from vendor_eval.web.language import current_language

bp = Blueprint("verifying", __name__, url_prefix="/verify")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What the page says of one file."""

    name: str
    sha256: str
    checked: Checked | None
    refused: str = ""
    """Why it was not checked; else empty."""
    issued: tuple[Issued, ...] = ()
    """Where this installation has issued these very bytes and the person may know."""

    @property
    def differences(self) -> list[str]:
        """Each place that differs, in words."""
        found = self.checked.differences if self.checked else ()
        return [each.text(current_language()) for each in found]

    @property
    def kind(self) -> str:
        """What kind of document it is; empty for a case zip."""
        kind = KINDS.get(self.checked.kind) if self.checked else None
        return translate(kind.title, current_language()) if kind else ""


@bp.get("")
@signed_in
def show() -> str:
    """Choose a file."""
    return _page()


@bp.post("")
@signed_in
def check() -> tuple[str, int]:
    """Check it; nothing of it is kept."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        return _page(wrong=gettext("Choose a file.")), 400
    content = sent.read(LARGEST * 1024**2 + 1)
    finding, status = find(sent.filename, content)
    return _page(finding), status


def find(name: str, content: bytes) -> tuple[Finding, int]:
    """What can be said of a file, and the status of the answer."""
    digest = sha256(content).hexdigest()
    issued = tuple(each for each in issued_with(db.session, digest) if may_know(each))
    db.session.rollback()
    try:
        checked = verify_guarded(content)
    except VendorEvalError as error:
        said = error.text(current_language())
        refused = Finding(name=name, sha256=digest, checked=None, refused=said, issued=issued)
        return refused, error.http_status if isinstance(error, TooLargeError) else 200
    return Finding(name=name, sha256=digest, checked=checked, issued=issued), 200


def may_know(issued: Issued) -> bool:
    """Whether the person may have this document where it was issued."""
    standing = standing_in(db.session, current_person(), issued.evaluation)
    return standing is not None and may_have(standing, issued.kind, issued.subject)


def _page(finding: Finding | None = None, wrong: str = "") -> str:
    return render_template("verify/show.html", finding=finding, wrong=wrong, limit=LARGEST)
