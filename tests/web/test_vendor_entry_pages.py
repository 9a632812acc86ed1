"""Entering what vendors offer: what is told, what is kept, and what is open to whom."""

import re
from collections.abc import Callable, Mapping
from html.parser import HTMLParser
from io import BytesIO

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import col

from tests.factories import NOW, Part, make_person
from tests.web.reading import in_language, words
from vendor_eval import workflow
from vendor_eval.storage import db
from vendor_eval.storage.panel_tables import Sheet
from vendor_eval.storage.tables import Evaluation, Evaluator, Recusal
from vendor_eval.workflow import Stage

DESK = "/evaluations/inbound-desk"
MINAMO = f"{DESK}/entry/minamo"
SignIn = Callable[[Part], FlaskClient]


class Fields(HTMLParser):
    """What a browser would send of the fields of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: dict[str, str] = {}
        self.select = ""
        self.area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        if tag == "input" and "name" in named and named.get("type") not in {"radio", "file"}:
            self.sent[named["name"]] = named.get("value", "")
        if tag == "input" and named.get("type") == "radio" and "checked" in named:
            self.sent[named["name"]] = named["value"]
        if tag == "select":
            self.select = named["name"]
            self.sent[self.select] = ""
        if tag == "option" and "selected" in named:
            self.sent[self.select] = named["value"]
        if tag == "textarea":
            self.area = named["name"]
            self.sent[self.area] = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.area = ""

    def handle_data(self, data: str) -> None:
        if self.area:
            self.sent[self.area] += data


def fields(browser: FlaskClient, path: str) -> dict[str, str]:
    parser = Fields()
    parser.feed(browser.get(path).text)
    return parser.sent


def set_up(app: Flask, **values: object) -> None:
    """Change the evaluation behind the pages."""
    with app.app_context():
        db.session.execute(
            sa.update(Evaluation)
            .where(col(Evaluation.key) == "inbound-desk")
            .values(revision=col(Evaluation.revision) + 1, **values)
        )
        db.session.commit()


def test_a_mistake_is_told_beside_its_field_and_nothing_typed_is_lost(sign_in: SignIn) -> None:
    lead = in_language(sign_in("lead"), "en")
    sent = fields(lead, f"{MINAMO}/measures")
    sent |= {"train-hours.value": "many", "people-attrition.value": "12"}

    refused = lead.post(f"{MINAMO}/measures", data=sent)

    assert refused.status_code == 400
    assert re.search(r"many\W* is not a number; write a number", words(refused.text))
    assert 'value="many"' in refused.text
    assert fields(lead, f"{MINAMO}/measures")["people-attrition.value"] != "12"


def test_two_numbers_make_the_value_and_a_slip_is_asked_about(sign_in: SignIn) -> None:
    lead = in_language(sign_in("lead"), "en")
    sent = fields(lead, f"{MINAMO}/measures")
    key = "train-knowledge-test"
    sent |= {f"{key}.value": "", f"{key}.numerator": "1,890", f"{key}.denominator": "20"}

    assert lead.post(f"{MINAMO}/measures", data=sent).status_code == 303

    page = words(lead.get(f"{MINAMO}/measures").text)
    assert "Used in the comparison: 9,450 % Above 100 percent" in page
    assert "100 × numerator ÷ denominator, in %" in page


def test_the_second_of_two_tabs_sees_what_the_first_has_saved(sign_in: SignIn) -> None:
    lead = in_language(sign_in("lead"), "en")
    one, other = (fields(lead, f"{MINAMO}/measures") for _tab in range(2))
    lead.post(f"{MINAMO}/measures", data=one | {"train-hours.value": "100"})

    refused = lead.post(f"{MINAMO}/measures", data=other | {"train-hours.value": "110"})

    assert refused.status_code == 409
    assert 'value="110"' in refused.text
    assert "Saved now: 100" in words(refused.text)
    assert "has changed this meanwhile" in words(refused.text)


def test_totals_are_those_of_the_comparison(sign_in: SignIn) -> None:
    lead = in_language(sign_in("lead"), "en")
    sent = fields(lead, f"{MINAMO}/quotation")

    priced = lead.post(f"{MINAMO}/quotation/price", data=sent).get_json()

    assert priced["totals"][:3] == [
        ["One-off", "JPY 600,000"],
        ["Monthly", "JPY 2,999,500"],
        ["Total cost", "JPY 36,594,000"],
    ]
    assert "36,594,000" in lead.get(f"{DESK}/comparison").text
    assert priced["lines"]["2"] == "5,670 → JPY 1,984,500 per month"


def test_a_line_that_lacks_a_number_is_told_and_the_others_are_priced(sign_in: SignIn) -> None:
    lead = in_language(sign_in("lead"), "en")
    sent = fields(lead, f"{MINAMO}/quotation") | {"7.kind": "seat-month", "7.price": "100"}

    priced = lead.post(f"{MINAMO}/quotation/price", data=sent).get_json()
    refused = lead.post(f"{MINAMO}/quotation", data=sent)

    assert priced["totals"][2] == ["Total cost", "JPY 36,594,000"]
    assert "needs How many seats" in priced["errors"]["7"]["quantity"]
    assert refused.status_code == 400
    assert lead.post(f"{MINAMO}/quotation", data=sent | {"7.quantity": "2"}).status_code == 303
    assert "36,596,400" in lead.get(f"{MINAMO}/quotation").text


def test_more_lines_come_without_saving_and_without_a_script(sign_in: SignIn) -> None:
    lead = sign_in("lead")
    sent = fields(lead, f"{MINAMO}/quotation") | {"5.kind": "monthly", "5.price": "5"}

    more = lead.post(f"{MINAMO}/quotation", data=sent | {"more": "yes"})

    assert more.status_code == 200
    assert 'name="8.price"' in more.text
    assert "5.kind" in fields(lead, f"{MINAMO}/quotation")
    assert fields(lead, f"{MINAMO}/quotation")["5.kind"] == ""


def test_a_fail_waits_for_somebody_else(sign_in: SignIn) -> None:
    lead, second = (in_language(sign_in(part), "en") for part in ("lead", "evaluator"))
    sent = fields(lead, f"{MINAMO}/gates") | {"gate-privacy-cert.result": "fail"}
    lead.post(f"{MINAMO}/gates", data=sent)
    confirm = f"{MINAMO}/gates/gate-privacy-cert/confirm"

    assert "counts as not checked" in words(lead.get(f"{MINAMO}/gates").text)
    assert confirm not in lead.get(f"{MINAMO}/gates").text
    assert "Somebody other than the person" in words(lead.post(confirm, follow_redirects=True).text)
    assert confirm in second.get(f"{MINAMO}/gates").text
    assert "Confirmed: the vendor does not meet" in words(
        second.post(confirm, follow_redirects=True).text
    )


def test_a_list_is_shown_before_it_is_taken_in(sign_in: SignIn) -> None:
    lead = in_language(sign_in("lead"), "en")
    path = f"{DESK}/entry/new/csv"
    good = "id,name_ja,seats\naoi,株式会社あおい,30\n"
    bad = "id,name_ja\nminamo,みなも\nx y,エックス\n"

    refused = lead.post(path, data={"file": (BytesIO(bad.encode("cp932")), "vendors.csv")})
    preview = lead.post(path, data={"file": (BytesIO(good.encode()), "vendors.csv")})
    unchanged = "あおい" not in lead.get(f"{DESK}/entry").text

    assert refused.status_code == 400
    places = re.findall(r'place-in-file">([^<]+)<', refused.text)
    assert places == ["vendors.csv:2: id", "vendors.csv:3: id"]
    assert "1 vendor will be added" in preview.text
    assert unchanged
    assert lead.post(path, data={"content": good, "confirmed": "yes"}).status_code == 303
    assert "あおい" in lead.get(f"{DESK}/entry").text


def test_files_come_with_headers_that_let_nothing_run(sign_in: SignIn) -> None:
    lead = sign_in("lead")
    pdf = {"kind": "proposal", "file": (BytesIO(b"%PDF-1.7"), "../提案.pdf")}
    assert lead.post(f"{MINAMO}/files", data=pdf).status_code == 303
    html = {"kind": "proposal", "file": (BytesIO(b"<script>"), "x.pdf")}
    assert lead.post(f"{MINAMO}/files", data=html).status_code == 400

    kept = lead.get(f"{DESK}/files/1")
    shown = lead.get(f"{DESK}/files/1/content")
    page = lead.get(f"{DESK}/files/1/view?page=12")

    assert kept.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert kept.headers["X-Content-Type-Options"] == "nosniff"
    assert kept.headers["Content-Disposition"].startswith("attachment;")
    assert "frame-ancestors 'self'" in shown.headers["Content-Security-Policy"]
    assert shown.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert f'src="{DESK}/files/1/content#page=12"' in page.text
    assert page.headers["Content-Security-Policy"].endswith("frame-src 'self'")


PARTS: tuple[workflow.Part, ...] = (
    "evaluator",
    "adviser",
    "approver",
    "administrator",
    "lead",
)
PATHS = ("", "/gates", "/measures", "/quotation", "/questions", "/files")


def answers(browser: FlaskClient, paths: tuple[str, ...] = PATHS) -> Mapping[str, int]:
    return {path: browser.get(MINAMO + path).status_code for path in paths}


@pytest.mark.parametrize("stage", list(Stage))
def test_everybody_reads_and_the_lead_enters_until_the_panel_has_agreed(
    app: Flask, sign_in: SignIn, stage: Stage
) -> None:
    set_up(app, stage=stage)
    for part in PARTS:
        browser = sign_in(part)
        enters = workflow.may(part, stage, workflow.Action.EDIT_VENDORS)
        pages = {path: browser.get(MINAMO + path) for path in PATHS}

        assert {each.status_code for each in pages.values()} == {200}
        forms = {path for path, each in pages.items() if 'name="basis"' in each.text}
        assert forms - {"/questions"} == (
            {"", "/gates", "/measures", "/quotation"} if enters else set()
        )
        refused = 409 if part in {"lead", "administrator"} else 403
        asked = browser.post(f"{MINAMO}/questions", data={"question": "?"})
        assert asked.status_code == (303 if enters else refused)


def test_hidden_names_are_nowhere_while_people_score(app: Flask, sign_in: SignIn) -> None:
    lead = sign_in("lead")
    pdf = {"kind": "proposal", "file": (BytesIO(b"%PDF-1.7"), "proposal.pdf")}
    lead.post(f"{MINAMO}/files", data=pdf)
    set_up(app, stage=Stage.SCORING, hide_names=True)
    for part in ("evaluator", "adviser", "approver"):
        browser = sign_in(part)
        page = browser.get(f"{DESK}/entry").text
        theirs = [browser.get(MINAMO + path) for path in PATHS]
        nobodys = [browser.get(f"{DESK}/entry/nobody{path}") for path in PATHS]
        files = [browser.get(f"{DESK}/files/1{path}") for path in ("", "/content", "/view")]

        assert "みなも" not in page
        assert "minamo" not in page
        assert {each.status_code for each in (*theirs, *files)} == {403}
        assert [words(each.text) for each in theirs] == [words(each.text) for each in nobodys]
    assert set(answers(lead).values()) == {200}


def test_prices_open_once_quality_is_submitted(app: Flask, sign_in: SignIn) -> None:
    sign_in("lead").post(
        f"{MINAMO}/files",
        data={"kind": "quotation", "file": (BytesIO(b"%PDF-1.7"), "price-list.pdf")},
    )
    evaluator = sign_in("evaluator")
    own_sheet(app, "aoki")
    set_up(app, stage=Stage.SCORING, price_last=True)

    assert answers(evaluator, ("/measures", "/quotation")) == {"/measures": 200, "/quotation": 403}
    assert evaluator.get(f"{DESK}/files/1").status_code == 403
    assert "price-list" not in evaluator.get(f"{MINAMO}/files").text
    assert "/quotation" not in evaluator.get(f"{DESK}/entry").text
    with app.app_context():
        number = db.session.execute(sa.select(col(Evaluation.id))).scalar_one()
        db.session.add(Sheet(evaluation_id=number, evaluator="aoki", quality_submitted_at=NOW))
        db.session.commit()
    assert answers(evaluator, ("/quotation",)) == {"/quotation": 200}
    assert evaluator.get(f"{DESK}/files/1").status_code == 200


def test_a_recused_person_finds_nothing_about_that_vendor(app: Flask, sign_in: SignIn) -> None:
    sign_in("lead").post(
        f"{MINAMO}/files", data={"kind": "other", "file": (BytesIO(b"%PDF-1.7"), "a.pdf")}
    )
    evaluator = sign_in("evaluator")
    own_sheet(app, "aoki")
    with app.app_context():
        number = db.session.execute(sa.select(col(Evaluation.id))).scalar_one()
        db.session.add(Recusal(evaluation_id=number, vendor="minamo", evaluator="aoki"))
        db.session.commit()

    assert set(answers(evaluator).values()) == {404}
    assert evaluator.get(f"{DESK}/files/1").status_code == 404
    assert "minamo" not in evaluator.get(f"{DESK}/entry").text
    assert evaluator.get(f"{DESK}/entry/tsubame").status_code == 200


def own_sheet(app: Flask, evaluator: str) -> None:
    """Let the evaluator of these tests be one of the sample."""
    with app.app_context():
        person = make_person("evaluator", "inbound-desk")
        db.session.execute(
            sa.update(Evaluator).where(col(Evaluator.id) == evaluator).values(user_id=person.id)
        )
        db.session.commit()
