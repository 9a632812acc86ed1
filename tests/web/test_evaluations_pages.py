"""The list of evaluations, the page of one, and evaluations as zips in and out."""

import io
import re
import zipfile
from collections.abc import Callable, Mapping

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.factories import NOW, SAMPLE, Part, make_person
from vendor_eval.case import Case
from vendor_eval.exchange.case_folder import read_case
from vendor_eval.storage import db, list_evaluations, load_acts, load_case, save_case

SignIn = Callable[[Part], FlaskClient]

LIST_QUERIES = 2
"""The person with their roles, and the list."""
PAGE_QUERIES = 3
"""The person, their part, whether anything changed since the page was last made, the decision,
and the round before."""


def sample_zip(changes: Mapping[str, str] | None = None) -> io.BytesIO:
    """The sample as a zip, with other files in the place of its own."""
    files = {path.name: path.read_text(encoding="utf-8") for path in SAMPLE.iterdir()}
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, text in (files | dict(changes or {})).items():
            archive.writestr(f"inbound-desk/{name}", text)
    content.seek(0)
    return content


def upload(
    browser: FlaskClient, content: io.BytesIO, language: str = "en", **more: str
) -> TestResponse:
    return browser.post(
        "/import",
        data={"case": (content, "案件.zip"), **more},
        headers={"Accept-Language": language},
    )


