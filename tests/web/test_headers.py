"""What every answer tells the browser."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factories import Part
from vendor_eval.web import static_files
from vendor_eval.web.headers import HEADERS

SignIn = Callable[[Part], FlaskClient]
INLINE = re.compile(
    r"<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*\ssrc=)", re.IGNORECASE
)
PAGES = (
    "/sign-in",
    "/evaluations",
    "/evaluations/inbound-desk",
    "/evaluations/inbound-desk/comparison",
    "/evaluations/inbound-desk/vendors",
    "/evaluations/inbound-desk/vendors/minamo",
    "/evaluations/inbound-desk/vendors/minamo/criteria/train-curriculum",
    "/evaluations/inbound-desk/criteria",
    "/import",
    "/account",
    "/nowhere",
)


def test_the_policy_allows_nothing_from_elsewhere_and_nothing_inline() -> None:
    assert HEADERS["Content-Security-Policy"] == (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
        " font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none';"
        " base-uri 'none'"
    )


@pytest.mark.parametrize("path", [*PAGES, "/", "/static/css/app.css", "/static/nothing.css"])
def test_every_answer_carries_the_headers(sign_in: SignIn, path: str) -> None:
    headers = sign_in("administrator").get(path, buffered=True).headers
    assert {name: headers.get(name) for name in HEADERS} == HEADERS
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert "Strict-Transport-Security" not in headers


@pytest.mark.parametrize("path", PAGES)
def test_no_page_needs_what_the_policy_forbids(sign_in: SignIn, path: str) -> None:
    page = sign_in("administrator").get(path).text
    assert INLINE.findall(page) == []
    elsewhere = re.findall(r'(?:src|href|action)="(?:https?:)?//[^"]*"', page)
    assert [address for address in elsewhere if "<a " not in address and "src=" in address] == []


@pytest.mark.parametrize("path", PAGES)
def test_pages_are_not_kept(sign_in: SignIn, path: str) -> None:
    assert sign_in("administrator").get(path).headers["Cache-Control"] == "no-store"


def test_over_https_the_browser_is_told_to_stay_there(client: FlaskClient) -> None:
    headers = client.get("/sign-in", base_url="https://localhost").headers
    assert headers["Strict-Transport-Security"] == "max-age=31536000"


def test_static_files_are_named_by_their_content(client: FlaskClient) -> None:
    page = client.get("/sign-in").text
    [address] = re.findall(r'href="(/static/css/app\.css\?v=[0-9a-f]{12})"', page)
    named = client.get(address, buffered=True)
    assert named.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    other = client.get("/static/css/app.css?v=000000000000", buffered=True)
    assert other.headers["Cache-Control"] == "public, max-age=86400"
    missing = client.get("/static/css/none.css?v=000000000000")
    assert (missing.status_code, missing.headers["Cache-Control"]) == (404, "no-store")


def test_a_changed_file_gets_another_name(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "a.css"
    file.write_text("a {}", encoding="utf-8")
    first = static_files.digest(str(tmp_path), "a.css")
    file.write_text("b {}{}", encoding="utf-8")
    assert first != static_files.digest(str(tmp_path), "a.css")
    assert static_files.digest(str(tmp_path), "../a.css") is None


def test_nothing_is_named_that_is_not_there(sign_in: SignIn) -> None:
    browser = sign_in("administrator")
    for path in PAGES:
        addresses = re.findall(
            r'(?:src|href)="(/static/[^"]+)"', browser.get(path, follow_redirects=True).text
        )
        assert addresses
        assert {
            address
            for address in addresses
            if browser.get(address, buffered=True).status_code != 200
        } == set()
