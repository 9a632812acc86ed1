"""The organisation: what is refused, what is kept, and how its paper looks."""

import json
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image  # noqa: TID253 - light enough for the tests of pictures

from tests.factories import Part
from tests.reports.conftest import printed
from vendor_eval.case import Case, score_sheet
from vendor_eval.dossier import Dossier, Organisation
from vendor_eval.errors import TooLargeError
from vendor_eval.exchange.logo import LARGEST, encode_logo
from vendor_eval.scoring import compare
from vendor_eval.storage import db
from vendor_eval.storage.organisation import load_organisation, save_organisation
from vendor_eval.verification.carried import carry, read_carried

SignIn = Callable[[Part], FlaskClient]
HERE = "/organisation"


def picture(form: str, size: tuple[int, int] = (1200, 300), mode: str = "RGB") -> bytes:
    drawn = BytesIO()
    Image.new(mode, size, (200, 0, 0, 0)[: len(mode)]).save(drawn, form)
    return drawn.getvalue()


def kept(app: Flask) -> Organisation:
    with app.app_context():
        return load_organisation(db.session)


class Browser:
    """An administrator who fills in the form."""

    def __init__(self, sign_in: SignIn) -> None:
        self.browser = sign_in("administrator")
        self.browser.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"

    def save(self, **typed: Any) -> str:
        page = self.browser.get(HERE).text
        seen = page.split('name="seen"')[1].split('value="')[1].split('"')[0]
        data = {"seen": seen, "paper": "a4", **typed}
        return str(self.browser.post(HERE, data=data, follow_redirects=True).text)


@pytest.fixture
def administrator(sign_in: SignIn) -> Browser:
    return Browser(sign_in)


def test_what_is_typed_is_kept(app: Flask, administrator: Browser) -> None:
    page = administrator.save(
        name_ja=" 株式会社髙﨑 ",
        department_en="Procurement",
        contact_ja="窓口:購買部\r\n03-0000-0000",
        stamps="専務\r\n\r\n 部長 ",
        numbering="{year}-{number:03d}",
        paper="letter",
        accent="#7A1F2B",
        era_dates="y",
        logo=(BytesIO(picture("PNG", mode="RGBA")), "logo.png"),
    )
    assert "The organisation is saved." in page
    saved = kept(app)
    logo = Image.open(BytesIO(saved.logo))
    assert (logo.format, logo.mode, logo.size) == ("PNG", "RGB", (900, 225))
    assert logo.getpixel((5, 5)) == (255, 255, 255)
    assert replace(saved, logo=b"") == Organisation(
        name={"ja": "株式会社髙﨑"},
        department={"en": "Procurement"},
        contact={"ja": "窓口:購買部\n03-0000-0000"},
        stamps=("専務", "部長"),
        numbering="{year}-{number:03d}",
        paper="letter",
        accent="#7a1f2b",
        era_dates=True,
    )
    assert administrator.browser.get("/organisation/logo.png").data == saved.logo
    administrator.save()
    assert kept(app).logo == saved.logo
    administrator.save(remove_logo="y")
    assert kept(app).logo == b""


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"accent": "#aabbcc"}, "its contrast with white must be at least 4.5 to 1"),
        ({"accent": "red; } body { color: white"}, "is no colour for text on white paper"),
        ({"numbering": "{year}"}, "is no numbering pattern"),
        ({"numbering": "{number.__class__}"}, "is no numbering pattern"),
        ({"numbering": "{number:999999999d}"}, "is no numbering pattern"),
        ({"numbering": "{number"}, "is no numbering pattern"),
        ({"stamps": "\n".join("一二三四五六七八九")}, "At most 8 titles"),
        ({"stamps": "長" * 13}, "At most 8 titles"),
        ({"paper": "a0"}, "Not a valid choice"),
        ({"logo": (BytesIO(b"<svg/>"), "logo.png")}, "cannot be used as a logo"),
        ({"logo": (BytesIO(picture("PNG")[:200]), "cut.png")}, "cannot be used as a logo"),
        (
            {"logo": (BytesIO(picture("PNG", (8000, 6000), "L")), "wide.png")},
            "more than 40 million pixels",
        ),
    ],
)
def test_what_does_not_fit_is_refused_and_changes_nothing(
    app: Flask, administrator: Browser, typed: dict[str, Any], said: str
) -> None:
    page = administrator.save(name_en="Still here", **typed)
    assert said in page
    assert 'value="Still here"' in page
    assert kept(app) == Organisation()


def test_a_large_file_is_not_even_opened() -> None:
    with pytest.raises(TooLargeError, match=r"big\.png is larger than 5 MB"):
        encode_logo("big.png", picture("PNG") + bytes(LARGEST))


@pytest.mark.parametrize("form", ["JPEG", "GIF", "WEBP", "BMP", "TIFF"])
def test_every_kind_of_picture_becomes_a_png(app: Flask, administrator: Browser, form: str) -> None:
    administrator.save(logo=(BytesIO(picture(form, (90, 30))), "logo"))
    assert kept(app).logo.startswith(b"\x89PNG")


def test_nobody_replaces_what_another_saved_unseen(app: Flask, administrator: Browser) -> None:
    administrator.save(name_en="First")
    page = administrator.browser.post(
        HERE, data={"seen": "old", "paper": "a4", "name_en": "Second"}
    ).text
    assert "has saved the organisation in the meantime" in page
    assert 'value="Second"' in page
    assert kept(app).name == {"en": "First"}


def test_an_organisation_travels_inside_a_document(sample_case: Case, app: Flask) -> None:
    """Also a logo, whose bytes are no text."""
    house = Organisation(name={"ja": "髙﨑"}, logo=picture("PNG", (9, 3)), era_dates=True)
    with app.app_context():
        save_organisation(db.session, house, {})
        assert load_organisation(db.session) == house
    dossier = Dossier(case=sample_case, organisation=house)
    files = carry(dossier, compare(score_sheet(sample_case)), printed("comparison", "ja"))
    contents = {each.name: each.content for each in files}
    assert read_carried(contents).dossier == dossier
    assert json.loads(contents["document.json"])["organisation"]["name"] == {"ja": "髙﨑"}
