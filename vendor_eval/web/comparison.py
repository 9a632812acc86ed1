"""The comparison, its chart, and the page that says where one number comes from."""

import hashlib
import json
from dataclasses import dataclass, replace
from urllib.parse import quote

from flask import Blueprint, Response, render_template, request, url_for
from markupsafe import Markup

from vendor_eval.errors import NotFoundError
from vendor_eval.language import LANGUAGES
from vendor_eval.reports.charts import Spec, chart_svg, contributions
from vendor_eval.reports.contents import Contents
from vendor_eval.reports.explanation import explain_cell
from vendor_eval.reports.matrix import Matrix
from vendor_eval.reports.wording import Wording
from vendor_eval.storage import db, load_cell
from vendor_eval.web.access import member
from vendor_eval.web.language import current_language
from vendor_eval.web.navigation import evaluation_pages
from vendor_eval.web.prepared import Prepared, prepare

bp = Blueprint("comparison", __name__, url_prefix="/evaluations/<evaluation_id>")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartImage:
    """A drawing as a page shows it."""

    address: str
    alt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbours:
    """Cells beside a cell; pairs of address and name, None at an edge."""

    before: tuple[str, str] | None
    after: tuple[str, str] | None
    others: tuple[tuple[str, str, str], ...]
    """Address, vendor and score: the same criterion for everybody else."""


@bp.get("/comparison")
@member()
def show(evaluation_id: str) -> str:
    """Who comes first, why, and by how much."""
    prepared = prepare(evaluation_id, current_language())
    return render_template(
        "comparison/show.html",
        contents=prepared.contents,
        advice=prepared.advice,
        matrix=matrix_html(prepared),
        chart=chart_image(evaluation_id, prepared),
        pages=evaluation_pages(evaluation_id),
    )


@bp.get("/comparison/contributions.svg")
@member()
def chart(evaluation_id: str) -> Response:
    """The weighted contributions, drawn."""
    asked = request.args.get("lang", "")
    contents = prepare(evaluation_id, asked if asked in LANGUAGES else current_language()).contents
    spec = contributions(contents)
    if spec is None:
        raise NotFoundError(name=request.path)
    response = Response(mimetype="image/svg+xml")
    response.set_etag(spec_digest(spec))
    response.headers["Cache-Control"] = "private, no-cache"
    response.make_conditional(request)
    if response.status_code != 304:  # noqa: PLR2004 - the browser has it
        response.data = chart_svg(spec)
    return response


@bp.get("/vendors/<vendor_id>/criteria/<criterion_id>")
@member()
def cell(evaluation_id: str, vendor_id: str, criterion_id: str) -> str:
    """Where one number comes from: who said what, and the calculation written out."""
    prepared = prepare(evaluation_id, current_language())
    ratings = load_cell(db.session, evaluation_id, vendor_id, criterion_id)
    case = replace(prepared.facts, ratings=ratings)
    try:
        explanation = explain_cell(
            case, prepared.comparison, vendor_id, criterion_id, current_language()
        )
    except KeyError as error:
        raise NotFoundError(name=f"{vendor_id} / {criterion_id}") from error
    return render_template(
        "comparison/cell.html",
        evaluation_id=evaluation_id,
        contents=prepared.contents,
        explanation=explanation,
        neighbours=find_neighbours(prepared.contents.matrix, vendor_id, criterion_id),
        pages=evaluation_pages(evaluation_id),
    )


def matrix_html(prepared: Prepared) -> Markup:
    """The matrix, drawn once: it has thousands of cells, and depends on its contents alone."""
    if "matrix" not in prepared.fragments:
        columns = prepared.contents.matrix.columns
        prepared.fragments["matrix"] = render_template(
            "comparison/matrix.html",
            contents=prepared.contents,
            zip=zip,
            paths=[f"vendors/{quote(head.vendor_id, safe='')}" for head in columns],
        )
    return Markup(prepared.fragments["matrix"])  # noqa: S704 - our own template has escaped it


def chart_image(evaluation_id: str, prepared: Prepared) -> ChartImage | None:
    """Where the chart of a comparison lies, named by its content; None when there is nothing."""
    contents = prepared.contents
    if "chart" not in prepared.fragments:
        spec = contributions(contents)
        prepared.fragments["chart"] = spec_digest(spec) if spec else ""
    digest = prepared.fragments["chart"]
    if not digest:
        return None
    address = url_for(
        "comparison.chart", evaluation_id=evaluation_id, lang=contents.language, v=digest[:12]
    )
    return ChartImage(address=address, alt=chart_words(contents))


def spec_digest(spec: Spec) -> str:
    """What names a chart: it changes when anything in the drawing does."""
    return hashlib.sha256(json.dumps(spec, sort_keys=True).encode()).hexdigest()


def chart_words(contents: Contents) -> str:
    """The chart for who cannot see it; the numbers of its parts are in the matrix."""
    words = Wording(contents.language)
    totals = [f"{head.short} {head.total}" for head in contents.matrix.columns]
    return words.gettext(
        "Bars of the points each group adds to a vendor's total. Totals: %(totals)s.",
        totals=words.listed(totals),
    )


def find_neighbours(matrix: Matrix, vendor_id: str, criterion_id: str) -> Neighbours:
    """What lies beside a cell; addresses are seen from the page of the cell."""
    rows = [row for group in matrix.groups for row in group.criteria]
    at = next(place for place, row in enumerate(rows) if row.id == criterion_id)
    around = [(row.id, row.title) for row in rows]
    others = zip(matrix.columns, rows[at].cells, strict=True)
    return Neighbours(
        before=around[at - 1] if at else None,
        after=around[at + 1] if at + 1 < len(rows) else None,
        others=tuple(
            (
                f"../../{quote(head.vendor_id, safe='')}/criteria/{criterion_id}",
                head.short,
                cell.text,
            )
            for head, cell in others
            if head.vendor_id != vendor_id
        ),
    )
