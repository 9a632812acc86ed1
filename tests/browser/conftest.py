"""A real browser before a real server; the sample and a large evaluation are in its database."""

import shutil
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from flask_login import FlaskLoginClient
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from benchmarks.large_case import large_case
from tests.browser.checks import PATIENCE
from tests.databases import SqliteDatabases, settings_for
from tests.factories import import_sample, make_person
from vendor_eval.app import create_app
from vendor_eval.case import Case

CHROMIUM = shutil.which("chromium-headless-shell") or "/usr/bin/chromium"
"""The one without windows starts faster; where there is none, the whole browser does the same."""
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""No sandbox, as root; and nothing that a browser asks of the network by itself."""

expect.set_options(timeout=PATIENCE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A running server and the session of somebody who is signed in, by language."""

    address: str
    sessions: dict[str, str]


Visit = Callable[[str, str, int], Page]
"""Opens an address below the site in a language and a width."""


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """Debian's Chromium."""
    return {"executable_path": CHROMIUM, "args": list(QUIET)}


@pytest.fixture(scope="session")
def site(
    sqlite_databases: SqliteDatabases, tmp_path_factory: pytest.TempPathFactory, sample_case: Case
) -> Iterator[Site]:
    """Prepared in a thread of its own: Playwright's event loop runs in this one."""
    folder = tmp_path_factory.mktemp("site")
    with ThreadPoolExecutor(1) as other_thread:
        app, sessions = other_thread.submit(
            _prepare, sqlite_databases.make(folder), folder, sample_case
        ).result()
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Site(address=f"http://127.0.0.1:{server.server_port}", sessions=sessions)
    server.shutdown()
    thread.join()
    server.server_close()


def _prepare(url: str, folder: Path, case: Case) -> tuple[Flask, dict[str, str]]:
    app = create_app(settings_for(url, folder), {"TESTING": True})
    app.test_client_class = FlaskLoginClient
    with app.app_context():
        import_sample(case)
        import_sample(large_case(30))
        person = make_person("administrator", case.evaluation.id)
    sessions = {}
    for language in ("ja", "en"):
        client = app.test_client(user=person)
        with client.session_transaction() as session:
            session["language"] = language
        cookie = client.get_cookie(app.config["SESSION_COOKIE_NAME"])
        assert cookie is not None
        sessions[language] = cookie.value
    return app, sessions


@pytest.fixture
def visit(site: Site, browser: Browser) -> Iterator[Visit]:
    """Opens pages, and at the end says what the console complained of: nothing, please."""
    complaints: list[str] = []
    contexts = []

    def open_page(path: str, language: str, width: int) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 800})
        contexts.append(context)
        context.add_cookies(
            [{"name": "vendor_eval", "value": site.sessions[language], "url": site.address}]
        )
        page = context.new_page()
        page.on("console", lambda message: complaints.append(f"{path}: {message.text}"))
        page.on("pageerror", lambda error: complaints.append(f"{path}: {error}"))
        response = page.goto(site.address + path, wait_until="networkidle")
        assert response is not None
        assert response.status == 200
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []
