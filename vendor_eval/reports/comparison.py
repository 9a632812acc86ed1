"""The comparison as a document: an A4 summary and the A3 comparison sheet."""

from collections.abc import Callable, Sequence

from vendor_eval.dossier import Dossier, Printing
from vendor_eval.reports.charts import chart_svg, contributions
from vendor_eval.reports.contents import Contents, build_contents
from vendor_eval.reports.findings import build_findings
from vendor_eval.reports.firmness import Firmness, build_firmness
from vendor_eval.reports.matrix import Cell, matrix_parts
from vendor_eval.reports.paper import Paper, build_paper
from vendor_eval.reports.pdf import Attachment
from vendor_eval.reports.range_chart import range_text, weight_ranges
from vendor_eval.reports.wording import Wording
from vendor_eval.scoring import Comparison
from vendor_eval.scoring.robustness import assess

IDEOGRAPHIC_SPACE, FIGURE_SPACE = "\u3000", "\u2007"
MOST_VENDORS = 9
"""Side by side on one A3 sheet."""
MOST_ROWS = 30
"""Of deciding ratings, and of cells far apart."""
SHEET_WIDTH, WEIGHT_WIDTH, WIDEST = 381.0, 14.0, 44.0
"""Room on a sheet, of it for weights, and the most a vendor takes, in millimetres."""
CRITERION_WIDTH, WIDEST_CRITERION = 84.0, 120.0
"""Least and most for the names of criteria, in millimetres."""


def draw_comparison(
    dossier: Dossier,
    comparison: Comparison,
    printing: Printing,
    attached: Sequence[Attachment] = (),
) -> Paper:
    """The comparison, A4 and A3, ready to be drawn."""
    contents = build_contents(
        dossier.case, comparison, printing.language, dossier.decision, dossier.record
    )
    values, images = comparison_values(dossier, comparison, printing, contents)
    return build_paper(
        "reports/comparison.html", printing, attached, values, images, dossier.organisation
    )


def comparison_values(
    dossier: Dossier, comparison: Comparison, printing: Printing, contents: Contents
) -> tuple[dict[str, object], dict[str, str]]:
    """What the templates of the comparison print, and its charts by address."""
    spec = contributions(contents)
    sheets = matrix_parts(contents.matrix, MOST_VENDORS)
    values: dict[str, object] = {
        "contents": contents,
        "chart_text": chart_text(contents) if spec else "",
        "sheets": sheets,
        "widths": sheet_widths(max(len(sheet.columns) for sheet in sheets)),
        "beside": beside(contents),
        "most_rows": MOST_ROWS,
        "firmness": None,
        "weights_text": "",
    }
    images = {"chart.svg": chart_svg(spec)} if spec else {}
    if contents.ranking.ranked:
        firmness = _firmness(dossier, comparison, printing)
        values["firmness"] = firmness
        ranges = weight_ranges(firmness)
        if ranges is not None:
            values["weights_text"] = range_text(firmness)
            images["weights.svg"] = chart_svg(ranges)
    return values, images


def _firmness(dossier: Dossier, comparison: Comparison, printing: Printing) -> Firmness:
    robustness = assess(comparison, printing.samples, printing.seed)
    findings = build_findings(comparison, robustness)
    return build_firmness(dossier.case, comparison, findings, printing.language)


def beside(contents: Contents) -> Callable[[Cell], str]:
    """What follows a score in its cell: its sign, in Japanese, and its points, all in line.

    Japanese signs are as wide as an ideographic space, digits as a figure space.
    English bears no signs: numbers, and a legend that says what they mean, are enough.
    """
    signs = contents.language == "ja" and bool(contents.marks)
    digits = max((len(cell.points) for cell in contents.matrix.cells()), default=0)

    def following(cell: Cell) -> str:
        sign = f" {cell.mark or IDEOGRAPHIC_SPACE}" if signs else ""
        counted_as = f" ({cell.counted_as})" if cell.counted_as else ""
        return f"{counted_as}{sign}{FIGURE_SPACE * 2}{cell.points.rjust(digits, FIGURE_SPACE)}"

    return following


def sheet_widths(vendors: int) -> dict[str, float]:
    """Column widths of a sheet, in millimetres: of criteria, weights and each vendor."""
    room = SHEET_WIDTH - WEIGHT_WIDTH
    vendor = min(WIDEST, (room - CRITERION_WIDTH) / max(vendors, 1))
    criterion = min(WIDEST_CRITERION, room - vendors * vendor)
    return {
        "criterion": round(criterion, 2),
        "weight": WEIGHT_WIDTH,
        "vendor": round(vendor, 2),
    }


def chart_text(contents: Contents) -> str:
    """What the chart shows, for those who cannot see it."""
    words = Wording(contents.language)
    totals = [f"{head.short} {head.total}" for head in contents.matrix.columns]
    return words.gettext(
        "Bars of the points each group adds to each total: %(totals)s. The numbers are in the"
        " table of scores.",
        totals=words.listed(totals),
    )
