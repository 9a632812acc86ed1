"""Does it hold? How easily the result would change, first in a sentence."""

from urllib.parse import quote

from flask import Blueprint, Response, render_template, request, url_for
from markupsafe import Markup

from vendor_eval.errors import NotFoundError
from vendor_eval.language import LANGUAGES
from vendor_eval.reports.firmness import Firmness
from vendor_eval.reports.range_chart import range_text, weight_ranges
from vendor_eval.web.access import may
from vendor_eval.web.charts import ChartImage, chart_response, spec_digest
from vendor_eval.web.language import current_language
from vendor_eval.web.navigation import evaluation_pages
from vendor_eval.web.prepared import Prepared, prepare
from vendor_eval.web.tested import firmness_of
from vendor_eval.workflow import Action

bp = Blueprint("firmness", __name__, url_prefix="/evaluations/<evaluation_id>")


@bp.get("/firmness")
@may(Action.SEE_RESULTS, vendors=True)
def show(evaluation_id: str) -> str:
    """How firm the result is."""
    prepared = prepare(evaluation_id, current_language())
    return render_template(
        "firmness/show.html",
        contents=prepared.contents,
        body=body_html(prepared),
        pages=evaluation_pages(evaluation_id),
    )


@bp.get("/firmness/weights.svg")
@may(Action.SEE_RESULTS, vendors=True)
def chart(evaluation_id: str) -> Response:
    """How far each weight may move, drawn."""
    asked = request.args.get("lang", "")
    language = asked if asked in LANGUAGES else current_language()
    spec = weight_ranges(firmness_of(prepare(evaluation_id, language)))
    if spec is None:
        raise NotFoundError(name=request.path)
    return chart_response(spec)


def body_html(prepared: Prepared) -> Markup:
    """Everything between the frame of the page, drawn once for each state and language."""
    if "firmness" not in prepared.fragments:
        firmness = firmness_of(prepared)
        prepared.fragments["firmness"] = render_template(
            "firmness/body.html",
            firmness=firmness,
            advice=prepared.advice,
            chart=chart_image(prepared, firmness),
            href=cell_address,
        )
    return Markup(prepared.fragments["firmness"])  # noqa: S704 - our template has escaped it


def chart_image(prepared: Prepared, firmness: Firmness) -> ChartImage | None:
    """Where the chart lies, named by its content; None when there is nothing to draw."""
    spec = weight_ranges(firmness)
    if spec is None:
        return None
    address = url_for(
        "firmness.chart",
        evaluation_id=prepared.contents.evaluation_id,
        lang=firmness.language,
        v=spec_digest(spec)[:12],
    )
    return ChartImage(address=address, alt=range_text(firmness))


def cell_address(vendor: str, criterion: str) -> str:
    """The page of a cell, seen from this one."""
    return f"vendors/{quote(vendor, safe='')}/criteria/{quote(criterion, safe='')}"
