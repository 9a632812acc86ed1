"""Every kind of document: its name, whom it is about, and what draws it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from vendor_eval.dossier import Approval, Dossier, Printing
from vendor_eval.language import N_
from vendor_eval.reports.approval import draw_approval
from vendor_eval.reports.comparison import draw_comparison
from vendor_eval.reports.criteria_paper import CRITERIA_DOCUMENT, draw_criteria
from vendor_eval.reports.cuts import acts_only, criteria_only, sheet_only, vendor_only, whole
from vendor_eval.reports.house_style import house_style
from vendor_eval.reports.letter import LETTER, draw_letter
from vendor_eval.reports.letter_facts import letter_only
from vendor_eval.reports.paper import Paper
from vendor_eval.reports.pdf import Attachment, render_pdf
from vendor_eval.reports.report import EVALUATION_REPORT, draw_report
from vendor_eval.reports.sheet_paper import SCORE_SHEET, draw_score_sheet
from vendor_eval.reports.trail_paper import TRAIL_EXTRACT, draw_trail
from vendor_eval.reports.vendor_paper import VENDOR_PROFILE, draw_vendor
from vendor_eval.scoring import Comparison

Draw = Callable[[Dossier, Comparison, Printing, Sequence[Attachment]], Paper]
Cut = Callable[[Dossier, Printing], Dossier]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of document."""

    title: str
    """In English, as the catalogue knows it."""
    draw: Draw
    about: Literal["evaluation", "vendor", "evaluator"] = "evaluation"
    """Whose id ``Printing.subject`` is."""
    cut: Cut = whole
    """Leaves what the document may carry; what is cut already stays as it is."""
    general: bool = False
    """Whether there is also one that is about nobody."""
    choices: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """What ``Printing.choices`` may say, the usual first."""
    signed: bool = True
    """Whether it names who prints it."""
    asks: bool = False
    """Whether it prints, and so carries, what the lead wrote for the approval paper."""


KINDS: Mapping[str, Kind] = {
    "approval": Kind(title=N_("Approval set"), draw=draw_approval, asks=True),
    "comparison": Kind(title=N_("Comparison"), draw=draw_comparison),
    "report": Kind(title=EVALUATION_REPORT, draw=draw_report),
    "criteria": Kind(title=CRITERIA_DOCUMENT, draw=draw_criteria, cut=criteria_only, signed=False),
    "score-sheet": Kind(
        title=SCORE_SHEET,
        draw=draw_score_sheet,
        about="evaluator",
        general=True,
        choices={"filled": ("yes", "no"), "names": ("shown", "letters")},
        cut=sheet_only,
    ),
    "vendor-profile": Kind(title=VENDOR_PROFILE, draw=draw_vendor, about="vendor", cut=vendor_only),
    "letter": Kind(
        title=LETTER,
        draw=draw_letter,
        about="vendor",
        cut=letter_only,
        signed=False,
        choices={"scores": ("usual", "yes", "no"), "comparison": ("no", "yes")},
    ),
    "trail": Kind(title=TRAIL_EXTRACT, draw=draw_trail, cut=acts_only),
}


def reduced(dossier: Dossier, printing: Printing) -> tuple[Dossier, Printing]:
    """What a document may carry and be drawn from, no more."""
    kind = KINDS[printing.kind]
    printing = printing if kind.signed else replace(printing, author="")
    dossier = dossier if kind.asks else replace(dossier, approval=Approval())
    return kind.cut(dossier, printing), printing


def draw_document(
    dossier: Dossier, comparison: Comparison, printing: Printing, attached: Sequence[Attachment]
) -> bytes:
    """A document as PDF, carrying the files it was made from.

    Args:
        dossier: the evaluation.
        comparison: the result of comparing exactly its case.
        printing: which document, in which language and state.
        attached: files to carry; their fingerprints are printed.
    """
    paper = KINDS[printing.kind].draw(dossier, comparison, printing, attached)
    return render_pdf(paper.html, paper.images, attached, house_style(dossier.organisation))
