"""Paper as the organisation wants it: size, colour, logo, dates by era and numbers."""

from datetime import date
from io import BytesIO
from typing import Any

import pikepdf  # noqa: TID253 - light enough for the tests of documents
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageFile  # noqa: TID253 - light enough for the tests of pictures

from tests.reports.conftest import printed
from vendor_eval.case import Case
from vendor_eval.dossier import Dossier, Organisation
from vendor_eval.exchange.logo import NotALogoError, encode_logo
from vendor_eval.numbering import NotAPatternError, document_number
from vendor_eval.reports.dates import era_day, long_day
from vendor_eval.reports.house_style import NotAnAccentError, contrast_on_white, house_style
from vendor_eval.verification.checking import page_texts, verify
from vendor_eval.verification.making import make_document

MILLIMETRE = 72 / 25.4


def logo() -> bytes:
    drawn = BytesIO()
    Image.new("RGB", (120, 40), "#7a1f2b").save(drawn, "PNG")
    return encode_logo("logo.png", drawn.getvalue())


@pytest.mark.pdf
def test_a_document_looks_as_the_organisation_wants(sample_case: Case) -> None:
    house = Organisation(
        name={"ja": "株式会社髙﨑"}, paper="letter", accent="#7a1f2b", era_dates=True, logo=logo()
    )
    pdf = make_document(Dossier(case=sample_case, organisation=house), printed("comparison", "ja"))
    with pikepdf.open(BytesIO(pdf)) as opened:
        sizes = [
            tuple(round(float(side) / MILLIMETRE) for side in page.mediabox[2:])
            for page in opened.pages
        ]
        images = [image for page in opened.pages for image in page.get_images()]
        drawing = opened.pages[0].Contents.read_bytes()
    assert (sizes[0], sizes[-1]) == ((216, 279), (432, 279))
    assert images
    assert b"0.478" in drawing
    text = page_texts(pdf)[0]
    assert "株式会社髙﨑" in text
    assert "令和8年4月1日 2026-04-01 09:30" in text
    assert verify(pdf).differences == ()


@given(st.integers(0, 0xFFFFFF))
def test_only_dark_colours_become_an_accent(number: int) -> None:
    colour = f"#{number:06x}"
    if contrast_on_white(colour) >= 4.5:
        assert f"--colour-accent: {colour};" in house_style(Organisation(accent=colour))
    else:
        with pytest.raises(NotAnAccentError):
            house_style(Organisation(accent=colour))


def test_contrast_is_that_of_wcag() -> None:
    assert contrast_on_white("#000000") == pytest.approx(21)
    assert contrast_on_white("#ffffff") == pytest.approx(1)
    assert contrast_on_white("#767676") == pytest.approx(4.54, abs=0.005)
    with pytest.raises(NotAnAccentError):
        house_style(Organisation(accent="#000; } * { color: #fff"))


def test_days_by_era() -> None:
    days = [date(2026, 4, 1), date(2019, 5, 1), date(2019, 4, 30), date(1989, 1, 7)]
    assert [era_day(day) for day in days] == [
        "令和8年4月1日",
        "令和元年5月1日",
        "平成31年4月30日",
        "昭和64年1月7日",
    ]
    assert era_day(date(1900, 1, 1)) == ""
    era = Organisation(era_dates=True)
    assert long_day(days[0], "ja", era) == "令和8年4月1日(2026年4月1日)"
    assert long_day(days[0], "ja", Organisation()) == "2026年4月1日"
    assert long_day(days[0], "en", era) == "1 April 2026"


def test_numbers_of_documents() -> None:
    values: dict[str, Any] = {"year": 2026, "evaluation": "desk", "kind": "letter", "number": 7}
    own = "調達第{number:03d}号(令和{era_year}年)"
    assert document_number("", **values) == "2026-desk-letter-007"
    assert document_number(own, **values) == "調達第007号(令和8年)"
    with pytest.raises(NotAPatternError, match="is no numbering pattern"):
        document_number("{number!r}", **values)


@given(
    st.binary(max_size=300),
    st.sampled_from([b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF89a", b""]),
)
def test_damaged_pictures_are_refused(content: bytes, start: bytes) -> None:
    with pytest.raises(NotALogoError):
        encode_logo("logo", start + content)


def test_a_picture_cut_short_is_refused_whatever_others_allow(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """WeasyPrint lets every picture of its process end early."""
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    drawn = BytesIO()
    Image.effect_noise((90, 30), 50).save(drawn, "PNG")
    with pytest.raises(NotALogoError):
        encode_logo("logo.png", drawn.getvalue()[:-900])
