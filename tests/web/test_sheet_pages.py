"""The score sheet over HTTP: what its script sends, the plain form, and what nobody may see."""

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.factories import NOW, make_person
from tests.panel_sheets import message, scoring_evaluation
from tests.web.pages import csrf_token
from tests.web.reading import words
from vendor_eval.case import Case
from vendor_eval.storage import db, load_case, load_sheet, reopen_sheet
from vendor_eval.storage.tables import Evaluation

SHEET = "/evaluations/inbound-desk/sheet"
CELL = f"{SHEET}/cells/minamo/train-curriculum"
JSON = {"Accept": "application/json"}

Scorer = Callable[..., FlaskClient]


@pytest.fixture
def scorer(app: Flask, sample_case: Case) -> Scorer:
    """The browser of somebody who scores; options are columns of the evaluation."""

    def browser(evaluator: str = "aoki", **options: bool) -> FlaskClient:
        with app.app_context():
            user = scoring_evaluation(sample_case, [evaluator], **options)[evaluator]
        client = app.test_client(user=user)
        client.post("/language", data={"language": "en", "next": "/"})
        return client

    return browser


def put(client: FlaskClient, path: str, sent: dict[str, object]) -> TestResponse:
    return client.put(path, json=sent, headers=JSON)


def fill(app: Flask, client: FlaskClient, evaluator: str = "aoki") -> None:
    """Answer every open cell with 3."""
    page = client.get(SHEET).text
    keys = {each.split('"')[0] for each in page.split(f'href="{SHEET}/vendors/')[1:]}
    for key in keys:
        form = cells_of(client.get(f"{SHEET}/vendors/{key}").text)
        sent: dict[str, Any] = {"cell": form}
        for cell in form:
            sent |= {f"revision:{cell}": "0", f"answer:{cell}": "3"}
        assert client.post(f"{SHEET}/vendors/{key}", data=sent).status_code == 303


def cells_of(page: str) -> list[str]:
    return [each.split('"')[0] for each in page.split('name="cell" value="')[1:]]


def test_a_cell_is_saved_as_it_is_typed(app: Flask, scorer: Scorer) -> None:
    client = scorer()
    first = put(client, CELL, message("aoki", answer="4", page="12", comment="規程あり"))
    again = put(client, CELL, message("aoki", answer="4", page="12", comment="規程あり"))
    other = put(client, CELL, message("aoki", answer="2"))

    assert first.status_code == 200
    assert first.json is not None
    assert first.json["revision"] == 1
    assert again.json == first.json
    assert other.status_code == 409
    assert other.json is not None
    assert other.json["there"]["fields"]["answer"] == "4"
    with app.app_context():
        [rating] = load_case(db.session, "inbound-desk").ratings
    assert (rating.page, rating.comment) == ("12", {"en": "規程あり"})


@pytest.mark.parametrize("answer", ["6", "-1", "3.5", "x", "NaN"])
def test_a_rating_that_the_scale_does_not_have(scorer: Scorer, answer: str) -> None:
    response = put(scorer(), CELL, message("aoki", answer=answer))
    assert response.status_code == 400
    assert response.json == {
        "error": "NotARatingError",
        "text": f"{answer} is not a rating on this scale. Choose one of the ratings shown.",
    }


def test_a_save_of_one_cell_is_few_statements(scorer: Scorer, queries: list[str]) -> None:
    client = scorer()
    put(client, CELL, message("aoki", answer="4"))
    queries.clear()
    put(client, CELL, message("aoki", revision=1, answer="5"))
    assert len(queries) <= 10


def test_a_strange_message_is_refused(scorer: Scorer) -> None:
    client = scorer()
    assert put(client, CELL, {"fields": {"answer": 3}, "revision": 0}).status_code == 400
    assert put(client, CELL, {"fields": [], "evaluator": "aoki"}).status_code == 400
    text = "a\u0000b\ud800"
    assert put(client, CELL, message("aoki", comment=text)).json["fields"]["comment"] == "ab"  # type: ignore[index]


def test_what_was_typed_into_another_persons_sheet_is_not_taken(scorer: Scorer) -> None:
    response = put(scorer(), CELL, message("ueda", answer="4"))
    assert response.status_code == 403


