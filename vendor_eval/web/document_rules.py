"""Which documents a person may have now, and what the lead may issue. Deny by default."""

from dataclasses import dataclass

from flask import request
from flask_babel import gettext

from vendor_eval.errors import NotAllowedError, NotFoundError, RecusedError, StageError
from vendor_eval.language import LANGUAGES, in_language, translate
from vendor_eval.reports.documents import KINDS
from vendor_eval.reports.wording import Wording
from vendor_eval.storage import Standing
from vendor_eval.web.access import current_standing, require
from vendor_eval.web.language import current_language
from vendor_eval.web.prepared import prepare
from vendor_eval.workflow import DOCUMENTS, Action


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A kind of document the person may have."""

    kind: str
    title: str
    subjects: tuple[tuple[str, str], ...]
    """Id and name of whom it can be about; empty: about the evaluation."""
    issuable: bool
    """Whether the person may issue it in this stage."""

    def wanted(self) -> tuple[tuple[str, str], ...]:
        """Id and name for one document each; an empty id is the evaluation."""
        return self.subjects or (("", ""),)


def may_have(standing: Standing, kind: str, subject: str = "") -> bool:
    """Whether a person may have a document of this kind about this vendor or evaluator."""
    rule = DOCUMENTS.get(kind)
    if rule is None or kind not in KINDS:
        return False
    try:
        require(standing, rule.action)
    except (NotAllowedError, StageError, RecusedError):
        return False
    if rule.vendors and standing.undeclared:
        return False
    return not rule.own or (bool(subject) and subject == standing.evaluator)


def may_issue(standing: Standing, kind: str) -> bool:
    """Whether a person may issue documents of this kind now."""
    try:
        require(standing, Action.ISSUE)
    except (NotAllowedError, StageError):
        return False
    return kind in KINDS and standing.stage in DOCUMENTS[kind].issued


def list_offers() -> list[Offer]:
    """Every kind of document the person may have in the evaluation of the address."""
    standing, language = current_standing(), current_language()
    offers = []
    for kind, described in KINDS.items():
        subjects = _subjects(standing, kind)
        if not any(may_have(standing, kind, subject) for subject, _ in subjects or (("", ""),)):
            continue
        offer = Offer(
            kind=kind,
            title=translate(described.title, language),
            subjects=subjects,
            issuable=may_issue(standing, kind),
        )
        if described.about == "evaluation" or subjects:
            offers.append(offer)
    return offers


def _subjects(standing: Standing, kind: str) -> tuple[tuple[str, str], ...]:
    """Whom a document of this kind can be about, as far as the person may know of them."""
    about = KINDS[kind].about
    if about == "evaluator":
        own = standing.evaluator
        return ((own, gettext("your own")),) if own else ()
    if about == "vendor" and may_have(standing, kind):
        words = Wording(current_language())
        facts = prepare(standing.evaluation, current_language()).facts
        return tuple((vendor.id, words.name(vendor)) for vendor in facts.vendors)
    return ()


def find_offer(kind: str, subject: str) -> tuple[Offer, str]:
    """The offer for a document, and the name of whom it is about.

    Raises:
        NotFoundError: there is no such document for this person.
    """
    for offer in list_offers():
        if offer.kind == kind:
            for known, name in offer.wanted():
                if known == subject:
                    return offer, name
    raise NotFoundError(name=request.path)


def asked_language(text: str | None) -> str:
    """A language of documents; that of the page where none is asked for."""
    return text if text in LANGUAGES else current_language()


def document_name(offer: Offer, about: str, language: str) -> str:
    """What the file is called, without its ending."""
    title = in_language(current_standing().title, language) or current_standing().evaluation
    kind = translate(KINDS[offer.kind].title, language)
    return " ".join(part for part in (title, kind, about) if part)
