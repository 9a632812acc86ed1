"""Every kind of document: its name, whom it is about, and what draws it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from vendor_eval.dossier import Dossier, Printing
from vendor_eval.language import N_
from vendor_eval.reports.comparison import draw_comparison
from vendor_eval.reports.paper import Paper
from vendor_eval.reports.pdf import Attachment, render_pdf
from vendor_eval.scoring import Comparison

Draw = Callable[[Dossier, Comparison, Printing, Sequence[Attachment]], Paper]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of document."""

    title: str
    """In English, as the catalogue knows it."""
    draw: Draw
    about: Literal["evaluation", "vendor", "evaluator"] = "evaluation"
    """Whose id ``Printing.subject`` is."""


KINDS: Mapping[str, Kind] = {
    "comparison": Kind(title=N_("Comparison"), draw=draw_comparison),
}


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
    return render_pdf(paper.html, paper.images, attached)
