import logging
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any

import pikepdf  # noqa: TID253 - light enough for the tests of documents
import pypdfium2
import pytest

from tests.reports.conftest import AUTHORS, printed
from tests.reports.variations import compared, with_vendor
from vendor_eval.case import Case
from vendor_eval.dossier import Dossier
from vendor_eval.reports import pdf
from vendor_eval.reports.comparison import draw_comparison, sheet_widths
from vendor_eval.reports.contents import Contents
from vendor_eval.reports.pdf import (
    BASE,
    ForeignAddressError,
    LibraryMissingError,
    read_static,
    render_pdf,
)

MM = 72 / 25.4
pytestmark = pytest.mark.pdf


@pytest.fixture(scope="module")
def texts(documents: dict[str, bytes]) -> dict[str, list[str]]:
    """Text of each page as any reader of PDF finds it."""
    return {language: list(page_texts(document)) for language, document in documents.items()}


def page_texts(document: bytes) -> Iterator[str]:
    with pypdfium2.PdfDocument(document) as opened:
        for page in opened:
            yield page.get_textpage().get_text_bounded()


def test_paper_says_the_numbers_of_the_page(
    contents: Contents, texts: dict[str, list[str]]
) -> None:
    text = "\n".join(texts[contents.language])
    for row in contents.ranking.rows:
        assert row.total_text in text
        assert row.cost_total in text
    for cost in contents.costs.rows:
        assert cost.total_with_tax in text
    sheet = Counter(re.findall(r"\d+\.\d\d", texts[contents.language][-1]))
    printed = [cell.text for cell in contents.matrix.cells() if cell.state == "scored"]
    printed += [cell.points for cell in contents.matrix.cells() if cell.state == "scored"]
    assert Counter(printed) - sheet == Counter()


def test_paper_says_how_firm_the_result_is(texts: dict[str, list[str]]) -> None:
    japanese, english = (re.sub(r"\s+", "", "".join(texts[each])) for each in ("ja", "en"))
    for part in (
        "情報セキュリティ・個人情報保護の重みが10から10.77に上がるだけで首位が入れ替わります。",
        "費用・契約条件18.0017.46株式会社つばめ応答社83.13",
        "みなも通話サービス株式会社58.241.8000",
        "江口(営業企画部)株式会社つばめ応答社0.48変わる",
        "付録:他の手法による順位",
    ):
        assert part in japanese
    for part in (
        "10,000samplesfromseed1",
        "61ratings,eachmovedbyonestepalone,putanothervendorfirst.",
        "Allgroups0.850.710.770.770.93177",
        "PROMETHEEIIwouldorderthemotherwise",
    ):
        assert part in english


def test_kana_and_kanji_can_be_read_back(japanese: Contents, texts: dict[str, list[str]]) -> None:
    text = "".join("".join(texts["ja"]).split())
    for part in (
        "下書き",
        "委託先比較表",
        "プライバシーマーク",
        "◎",
        "○",
        "△",
        "×",
        "未評価",
        "青木花子",
    ):
        assert part in text
    for group in japanese.matrix.groups:
        for row in group.criteria:
            assert "".join(row.title.split()) in text


def test_english_bears_words_and_no_japanese_signs(texts: dict[str, list[str]]) -> None:
    text = "\n".join(texts["en"])
    assert "Strong from 4.00" in text
    assert not re.search("[◎○△\u3040-\u30ff\u4e00-\u9fff]", text)


def test_summary_is_a4_and_the_sheet_a3(documents: dict[str, bytes]) -> None:
    for document in documents.values():
        with pikepdf.open(BytesIO(document)) as opened:
            sizes = [
                tuple(round(float(edge) / MM) for edge in page.mediabox[2:])
                for page in opened.pages
            ]
        assert set(sizes[:-1]) == {(210, 297)}
        assert sizes[-1] == (420, 297)


def test_every_page_names_state_criteria_and_number(
    contents: Contents, texts: dict[str, list[str]]
) -> None:
    pages = texts[contents.language]
    state = {"ja": "下書き", "en": "Draft"}[contents.language]
    for number, text in enumerate(pages, 1):
        assert state in text
        assert f"{number} / {len(pages)}" in text
        assert contents.criteria.short_digest in text
        assert "2026-04-01 09:30" in text
        assert AUTHORS[contents.language] in text
    assert contents.criteria.digest in "".join("".join(pages).split())


@pytest.mark.parametrize("language", ["ja", "en"])
def test_it_is_tagged_and_says_what_it_is(
    language: str, documents: dict[str, bytes], sample_case: Case
) -> None:
    with pikepdf.open(BytesIO(documents[language])) as opened:
        root = opened.Root
        assert str(root.Lang) == language
        assert bool(root.MarkInfo.Marked)
        assert bool(root.ViewerPreferences.DisplayDocTitle)
        assert sample_case.evaluation.title[language] in str(opened.docinfo["/Title"])
        with opened.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert metadata.pdfa_status == "3A"
        elements = list(structure(root.StructTreeRoot))
    kinds = Counter(str(element.S) for element in elements)
    assert kinds["/Table"] >= 6
    assert kinds["/H1"] == 1
    assert kinds["/H2"] >= 8
    totals, weights = [element for element in elements if element.S == "/Figure"]
    assert "76.33" in str(totals.Alt)
    assert "40" in str(weights.Alt)


