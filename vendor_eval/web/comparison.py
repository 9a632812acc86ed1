"""The comparison, its chart, and the page that says where one number comes from."""

from dataclasses import dataclass, replace
from urllib.parse import quote

from flask import Blueprint, Response, render_template, request, url_for
from markupsafe import Markup

from vendor_eval.errors import NotFoundError
from vendor_eval.language import LANGUAGES
from vendor_eval.reports.charts import contributions
from vendor_eval.reports.comparison import chart_text
from vendor_eval.reports.contents import Contents
from vendor_eval.reports.explanation import explain_cell
from vendor_eval.reports.matrix import Matrix
from vendor_eval.storage import db, load_cell
from vendor_eval.web.access import may
from vendor_eval.web.charts import ChartImage, chart_response, spec_digest
from vendor_eval.web.earlier import decision_text, earlier_result
from vendor_eval.web.language import current_language
from vendor_eval.web.navigation import evaluation_pages
from vendor_eval.web.prepared import Prepared, prepare
from vendor_eval.web.tested import verdict_of
from vendor_eval.workflow import Action

bp = Blueprint("comparison", __name__, url_prefix="/evaluations/<evaluation_id>")


@dataclass(frozen=True, slots=True, kw_only=True)
class CellPlace:
    """Where a cell stands in the matrix."""

    weight: str
    """Of its criterion, in percent of all."""
    points: str
    before: tuple[str, str] | None
    """Id and title of the criterion before; None at the edge."""
    after: tuple[str, str] | None
    others: tuple[tuple[str, str, str], ...]
    """Address, vendor and score: the same criterion for everybody else."""


@bp.get("/comparison")
@may(Action.SEE_RESULTS, vendors=True)
def show(evaluation_id: str) -> str:
    """Who comes first, why, and by how much."""
    prepared = prepare(evaluation_id, current_language())
    return render_template(
        "comparison/show.html",
        contents=prepared.contents,
        body=body_html(prepared),
        decision=decision_text(prepared),
        earlier=earlier_result(prepared),
        pages=evaluation_pages(evaluation_id),
    )


@bp.get("/comparison/contributions.svg")
@may(Action.SEE_RESULTS, vendors=True)
def chart(evaluation_id: str) -> Response:
    """The weighted contributions, drawn."""
    asked = request.args.get("lang", "")
    contents = prepare(evaluation_id, asked if asked in LANGUAGES else current_language()).contents
    spec = contributions(contents)
    if spec is None:
        raise NotFoundError(name=request.path)
    return chart_response(spec)


@bp.get("/vendors/<vendor_id>/criteria/<criterion_id>")
@may(Action.SEE_RESULTS, vendors=True)
def cell(evaluation_id: str, vendor_id: str, criterion_id: str) -> str:
    """Where one number comes from: who said what, and the calculation written out."""
    prepared = prepare(evaluation_id, current_language())
    place = find_place(prepared.contents.matrix, vendor_id, criterion_id)
    ratings = load_cell(db.session, evaluation_id, vendor_id, criterion_id)
    case = replace(prepared.facts, ratings=ratings)
    return render_template(
        "comparison/cell.html",
        contents=prepared.contents,
        explanation=explain_cell(
            case, prepared.comparison, vendor_id, criterion_id, current_language()
        ),
        place=place,
        pages=evaluation_pages(evaluation_id),
    )


def body_html(prepared: Prepared) -> Markup:
    """The comparison itself, drawn once for each state of an evaluation and language.

    It has thousands of cells and depends on nothing but its contents.
    """
    if "comparison" not in prepared.fragments:
        contents = prepared.contents
        prepared.fragments["comparison"] = render_template(
            "comparison/body.html",
            contents=contents,
            advice=prepared.advice,
            warnings=prepared.warnings,
            verdict=verdict_of(prepared),
            chart=chart_image(contents),
            paths=[f"vendors/{quote(head.vendor_id, safe='')}" for head in contents.matrix.columns],
            zip=zip,
        )
    return Markup(prepared.fragments["comparison"])  # noqa: S704 - our template has escaped it


def chart_image(contents: Contents) -> ChartImage | None:
    """Where the chart lies, named by its content; None when there is nothing to draw."""
    spec = contributions(contents)
    if spec is None:
        return None
    address = url_for(
        "comparison.chart",
        evaluation_id=contents.evaluation_id,
        lang=contents.language,
        v=spec_digest(spec)[:12],
    )
    return ChartImage(address=address, alt=chart_text(contents))


def find_place(matrix: Matrix, vendor_id: str, criterion_id: str) -> CellPlace:
    """What lies in and beside a cell; addresses are seen from the page of the cell.

    Raises:
        NotFoundError: no such criterion counts, or the vendor has no numbers.
    """
    rows = [row for group in matrix.groups for row in group.criteria]
    try:
        at = [row.id for row in rows].index(criterion_id)
        own = [head.vendor_id for head in matrix.columns].index(vendor_id)
    except ValueError as error:
        raise NotFoundError(name=f"{vendor_id} / {criterion_id}") from error
    around = [(row.id, row.title) for row in rows]
    others = zip(matrix.columns, rows[at].cells, strict=True)
    return CellPlace(
        weight=rows[at].weight,
        points=rows[at].cells[own].points,
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