def words(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def root(app: Flask) -> FlaskClient:
    """A browser of an administrator; nothing is in the database."""
    with app.app_context():
        return app.test_client(user=make_person("administrator", ""))


def count_evaluations(app: Flask) -> int:
    with app.app_context():
        return len(list_evaluations(db.session, make_person("administrator", "")))


def test_the_list_shows_what_is_bought_and_for_whom(sign_in: SignIn) -> None:
    page = words(sign_in("lead").get("/evaluations").text)
    assert (
        "お客様相談窓口の運営業務委託 株式会社みさき堂(架空・化粧品通販) 7 4 責任者 2026/01/15"
        in page
    )
    assert "全1件" in page


def test_the_list_takes_as_many_queries_for_many_evaluations(
    app: Flask, sign_in: SignIn, sample_case: Case, queries: list[str]
) -> None:
    browser = sign_in("administrator")
    with app.app_context():
        for number in range(5):
            save_case(db.session, sample_case, NOW, as_id=f"desk-{number}")
    queries.clear()
    page = browser.get("/evaluations").text
    assert len(queries) == LIST_QUERIES
    assert page.count('role="rowheader"') == 6


def test_the_page_of_an_evaluation_takes_few_queries(sign_in: SignIn, queries: list[str]) -> None:
    browser = sign_in("lead")
    browser.get("/evaluations/inbound-desk")
    queries.clear()
    browser.get("/evaluations/inbound-desk")
    assert len(queries) == PAGE_QUERIES


def test_an_empty_list_says_what_to_do_first(app: Flask) -> None:
    page = root(app).get("/evaluations", headers={"Accept-Language": "en"}).text
    assert "There is no evaluation yet" in page
    assert 'href="/import"' in page


def test_who_may_not_import_is_told_whom_to_ask(sign_in: SignIn) -> None:
    page = sign_in("stranger").get("/evaluations", headers={"Accept-Language": "en"}).text
    assert "Ask the administrator or the lead of an evaluation to add you." in page
    assert 'href="/import"' not in page


def test_the_page_says_what_is_bought_and_how_far_it_is(sign_in: SignIn) -> None:
    browser = sign_in("evaluator")
    page = words(browser.get("/evaluations/inbound-desk", headers={"Accept-Language": "en"}).text)
    for text in (
        "1 cell is not rated",
        "Minamo Tsuwa Service K.K. comes first with 76.33 of 100 points.",
        "See in the comparison which cells are not rated, and have them judged.",
        "Buyer Misaki-do Co., Ltd. (fictitious cosmetics mail order)",
        "Inbound call centre (outsourcing a department)",
        "Term 12 months",
        "Purposes satisfy customers, keep the trust of present customers, give technical support",
        "Circumstances personal data is handled, a price ceiling is set, contract in Japan",
        "Volume per month calls offered 6,000, e-mails 800, chats 400, 6 minutes per call",
        "Budget ¥42,000,000",
        "Price ceiling ¥46,000,000",
        "Target cost per outcome ¥600",
        "Vendors 7 (ranked 5, disqualified 1, declined 1)",
        "Evaluators 4",
        "Cells scored 263 / 264 (99.6%)",
        "1 Minamo Tsuwa Service K.K. 76.33 2 Tsubame Otosha Co., Ltd. 76.21",
    ):
        assert text in page


def test_the_page_leads_on(sign_in: SignIn) -> None:
    page = sign_in("evaluator").get("/evaluations/inbound-desk").text
    start = "/evaluations/inbound-desk"
    for address in ("comparison", "vendors", "criteria", "criteria.toml", "case.zip"):
        assert f'href="{start}/{address}"' in page
    for language in ("ja", "en"):
        assert re.search(rf'href="{start}/comparison\.pdf\?[^"]*lang={language}"', page)


def test_an_evaluation_without_vendors_says_what_to_do(app: Flask) -> None:
    browser = root(app)
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.write(SAMPLE / "evaluation.toml", "evaluation.toml")
        archive.writestr("vendors.csv", "id,name_ja\n")
    content.seek(0)
    response = upload(browser, content)
    assert (response.status_code, response.location) == (303, "/evaluations/inbound-desk")
    page = words(browser.get(response.location, headers={"Accept-Language": "en"}).text)
    assert "Customer enquiry desk outsourcing has been imported." in page
    assert "No vendor has been entered" in page
    assert "Enter vendors in vendors.csv of the case folder and import it again." in page


def test_a_case_zip_comes_in_and_its_importer_leads_it(app: Flask) -> None:
    browser = root(app)
    response = upload(browser, sample_zip())
    assert response.status_code == 200
    assert "Imported: Customer enquiry desk outsourcing" in words(response.text)
    with app.app_context():
        [summary] = list_evaluations(db.session, make_person("administrator", ""))
        assert (summary.id, summary.role) == ("inbound-desk", "lead")
        assert load_case(db.session, "inbound-desk") == read_case(SAMPLE)[0]
        [recorded] = load_acts(db.session, "inbound-desk")
        assert (recorded.act.what, recorded.act.name) == ("evaluation.import", "Administrator")


def test_every_problem_of_a_case_is_listed_and_nothing_is_stored(app: Flask) -> None:
    browser = root(app)
    ratings = (
        "vendor,criterion,evaluator,value\n"
        "nobody,train-curriculum,aoki,3\n"
        "minamo,train-curriculum,aoki,9\n"
        "minamo,train-roleplay,aoki,NaN\n"
    )
    response = upload(browser, sample_zip({"ratings.csv": ratings}))
    page = words(response.text)
    assert response.status_code == 400
    assert "3 problems were found; nothing was imported." in page
    for place in ("ratings.csv:2", "ratings.csv:3", "ratings.csv:4"):
        assert place in page
    assert (
        "there is no vendor &#34;nobody&#34; in vendors.csv correct the id, or add what is missing"
        in page
    )
    japanese = upload(browser, sample_zip({"ratings.csv": ratings}), "ja").text
    assert "3件の問題が見つかったため、取り込みませんでした。" in japanese
    assert count_evaluations(app) == 0


def test_warnings_are_shown_before_going_on(app: Flask) -> None:
    vendors = (SAMPLE / "evaluators.csv").read_text(encoding="utf-8")
    first, rest = vendors.split("\n", 1)
    changed = "\n".join(
        [f"{first},mood", *(f"{line},good" for line in rest.splitlines() if line.strip())]
    )
    response = upload(root(app), sample_zip({"evaluators.csv": changed}))
    page = words(response.text)
    assert response.status_code == 200
    assert "It can be used as it is. Please look at the following:" in page
    assert "Columns with an unknown name are not read (1): evaluators.csv:1: mood." in page
    assert 'href="/evaluations/inbound-desk"' in response.text


def test_an_id_that_is_taken_is_not_overwritten(sign_in: SignIn) -> None:
    browser = sign_in("administrator")
    taken = upload(browser, sample_zip())
    assert taken.status_code == 409
    assert "An evaluation with the id inbound-desk exists already." in words(taken.text)
    again = upload(browser, sample_zip(), key="inbound-desk-2")
    assert 'href="/evaluations/inbound-desk-2"' in again.text


def test_what_is_no_case_is_refused(app: Flask) -> None:
    browser = root(app)
    missing = browser.post("/import", headers={"Accept-Language": "en"})
    assert missing.status_code == 400
    assert "Choose a zip of a case folder." in missing.text
    text = upload(browser, io.BytesIO(b"no zip at all"))
    assert text.status_code == 400
    outside = io.BytesIO()
    with zipfile.ZipFile(outside, "w") as archive:
        archive.writestr("../evaluation.toml", "format = 1")
    outside.seek(0)
    escaped = upload(browser, outside)
    assert escaped.status_code == 400
    assert "points out of the folder" in words(escaped.text)
    wrong_id = upload(browser, sample_zip(), key="no spaces")
    assert "Use up to 64 letters a-z, digits, hyphens and underscores" in wrong_id.text
    assert count_evaluations(app) == 0


def test_an_export_comes_back_in_as_the_same(app: Flask, sign_in: SignIn) -> None:
    response = sign_in("evaluator").get("/evaluations/inbound-desk/case.zip")
    assert response.mimetype == "application/zip"
    assert "filename=inbound-desk.zip" in response.headers["Content-Disposition"]
    case, _warnings = read_case(io.BytesIO(response.data))
    with app.app_context():
        assert case == load_case(db.session, "inbound-desk")
