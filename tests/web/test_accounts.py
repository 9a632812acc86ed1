"""Signing in, passwords and the link that opens a new installation."""

import re
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urljoin, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factories import NOW, Part
from tests.web.pages import PASSWORD, csrf_token, send
from vendor_eval.storage import (
    User,
    add_sign_in_link,
    add_user,
    datastore,
    db,
    find_user,
    open_account,
    utc_now,
)

HOUR = timedelta(hours=1)
SIGN_IN_FAILED = "The e-mail address or the password is not right. Check both and try again."
SignIn = Callable[[Part], FlaskClient]


def new_link(app: Flask, *, name: str = "", valid: timedelta = HOUR) -> str:
    """A link for an administrator without a password."""
    with app.app_context():
        email = "administrator@localhost"
        person = find_user(db.session, email) or add_user(
            db.session, email, NOW, name=name, administrator=True
        )
        return f"/start?token={add_sign_in_link(db.session, person, utc_now(), valid)}"


def account(app: Flask, email: str = "sato@example.com") -> User:
    """A person who has set a password."""
    from flask_security import hash_password  # noqa: PLC0415 - needs an application context

    with app.test_request_context():
        person = add_user(db.session, email, NOW, name="Sato")
        open_account(
            db.session, person, name="Sato", email=email, password_hash=hash_password(PASSWORD)
        )
        return person


def english(app: Flask) -> FlaskClient:
    """A browser that asks for English."""
    browser = app.test_client()
    browser.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    return browser


def sign_in_as(
    browser: FlaskClient, email: str = "sato@example.com", password: str = PASSWORD
) -> str:
    """Where signing in leads to, else the page that refuses."""
    response = send(browser, "/sign-in", email=email, password=password)
    return response.location or response.text


def test_the_link_leads_to_a_password_and_in(guarded_app: Flask) -> None:
    browser = english(guarded_app)
    assert browser.get(new_link(guarded_app)).location == "/evaluations"
    assert browser.get("/evaluations").location == "/account/start"
    assert "This installation has no administrator yet." in browser.get("/account/start").text

    saved = send(
        browser,
        "/account/start",
        name=" 佐藤 花子 ",
        email="Sato@Example.com",
        password=PASSWORD,
        password_again=PASSWORD,
    )
    assert (saved.status_code, saved.location) == (303, "/evaluations")
    page = browser.get("/evaluations").text
    assert "From now on, sign in with e-mail address and password." in page
    assert ">佐藤 花子</a>" in page

    with guarded_app.app_context():
        person = find_user(db.session, "sato@example.com")
        assert person is not None
        assert str(person.password).startswith("$argon2id$")
    another = english(guarded_app)
    assert sign_in_as(another) == "/"
    assert another.get("/evaluations").status_code == 200


def test_a_link_works_once(app: Flask) -> None:
    link = new_link(app)
    first, second = app.test_client(), english(app)
    assert first.get(link).location == "/evaluations"
    refused = second.get(link)
    assert refused.status_code == 403
    assert "This link has been used or is too old." in refused.text
    assert "このリンクは使用済みか、期限が切れています。" in app.test_client().get(link).text
    # Whoever is in already is let through.
    assert first.get(link).location == "/evaluations"


def test_a_preview_of_a_link_does_not_use_it_up(app: Flask) -> None:
    link = new_link(app)
    assert app.test_client().head(link).status_code == 200
    assert app.test_client().get(link).location == "/evaluations"


def test_a_link_expires(app: Flask) -> None:
    assert app.test_client().get(new_link(app, valid=-HOUR)).status_code == 403


def test_a_new_link_ends_the_one_before(app: Flask) -> None:
    first, second = new_link(app), new_link(app)
    assert app.test_client().get(first).status_code == 403
    assert app.test_client().get(second).status_code == 303


def test_setting_a_password_ends_unused_links(app: Flask) -> None:
    browser = app.test_client()
    browser.get(new_link(app))
    unused = new_link(app)
    saved = browser.post(
        "/account/start",
        data={"name": "Sato", "email": "sato@example.com", "password": PASSWORD}
        | {"password_again": PASSWORD},
    )
    assert saved.location == "/evaluations"
    assert app.test_client().get(unused).status_code == 403


