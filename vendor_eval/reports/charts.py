"""The chart of what each group adds to each total, alike on screen and on paper.

Readable without colour: neighbours differ in lightness, white lines part them, and
every part that has room bears the number of its group and its points.
"""

import json
from collections import OrderedDict
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from hashlib import sha256
from threading import Lock
from typing import Any

from vendor_eval.reports.contents import Contents
from vendor_eval.reports.matrix import MatrixColumn
from vendor_eval.reports.resources import resource_folder
from vendor_eval.reports.wording import NOTHING, Wording

Spec = dict[str, Any]
"""A Vega-Lite specification as plain data."""

WIDTH = 500
"""Of the bars, in pixels."""
NAMES = 220
"""Room for the vendors' names, in pixels."""
ROW = 40
"""Height of a vendor's row, in pixels."""
LEGEND_COLUMN = 340
ROOM_FOR_NUMBER = 13
"""Least width of a part that bears its group's number, in pixels."""
ROOM_FOR_DIGIT = 7
"""Width a part must have for each character of its points, in pixels."""

FONT = "BIZ UDPGothic"
INK, QUIET, LINE, PAPER = "#1a1e23", "#565f6a", "#d3d9df", "#ffffff"
TONES = (
    ("#17507f", PAPER),
    ("#c3d8e9", INK),
    ("#3f79aa", PAPER),
    ("#e1ebf4", INK),
    ("#0e3a5e", PAPER),
    ("#9dbfda", INK),
)
"""Fill and ink of groups in turn; neighbours are far apart in lightness."""
BASE_TONE = ("#dfe3e7", INK)
OUT_OPACITY = 0.4
"""Of the bars of vendors without a rank, which are dashed too."""

MOST_KEPT = 64
"""Charts a process keeps."""


def contributions(contents: Contents) -> Spec | None:
    """Points of each group by vendor, ranked first; None when no vendor has a total.

    Args:
        contents: what the page or document says; the chart says the same numbers.
    """
    columns = contents.matrix.columns
    rows = [place for place, head in enumerate(columns) if head.total != NOTHING]
    if not rows:
        return None
    words = Wording(contents.language)
    parts = [part for row, place in enumerate(rows) for part in _parts(contents, row, place, words)]
    labels = [_label(columns[place], words) for place in rows]
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "background": PAPER,
        "padding": 4,
        "width": WIDTH,
        "height": {"step": ROW},
        "config": {"font": FONT, "view": {"stroke": None}},
        "data": {"values": parts},
        "encoding": {"y": _rows(labels)},
        "layer": [
            _bars(contents, words),
            _text("number", -6, "bold"),
            _text("points", 7, "normal"),
        ],
    }


def chart_svg(spec: Spec) -> str:
    """A chart as SVG; the process keeps the latest ones."""
    text = json.dumps(spec, sort_keys=True)
    key = sha256(text.encode()).hexdigest()
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    svg = _draw(text)
    with _lock:
        _kept[key] = svg
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return svg


_kept: OrderedDict[str, str] = OrderedDict()
_lock = Lock()


def _draw(spec: str) -> str:
    import vl_convert

    _register_fonts()
    svg: str = vl_convert.vegalite_to_svg(spec, allowed_base_urls=[])
    return svg


@cache
def _register_fonts() -> None:
    import vl_convert

    vl_convert.register_font_directory(str(resource_folder("static") / "fonts"))