def test_every_number_of_the_sheet_knows_its_headers(documents: dict[str, bytes]) -> None:
    with pikepdf.open(BytesIO(documents["en"])) as opened:
        tables = [each for each in structure(opened.Root.StructTreeRoot) if each.S == "/Table"]
        cells = [each for each in structure(tables[-1]) if each.S == "/TD"]
        assert len(cells) > 300
        assert {len(cell.A.Headers) for cell in cells} == {2}


def test_headings_are_bookmarks(documents: dict[str, bytes]) -> None:
    with pikepdf.open(BytesIO(documents["ja"])) as opened, opened.open_outline() as outline:
        [top] = outline.root
        assert top.title == "お客様相談窓口の運営業務委託"
        titles = [item.title for item in top.children]
    assert titles[:2] == ["結論", "順位"]
    assert len(titles) == 13


def test_fonts_are_ours_and_embedded(documents: dict[str, bytes]) -> None:
    for document in documents.values():
        with pikepdf.open(BytesIO(document)) as opened:
            fonts = {
                str(font.BaseFont).split("+")[-1]: font.DescendantFonts[0].FontDescriptor
                for page in opened.pages
                for font in page.resources.get("/Font", {}).values()
            }
            assert set(fonts) == {
                *("BIZ-UDPGothic", "BIZ-UDPGothic-Bold", "VE-Figures", "VE-Figures-Bold")
            }
            assert all("/FontFile2" in each or "/FontFile3" in each for each in fonts.values())


def test_characters_without_a_glyph_are_shown_and_named(sample_case: Case) -> None:
    bare = replace(sample_case, ratings=(), measures=(), gates=(), quotes=())
    case = with_vendor(bare, "minamo", name={"ja": "𠮷田コール😀<b>"})
    printing = replace(printed("comparison", "ja"), author="𠮷")
    paper = draw_comparison(Dossier(case=case), compared(case), printing)
    text = "".join(page_texts(render_pdf(paper.html, paper.images)))
    assert "〓田コール〓<b>" in text
    assert "U+20BB7" in text
    assert "U+1F600" in text


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "http://example.com/a.png",
        "https://document.invalid.example.com/css/print.css",
        f"{BASE}../pyproject.toml",
        f"{BASE}%2e%2e/pyproject.toml",
        f"{BASE}/etc/passwd",
        f"{BASE}css",
        "data:text/css,p{}",
    ],
)
def test_nothing_but_static_files_is_fetched(address: str) -> None:
    with pytest.raises(ForeignAddressError, match="is not a file of this program"):
        read_static(address, {})


def test_style_sheets_and_the_documents_images_are_fetched() -> None:
    body, kind = read_static(f"{BASE}css/print.css", {})
    assert b"@page" in body
    assert kind == "text/css"
    assert read_static(f"{BASE}chart.svg", {"chart.svg": "<svg/>"}) == (b"<svg/>", "image/svg+xml")


def test_a_document_cannot_read_files_of_the_machine(caplog: pytest.LogCaptureFixture) -> None:
    page = '<html lang="en"><title>t</title><img src="file:///etc/hostname" alt="x"><p>text'
    with caplog.at_level(logging.ERROR, "weasyprint"):
        document = render_pdf(page, {})
    assert "Failed to load image at 'file:///etc/hostname'" in caplog.text
    assert "text" in "".join(page_texts(document))


def test_a_missing_subsetter_is_said_aloud(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("weasyprint.text.ffi.harfbuzz_subset", None)
    pdf.warn_without_subsetter.cache_clear()
    pdf.warn_without_subsetter()
    pdf.warn_without_subsetter()
    pdf.warn_without_subsetter.cache_clear()
    assert [record.getMessage() for record in caplog.records] == [
        (
            "The library harfbuzz-subset is missing: PDFs take about four times as long."
            " Install it (Debian and Ubuntu: apt-get install libharfbuzz-subset0)."
        )
    ]


def test_without_pango_the_cure_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(LibraryMissingError, match=r"apt-get install libpango-1\.0-0") as caught:
        render_pdf("<p>", {})
    assert caught.value.text("ja").startswith("このコンピューターではPDFを作成できません。")


@pytest.mark.parametrize("vendors", [1, 6, 9])
def test_columns_of_a_sheet_fit_the_paper(vendors: int) -> None:
    widths = sheet_widths(vendors)
    assert widths["criterion"] + widths["weight"] + vendors * widths["vendor"] <= 381.1
    assert widths["vendor"] >= 31


def structure(node: Any) -> Iterator[Any]:
    """Every structure element below a node."""
    if isinstance(node, pikepdf.Array):
        for kid in node:
            yield from structure(kid)
    elif isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            yield node
        if "/K" in node:
            yield from structure(node.K)