def test_the_token_is_not_kept_as_it_is(app: Flask) -> None:
    token = new_link(app).partition("=")[2]
    with app.app_context():
        rows = db.session.connection().exec_driver_sql("SELECT * FROM sign_in_link").all()
    assert len(rows) == 1
    assert token not in repr(rows)


@pytest.mark.parametrize(
    ("fields", "english_text", "japanese_text"),
    [
        ({"name": " "}, "Enter your name.", "氏名を入力してください。"),
        ({"email": "sato"}, "Enter an e-mail address such as", "のような形でメールアドレスを"),
        ({"email": "taken@example.com"}, "Another account has this", "別のアカウントで使われて"),
        ({"password": "elevenchars"}, "Use at least 12 characters.", "12文字以上にしてください。"),
        (
            {"password_again": "other"},
            "The two passwords differ.",
            "2つのパスワードが一致しません。",
        ),
    ],
)
def test_what_is_wrong_with_a_new_account_is_said(
    app: Flask, fields: dict[str, str], english_text: str, japanese_text: str
) -> None:
    account(app, "taken@example.com")
    browser = english(app)
    browser.get(new_link(app))
    right = {"name": "Sato", "email": "sato@example.com", "password": PASSWORD}
    data = right | {"password_again": fields.get("password", PASSWORD)} | fields
    assert english_text in browser.post("/account/start", data=data).text
    browser.post("/language", data={"language": "ja"})
    assert japanese_text in browser.post("/account/start", data=data).text


def test_a_wrong_address_and_a_wrong_password_look_the_same(guarded_app: Flask) -> None:
    account(guarded_app)
    refusals = {
        re.sub(r'value="[^"]*"', "", sign_in_as(english(guarded_app), email, password))
        for email, password in (
            ("sato@example.com", "not her password"),
            ("nobody@example.com", PASSWORD),
        )
    }
    assert len(refusals) == 1
    assert refusals.pop().count(SIGN_IN_FAILED) == 1


def test_an_account_that_is_switched_off_stays_out(guarded_app: Flask) -> None:
    person = account(guarded_app)
    inside = english(guarded_app)
    assert sign_in_as(inside) == "/"
    with guarded_app.app_context():
        datastore.deactivate_user(db.session.merge(person))
        db.session.commit()
    assert inside.get("/evaluations").location == "/sign-in?next=/evaluations"
    assert "/sign-in" not in sign_in_as(english(guarded_app))[:10]


def test_full_width_letters_are_the_same_password(guarded_app: Flask) -> None:
    account(guarded_app)
    wide = "".join(chr(ord(letter) + 0xFEE0) if letter != " " else "　" for letter in PASSWORD)
    assert sign_in_as(english(guarded_app), password=wide) == "/"


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_signing_in_leads_nowhere_else(guarded_app: Flask, target: str) -> None:
    account(guarded_app)
    response = send(
        english(guarded_app), "/sign-in", email="sato@example.com", password=PASSWORD, next=target
    )
    assert (
        urlsplit(urljoin("http://localhost/sign-in", response.location or "")).netloc == "localhost"
    )


def test_signing_in_leads_to_the_page_asked_for(guarded_app: Flask, sample: str) -> None:
    account(guarded_app)
    browser = english(guarded_app)
    asked = browser.get("/evaluations?page=2").location
    assert asked == "/sign-in?next=/evaluations?page%3D2"
    fields = {"csrf_token": csrf_token(browser.get(asked).text), "next": "/evaluations?page=2"}
    response = browser.post(
        asked, data=fields | {"email": "sato@example.com", "password": PASSWORD}
    )
    assert response.location == "/evaluations?page=2"


def test_signing_out_needs_a_form(guarded_app: Flask) -> None:
    account(guarded_app)
    browser = english(guarded_app)
    sign_in_as(browser)
    assert browser.get("/sign-out").status_code == 405
    token = csrf_token(browser.get("/evaluations").text)
    assert browser.post("/sign-out", data={"csrf_token": token}).location == "/sign-in"
    assert browser.get("/evaluations").status_code == 303


