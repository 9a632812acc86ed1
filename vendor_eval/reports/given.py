"""What one vendor's own data do not say of its result: its rank, and prices set by other offers."""

from vendor_eval.case import Case, score_sheet
from vendor_eval.dossier import GivenScores
from vendor_eval.reports.matrix import MatrixColumn, build_matrix
from vendor_eval.reports.method import RELATIVE
from vendor_eval.reports.wording import Wording, fixed
from vendor_eval.scoring import Comparison, compare


def given_scores(case: Case, vendor: str) -> GivenScores:
    """A vendor's rank among all, and its printed numbers where a price depends on other offers.

    Raises:
        ValueError: there is no such vendor.
    """
    comparison = compare(score_sheet(case))
    place = comparison.sheet.vendors.index(vendor)
    ranked = sum(1 for rank in comparison.ranks if rank)
    rank = int(comparison.ranks[place]) or None
    status = comparison.status(place)
    if not depends_on_others(comparison):
        return GivenScores(rank=rank, ranked=ranked, status=status)
    head = MatrixColumn(vendor_id=vendor, name="", short="", status=status, rank="", total="")
    matrix = build_matrix(case, comparison, [head], Wording("en"))
    cells = {}
    for group in matrix.groups:
        cells[f"group:{group.id}"] = group.cells[0]
        cells |= {row.id: row.cells[0] for row in group.criteria}
    scored = {name: cell for name, cell in cells.items() if cell.state == "scored"}
    total = comparison.total(place)
    return GivenScores(
        rank=rank,
        ranked=ranked,
        status=status,
        scores={name: cell.text for name, cell in scored.items()},
        points={name: cell.points for name, cell in cells.items()},
        total="" if total is None else fixed(total),
    )


def depends_on_others(comparison: Comparison) -> bool:
    """Whether some score can only be worked out from the offers of all vendors."""
    return any(column.formula in RELATIVE for column in comparison.sheet.weights.columns)
