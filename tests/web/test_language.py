"""Which language a person reads."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factories import Part, make_person
from vendor_eval.storage import User, db
from vendor_eval.web.language import is_local_path

SignIn = Callable[[Part], FlaskClient]


def language_of(client: FlaskClient, path: str = "/sign-in", **headers: str) -> str:
    found = re.search(r'<html lang="(\w+)">', client.get(path, headers=headers).text)
    assert found is not None
    return found[1]


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("", "ja"),
        ("ja", "ja"),
        ("en", "en"),
        ("en-US,en;q=0.9,ja;q=0.8", "en"),
        ("ja-JP,ja;q=0.9,en;q=0.8", "ja"),
        ("fr-FR,fr;q=0.9", "ja"),
        ("fr-FR,fr;q=0.9,en;q=0.5", "en"),
        ("*", "ja"),
    ],
)
def test_at_first_the_browser_decides(client: FlaskClient, asked: str, given: str) -> None:
    assert language_of(client, **{"Accept-Language": asked}) == given


def test_the_switch_comes_back_to_the_page_and_lasts(client: FlaskClient) -> None:
    page = client.get("/sign-in?next=/evaluations").text
    assert 'name="next" value="/sign-in?next=/evaluations"' in page
    switched = client.post(
        "/language", data={"language": "en", "next": "/sign-in?next=/evaluations"}
    )
    assert (switched.status_code, switched.location) == (303, "/sign-in?next=/evaluations")
    assert language_of(client, **{"Accept-Language": "ja"}) == "en"
    assert "<title>Sign in – vendor-eval</title>" in client.get("/sign-in").text


def test_an_unknown_language_is_refused(client: FlaskClient) -> None:
    assert client.post("/language", data={"language": "xx"}).status_code == 400


@pytest.mark.parametrize(
    ("target", "local"),
    [
        ("/evaluations?a=b", True),
        ("/", True),
        ("", False),
        ("evaluations", False),
        ("//evil.example", False),
        ("/\\evil.example", False),
        ("\\\\evil.example", False),
        ("https://evil.example/", False),
        ("javascript:alert(1)", False),
        ("/\t/evil.example", False),
        ("/a\r\nSet-Cookie: b", False),
    ],
)
def test_the_switch_leads_nowhere_else(client: FlaskClient, target: str, local: bool) -> None:
    assert is_local_path(target) is local
    switched = client.post("/language", data={"language": "en", "next": target})
    assert switched.location == (target if local else "/")


def test_the_choice_goes_with_the_person_to_another_machine(app: Flask, sample: str) -> None:
    with app.app_context():
        person = make_person("lead", sample)
    here, elsewhere = app.test_client(user=person), app.test_client(user=person)
    here.post("/language", data={"language": "en"})
    with app.app_context():
        assert db.session.get_one(User, person.id).language == "en"
    assert language_of(elsewhere, "/evaluations", **{"Accept-Language": "ja"}) == "en"


def test_the_page_marks_the_language_in_use(client: FlaskClient) -> None:
    buttons = re.findall(r"<button name=.*?</button>", client.get("/sign-in").text)
    assert buttons == [
        '<button name="language" value="ja" lang="ja" aria-current="true">日本語</button>',
        '<button name="language" value="en" lang="en">English</button>',
    ]


def test_every_page_has_a_title_of_its_own(sign_in: SignIn) -> None:
    browser = sign_in("administrator")
    paths = ["/evaluations", "/evaluations/inbound-desk", "/import", "/account", "/nowhere"]
    titles = [re.findall("<title>(.*)</title>", browser.get(path).text) for path in paths]
    assert titles == [
        ["評価案件 – vendor-eval"],
        ["お客様相談窓口の運営業務委託 – vendor-eval"],
        ["評価案件の取り込み – vendor-eval"],
        ["アカウント – vendor-eval"],
        ["ページが見つかりません – vendor-eval"],
    ]
