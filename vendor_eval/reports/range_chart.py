"""The chart of how far each group's weight may move before the lead changes.

Readable without colour: the range is a bar, today's weight a thick stroke across it, and where
the lead changes the bar ends in a number. Where it does not change the bar runs to the edge.
"""

import json
from math import ceil
from typing import Any

from vendor_eval.reports.charts import FONT, INK, LINE, NAMES, PAPER, QUIET, WIDTH, Spec
from vendor_eval.reports.firmness import Firmness, FlipRow
from vendor_eval.reports.wording import Wording

ROW = 32
"""Height of a group's row, in pixels."""
FILL = "#c3d8e9"
STEP = 10
"""Percent that the scale grows by."""
ROOM_FOR_NUMBER = 40
"""What a number before a bar takes, in pixels."""
ROOM = 2
"""How much wider the scale is than today's heaviest group needs."""


def weight_ranges(firmness: Firmness) -> Spec | None:
    """The chart; None where no weight can be moved, or nobody can overtake.

    Args:
        firmness: the table beside it says the same numbers.
    """
    rows = firmness.flips
    if len(rows) < 2:  # noqa: PLR2004 - the only group always weighs everything
        return None
    words = Wording(firmness.language)
    end = scale_end(rows)
    scale = {"domain": [0, end], "nice": False}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "background": PAPER,
        "padding": 4,
        "width": WIDTH,
        "height": {"step": ROW},
        "config": {"font": FONT, "view": {"stroke": None}},
        "data": {"values": [_values(place, row, end) for place, row in enumerate(rows)]},
        "encoding": {"y": _names(rows, end)},
        "layer": [
            _layer(
                {"type": "bar", "height": 12, "fill": FILL, "stroke": QUIET}, "from", scale, words
            ),
            _layer(
                {"type": "tick", "thickness": 4, "size": 20, "color": INK, "opacity": 1},
                "today",
                scale,
                words,
            ),
            _number("lower", "right", -4, scale, words),
            _number("higher", "left", 4, scale, words),
        ],
    }


def range_text(firmness: Firmness) -> str:
    """What the chart shows, for those who cannot see it."""
    return Wording(firmness.language).gettext(
        "Bars from 0 to %(end)s: within which range each group's weight leaves the first place as"
        " it is, with today's weight marked. The numbers are in the table of weights.",
        end=scale_end(firmness.flips),
    )


def scale_end(rows: tuple[FlipRow, ...]) -> int:
    """Where the scale ends: far enough for twice the heaviest weight, in whole tens."""
    heaviest = max(float(row.weight) for row in rows)
    return min(100, STEP * ceil(ROOM * heaviest / STEP))


def _values(place: int, row: FlipRow, end: int) -> dict[str, Any]:
    lower, higher = row.lower.at, row.higher.at
    shown = higher is not None and higher <= end
    return {
        "row": str(place),
        "from": lower or 0,
        "to": higher if shown else end,
        "today": float(row.weight),
        "lower": "" if lower is None else row.lower.text,
        "higher": row.higher.text if shown else "",
    }


def _layer(mark: dict[str, Any], field: str, scale: Spec, words: Wording) -> Spec:
    encoding: dict[str, Any] = {"x": _x(field, scale, words)}
    if mark["type"] == "bar":
        encoding["x2"] = {"field": "to"}
    return {"mark": mark, "encoding": encoding}


def _x(field: str, scale: Spec, words: Wording) -> Spec:
    return {
        "field": field,
        "type": "quantitative",
        "scale": scale,
        "axis": {
            "title": words.gettext("Weight of the group, %%") % (),
            "titleColor": QUIET,
            "titleFontSize": 10,
            "titleFontWeight": "normal",
            "labelColor": QUIET,
            "labelFontSize": 10,
            "gridColor": LINE,
            "domain": False,
            "ticks": False,
            "tickCount": 5,
        },
    }


def _names(rows: tuple[FlipRow, ...], end: int) -> Spec:
    starts = [row.lower.at for row in rows if row.lower.at is not None]
    near_edge = min(starts, default=end) / end * WIDTH < ROOM_FOR_NUMBER
    titles = [[row.title] for row in rows]
    return {
        "field": "row",
        "type": "nominal",
        "sort": None,
        "axis": {
            "title": None,
            "labelExpr": f"{json.dumps(titles)}[+datum.value]",
            "labelLimit": NAMES,
            "minExtent": NAMES,
            "labelColor": INK,
            "labelFontSize": 11,
            "labelPadding": ROOM_FOR_NUMBER if near_edge else 8,
            "domain": False,
            "ticks": False,
        },
    }


def _number(field: str, align: str, away: int, scale: Spec, words: Wording) -> Spec:
    """The weight at an end of a bar, above the row so that it never lies on a stroke."""
    end = "from" if field == "lower" else "to"
    return {
        "transform": [{"filter": f"datum.{field} != ''"}],
        "mark": {"type": "text", "align": align, "dx": away, "fontSize": 10, "color": INK},
        "encoding": {
            "x": _x(end, scale, words),
            "text": {"field": field, "type": "nominal"},
        },
    }