def test_without_a_session_the_answer_is_for_the_script(app: Flask, scorer: Scorer) -> None:
    scorer()
    response = put(app.test_client(), CELL, message("aoki", answer="4"))
    assert response.status_code == 401
    assert response.json is not None
    assert response.json["error"] == "SignInNeededError"


def test_the_token_says_whose_sheet_it_is(scorer: Scorer) -> None:
    said = scorer().get(f"{SHEET}/token").json
    assert said is not None
    assert said["evaluator"] == "aoki"
    assert len(said["token"]) > 20


def test_a_form_without_script(app: Flask, scorer: Scorer) -> None:
    client = scorer()
    cell = "minamo/train-curriculum"
    sent = {
        "cell": cell,
        f"revision:{cell}": "0",
        f"answer:{cell}": "no-basis",
        f"external:{cell}": "研修の資料をご提示ください",
        "revision:words": "0",
        "strengths": "Training",
    }
    response = client.post(f"{SHEET}/vendors/minamo", data=sent)
    assert response.status_code == 303
    page = client.get(f"{SHEET}/vendors/minamo").text
    assert "研修の資料をご提示ください" in page
    assert ">Training</textarea>" in page

    late = client.post(f"{SHEET}/vendors/minamo", data={**sent, f"answer:{cell}": "1"})
    assert late.status_code == 409
    assert "changed the same thing meanwhile" in late.text
    assert 'name="revision:minamo/train-curriculum" value="1"' in late.text
    kept = client.post(
        f"{SHEET}/criteria/train-curriculum",
        data={**sent, f"answer:{cell}": "1", f"revision:{cell}": "1"},
    )
    assert kept.status_code == 303
    assert put(client, CELL, message("aoki", revision=0, answer="2")).json["there"]["fields"][  # type: ignore[index]
        "answer"
    ] == ("1")


def test_the_form_needs_its_token(app: Flask, scorer: Scorer) -> None:
    client = scorer()
    app.config["WTF_CSRF_ENABLED"] = True
    page = client.get(f"{SHEET}/vendors/minamo").text
    refused = put(client, CELL, message("aoki", answer="4"))
    assert refused.status_code == 400
    assert refused.json is not None
    assert refused.json["error"] == "CSRFError"
    headers = {**JSON, "X-CSRFToken": csrf_token(page)}
    sent = message("aoki", answer="4")
    assert client.put(CELL, json=sent, headers=headers).status_code == 200


def test_submitting_says_what_is_missing_and_then_freezes(app: Flask, scorer: Scorer) -> None:
    client = scorer()
    page = client.get(f"{SHEET}/submit")
    assert "180 cells still need you" in words(page.text)
    assert f'href="{SHEET}/vendors/minamo#cell-0"' in page.text
    assert client.post(f"{SHEET}/submit").status_code == 409

    fill(app, client)
    assert "Everything is answered (180 cells)" in client.get(f"{SHEET}/submit").text
    assert client.post(f"{SHEET}/submit").status_code == 303
    assert "is submitted" in client.get(SHEET).text
    refused = put(client, CELL, message("aoki", revision=1, answer="5"))
    assert (refused.status_code, refused.json["error"]) == (409, "FrozenSheetError")  # type: ignore[index]
    assert 'name="cell"' not in client.get(f"{SHEET}/vendors/minamo").text


def test_after_reopening_a_change_needs_a_reason(app: Flask, scorer: Scorer) -> None:
    client = scorer()
    fill(app, client)
    client.post(f"{SHEET}/submit")
    with app.app_context():
        lead = make_person("lead", "inbound-desk")
    leading = app.test_client(user=lead)
    path = "/evaluations/inbound-desk/progress"
    assert leading.post(f"{path}/aoki/reopen", data={"reason": " "}).status_code == 400
    assert leading.post(f"{path}/aoki/reopen", data={"reason": "New file"}).status_code == 303

    assert "Why you change it" in client.get(f"{SHEET}/vendors/minamo").text
    refused = put(client, CELL, message("aoki", revision=1, answer="4"))
    assert (refused.status_code, refused.json["error"]) == (400, "ReasonNeededError")  # type: ignore[index]
    taken = put(client, CELL, message("aoki", revision=1, reason="New file", answer="4"))
    assert taken.status_code == 200