def _parts(contents: Contents, row: int, place: int, words: Wording) -> Iterator[Spec]:
    matrix = contents.matrix
    full = _number(contents.ranking.out_of)
    ranked = matrix.columns[place].status == "ranked"
    named = [
        (_group_label(number, group.title), group.cells[place].points)
        for number, group in enumerate(matrix.groups, 1)
    ]
    if matrix.base:
        named.insert(0, (words.gettext("Base points"), matrix.base))
    start = Decimal(0)
    for at, (group, text) in enumerate(named, 0 if matrix.base else 1):
        points = _number(text)
        room = float(points / full) * WIDTH
        yield {
            "row": str(row),
            "group": group,
            "from": float(start),
            "to": float(start + points),
            "centre": float(start + points / 2),
            "number": str(at) if at and room >= ROOM_FOR_NUMBER else "",
            "points": text if room >= ROOM_FOR_DIGIT * len(text) else "",
            "ink": _tone(at)[1] if ranked else INK,
            "edge": PAPER if ranked else QUIET,
            "dash": [1, 0] if ranked else [3, 2],
            "opacity": 1 if ranked else OUT_OPACITY,
        }
        start += points


def _bars(contents: Contents, words: Wording) -> Spec:
    groups = [_group_label(n, group.title) for n, group in enumerate(contents.matrix.groups, 1)]
    numbers = list(range(1, len(groups) + 1))
    if contents.matrix.base:
        groups, numbers = [words.gettext("Base points"), *groups], [0, *numbers]
    full = float(_number(contents.ranking.out_of))
    title = words.gettext("Points, of %(points)s", points=contents.ranking.out_of)
    return {
        "mark": {"type": "bar", "height": ROW - 10, "strokeWidth": 1},
        "encoding": {
            "x": _points("from", full, title),
            "x2": {"field": "to"},
            "stroke": {"field": "edge", "type": "nominal", "scale": None},
            "strokeDash": {"field": "dash", "type": "nominal", "scale": None},
            "fillOpacity": {"field": "opacity", "type": "quantitative", "scale": None},
            "fill": {
                "field": "group",
                "type": "nominal",
                "scale": {"domain": groups, "range": [_tone(number)[0] for number in numbers]},
                "legend": {
                    "orient": "bottom",
                    "columns": 2,
                    "title": None,
                    "labelLimit": LEGEND_COLUMN,
                    "labelColor": INK,
                    "labelFontSize": 11,
                    "symbolType": "square",
                    "symbolSize": 120,
                    "symbolStrokeColor": QUIET,
                    "symbolOpacity": 1,
                    "rowPadding": 3,
                    "columnPadding": 24,
                },
            },
        },
    }


def _points(field: str, full: float, title: str) -> Spec:
    return {
        "field": field,
        "type": "quantitative",
        "scale": {"domain": [0, full], "nice": False},
        "axis": {
            "title": title,
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


def _rows(labels: list[list[str]]) -> Spec:
    return {
        "field": "row",
        "type": "nominal",
        "sort": None,
        "axis": {
            "title": None,
            # Names of different vendors may be alike: rows are known by number, labels looked up.
            "labelExpr": f"{json.dumps(labels)}[+datum.value]",
            "labelLimit": NAMES,
            "minExtent": NAMES,
            "labelColor": INK,
            "labelFontSize": 11,
            "labelLineHeight": 14,
            "labelPadding": 8,
            "domain": False,
            "ticks": False,
        },
    }


def _text(field: str, down: int, weight: str) -> Spec:
    return {
        "transform": [{"filter": f"datum.{field} != ''"}],
        "mark": {"type": "text", "dy": down, "fontSize": 10, "fontWeight": weight},
        "encoding": {
            "x": {"field": "centre", "type": "quantitative"},
            "text": {"field": field, "type": "nominal"},
            "color": {"field": "ink", "type": "nominal", "scale": None},
        },
    }


def _label(head: MatrixColumn, words: Wording) -> list[str]:
    ranked = head.status == "ranked"
    rank = words.gettext("No. %(rank)s", rank=head.rank) if ranked else head.rank
    return [head.short, f"{rank}  {head.total}"]


def _group_label(number: int, title: str) -> str:
    return f"{number} {title}"


def _tone(number: int) -> tuple[str, str]:
    return TONES[(number - 1) % len(TONES)] if number else BASE_TONE


def _number(text: str) -> Decimal:
    return Decimal(0) if text == NOTHING else Decimal(text.replace(",", ""))
