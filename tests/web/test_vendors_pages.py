"""The list of vendors and the page of one."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factories import Part, import_sample, make_person
from tests.web.reading import in_language, with_id, without_answers, words
from vendor_eval.case import Case

SignIn = Callable[[Part], FlaskClient]
VENDORS = "/evaluations/inbound-desk/vendors"


@pytest.fixture
def reader(sign_in: SignIn) -> FlaskClient:
    """Somebody who may read the sample evaluation, in English."""
    return in_language(sign_in("lead"), "en")


def test_lists_everybody_with_what_came_of_it(reader: FlaskClient) -> None:
    text = words(reader.get(VENDORS).text)

    assert "Minamo Tsuwa Service K.K. Ranked 1 76.33 2006 430 260 プライバシーマーク" in text
    assert "Komadori Taiwa Center Co., Ltd. Disqualified – (78.93) 2018 160 110" in text
    assert "Apo-no-Ki LLC Declined – – 2020 30 24" in text
    assert "Declined: does not take inbound work" in text


def test_says_what_to_do_where_there_is_nobody(
    app: Flask, sign_in: SignIn, sample_case: Case
) -> None:
    with app.app_context():
        import_sample(with_id(replace(without_answers(sample_case), vendors=()), "empty"))
    client = in_language(sign_in("administrator"), "en")

    assert "Enter vendors in vendors.csv" in client.get("/evaluations/empty/vendors").text


def test_writes_the_total_out_as_a_sum(reader: FlaskClient) -> None:
    text = words(reader.get(f"{VENDORS}/minamo").text)

    assert "12.03 + 14.58 + 9.81 + 8.28 + 7.20 + 2.90 + 5.69 + 3.03 + 12.81 = 76.33" in text
    assert "Operator training and people 14.00 Strong 4.30 12.03" in text


def test_shows_everything_that_was_said(reader: FlaskClient) -> None:
    text = words(reader.get(f"{VENDORS}/minamo").text)

    assert "Aoki (Procurement) 4 Ishida (Customer Service) 4" in text
    assert "Good product material. Four, because pass rates are not disclosed." in text
    assert "96 h (2025-01..2025-06)" in text
    assert "Per inbound call per handled call 350 5,670 – 1,984,500" in text
    assert "Mid-size, strong in mail order; known for training" in text


def test_a_vendor_that_declined_has_its_reason_and_no_numbers(reader: FlaskClient) -> None:
    page = reader.get(f"{VENDORS}/aponoki").text

    assert "Declined: does not take inbound work" in page
    assert 'class="sum"' not in page


def test_a_disqualified_vendor_has_a_total_for_reference(reader: FlaskClient) -> None:
    text = words(reader.get(f"{VENDORS}/komadori").text)

    assert "Disqualified (78.93) of 100 points" in text
    assert "Neither Privacy Mark nor ISO/IEC 27001 (applied for)" in text
    assert "= 78.93" in text


def test_an_unknown_vendor_is_not_there(reader: FlaskClient) -> None:
    response = reader.get(f"{VENDORS}/nobody")

    assert response.status_code == 404
    assert "There is nothing here by the name nobody." in response.text


def test_names_other_evaluations_only_to_those_who_belong_to_them(
    app: Flask, sign_in: SignIn, sample_case: Case
) -> None:
    titled = replace(sample_case.evaluation, title={"en": "Last year's choice"})
    with app.app_context():
        import_sample(with_id(replace(sample_case, evaluation=titled), "last-year"))
        make_person("lead", "inbound-desk")

    assert "Last year&#39;s choice" not in sign_in("lead").get(f"{VENDORS}/minamo").text
    assert "Last year&#39;s choice" in sign_in("administrator").get(f"{VENDORS}/minamo").text


def test_a_web_site_is_a_link_only_when_it_is_one(
    app: Flask, sign_in: SignIn, sample_case: Case
) -> None:
    vendors = tuple(
        replace(each, profile={"url": "javascript:alert(1)"}) for each in sample_case.vendors
    )
    with app.app_context():
        import_sample(with_id(replace(sample_case, vendors=vendors), "links"))
    page = sign_in("administrator").get("/evaluations/links/vendors/minamo").text

    assert "javascript:alert(1)" in page
    assert 'href="javascript' not in page
