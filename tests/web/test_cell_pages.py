"""The page that says where one number comes from."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factories import Part, import_sample
from tests.web.reading import in_language, with_id, words
from vendor_eval.case import Case, Consensus, Recusal

SignIn = Callable[[Part], FlaskClient]


@pytest.fixture
def reader(sign_in: SignIn) -> FlaskClient:
    """Somebody who may read the sample evaluation."""
    return sign_in("lead")


def test_a_cell_shows_ratings_evidence_and_the_sum(reader: FlaskClient) -> None:
    page = in_language(reader, "en").get(
        "/evaluations/inbound-desk/vendors/minamo/criteria/train-roleplay"
    )
    text = words(page.text)

    assert "÷ 4 = 4.75" in text
    assert "Aoki (Procurement) 5" in text
    assert "(4.75 − 0) ÷ 5 × 2.5455 = 2.4182" in text
    assert "Points added to the total: 2.42. Weight of the criterion: 2.55%." in text


def test_a_measure_shows_its_table_and_the_line_between(reader: FlaskClient) -> None:
    text = words(
        in_language(reader, "en")
        .get("/evaluations/inbound-desk/vendors/minamo/criteria/train-hours")
        .text
    )

    assert "96 lies between 60 (score 3) and 120 (score 5)" in text
    assert "3 + (5 − 3) × (96 − 60) ÷ (120 − 60) = 4.2" in text
    assert "2025-01..2025-06" in text


def test_a_cost_shows_the_quotation_down_to_its_lines(reader: FlaskClient) -> None:
    text = words(
        in_language(reader, "en")
        .get("/evaluations/inbound-desk/vendors/minamo/criteria/com-tco")
        .text
    )

    assert "Per inbound call per handled call 350 5,670 – 1,984,500" in text
    assert "Total = 600,000 + 12 months × 2,999,500 = 36,594,000" in text
    assert "36,594,000 ÷ 42,000,000 = 0.871286" in text


def test_a_consensus_stands_beside_the_original_ratings(
    app: Flask, sign_in: SignIn, sample_case: Case
) -> None:
    agreed = Consensus(
        vendor="minamo",
        criterion="train-roleplay",
        value=Decimal(3),
        reason={"ja": "録音を聞き直した", "en": "The recording was heard again"},
        dissent="Aoki keeps 5",
    )
    recusal = Recusal(vendor="minamo", evaluator="ueda", reason={})
    case = with_id(replace(sample_case, consensus=(agreed,), recusals=(recusal,)), "agreed")
    with app.app_context():
        import_sample(case)
    client = in_language(sign_in("administrator"), "en")
    text = words(client.get("/evaluations/agreed/vendors/minamo/criteria/train-roleplay").text)

    assert "The recording was heard again" in text
    assert "Aoki keeps 5" in text
    assert "Original ratings" in text
    assert "Recused: does not count" in text


@pytest.mark.parametrize(
    "address",
    [
        "vendors/nobody/criteria/com-tco",
        "vendors/minamo/criteria/x",
        "vendors/aponoki/criteria/com-tco",
    ],
)
def test_a_cell_that_is_not_there_says_so(reader: FlaskClient, address: str) -> None:
    response = in_language(reader, "en").get(f"/evaluations/inbound-desk/{address}")

    assert response.status_code == 404
    assert "There is nothing here by the name" in response.text
