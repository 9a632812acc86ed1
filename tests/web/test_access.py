"""Every route says who may open it, and keeps to it."""

from collections.abc import Callable, Iterator, Mapping
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_login import login_user
from werkzeug.routing import Rule as Route

from tests.factories import NOW, Part, make_person
from vendor_eval import workflow
from vendor_eval.case import Case
from vendor_eval.errors import NotAllowedError, StageError
from vendor_eval.storage import add_user, db, save_case
from vendor_eval.web.access import Rule, Who, check, may, rule_of
from vendor_eval.workflow import Action, Stage

ARGUMENTS: Mapping[str, str] = {
    "evaluation_id": "inbound-desk",
    "vendor_id": "minamo",
    "criterion_id": "train-curriculum",
    "filename": "css/app.css",
    "file_number": "1",
    "question_number": "1",
    "vendor_key": "minamo",
    "evaluator_id": "aoki",
    "person_id": "1",
    "user_id": "1",
    "scenario_number": "1",
    "document_kind": "comparison",
    "job_id": "none",
    "issue_number": "none-01",
}
"""A value for every part of an address; give a new one a value here."""

PUBLIC = {
    "static",
    "accounts.start",
    "invitations.join",
    "invitations.open_account",
    "language.switch",
    "security.login",
    "security.logout",
}
"""What strangers may open: add to it knowingly."""

ADMINISTRATOR = {
    "account_list.change",
    "account_list.index",
    "evaluations.import_case",
    "organisation.edit",
    "organisation.logo",
}
READS = ("GET", "HEAD")


def _may_evaluator(rule: Rule | None) -> bool:
    """Whether an evaluator may open this while the panel meets."""
    action = Action.READ if rule is None or rule.action is None else rule.action
    return workflow.may("evaluator", Stage.AGREEING, action)


SignIn = Callable[[Part], FlaskClient]


def addresses(app: Flask, *who: Who) -> Iterator[tuple[str, Route, str]]:
    """Address, route and method of every route for these people."""
    with app.test_request_context():
        adapter = app.create_url_adapter(None)
        assert adapter is not None
        for route in app.url_map.iter_rules():
            rule = rule_of(app, route.endpoint)
            assert rule is not None, f"{route.endpoint} does not say who may open it"
            if rule.who in who:
                path = adapter.build(route.endpoint, {a: ARGUMENTS[a] for a in route.arguments})
                for method in sorted(route.methods or ()):
                    yield path, route, method


def test_every_route_says_who_may_open_it(app: Flask) -> None:
    undeclared = [
        route.endpoint for route in app.url_map.iter_rules() if rule_of(app, route.endpoint) is None
    ]
    assert undeclared == []


def test_what_is_public_is_listed_here(app: Flask) -> None:
    assert {route.endpoint for _, route, _ in addresses(app, Who.PUBLIC)} == PUBLIC


def test_what_only_administrators_open_is_listed_here(app: Flask) -> None:
    routes = {route.endpoint for _, route, _ in addresses(app, Who.ADMINISTRATOR)}
    assert routes == ADMINISTRATOR


def test_whatever_belongs_to_an_evaluation_asks_for_membership(app: Flask) -> None:
    open_to_others = [
        route.endpoint
        for _, route, _ in addresses(app, Who.PUBLIC, Who.SIGNED_IN, Who.ADMINISTRATOR)
        if "evaluation_id" in route.arguments
    ]
    assert open_to_others == []


def test_strangers_are_sent_to_the_sign_in_page(client: FlaskClient, sample: str) -> None:
    wrong = []
    for path, _, method in addresses(client.application, *set(Who) - {Who.PUBLIC}):
        response = client.open(path, method=method)
        asked = (303, f"/sign-in?next={path}" if path != "/" else "/sign-in")
        expected = asked if method in READS else (401, None)
        if (response.status_code, response.location) != expected:
            wrong.append((method, path, response.status, response.location))
    assert wrong == []


def test_people_without_a_part_cannot_tell_an_evaluation_from_none(sign_in: SignIn) -> None:
    browser = sign_in("stranger")
    wrong = []
    for path, _, method in addresses(browser.application, Who.MEMBER):
        theirs = browser.open(path, method=method)
        nobodys = browser.open(path.replace("inbound-desk", "no-such-desk"), method=method)
        same = theirs.text.replace("inbound-desk", "no-such-desk") == nobodys.text
        if not (theirs.status_code == nobodys.status_code == 404 and same):
            wrong.append((method, path, theirs.status, nobodys.status))
    assert wrong == []


def test_the_lead_of_one_evaluation_has_no_part_in_another(
    app: Flask, sample: str, sample_case: Case
) -> None:
    with app.app_context():
        lead = add_user(db.session, "other@example.com", NOW, name="Other")
        save_case(db.session, sample_case, NOW, as_id="other-desk", lead_id=lead.id)
    browser = app.test_client(user=lead)
    opened = [
        (method, path, response.status)
        for path, _, method in addresses(app, Who.MEMBER)
        if (response := browser.open(path, method=method)).status_code != 404
    ]
    assert opened == []
    assert browser.get("/evaluations/other-desk").status_code == 200


