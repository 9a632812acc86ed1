"""Making a document: everything it is made from goes into it, and nothing else."""

from vendor_eval.case import score_sheet
from vendor_eval.dossier import Dossier, Printing
from vendor_eval.reports.documents import draw_document, reduced
from vendor_eval.scoring import Comparison, compare
from vendor_eval.verification.carried import carry


def make_document(
    dossier: Dossier, printing: Printing, comparison: Comparison | None = None
) -> bytes:
    """A document as PDF; the same dossier and printing always give the same bytes.

    Args:
        dossier: the evaluation; of it, what this kind of document may carry.
        printing: which document, in which language and state.
        comparison: the result of comparing exactly this case, where it is known already.
    """
    left, printing = reduced(dossier, printing)
    known = comparison is not None and left.case is dossier.case
    result = comparison if known and comparison else compare(score_sheet(left.case))
    return draw_document(left, result, printing, carry(left, result, printing))
