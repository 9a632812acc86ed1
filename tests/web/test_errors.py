"""What a person sees when something did not work."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factories import Part
from vendor_eval.errors import VendorEvalError
from vendor_eval.web.access import public

SignIn = Callable[[Part], FlaskClient]
TWO_HUNDRED_MB = 200 * 1024**2


def text_of(page: str) -> str:
    """The words of a page's main part."""
    main = re.sub(r"(?s).*<main[^>]*>|</main>.*", "", page)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main)).strip()


def get(client: FlaskClient, path: str, language: str) -> str:
    return text_of(client.get(path, headers={"Accept-Language": language}).text)


def test_an_unknown_page_helps_in_both_languages(client: FlaskClient) -> None:
    assert get(client, "/nowhere", "en") == (
        "There is nothing here There is no page at this address, or it is not yours to see."
        " Check the link you followed. To the sign-in page Error 404"
    )
    assert get(client, "/nowhere", "ja") == (
        "ページが見つかりません このアドレスにページがないか、閲覧する権限がありません。"
        "リンクを確かめてください。 サインインのページへ エラー 404"
    )


def test_an_unknown_evaluation_is_named(sign_in: SignIn) -> None:
    browser = sign_in("lead")
    assert browser.get("/evaluations/old-desk").status_code == 404
    assert get(browser, "/evaluations/old-desk", "en") == (
        "There is nothing here There is nothing here by the name old-desk. Check the id, or the"
        " link you followed. To the list of evaluations Error 404"
    )


def test_what_a_name_holds_is_text(sign_in: SignIn) -> None:
    page = sign_in("lead").get("/evaluations/<script>alert(1)<%2Fscript>").text
    assert "<script>alert" not in page


def test_a_page_for_others_says_whom_to_ask(sign_in: SignIn) -> None:
    browser = sign_in("evaluator")
    assert browser.get("/import").status_code == 403
    assert "Your role does not allow this. Ask an administrator" in get(browser, "/import", "en")
    assert "管理者に依頼してください。" in get(browser, "/import", "ja")


def test_a_wrong_method_says_what_to_use(client: FlaskClient) -> None:
    response = client.get("/language", headers={"Accept-Language": "en"})
    assert response.status_code == 405
    assert set(response.headers["Allow"].split(", ")) == {"OPTIONS", "POST"}
    assert "Go back and use the buttons of the page." in response.text


def test_a_form_of_a_stranger_is_not_lost(client: FlaskClient) -> None:
    response = client.post("/import", headers={"Accept-Language": "en"})
    assert response.status_code == 401
    assert "Sign in in another tab, come back here and send again" in response.text


@pytest.mark.parametrize("path", ["/import", "/sign-in"])
def test_an_upload_that_is_too_large_is_refused_unread(sign_in: SignIn, path: str) -> None:
    class Unread:
        """A body that must not be touched."""

        def read(self, _size: int = -1) -> bytes:
            raise AssertionError("The body was read.")

        readline = readinto = read

    browser = sign_in("administrator") if path == "/import" else sign_in("lead")
    if path == "/sign-in":
        browser = browser.application.test_client()
    response = browser.post(
        path,
        headers={"Accept-Language": "en"},
        content_type="multipart/form-data; boundary=x",
        environ_overrides={"wsgi.input": Unread(), "CONTENT_LENGTH": str(TWO_HUNDRED_MB)},
    )
    assert response.status_code == 413
    assert text_of(response.text).startswith("Too large What you sent is larger than 50 MB. Remove")


def test_a_mistake_of_the_program_shows_a_number_that_is_in_the_log(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    def break_down() -> str:
        raise RuntimeError("the secret cause")

    app.add_url_rule("/broken", "broken", public(break_down))
    app.config["PROPAGATE_EXCEPTIONS"] = False
    client = app.test_client()
    response = client.get("/broken", headers={"Accept-Language": "en"})
    assert response.status_code == 500
    assert "secret cause" not in response.text
    reference = re.search(r'class="reference">(\w{8})<', response.text)
    assert reference is not None
    assert (
        f"Reference {reference[1]}: GET /broken failed with RuntimeError('the secret cause')"
        in caplog.messages
    )
    assert "プログラム側の誤りです。" in get(client, "/broken", "ja")


def test_a_broken_database_still_gives_a_page(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    from vendor_eval.storage import db  # noqa: PLC0415 - beside its use

    with app.app_context():
        db.session.connection().exec_driver_sql("DROP TABLE attempt")
        db.session.commit()
    app.config["PROPAGATE_EXCEPTIONS"] = False
    response = app.test_client().get("/start?token=x", headers={"Accept-Language": "en"})
    assert response.status_code == 500
    assert "The program made a mistake; it is not something you did." in response.text
    assert any("no such table" in message for message in caplog.messages)


def test_an_error_of_ours_speaks_the_language_of_the_page(app: Flask) -> None:
    class OutOfPaperError(VendorEvalError):
        http_status = 409
        template = "The other templates are out: %(name)s."

    def complain() -> str:
        raise OutOfPaperError(name="A3")

    app.add_url_rule("/complain", "complain", public(complain))
    response = app.test_client().get("/complain")
    assert response.status_code == 409
    assert "The other templates are out: A3." in response.text


def test_another_name_of_the_server_is_refused_with_a_cure(app: Flask) -> None:
    response = app.test_client().get(
        "/sign-in", base_url="http://evil.example", headers={"Accept-Language": "en"}
    )
    assert response.status_code == 400
    assert "This server does not answer to the name evil.example." in response.text
    assert "VENDOR_EVAL_HOSTS" in response.text
