"""Does it hold? The page that says how easily a result would change."""

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from benchmarks.large_case import large_case
from tests.factories import NOW, Part, import_sample
from tests.reports.variations import only
from tests.web.reading import in_language, with_id, without_answers, words
from vendor_eval.case import Case, Rating
from vendor_eval.storage import db, save_ratings

SignIn = Callable[[Part], FlaskClient]
PAGE = "/evaluations/inbound-desk/firmness"


@pytest.fixture
def reader(sign_in: SignIn) -> FlaskClient:
    """Somebody who may read the sample evaluation."""
    return sign_in("lead")


@pytest.fixture
def show(app: Flask, sign_in: SignIn) -> Callable[[Case], str]:
    """Stores a case and gives the English text of its page."""

    def text(case: Case) -> str:
        with app.app_context():
            key = import_sample(with_id(case, "shown"))
        page = in_language(sign_in("administrator"), "en").get(f"/evaluations/{key}/firmness")
        assert page.status_code == 200
        return words(page.text)

    return text


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        (
            "ja",
            [
                "株式会社つばめ応答社との差は0.12点で実質同点です。",
                "情報セキュリティ・個人情報保護の重みが10から10.77に上がるだけで首位が入れ替わります。",
                "費用・契約条件 18.00 17.46 株式会社つばめ応答社 83.13 つくし電話窓口株式会社",
                "江口(営業企画部) 株式会社つばめ応答社 0.48 変わる",
                "オリーブ対話機構株式会社 69.99 71.28 72.56",
            ],
        ),
        (
            "en",
            [
                "by only 0.12 points: practically equal by the rules.",
                "Information security and privacy rises from 10 to 10.77.",
                "Operator training and people 14.00 8.16 Tsubame Otosha Co., Ltd. –",
                "Aoki (Procurement) Tsubame Otosha Co., Ltd. 0.01 changes",
                "Minamo Tsuwa Service K.K. 58.2 41.8 0 0 0",
                "10,000 samples from seed 1",
                "moves them by 0.44 percentage points",
            ],
        ),
    ],
)
def test_says_how_easily_the_result_would_change(
    reader: FlaskClient, language: str, sentences: list[str]
) -> None:
    text = words(in_language(reader, language).get(PAGE).text)

    assert [sentence for sentence in sentences if sentence not in text] == []


def test_ratings_that_decide_lead_to_their_cells(reader: FlaskClient) -> None:
    page = reader.get(PAGE).text
    links = re.findall(r'href="(vendors/[^"]+/criteria/[^"]+)"', page)

    assert "vendors/olive/criteria/train-roleplay" in links
    assert len(links) == 16 + 3
    for link in links[::6]:
        assert reader.get(f"/evaluations/inbound-desk/{link}").status_code == 200


def test_the_comparison_says_it_too_and_leads_here(reader: FlaskClient) -> None:
    page = in_language(reader, "en").get("/evaluations/inbound-desk/comparison").text

    assert "rises from 10 to 10.77. How firm this is" in words(page)
    assert 'href="firmness"' in page


def test_the_chart_is_kept_by_the_browser(reader: FlaskClient) -> None:
    page = in_language(reader, "en").get(PAGE).text
    [(address, alt)] = re.findall(r'<img src="([^"]+)" alt="([^"]+)"', page)
    chart = reader.get(unescape(address))
    again = reader.get(unescape(address), headers={"If-None-Match": chart.headers["ETag"]})

    assert chart.text.startswith("<svg")
    assert all(number in chart.text for number in ("8.16", "10.77", "17.46"))
    assert again.status_code == 304
    assert "from 0 to 40" in alt


def test_nothing_to_test_says_what_to_do_first(
    show: Callable[[Case], str], sample_case: Case
) -> None:
    text = show(replace(without_answers(sample_case), vendors=()))

    assert "Nothing to test yet" in text
    assert "weightings" not in text


def test_one_vendor_is_explained_and_never_empty(
    show: Callable[[Case], str], sample_case: Case
) -> None:
    text = show(only(sample_case, "minamo"))

    assert "Minamo Tsuwa Service K.K. is the only vendor with a rank" in text
    assert "Weights are tested once one vendor leads" in text
    assert "It takes two vendors with a rank" in text


def test_a_tie_at_the_top_has_no_leader_to_test(
    show: Callable[[Case], str], sample_case: Case
) -> None:
    alone = only(sample_case, "minamo")
    names = ("a-twin", "b-twin")
    [vendor] = alone.vendors
    twins = replace(
        alone,
        vendors=tuple(replace(vendor, id=name, name={"en": name}, short={}) for name in names),
        ratings=tuple(replace(each, vendor=name) for each in alone.ratings for name in names),
        measures=tuple(replace(each, vendor=name) for each in alone.measures for name in names),
        gates=tuple(replace(each, vendor=name) for each in alone.gates for name in names),
        quotes=tuple(replace(each, vendor=name) for each in alone.quotes for name in names),
    )
    text = show(twins)

    assert "a-twin, b-twin share the first place; nobody leads alone." in text
    assert "Weights are tested once one vendor leads" in text
    assert text.count("a-twin 50.0 50.0") == 3


def test_a_change_shows_at_once(app: Flask, reader: FlaskClient) -> None:
    client = in_language(reader, "en")
    before = words(client.get(PAGE).text)
    with app.app_context():
        changed = Rating(
            vendor="minamo", criterion="train-roleplay", evaluator="aoki", value=Decimal(3)
        )
        save_ratings(db.session, "inbound-desk", [changed], NOW)
    after = words(client.get(PAGE).text)

    assert "Minamo Tsuwa Service K.K. comes first" in before
    assert "Tsubame Otosha Co., Ltd. comes first" in after


@pytest.mark.parametrize("vendors", [3, 30])
def test_takes_as_few_queries_for_many_vendors(
    app: Flask, sign_in: SignIn, queries: list[str], vendors: int
) -> None:
    with app.app_context():
        import_sample(large_case(vendors))
    client = sign_in("administrator")
    queries.clear()
    assert client.get("/evaluations/large/firmness").status_code == 200
    first = len(queries)
    queries.clear()
    assert client.get("/evaluations/large/firmness").status_code == 200

    assert (first, len(queries)) == (12, 3)


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        (
            "ja",
            [
                "全体 0.85 0.71 0.77 0.77 0.93 177",
                "江口(営業企画部) +0.44 178 甘め",
                "TOPSISでも順位は同じです。",
            ],
        ),
        (
            "en",
            [
                "All groups 0.85 0.71 0.77 0.77 0.93 177",
                "Ueda (IT and Security) -0.35 178 strict",
                "the evaluators agree strongly on the order.",
                "TOPSIS puts the vendors in the same order.",
                "PROMETHEE II would order them otherwise: Tsubame Otosha Co., Ltd., Minamo",
                "Minamo Tsuwa Service K.K. 1 1 0.6995 2 0.3591",
            ],
        ),
    ],
)
def test_says_whether_evaluators_agree_and_what_other_methods_say(
    reader: FlaskClient, language: str, sentences: list[str]
) -> None:
    text = words(in_language(reader, language).get(PAGE).text)

    assert [sentence for sentence in sentences if sentence not in text] == []
