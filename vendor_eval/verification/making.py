"""Making a document: everything it is made from goes into it."""

from vendor_eval.case import score_sheet
from vendor_eval.dossier import Dossier, Printing
from vendor_eval.reports.documents import draw_document
from vendor_eval.scoring import Comparison, compare
from vendor_eval.verification.carried import carry


def make_document(
    dossier: Dossier, printing: Printing, comparison: Comparison | None = None
) -> bytes:
    """A document as PDF; the same dossier and printing always give the same bytes.

    Args:
        dossier: the evaluation.
        printing: which document, in which language and state.
        comparison: the result of comparing exactly this case, where it is known already.
    """
    result = compare(score_sheet(dossier.case)) if comparison is None else comparison
    return draw_document(dossier, result, printing, carry(dossier, result, printing))
