"""Starting an evaluation from four questions, as people meet it."""

import re
from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient

from tests.factories import NOW, Part, make_person
from tests.web.need_forms import ANSWERS, DEFAULT, ENGLISH, fields_of, start, words
from vendor_eval.storage import (
    User,
    add_user,
    db,
    list_evaluations,
    load_acts,
    load_case,
    load_need,
    standing_in,
)
from vendor_eval.workflow import Stage

SignIn = Callable[[Part], FlaskClient]


def test_answers_are_explained_before_anything_is_kept(app: Flask, visitor: FlaskClient) -> None:
    page = visitor.get("/evaluations/new", headers=ENGLISH)
    for question in (
        "1. What are the calls for?",
        "2. Do calls come in, go out, or both?",
        "3. How much is handed over?",
        "4. Which industry are you in?",
    ):
        assert question in words(page)
    explained = words(visitor.post("/evaluations/new", data=ANSWERS, headers=ENGLISH))
    for text in (
        "Inbound call centre (outsourcing a department)",
        "E-commerce and mail order",
        "PCI DSS compliance (where card data is taken)",
        "Operator training and people",
        "Card numbers are taken by telephone",
        "A handled call: answered by an operator",
    ):
        assert text in explained
    with app.app_context():
        assert list_evaluations(db.session, make_person("administrator", "")) == ()


def test_whoever_starts_an_evaluation_leads_it(
    app: Flask, visitor: FlaskClient, lead: User
) -> None:
    key = start(visitor)
    assert re.fullmatch(r"running-the-enquiry-desk-[a-z2-9]{5}", key)
    with app.app_context():
        standing = standing_in(db.session, lead, key)
        assert standing is not None
        assert (standing.role, standing.stage) == ("lead", Stage.PREPARING)
        need, criteria = load_need(db.session, key)
        purchase = need.evaluation.purchase
        assert (purchase.profile, purchase.variant) == ("inbound-centre", "ec-mailorder")
        assert (purchase.flow, purchase.scope) == (("inbound",), "department")
        assert need.evaluation.purposes == ("customer-satisfaction",)
        assert need.declarations
        assert set(need.result_definition) == {"ja", "en"}
        assert criteria.id == "contact-centre-outsourcing"
        [act] = load_acts(db.session, key)
        assert (act.act.what, act.act.name) == ("evaluation.start", "Aoki")


def test_a_japanese_title_gives_an_id_as_well(visitor: FlaskClient) -> None:
    assert start(visitor, title="お客様相談窓口").startswith("inbound-centre-")


def test_nothing_starts_without_a_purpose(visitor: FlaskClient) -> None:
    response = visitor.post(
        "/evaluations/new", data={**ANSWERS, "purposes": [], "step": "create"}, headers=ENGLISH
    )
    assert response.status_code == 400
    assert "Choose at least one purpose." in words(response)
    assert 'value="Running the enquiry desk"' in response.text


def test_doubts_are_said_and_answers_can_be_changed(visitor: FlaskClient) -> None:
    doubtful = {**ANSWERS, "purposes": ["direct-sales"]}
    page = visitor.post("/evaluations/new", data=doubtful, headers=ENGLISH)
    assert "Selling by telephone is a purpose, yet calls only come in." in words(page)
    back = visitor.post("/evaluations/new", data={**doubtful, "step": "back"}, headers=ENGLISH)
    assert back.status_code == 200
    assert re.search(r'value="direct-sales" checked', back.text)


def test_mistakes_in_own_criteria_are_shown_with_their_line(visitor: FlaskClient) -> None:
    wrong = DEFAULT.replace("training = 14, inbound = 18", "training = 13, inbound = 18", 1)
    response = visitor.post(
        "/evaluations/new", data={**ANSWERS, "criteria_text": wrong}, headers=ENGLISH
    )
    assert response.status_code == 400
    line = wrong[: wrong.index("training = 13")].count("\n") + 1
    assert f"criteria.toml:{line}" in words(response)
    assert "the weights total 99, not 100: 1 is missing" in words(response)


def test_criteria_of_ones_own_are_kept_as_they_are(app: Flask, visitor: FlaskClient) -> None:
    own = DEFAULT.replace('version = "1.0.0"', 'version = "1.0.1-own"', 1)
    page = visitor.post("/evaluations/new", data={**ANSWERS, "criteria_text": own}, headers=ENGLISH)
    sent = fields_of(page.text)
    assert sent["criteria_text"] == own.strip("\n")
    key = start(visitor, criteria_text=own)
    with app.app_context():
        assert load_case(db.session, key).criteria.version == "1.0.1-own"


def test_a_guest_starts_nothing(app: Flask) -> None:
    with app.app_context():
        guest = add_user(db.session, "guest@example.com", NOW)
        guest.guest = True
        db.session.commit()
    response = app.test_client(user=guest).get("/evaluations/new")
    assert response.status_code == 403
