"""What stands at the head and foot of each page of a document."""

from dataclasses import dataclass

from vendor_eval.case import Case
from vendor_eval.dossier import Dossier, Printing
from vendor_eval.reports.contents import CriteriaName, criteria_name
from vendor_eval.reports.wording import Wording


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """Which document this is."""

    language: str
    kind: str
    """In words, such as “Criteria document”."""
    title: str
    """Of the evaluation."""
    about: str
    """Vendor or person it is about; empty for one about the evaluation."""
    organisation: str
    criteria: CriteriaName


def build_head(dossier: Dossier, printing: Printing, kind: str, about: str = "") -> Head:
    """The head of a document.

    Args:
        dossier: what it is made from.
        printing: the language.
        kind: in English, as the catalogue knows it.
        about: name of the vendor or person it is about.
    """
    words = Wording(printing.language)
    return Head(
        language=printing.language,
        kind=words.gettext(kind),
        title=evaluation_title(dossier.case, words),
        about=about,
        organisation=words.of(dossier.organisation.name) or words.of(dossier.case.evaluation.buyer),
        criteria=criteria_name(dossier.case, words),
    )


def evaluation_title(case: Case, words: Wording) -> str:
    """Its title, at worst its id."""
    return words.of(case.evaluation.title) or case.evaluation.id
