"""Charts as pages show them: drawings with an address that names their content."""

import hashlib
import json
from dataclasses import dataclass

from flask import Response, request

from vendor_eval.reports.chart_fonts import with_fonts
from vendor_eval.reports.charts import Spec, chart_svg


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartImage:
    """A drawing as a page shows it."""

    address: str
    alt: str


def chart_response(spec: Spec) -> Response:
    """The drawing, or that the browser has it."""
    response = Response(mimetype="image/svg+xml")
    response.set_etag(spec_digest(spec))
    response.headers["Cache-Control"] = "private, no-cache"
    response.make_conditional(request)
    if response.status_code != 304:  # noqa: PLR2004 - the browser has it
        response.data = with_fonts(chart_svg(spec))
    return response


def spec_digest(spec: Spec) -> str:
    """What names a chart: it changes when anything in the drawing does."""
    return hashlib.sha256(json.dumps(spec, sort_keys=True).encode()).hexdigest()