def test_changing_the_password_ends_other_sessions(guarded_app: Flask) -> None:
    account(guarded_app)
    here, elsewhere = english(guarded_app), english(guarded_app)
    sign_in_as(here)
    sign_in_as(elsewhere)
    change = {
        "new_password": "another long password",
        "new_password_confirm": "another long password",
    }

    refused = send(here, "/account/password", password="not hers at all", **change)
    assert "That is not your present password. Try again." in refused.text
    changed = send(here, "/account/password", password=PASSWORD, **change)
    assert changed.location == "/account"
    assert "Your password is saved." in here.get("/account").text
    assert elsewhere.get("/account").status_code == 303
    assert sign_in_as(english(guarded_app), password="another long password") == "/"


def test_guessing_is_stopped_and_others_are_not(guarded_app: Flask) -> None:
    account(guarded_app)
    account(guarded_app, "other@example.com")
    browser = english(guarded_app)
    for _ in range(10):
        assert SIGN_IN_FAILED in sign_in_as(browser, password="not her password")
    fields = {"email": "SATO@example.com ", "password": PASSWORD}
    stopped = send(browser, "/sign-in", **fields)
    assert stopped.status_code == 429
    assert "There were too many attempts. Wait 15 minutes, then try again." in stopped.text
    assert sign_in_as(english(guarded_app), "other@example.com") == "/"
    browser.environ_base["REMOTE_ADDR"] = "192.0.2.7"
    assert send(browser, "/sign-in", **fields).location == "/"


def test_guessing_at_links_is_stopped(app: Flask) -> None:
    guesses = [app.test_client().get(f"/start?token={n}").status_code for n in range(21)]
    assert guesses == [403] * 20 + [429]


def test_guessing_the_present_password_is_stopped(sign_in: SignIn) -> None:
    browser = sign_in("lead")
    answers = {
        browser.post("/account/still-you", data={"password": "x"}).status_code for _ in "x" * 10
    }
    assert answers == {200}
    assert browser.post("/account/still-you", data={"password": "x"}).status_code == 429


@pytest.fixture
def postable(guarded_app: Flask, sample: str) -> tuple[FlaskClient, list[str]]:
    """A signed-in administrator and every address that takes forms."""
    account(guarded_app)
    browser = english(guarded_app)
    browser.get(new_link(guarded_app, name="Root"))
    paths = [
        re.sub("<int:[^>]+>", "1", route.rule.replace("<evaluation_id>", sample))
        for route in guarded_app.url_map.iter_rules()
        if "POST" in (route.methods or ())
    ]
    return browser, paths


def test_no_form_is_taken_without_its_token(postable: tuple[FlaskClient, list[str]]) -> None:
    browser, paths = postable
    answers = {
        path: browser.post(path, data={"csrf_token": "forged", "language": "en"}) for path in paths
    }
    # What the part or the stage forbids is refused before the token is looked at.
    refused = {path for path, answer in answers.items() if answer.status_code in {403, 409}}
    untrusted = {
        path
        for path, answer in answers.items()
        if answer.status_code == 400 and "This form is no longer valid" in answer.text
    }
    assert refused | untrusted == set(paths)
    assert len(untrusted) >= 7


def test_the_session_cookie_is_kept_from_scripts_and_other_sites(guarded_app: Flask) -> None:
    account(guarded_app)
    browser = english(guarded_app)
    response = send(browser, "/sign-in", email="sato@example.com", password=PASSWORD)
    cookie = response.headers["Set-Cookie"]
    assert cookie.startswith("vendor_eval=")
    assert re.findall(r"; (HttpOnly|Secure|SameSite=\w+)", cookie) == ["HttpOnly", "SameSite=Lax"]
    assert "Expires=" in cookie
    guarded_app.config["SESSION_COOKIE_SECURE"] = True
    assert "; Secure;" in english(guarded_app).get("/sign-in").headers["Set-Cookie"]


def test_signing_in_changes_the_token_of_forms(guarded_app: Flask) -> None:
    account(guarded_app)
    browser = english(guarded_app)
    browser.get("/sign-in")
    with browser.session_transaction() as session:
        before = session["csrf_token"]
    sign_in_as(browser)
    browser.get("/evaluations")
    with browser.session_transaction() as session:
        assert session["csrf_token"] != before
