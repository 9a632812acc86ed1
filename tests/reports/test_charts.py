import re
from base64 import b64decode
from decimal import Decimal
from html import unescape
from io import BytesIO

from fontTools.ttLib import TTFont

from tests.reports.variations import only, said, with_rules
from vendor_eval.case import Case
from vendor_eval.reports.chart_fonts import with_fonts
from vendor_eval.reports.charts import chart_svg, contributions
from vendor_eval.reports.contents import Contents


def test_the_chart_shows_the_printed_points(contents: Contents) -> None:
    spec = contributions(contents)
    assert spec is not None
    ends = [part["to"] for part in spec["data"]["values"]]
    rows = [part["row"] for part in spec["data"]["values"]]
    last = dict(zip(rows, ends, strict=True))
    assert list(last.values()) == [76.33, 76.21, 71.28, 57.57, 42.32, 78.93]


def test_base_points_come_first(sample_case: Case) -> None:
    case = with_rules(sample_case, base=Decimal(600), out_of=Decimal(2000), weights="relative")
    spec = contributions(said(case, "ja"))
    assert spec is not None
    first = spec["data"]["values"][0]
    assert (first["group"], first["from"], first["to"]) == ("基礎点", 0, 600)


def test_the_chart_is_text_in_our_font_without_inline_style(contents: Contents) -> None:
    spec = contributions(contents)
    assert spec is not None
    svg = chart_svg(spec)
    for group in contents.matrix.groups:
        assert f"{group.title}</text>" in svg
    assert all("BIZ UDPGothic" in font for font in re.findall(r'font-family="([^"]*)"', svg))
    assert "style=" not in svg
    assert "<script" not in svg
    assert chart_svg(spec) is svg


def test_names_are_text_not_code(sample_case: Case) -> None:
    nasty = only(sample_case, "minamo")
    vendor = nasty.vendors[0]
    name = {"ja": '"]+alert(1)//<b>', "en": "x"}
    contents = said(
        type(nasty)(
            **{
                field: getattr(nasty, field)
                for field in nasty.__dataclass_fields__
                if field != "vendors"
            },
            vendors=(type(vendor)(id="minamo", name=name),),
        ),
        "ja",
    )
    spec = contributions(contents)
    assert spec is not None
    assert '"]+alert(1)//&lt;b&gt;' in chart_svg(spec).replace("&quot;", '"')


def test_without_totals_there_is_no_chart(sample_case: Case) -> None:
    assert contributions(said(only(sample_case))) is None


def test_a_drawing_brings_its_letters(japanese: Contents) -> None:
    """A browser without a Japanese font shows an image as we do."""
    spec = contributions(japanese)
    assert spec is not None
    svg = with_fonts(chart_svg(spec))
    texts = "".join(re.findall(r"<(?:text|tspan)[^>]*>([^<]+)<", svg))
    fonts = re.findall(r"font-weight:(\w+);src:url\(data:font/woff;base64,([^)]+)\)", svg)
    assert "みなも通話サービス株式会社" in texts
    assert [weight for weight, _data in fonts] == ["normal", "bold"]
    for _weight, data in fonts:
        with TTFont(BytesIO(b64decode(data))) as font:
            assert {ord(character) for character in unescape(texts)} <= set(font.getBestCmap())
            assert len(font.getBestCmap()) < 200
