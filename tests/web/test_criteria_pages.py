"""The criteria as people read them, and their file."""

import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from flask.testing import FlaskClient

from tests.factories import Part
from tests.web.reading import in_language, words
from vendor_eval.case import Case

PAGE = "/evaluations/inbound-desk/criteria"


@pytest.fixture
def reader(sign_in: Callable[[Part], FlaskClient]) -> FlaskClient:
    """Somebody who may read the sample evaluation, in English."""
    return in_language(sign_in("lead"), "en")


def entry(page: str, criterion: str) -> str:
    """The text of one criterion on the page."""
    [found] = re.findall(
        rf'<details class="entry" id="{criterion}">(.*?)</details>', page, re.DOTALL
    )
    return words(found)


def test_a_rated_criterion_says_what_each_rating_looks_like(reader: FlaskClient) -> None:
    text = entry(reader.get(PAGE).text, "train-curriculum")

    assert text.startswith("Structured training curriculum 2.55%")
    assert "Rated by the evaluators · weight in its group 4" in text
    assert "Minimum 2: a vendor below it is flagged." in text
    assert "3 Meets the requirement" in text


def test_a_measure_has_its_table_and_its_sources(reader: FlaskClient) -> None:
    page = reader.get(PAGE).text
    text = entry(page, "in-fcr")

    assert "Figure (%) 40 60 70 80 Score 0 1 3 5" in text
    assert "The value that scores 3 is published; the points around it are design." in text
    assert re.search(r'<a href="https://[^"]+" rel="noreferrer noopener">', page)


def test_a_cost_says_its_formula(reader: FlaskClient) -> None:
    text = entry(reader.get(PAGE).text, "com-tco")

    assert "Score: the total cost divided by the budget, converted by the table" in text
    assert "Ratio 0.65 0.9 1.05 1.2 Score 5 3 1 0" in text


def test_what_does_not_count_says_why(reader: FlaskClient) -> None:
    page = reader.get(PAGE).text

    assert "Not used here: it does not apply to what is bought." in entry(page, "out-strategy")
    assert "Not used here: the evaluation does not switch it on." in entry(page, "gate-pci-dss")


def test_weights_are_those_of_this_evaluation(reader: FlaskClient) -> None:
    page = reader.get(PAGE).text
    weights = re.findall(r'<span class="entry__weight">([\d.]+)%</span>', page)

    assert len(weights) == 44
    assert sum(map(Decimal, weights)) == Decimal("100.00")
    assert "Inbound call centre (outsourcing a department) (used here)" in words(page)


def test_shows_the_digest(reader: FlaskClient, sample_case: Case) -> None:
    assert sample_case.criteria_digest in reader.get(PAGE).text


def test_the_file_comes_as_its_author_wrote_it(reader: FlaskClient, sample_case: Case) -> None:
    response = reader.get("/evaluations/inbound-desk/criteria.toml")

    assert response.text == sample_case.criteria_toml
    assert response.headers["Content-Disposition"] == 'attachment; filename="criteria.toml"'
    assert "はじめて開く方へ" in response.text


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("ja", "この評価で使う評価項目は44項目です。"),
        ("en", "44 criteria count here."),
    ],
)
def test_speaks_both_languages(reader: FlaskClient, language: str, sentence: str) -> None:
    assert sentence in in_language(reader, language).get(PAGE).text