@pytest.mark.parametrize("part", ["lead", "evaluator", "adviser", "approver", "administrator"])
def test_everybody_with_the_right_part_is_let_through(
    app: Flask, sample: str, part: workflow.Part
) -> None:
    with app.app_context():
        person = make_person(part, sample)
    stopped = []
    for path, route, method in addresses(app, Who.MEMBER):
        rule = rule_of(app, route.endpoint)
        assert rule is not None
        if method == "OPTIONS":
            continue  # the same answer for every view of an address
        with app.test_request_context(path, method=method):
            login_user(person)
            try:
                answer = "stopped" if check() else "let through"
            except (NotAllowedError, StageError):
                answer = "refused"
        fits = rule.action is None or workflow.may(part, Stage.AGREEING, rule.action)
        if answer != ("let through" if fits else "refused"):
            stopped.append((method, path, answer))
    assert stopped == []


@pytest.mark.pdf
def test_an_evaluator_reads_every_page(sign_in: SignIn) -> None:
    pdf = {"kind": "proposal", "file": (BytesIO(b"%PDF-1.7"), "proposal.pdf")}
    sign_in("lead").post("/evaluations/inbound-desk/entry/minamo/files", data=pdf)
    browser = sign_in("evaluator")
    unread = [
        (path, response.status)
        for path, route, method in addresses(browser.application, Who.MEMBER)
        if method == "GET"
        and not {"job_id", "issue_number"} & route.arguments  # there is none of theirs yet
        and _may_evaluator(rule_of(browser.application, route.endpoint))
        and (response := browser.get(path, buffered=True)).status_code != 200
    ]
    assert unread == []


@pytest.mark.parametrize("part", ["stranger", "lead", "evaluator", "adviser", "approver"])
def test_only_administrators_open_what_is_theirs(sign_in: SignIn, part: Part) -> None:
    browser = sign_in(part)
    for path, _, method in addresses(browser.application, Who.ADMINISTRATOR):
        response = browser.open(path, method=method)
        assert (method, path, response.status_code) == (method, path, 403)
    assert "この操作をする権限がありません。" in browser.get("/import").text


def test_administrators_open_what_is_theirs(sign_in: SignIn) -> None:
    browser = sign_in("administrator")
    pages = {
        path: browser.get(path).status_code
        for path, _, method in addresses(browser.application, Who.ADMINISTRATOR)
        if method == "GET"
    }
    assert pages == {
        "/accounts": 200,
        "/import": 200,
        "/organisation": 200,
        "/organisation/logo.png": 404,
    }


def test_everybody_with_an_account_opens_the_list(sign_in: SignIn) -> None:
    browser = sign_in("stranger")
    pages = {
        path: browser.get(path).status_code
        for path, route, _ in addresses(browser.application, Who.SIGNED_IN)
        if "GET" in (route.methods or ())
    }
    assert pages == {
        "/": 302,
        "/evaluations": 200,
        "/evaluations/new": 200,
        "/account": 200,
        "/account/password": 302,  # to /account/still-you: this session is not fresh
        "/account/start": 303,
        "/account/still-you": 200,
        "/verify": 200,
    }


def test_a_route_without_a_rule_is_refused_to_everybody(
    app: Flask, sign_in: SignIn, caplog: pytest.LogCaptureFixture
) -> None:
    app.add_url_rule("/forgotten", "forgotten", lambda: "secret")
    for browser in (app.test_client(), sign_in("administrator")):
        response = browser.get("/forgotten")
        assert response.status_code == 403
        assert "secret" not in response.text
    assert "Route forgotten does not say who may open it." in caplog.messages


def test_a_part_that_is_not_enough_is_refused(app: Flask, sample: str) -> None:
    app.add_url_rule(
        "/evaluations/<evaluation_id>/agreed", "agreed", may(Action.AGREE)(lambda **_: "agreed")
    )
    answers = {}
    parts: tuple[Part, ...] = ("approver", "administrator", "lead", "stranger")
    for part in parts:
        with app.app_context():
            person = make_person(part, sample)
        response = app.test_client(user=person).get(f"/evaluations/{sample}/agreed")
        answers[part] = response.status_code
    assert answers == {"approver": 403, "administrator": 200, "lead": 200, "stranger": 404}


def test_what_the_stage_does_not_allow_is_refused_with_a_cure(app: Flask, sample: str) -> None:
    app.add_url_rule(
        "/evaluations/<evaluation_id>/score", "score", may(Action.SCORE)(lambda **_: "scored")
    )
    with app.app_context():
        person = make_person("evaluator", sample)
    response = app.test_client(user=person).get(f"/evaluations/{sample}/score")
    assert response.status_code == 409
    assert "評価案件は次の段階に進んだか" in response.text
