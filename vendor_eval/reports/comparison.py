"""The comparison as a document: an A4 summary and the A3 comparison sheet."""

from collections.abc import Callable
from datetime import datetime

from vendor_eval.case import Case, Decision
from vendor_eval.reports.charts import chart_svg, contributions
from vendor_eval.reports.contents import Contents, build_contents
from vendor_eval.reports.glyphs import printable, replaced_characters
from vendor_eval.reports.matrix import Cell, matrix_parts
from vendor_eval.reports.pdf import render_pdf
from vendor_eval.reports.resources import environment
from vendor_eval.reports.wording import Wording
from vendor_eval.scoring import Comparison

IDEOGRAPHIC_SPACE, FIGURE_SPACE = "\u3000", "\u2007"
MOST_VENDORS = 9
"""Side by side on one A3 sheet."""
SHEET_WIDTH, WEIGHT_WIDTH, WIDEST = 381.0, 14.0, 44.0
"""Room on a sheet, of it for weights, and the most a vendor takes, in millimetres."""
CRITERION_WIDTH, WIDEST_CRITERION = 84.0, 120.0
"""Least and most for the names of criteria, in millimetres."""


def comparison_pdf(
    case: Case,
    comparison: Comparison,
    language: str,
    *,
    printed_at: datetime,
    author: str,
    decision: Decision | None = None,
) -> bytes:
    """The whole document as PDF/UA.

    Args:
        case: the evaluation.
        comparison: the result of comparing exactly this case.
        language: ``ja`` or ``en``.
        printed_at: with its time zone; printed as it is.
        author: who prints it.
        decision: whom the panel recommends, where it has come to that.
    """
    contents = build_contents(case, comparison, language, decision)
    return contents_pdf(contents, printed_at=printed_at, author=author)


def contents_pdf(contents: Contents, *, printed_at: datetime, author: str) -> bytes:
    """The same of what is in words already."""
    html, images = comparison_html(contents, printed_at=printed_at, author=author)
    return render_pdf(html, images)


def comparison_html(
    contents: Contents, *, printed_at: datetime, author: str
) -> tuple[str, dict[str, str]]:
    """The document as HTML, and its images by address; both free of characters the font lacks."""
    words = Wording(contents.language)
    spec = contributions(contents)
    chart = chart_svg(spec) if spec else ""
    sheets = matrix_parts(contents.matrix, MOST_VENDORS)
    values = {
        "contents": contents,
        "author": author,
        "printed_at": printed_at,
        "printed": f"{printed_at:%Y-%m-%d %H:%M}",
        "state": words.gettext("Approved") if is_signed(contents) else words.gettext("Draft"),
        "chart_text": chart_text(contents) if chart else "",
        "sheets": sheets,
        "widths": sheet_widths(max(len(sheet.columns) for sheet in sheets)),
        "beside": _beside(contents),
        "replaced": (),
    }
    template = environment(contents.language).get_template("reports/comparison.html")
    html = template.render(values)
    replaced = replaced_characters(html)
    if replaced:
        html = template.render(values | {"replaced": replaced})
    return printable(html), {"chart.svg": printable(chart)}


def is_signed(contents: Contents) -> bool:
    """Whether the decision is approved, and so the document no draft."""
    return contents.decision is not None and bool(contents.decision.signature)


def _beside(contents: Contents) -> Callable[[Cell], str]:
    """What follows a score in its cell: its sign, in Japanese, and its points, all in line.

    Japanese signs are as wide as an ideographic space, digits as a figure space.
    English bears no signs: numbers, and a legend that says what they mean, are enough.
    """
    signs = contents.language == "ja" and bool(contents.marks)
    digits = max((len(cell.points) for cell in contents.matrix.cells()), default=0)

    def beside(cell: Cell) -> str:
        sign = f" {cell.mark or IDEOGRAPHIC_SPACE}" if signs else ""
        counted_as = f" ({cell.counted_as})" if cell.counted_as else ""
        return f"{counted_as}{sign}{FIGURE_SPACE * 2}{cell.points.rjust(digits, FIGURE_SPACE)}"

    return beside


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
