"""The comparison page, the page of a cell, the chart and the document."""

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from html import unescape

import pypdfium2
import pytest
from flask import Flask
from flask.testing import FlaskClient

from benchmarks.large_case import large_case
from tests.factories import NOW, Part, import_sample
from tests.web.reading import in_language, with_id, without_answers, words
from vendor_eval.case import Case, Rating
from vendor_eval.storage import db, save_ratings

SignIn = Callable[[Part], FlaskClient]
PAGE = "/evaluations/inbound-desk/comparison"
TOTALS = {
    "minamo": "76.33",
    "tsubame": "76.21",
    "olive": "71.28",
    "hayate": "57.57",
    "tsukushi": "42.32",
    "komadori": "(78.93)",
}


@pytest.fixture
def reader(sign_in: SignIn) -> FlaskClient:
    """Somebody who may read the sample evaluation."""
    return sign_in("lead")


@pytest.fixture
def show(app: Flask, sign_in: SignIn) -> Callable[[Case], str]:
    """Stores a case and gives the English text of its comparison."""

    def text(case: Case) -> str:
        with app.app_context():
            key = import_sample(case)
        page = in_language(sign_in("administrator"), "en").get(f"/evaluations/{key}/comparison")
        assert page.status_code == 200
        return words(page.text)

    return text


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("ja", ["総合点", "点差", "0.12", "43/44", "失格", "受信業務は対象外として辞退"]),
        (
            "en",
            [
                "Minamo Tsuwa Service K.K. comes first with 76.33 of 100 points.",
                "Tsubame Otosha Co., Ltd. follows with 76.21 points, 0.12 behind.",
                "43/44",
                "Disqualified",
                "Neither Privacy Mark nor ISO/IEC 27001 (applied for)",
                "Declined: does not take inbound work",
                "36,594,000",
                "537.8",
            ],
        ),
    ],
)
def test_says_who_comes_first_and_why(
    reader: FlaskClient, language: str, sentences: list[str]
) -> None:
    text = words(in_language(reader, language).get(PAGE).text)

    assert [sentence for sentence in sentences if sentence not in text] == []
    assert [total for total in TOTALS.values() if total not in text] == []


def test_every_score_leads_to_where_it_comes_from(reader: FlaskClient) -> None:
    page = reader.get(PAGE).text
    links = set(re.findall(r'href="(vendors/[^"#]+/criteria/[^"]+)"', page))

    assert len(links) == 6 * 44
    for link in sorted(links)[::40]:
        assert reader.get(f"/evaluations/inbound-desk/{link}").status_code == 200


def test_weights_are_printed_and_total_100(reader: FlaskClient) -> None:
    page = reader.get(PAGE).text
    weights = re.findall(r'data-opens="rows-[^"]+">[^<]+</span> <small>([\d.]+)</small>', page)

    assert sum(map(Decimal, weights)) == Decimal("100.00")


def test_unrated_is_said_and_never_a_number(reader: FlaskClient) -> None:
    page = in_language(reader, "ja").get(PAGE).text
    [cell] = re.findall(r'<td class="is-unrated">(.*?)</td>', page)

    assert words(cell) == "未評価 –"


def test_zero_unrated_and_not_applicable_stay_apart(
    show: Callable[[Case], str], sample_case: Case
) -> None:
    ratings = tuple(
        replace(each, value="na" if each.criterion == "qa-voc" else Decimal(0))
        for each in sample_case.ratings
        if (each.vendor, each.criterion) != ("minamo", "sec-pii")
    )
    text = show(with_id(replace(sample_case, ratings=ratings), "three-states"))

    assert "Weak 0.00 0.00" in text
    assert "not rated –" in text
    assert "n/a –" in text


