"""A lost password: by mail alone, once, and without telling who has an account."""

import re
import time
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_string, policy
from pathlib import Path
from threading import Thread

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_login import FlaskLoginClient
from flask_security import hash_password

from tests.conftest import TEST_CONFIG
from tests.databases import SqliteDatabases, settings_for
from tests.factories import NOW
from tests.web.pages import PASSWORD
from tests.web.test_mail import Post
from vendor_eval.app import create_app
from vendor_eval.storage import add_user, db

NEW = "A wholly new sentence"


@pytest.fixture
def post() -> Iterator[Post]:
    """A server that takes mail."""
    with Post() as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def mailing(sqlite_databases: SqliteDatabases, tmp_path: Path, post: Post) -> Iterator[Flask]:
    """An application that can send mail, with an account, one switched off, and a guest."""
    settings = replace(
        settings_for(sqlite_databases.make(tmp_path), tmp_path),
        smtp_host="127.0.0.1",
        smtp_port=post.server_address[1],
        smtp_encryption="none",
    )
    app = create_app(settings, TEST_CONFIG)
    app.test_client_class = FlaskLoginClient
    with app.app_context():
        for name in ("aoki", "off", "guest"):
            person = add_user(db.session, f"{name}@example.com", NOW, name=name)
            person.password = None if name == "guest" else hash_password(PASSWORD)
            person.active, person.guest = name != "off", name == "guest"
            db.session.add(person)
        db.session.commit()
    yield app
    with app.app_context():
        db.engine.dispose()


def ask(browser: FlaskClient, email: str) -> str:
    answer = browser.post("/password", data={"email": email})
    assert answer.status_code == 200
    return re.sub(r'value="[^"]*"', "", answer.text)


def letter(post: Post, number: int = 0) -> str:
    """A mail, once it has come in."""
    for _time in range(500):
        if len(post.letters) > number:
            break
        time.sleep(0.02)
    message = message_from_string(post.letters[number], policy=policy.default)
    body = message.get_body()
    assert body is not None
    return f"{message['To']}\n{message['Subject']}\n{body.get_content()}"


def sign_in(app: Flask, password: str) -> int:
    form = {"email": "aoki@example.com", "password": password}
    return app.test_client().post("/sign-in", data=form).status_code


def test_the_link_sets_a_password_once(mailing: Flask, post: Post) -> None:
    browser = mailing.test_client()
    assert 'href="/password"' in browser.get("/sign-in").text
    assert "メールをお送りしました" in ask(browser, " aoki@example.com ")
    text = letter(post)
    assert text.startswith("aoki@example.com\nvendor-eval パスワードの再設定\n")
    found = re.search(r"http://localhost(/password/\S+)", text)
    assert found
    assert "新しいパスワードの設定" in browser.get(found[1]).text
    short = browser.post(found[1], data={"password": "short", "password_confirm": "short"})
    assert "12文字以上" in short.text
    both = {"password": NEW, "password_confirm": NEW}
    saved = browser.post(found[1], data=both)

    assert saved.location == "/sign-in"
    assert "新しいパスワードを保存しました" in browser.get("/sign-in").text
    assert (sign_in(mailing, NEW), sign_in(mailing, PASSWORD)) == (302, 200)
    again = browser.post(found[1], data=both, follow_redirects=True)
    assert "このリンクは使用済みか" in again.text


def test_nobody_learns_who_has_an_account(mailing: Flask, post: Post) -> None:
    answers = {
        ask(mailing.test_client(), f"{name}@example.com")
        for name in ("nobody", "off", "guest", "aoki")
    }
    assert len(answers) == 1
    letter(post)
    assert len(post.letters) == 1


def test_asking_again_and_again_is_stopped(mailing: Flask, post: Post) -> None:
    for name in ("aoki", "nobody"):
        browser = mailing.test_client()
        form = {"email": f"{name}@example.com"}
        statuses = [browser.post("/password", data=form).status_code for _time in range(4)]
        assert statuses == [200, 200, 200, 429]
    assert letter(post, 2)


def test_without_a_server_for_mail_there_is_no_such_page(app: Flask) -> None:
    browser = app.test_client()
    assert browser.get("/password").status_code == 404
    assert "/password" not in browser.get("/sign-in").text.split("</head>")[1]