def test_hidden_names_are_nowhere(app: Flask, scorer: Scorer, sample_case: Case) -> None:
    client = scorer(hide_names=True)
    index = client.get(SHEET).text
    keys = sorted({each.split('"')[0] for each in index.split(f'href="{SHEET}/vendors/')[1:]})
    assert all(len(key) == 1 for key in keys)
    assert len(keys) == 6
    cell = f"{SHEET}/cells/{keys[0]}/train-curriculum"
    pages = [
        index,
        client.get(f"{SHEET}/submit").text,
        client.get(f"{SHEET}/criteria/train-curriculum").text,
        *(client.get(f"{SHEET}/vendors/{key}").text for key in keys),
        put(client, cell, message("aoki", answer="4")).text,
        put(client, cell, message("aoki", answer="1")).text,
        client.get(f"{SHEET}/vendors/minamo").text,
        put(client, CELL, message("aoki", answer="1")).text.replace("minamo", "", 1),
    ]
    names = {text for each in sample_case.vendors for text in (*each.name.values(), each.id)}
    found = [(name, page[:80]) for page in pages for name in names - {"minamo"} if name in page]
    assert found == []
    assert client.get(f"{SHEET}/vendors/minamo").status_code == 404


def test_each_person_has_an_own_order(app: Flask, sample_case: Case) -> None:
    people = ["aoki", "ueda", "ishida", "eguchi"]
    orders = set()
    with app.app_context():
        users = scoring_evaluation(sample_case, people)
    for each in people:
        page = app.test_client(user=users[each]).get(SHEET).text
        links = [part.split('"')[0] for part in page.split(f'href="{SHEET}/vendors/')[1:]]
        orders.add(tuple(dict.fromkeys(links[-6:])))
    assert len(orders) > 1


def test_price_last_keeps_prices_closed(app: Flask, scorer: Scorer) -> None:
    client = scorer(price_last=True)
    with app.app_context():
        sheet = db.session.execute(sa.select(sa.inspect(Evaluation).local_table.c.key)).first()
        assert sheet is not None
    assert "these open" in client.get(SHEET).text
    closed = client.get(f"{SHEET}/criteria/com-transparency")
    assert closed.status_code == 404
    fill(app, client)
    assert "Submit quality" in client.get(f"{SHEET}/submit").text
    client.post(f"{SHEET}/submit")
    assert "What concerns prices is still open." in client.get(f"{SHEET}/vendors/minamo").text


def test_progress_is_counts_for_the_lead_alone(app: Flask, scorer: Scorer) -> None:
    client = scorer()
    put(client, CELL, message("aoki", answer="5", comment="secret words"))
    path = "/evaluations/inbound-desk/progress"
    assert client.get(path).status_code == 403
    with app.app_context():
        lead = make_person("lead", "inbound-desk")
    page = app.test_client(user=lead).get(path).text
    assert "1 / 180" in page
    assert "secret words" not in page
    assert "aoki%40example.com" in page


def test_a_lead_without_a_sheet_is_told_so(app: Flask, scorer: Scorer) -> None:
    scorer()
    with app.app_context():
        lead = make_person("lead", "inbound-desk")
    response = app.test_client(user=lead).get(SHEET)
    assert response.status_code == 200
    assert "採点票はありません" in response.text


def test_reopening_is_recorded(app: Flask, scorer: Scorer) -> None:
    client = scorer()
    fill(app, client)
    client.post(f"{SHEET}/submit")
    with app.app_context():
        lead = make_person("lead", "inbound-desk")
        reopen_sheet(db.session, "inbound-desk", "aoki", lead, "New file", NOW)
        row = db.session.execute(sa.text("SELECT user_id FROM evaluator WHERE id='aoki'")).one()
        aoki = db.session.get(type(lead), row.user_id)
        assert aoki is not None
        sheet = load_sheet(db.session, "inbound-desk", "aoki", aoki)
    assert sheet.asked.reopened