def test_names_and_comments_are_text_and_never_markup(
    app: Flask, sign_in: SignIn, sample_case: Case
) -> None:
    nasty = '<script>alert("1")</script>&amp;'
    vendors = tuple(replace(each, name={"ja": nasty, "en": nasty}) for each in sample_case.vendors)
    ratings = tuple(replace(each, comment={"en": nasty}) for each in sample_case.ratings)
    case = with_id(replace(sample_case, vendors=vendors, ratings=ratings), "nasty")
    with app.app_context():
        import_sample(case)
    client = sign_in("administrator")
    for address in (
        "comparison",
        "vendors",
        "vendors/minamo",
        "vendors/minamo/criteria/train-roleplay",
    ):
        page = client.get(f"/evaluations/nasty/{address}").text
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(&#34;1&#34;)&lt;/script&gt;&amp;amp;" in page


def test_an_id_may_hold_any_character(app: Flask, sign_in: SignIn, sample_case: Case) -> None:
    vendors = tuple(replace(each, id=f"{each.id} #1?") for each in sample_case.vendors)
    case = with_id(replace(without_answers(sample_case), vendors=vendors), "odd-ids")
    with app.app_context():
        import_sample(case)
    client = sign_in("administrator")
    page = client.get("/evaluations/odd-ids/comparison").text

    assert 'href="vendors/minamo%20%231%3F/criteria/com-tco"' in page
    address = "/evaluations/odd-ids/vendors/minamo%20%231%3F/criteria/com-tco"
    assert client.get(address).status_code == 200


def test_without_vendors_it_says_what_to_do_first(
    show: Callable[[Case], str], sample_case: Case
) -> None:
    empty = replace(without_answers(sample_case), vendors=())

    assert "Enter vendors in vendors.csv of the case folder" in show(with_id(empty, "empty"))


def test_without_answers_it_says_what_to_do_first(
    show: Callable[[Case], str], sample_case: Case
) -> None:
    empty = without_answers(sample_case)
    text = show(with_id(empty, "unscored"))

    assert "enter their ratings in ratings.csv" in text
    assert "Incomplete" in text


def test_one_vendor_has_no_runner_up(show: Callable[[Case], str]) -> None:
    text = show(large_case(1))

    assert "vendor-0 Inc. comes first with" in text
    assert "follows with" not in text


def test_warns_of_a_price_formula_that_looks_at_others(
    show: Callable[[Case], str], sample_case: Case
) -> None:
    table = "breakpoints = [[0.65, 5], [0.9, 3], [1.05, 1], [1.2, 0]]\n"
    against = 'formula = "breakpoints"\nagainst = "budget"\n'
    toml = sample_case.criteria_toml.replace(against + table, 'formula = "lowest"\n')
    case = replace(sample_case, criteria_toml=toml)

    assert "The price score depends on the other offers (1): com-tco." in show(
        with_id(case, "relative")
    )


def test_a_long_name_is_there_in_full(show: Callable[[Case], str], sample_case: Case) -> None:
    name = "Very long name " * 20
    vendors = tuple(
        replace(each, name={"en": name.strip()}) if each.id == "olive" else each
        for each in sample_case.vendors
    )

    assert name.strip() in show(with_id(replace(sample_case, vendors=vendors), "long"))


@pytest.mark.parametrize("vendors", [3, 30])
def test_the_first_page_after_a_change_takes_few_queries(
    app: Flask, sign_in: SignIn, queries: list[str], vendors: int
) -> None:
    with app.app_context():
        import_sample(large_case(vendors))
    client = sign_in("administrator")
    queries.clear()
    assert client.get("/evaluations/large/comparison").status_code == 200
    first = len(queries)
    queries.clear()
    assert client.get("/evaluations/large/comparison").status_code == 200

    assert (first, len(queries)) == (12, 3)


def test_a_change_shows_at_once(app: Flask, sign_in: SignIn, sample_case: Case) -> None:
    client = in_language(sign_in("administrator"), "en")
    before = words(client.get(PAGE).text)
    with app.app_context():
        changed = Rating(
            vendor="minamo", criterion="train-roleplay", evaluator="aoki", value=Decimal(3)
        )
        save_ratings(db.session, "inbound-desk", [changed], NOW)
    after = words(client.get(PAGE).text)

    assert "Minamo Tsuwa Service K.K. comes first with 76.33" in before
    assert "Tsubame Otosha Co., Ltd. comes first with 76.21" in after


def test_the_chart_is_drawn_once_and_kept_by_the_browser(reader: FlaskClient) -> None:
    page = in_language(reader, "en").get(PAGE).text
    [(address, alt)] = re.findall(r'<img src="([^"]+)" alt="([^"]+)"', page)
    chart = reader.get(unescape(address))
    again = reader.get(unescape(address), headers={"If-None-Match": chart.headers["ETag"]})

    assert chart.mimetype == "image/svg+xml"
    assert chart.text.startswith("<svg")
    assert again.status_code == 304
    assert "Minamo Tsuwa Service K.K. 76.33" in unescape(alt)


def test_where_nothing_is_scored_there_is_no_chart(
    app: Flask, sign_in: SignIn, sample_case: Case
) -> None:
    empty = replace(without_answers(sample_case), vendors=())
    with app.app_context():
        import_sample(with_id(empty, "empty"))

    response = sign_in("administrator").get("/evaluations/empty/comparison/contributions.svg")
    assert response.status_code == 404


@pytest.mark.pdf
@pytest.mark.parametrize("language", ["ja", "en"])
def test_page_and_document_show_the_same_totals(reader: FlaskClient, language: str) -> None:
    page = words(in_language(reader, language).get(PAGE).text)
    response = reader.get(f"/evaluations/inbound-desk/comparison.pdf?lang={language}")
    document = pypdfium2.PdfDocument(response.data)
    text = "".join(
        document[number].get_textpage().get_text_range() for number in range(len(document))
    )

    assert response.mimetype == "application/pdf"
    for total in TOTALS.values():
        assert total in page
        assert total in text


@pytest.mark.pdf
def test_the_document_has_a_name_in_its_language(reader: FlaskClient) -> None:
    response = reader.get("/evaluations/inbound-desk/comparison.pdf?lang=ja")
    again = reader.get(
        "/evaluations/inbound-desk/comparison.pdf?lang=ja",
        headers={"If-None-Match": response.headers["ETag"]},
    )

    name = "%E3%81%8A%E5%AE%A2%E6%A7%98%E7%9B%B8%E8%AB%87%E7%AA%93%E5%8F%A3"
    assert f"filename*=UTF-8''{name}" in response.headers["Content-Disposition"]
    assert again.status_code == 304
