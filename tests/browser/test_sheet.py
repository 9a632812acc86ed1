"""The score sheet as people use it for days: by keyboard, offline, in two windows, on a phone."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask_login import FlaskLoginClient
from playwright.sync_api import Browser, BrowserContext, Page, expect
from werkzeug.serving import make_server

from tests.browser.checks import accessibility_problems
from tests.databases import SqliteDatabases, settings_for
from tests.panel_sheets import scoring_evaluation
from vendor_eval.app import create_app
from vendor_eval.case import Case
from vendor_eval.storage import db, load_case

pytestmark = pytest.mark.browser

SHEET = "/evaluations/inbound-desk/sheet"
MINAMO = f"{SHEET}/vendors/minamo"


@dataclass(frozen=True, slots=True)
class Scoring:
    """A server on which somebody scores, and that person's cookie by language."""

    app: Flask
    address: str
    cookies: dict[str, str]
    on_its_own: ThreadPoolExecutor
    """Where the database is read: Playwright's event loop runs in this thread."""

    def ratings(self) -> dict[str, tuple[str, bool, str]]:
        """What is in the database, by criterion: value, whether there is no basis, note."""

        def read() -> dict[str, tuple[str, bool, str]]:
            with self.app.app_context():
                return {
                    each.criterion: (str(each.value), each.no_basis, each.comment.get("en", ""))
                    for each in load_case(db.session, "inbound-desk").ratings
                    if each.vendor == "minamo"
                }

        return self.on_its_own.submit(read).result()

    def run(self, statement: str) -> None:
        """Change the database behind the program's back."""

        def change() -> None:
            with self.app.app_context():
                db.session.execute(sa.text(statement))
                db.session.commit()

        self.on_its_own.submit(change).result()


