"""Names hidden and prices last, both at once: what somebody who scores has to go by, and when."""

from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factories import make_person
from tests.panel_sheets import scoring_evaluation
from tests.web.reading import words
from tests.web.test_sheet_pages import SHEET, fill
from vendor_eval.case import Case, score_sheet
from vendor_eval.reports.wording import money_text
from vendor_eval.scoring import compare
from vendor_eval.storage import db, load_acts
from vendor_eval.storage.tables import Recusal

DESK = "/evaluations/inbound-desk"
PDF = b"%PDF-1.7"


@pytest.fixture
def scorer(app: Flask, sample_case: Case) -> FlaskClient:
    """Aoki's browser: who must not see one vendor, no names, and no prices yet."""
    with app.app_context():
        options = {"hide_names": True, "price_last": True}
        user = scoring_evaluation(sample_case, ["aoki"], **options)["aoki"]
        db.session.add(Recusal(evaluation_id=1, vendor="minamo", evaluator="aoki"))
        db.session.commit()
    client = app.test_client(user=user)
    client.post("/language", data={"language": "en", "next": "/"})
    return client


@pytest.fixture
def lead(app: Flask, scorer: FlaskClient) -> FlaskClient:
    """Who enters offers."""
    with app.app_context():
        return app.test_client(user=make_person("lead", "inbound-desk"))


def send(lead: FlaskClient, vendor: str, name: str, kind: str = "proposal", **more: str) -> None:
    data = {"kind": kind, "file": (BytesIO(PDF), name), **more}
    assert lead.post(f"{DESK}/entry/{vendor}/files", data=data).status_code == 303


def test_prices_open_under_letters_once_quality_is_submitted(
    app: Flask, scorer: FlaskClient, sample_case: Case
) -> None:
    closed = scorer.get(f"{SHEET}/prices")
    assert closed.status_code == 403
    assert "Prices are opened to you when you have submitted" in closed.text
    fill(app, scorer)
    assert f"{SHEET}/prices" not in scorer.get(SHEET).text
    assert "Submit quality" in scorer.get(f"{SHEET}/submit").text
    scorer.post(f"{SHEET}/submit")

    assert f'href="{SHEET}/prices"' in scorer.get(SHEET).text
    page = scorer.get(f"{SHEET}/prices")
    assert page.status_code == 200
    costs = dict(zip(*printed_costs(sample_case), strict=True))
    hidden = {*costs} | {text for each in sample_case.vendors for text in each.name.values()}
    hidden |= {text for each in sample_case.quotes for text in each.label.values()}
    assert {text for text in hidden if text in page.text} == set()
    shown = {vendor for vendor, total in costs.items() if total in page.text}
    active = {each.id for each in sample_case.vendors if each.status == "active"}
    assert shown == active - {"minamo"}
    assert scorer.get(f"{DESK}/entry/komadori/quotation").status_code == 403


def printed_costs(case: Case) -> tuple[list[str], list[str]]:
    """Vendors, and their totals as printed, by the arithmetic of every page."""
    sheet = compare(score_sheet(case)).sheet
    known = [(v, c) for v, c in zip(sheet.vendors, sheet.costs, strict=True) if c is not None]
    return [v for v, _ in known], [money_text(c.total, "JPY") for _, c in known]


def test_only_anonymised_files_are_open_and_only_under_the_letter(
    app: Flask, scorer: FlaskClient, lead: FlaskClient
) -> None:
    send(lead, "komadori", "komadori-named.pdf")
    send(lead, "komadori", "komadori-blind.pdf", anonymised="yes")
    send(lead, "komadori", "komadori-price.pdf", "quotation", anonymised="yes")
    send(lead, "minamo", "minamo-blind.pdf", anonymised="yes")

    answers = {number: scorer.get(f"{DESK}/files/{number}/view") for number in (1, 2, 3, 4, 5)}
    assert {number: each.status_code for number, each in answers.items()} == {
        1: 403, 2: 200, 3: 403, 4: 404, 5: 403,
    }  # fmt: skip
    assert "Proposal (file 2)" in words(answers[2].text)
    file = scorer.get(f"{DESK}/files/2")
    assert file.data == PDF
    assert file.headers["Content-Disposition"].endswith("-2.pdf")
    said = [answers[2].text, str(file.headers), scorer.get(f"{DESK}/files/2/content").headers]
    assert not [text for text in said if "komadori" in str(text).lower()]
    listed = scorer.get(f"{SHEET}/criteria/train-curriculum").text
    assert "/files/2/view" in listed
    assert "/files/1/view" not in listed
    assert "/files/3/view" not in listed
    assert "komadori" not in listed.lower()

    fill(app, scorer)
    scorer.post(f"{SHEET}/submit")
    assert scorer.get(f"{DESK}/files/3/view").status_code == 200


def test_the_lead_opens_and_closes_a_file_for_the_time_of_hidden_names(
    app: Flask, scorer: FlaskClient, lead: FlaskClient
) -> None:
    send(lead, "komadori", "named.pdf")
    path = f"{DESK}/files/1"
    assert scorer.post(f"{path}/anonymised", data={"anonymised": "yes"}).status_code == 403
    for marked, status in (("yes", 200), ("yes", 200), ("no", 403)):
        assert lead.post(f"{path}/anonymised", data={"anonymised": marked}).status_code == 303
        assert scorer.get(path).status_code == status
    with app.app_context():
        acts = [each.act.what for each in load_acts(db.session, "inbound-desk")]
    assert acts[-2:] == ["file.open-blind", "file.close-blind"]
