"""Weights found together in a real browser: by keyboard, on a phone, in both languages."""

import os
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask_login import FlaskLoginClient
from playwright.sync_api import Browser, Page, expect
from sqlmodel import select
from werkzeug.serving import make_server

from tests.browser.checks import accessibility_problems, sideways_scroll, small_targets
from tests.databases import SqliteDatabases, settings_for
from tests.factories import Part, import_sample, make_person
from vendor_eval.app import create_app
from vendor_eval.case import Case
from vendor_eval.storage import db
from vendor_eval.storage.tables import Evaluation
from vendor_eval.workflow import Stage

pytestmark = pytest.mark.browser

PAGE = "/evaluations/inbound-desk/weighing"
PARTS: tuple[Part, ...] = ("lead", "evaluator")
Cookies = dict[tuple[str, str], str]


@dataclass(frozen=True, slots=True)
class Preparing:
    """A server on which the sample is being prepared, and browsers of the people in it."""

    address: str
    cookies: Cookies
    browser: Browser

    def open(self, part: Part, language: str, width: int, path: str = "") -> Page:
        """The page as somebody sees it."""
        context = self.browser.new_context(viewport={"width": width, "height": 800})
        value = self.cookies[part, language]
        context.add_cookies([{"name": "vendor_eval", "value": value, "url": self.address}])
        page = context.new_page()
        response = page.goto(f"{self.address}{PAGE}{path}", wait_until="networkidle")
        assert response is not None
        assert response.status == 200
        return page


@pytest.fixture
def preparing(
    sqlite_databases: SqliteDatabases, tmp_path: Path, sample_case: Case, browser: Browser
) -> Iterator[Preparing]:
    """Set up in a thread of its own: Playwright's event loop runs in this one."""
    with ThreadPoolExecutor(1) as own_thread:
        url = sqlite_databases.make(tmp_path)
        app = create_app(settings_for(url, tmp_path), {"TESTING": True})
        app.test_client_class = FlaskLoginClient

        def prepare() -> Cookies:
            cookies: Cookies = {}
            with app.app_context():
                key = import_sample(sample_case)
                row = db.session.exec(select(Evaluation).where(Evaluation.key == key)).one()
                row.stage = Stage.PREPARING
                db.session.commit()
                people = {part: make_person(part, key) for part in PARTS}
            for part, person in people.items():
                for language in ("ja", "en"):
                    client = app.test_client(user=person)
                    with client.session_transaction() as session:
                        session["language"] = language
                    cookie = client.get_cookie("vendor_eval")
                    assert cookie is not None
                    cookies[part, language] = cookie.value
            return cookies

        cookies = own_thread.submit(prepare).result()
        server = make_server("127.0.0.1", 0, app, threaded=True)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield Preparing(f"http://127.0.0.1:{server.server_port}", cookies, browser)
        for context in browser.contexts:
            context.close()
        server.shutdown()
        thread.join()
        server.server_close()


def look(page: Page, name: str) -> None:
    """Nothing axe finds, nothing too wide, nothing too small."""
    folder = os.environ.get("SCREENSHOTS")
    if folder:
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)
    assert accessibility_problems(page) == []
    assert sideways_scroll(page) == 0
    assert small_targets(page) == []


def compare_by_keyboard(page: Page) -> None:
    """Every pair by the number of its answer, from one to the next by the tab key."""
    pairs = page.locator("select")
    pairs.first.focus()
    for place in range(pairs.count()):
        assert pairs.nth(place).evaluate("field => field === document.activeElement")
        page.keyboard.press("3" if place % 4 else "1")
        page.keyboard.press("Tab")
    expect(page.locator("[data-state]")).to_have_text("保存しました。")
    expect(page.locator("[data-lines]")).to_contain_text("整合度(CR)は")
    expect(page.locator("[data-lines]")).to_contain_text("の比較を見直してください")
    expect(page.locator("[data-weight]").first).not_to_have_text("–")


def test_pairs_by_keyboard_from_the_question_to_the_weights(preparing: Preparing) -> None:
    lead = preparing.open("lead", "en", 1280)
    look(lead, "start-en-1280")
    lead.get_by_role("button", name="Ask everybody").click()
    look(lead, "open-en-1280")

    page = preparing.open("evaluator", "ja", 360, "/own")
    compare_by_keyboard(page)
    look(page, "own-ja-360")
    page.reload()
    expect(page.locator("select").first).to_have_value("1")
    page.get_by_role("button", name="提出する").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".messages")).to_contain_text("重みを提出しました。")
    look(page, "handed-in-ja-360")

    other = preparing.open("lead", "en", 1280, "/own")
    for field in other.locator("select").all():
        field.select_option("1")
    other.get_by_role("button", name="Hand in").click()
    expect(other.locator(".messages")).to_contain_text("Your weights have been handed in.")
    look(other, "handed-in-en-1280")
    lead.reload()
    lead.get_by_role("button", name="End the answering").click()
    look(lead, "together-en-1280")
    look(preparing.open("lead", "ja", 360), "together-ja-360")
    take_over_after_a_look(lead)


def take_over_after_a_look(lead: Page) -> None:
    """The total follows what is typed; then it is taken over as it was."""
    field = lead.locator(".weight-input").first
    weight = float(field.input_value())
    field.fill(str(weight + 1))
    expect(lead.locator("[data-verdict]")).to_have_text("1 too much for 100.")
    field.fill(str(weight))
    lead.get_by_role("button", name="Take over").click()
    expect(lead.locator("main")).to_contain_text("pairwise comparison (AHP), 2 people.")


def test_an_order_is_typed_and_two_windows_are_told_apart(preparing: Preparing) -> None:
    lead = preparing.open("lead", "ja", 1280)
    lead.get_by_label("重要度の順位(重心法)").check()
    lead.get_by_role("button", name="全員に尋ねる").click()
    first = preparing.open("evaluator", "en", 360, "/own")
    second = preparing.open("evaluator", "ja", 1280, "/own")
    fields = first.locator(".weight-input")
    for place, field in enumerate(fields.all(), start=1):
        field.fill(str(place))
    expect(first.locator("[data-state]")).to_have_text("Saved.")
    expect(first.locator("[data-weight]").first).not_to_have_text("–")
    look(first, "order-en-360")
    second.locator(".weight-input").first.fill("99")
    expect(second.locator("[data-state]")).to_contain_text("保存できません。")
    second.get_by_role("button", name="保存").first.click()
    expect(second.locator("main")).to_contain_text("保存済み:1")
    expect(second.locator(".weight-input").nth(1)).to_have_value("2")
    look(second, "conflict-ja-1280")