@pytest.fixture
def scoring(
    sqlite_databases: SqliteDatabases, tmp_path: Path, sample_case: Case
) -> Iterator[Scoring]:
    """Aoki's sheet, empty."""
    with ThreadPoolExecutor(1) as own_thread:
        url = sqlite_databases.make(tmp_path)
        app, cookies = own_thread.submit(prepare, url, tmp_path, sample_case).result()
        with serving(app) as address:
            yield Scoring(app, address, cookies, own_thread)


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """The address of an application that runs until the block ends."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def prepare(
    url: str, folder: Path, case: Case, evaluator: str = "aoki"
) -> tuple[Flask, dict[str, str]]:
    """An application with an empty sheet, and the cookie of who fills it in, by language."""
    app = create_app(settings_for(url, folder), {"TESTING": True})
    app.test_client_class = FlaskLoginClient
    with app.app_context():
        user = scoring_evaluation(case, [evaluator])[evaluator]
    cookies = {}
    for language in ("ja", "en"):
        client = app.test_client(user=user)
        with client.session_transaction() as session:
            session["language"] = language
        cookie = client.get_cookie("vendor_eval")
        assert cookie is not None
        cookies[language] = cookie.value
    return app, cookies


NewContext = Callable[..., BrowserContext]


@pytest.fixture
def new_context(scoring: Scoring, browser: Browser) -> Iterator[NewContext]:
    """Further browsers of the same person."""
    contexts = []

    def open_context(language: str = "en", width: int = 1280) -> BrowserContext:
        context = browser.new_context(viewport={"width": width, "height": 800})
        value = scoring.cookies[language]
        context.add_cookies([{"name": "vendor_eval", "value": value, "url": scoring.address}])
        contexts.append(context)
        return context

    yield open_context
    for context in contexts:
        context.close()


def opened(context: BrowserContext, scoring: Scoring, path: str = MINAMO) -> Page:
    page = context.new_page()
    page.goto(scoring.address + path, wait_until="networkidle")
    return page


def saved(page: Page) -> None:
    expect(page.locator("[data-status]")).to_have_text("Everything is saved.")


def answer_of(page: Page, cell: int) -> str:
    return str(page.locator(f"#cell-{cell} [data-rating]:checked").input_value())


def test_the_sheet_is_filled_in_by_keyboard_alone(
    scoring: Scoring, new_context: NewContext
) -> None:
    page = opened(new_context(), scoring)
    for _time in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('#cell-0 [data-rating]')"):
            break
    for key in ("4", "ArrowDown", "n", "ArrowDown", "-", "ArrowDown", "0", "ArrowDown", "3"):
        page.keyboard.press(key)
    page.keyboard.press("Delete")
    page.keyboard.press("ArrowUp")
    assert page.locator("#cell-3 [data-reason-needed]").is_visible()
    page.keyboard.press("c")
    page.keyboard.type("No plan - 3 pages only")
    page.keyboard.press("Escape")
    saved(page)

    assert [answer_of(page, cell) for cell in range(5)] == ["4", "na", "no-basis", "0", ""]
    assert not page.locator("#cell-3 [data-reason-needed]").is_visible()
    assert page.evaluate("document.activeElement.closest('[data-cell]').id") == "cell-3"
    expect(page.locator("#cell-0 [data-state]")).to_contain_text("Saved ")
    assert list(scoring.ratings().values())[:4] == [
        ("4", False, ""),
        ("na", False, ""),
        ("None", True, ""),
        ("0", False, "No plan - 3 pages only"),
    ]
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    assert accessibility_problems(page) == []
    page.keyboard.press("Escape")
    expect(page.locator("[data-answered]").first).to_have_text("4")


def test_what_is_typed_offline_is_saved_once_the_connection_is_back(
    scoring: Scoring, new_context: NewContext
) -> None:
    context = new_context()
    page = opened(context, scoring)
    context.set_offline(True)
    page.locator("#cell-0 [data-rating]").first.focus()
    page.keyboard.press("3")
    page.locator("#cell-0 [data-field=comment]").fill("Typed on the train")
    expect(page.locator("[data-status]")).to_contain_text("No connection.")
    expect(page.locator("#cell-0 [data-state]")).to_have_text("Not saved yet")
    assert scoring.ratings() == {}
    page.close()

    context.set_offline(False)
    page = opened(context, scoring, SHEET + "/criteria/train-certification")
    page.goto(scoring.address + MINAMO, wait_until="networkidle")
    saved(page)
    assert scoring.ratings()["train-curriculum"] == ("3", False, "Typed on the train")
    assert answer_of(page, 0) == "3"


def test_two_browsers_change_the_same_cell(scoring: Scoring, new_context: NewContext) -> None:
    here, there = (opened(new_context(), scoring) for _time in range(2))
    there.locator("#cell-0 [data-rating]").first.focus()
    there.keyboard.press("2")
    saved(there)
    here.locator("#cell-0 [data-rating]").first.focus()
    here.keyboard.press("4")
    conflict = here.locator("#cell-0 [data-conflict]")
    expect(conflict).to_contain_text("You entered here")
    expect(conflict).to_contain_text("Saved elsewhere")
    assert conflict.locator("dd").all_text_contents() == ["4", "2"]
    assert accessibility_problems(here) == []
    assert scoring.ratings()["train-curriculum"][0] == "2"

    conflict.get_by_role("button", name="Keep what I entered here").click()
    saved(here)
    assert scoring.ratings()["train-curriculum"][0] == "4"


def test_two_tabs_of_one_browser_show_the_same(scoring: Scoring, new_context: NewContext) -> None:
    context = new_context()
    first, second = opened(context, scoring), opened(context, scoring)
    first.locator("#cell-0 [data-rating]").first.focus()
    first.keyboard.press("5")
    saved(first)
    expect(second.locator("#cell-0 [data-rating]:checked")).to_have_value("5")
    second.locator("#cell-0 [data-rating]:checked").focus()
    second.keyboard.press("1")
    saved(second)
    expect(first.locator("#cell-0 [data-rating]:checked")).to_have_value("1")
    assert scoring.ratings()["train-curriculum"][0] == "1"


def test_an_expired_session_loses_nothing(scoring: Scoring, new_context: NewContext) -> None:
    context = new_context()
    page = opened(context, scoring)
    context.clear_cookies()
    page.locator("#cell-0 [data-rating]").first.focus()
    page.keyboard.press("4")
    expect(page.locator("[data-status]")).to_contain_text("You are no longer signed in.")
    assert scoring.ratings() == {}

    value = scoring.cookies["en"]  # as if signed in again in another tab
    context.add_cookies([{"name": "vendor_eval", "value": value, "url": scoring.address}])
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    saved(page)
    assert scoring.ratings()["train-curriculum"][0] == "4"


def test_no_name_is_anywhere_while_names_are_hidden(
    scoring: Scoring, new_context: NewContext, sample_case: Case
) -> None:
    scoring.run("UPDATE evaluation SET hide_names = true")
    page = opened(new_context(), scoring, SHEET)
    page.get_by_role("link", name="Go on with Vendor").click()
    page.wait_for_load_state("networkidle")
    heard = []
    page.on("response", lambda response: heard.append(response.text()))
    page.locator("#cell-0 [data-rating]").first.focus()
    page.keyboard.press("3")
    saved(page)
    said = page.content() + page.url + "".join(heard)
    names = [text for each in sample_case.vendors for text in (each.id, *each.name.values())]
    assert [name for name in names if name in said] == []
    assert len(heard) == 1
