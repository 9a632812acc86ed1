"""Every page of the program, for everybody: axe, the width of a phone, the size of targets."""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.checks import accessibility_problems, sideways_scroll, small_targets
from tests.browser.test_sheet import serving
from tests.browser.walked import LANGUAGES, Opened, Walked, pages_of, prepare
from tests.databases import SqliteDatabases

pytestmark = pytest.mark.browser

WIDTHS = (1280, 360)


class Walker:
    """One browser that walks from page to page; the database is read in a thread of its own."""

    def __init__(self, page: Page, walked: Walked, address: str) -> None:
        self.page, self.walked, self.address = page, walked, address
        self.said: list[str] = []
        page.on("console", lambda message: self.said.append(message.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))

    def open(self, place: Opened, language: str) -> None:
        """The page with everything on it unfolded."""
        value = self.walked.cookies[place.person, language]
        self.page.context.clear_cookies()
        cookie = {"name": "vendor_eval", "value": value, "url": self.address}
        self.page.context.add_cookies([cookie])  # type: ignore[list-item]
        self.said.clear()
        response = self.page.goto(self.address + place.path)
        assert response is not None
        assert response.status == (404 if place.endpoint == "404" else 200)
        self.page.evaluate("for (const each of document.querySelectorAll('details')) each.open = 1")
        for button in self.page.locator("[data-all=open]").all():
            button.click()

    def look(self, place: Opened, language: str, width: int, *, axe: bool = True) -> list[str]:
        """What is wrong with the open page at a width."""
        self.page.set_viewport_size({"width": width, "height": 800})
        wide = sideways_scroll(self.page)
        wrong = [f"{wide} px too wide"] if wide else []
        wrong += [f"too small: {each}" for each in small_targets(self.page)]
        wrong += accessibility_problems(self.page) if axe else []
        wrong += [each for each in self.said if "404" not in each]
        where = f"{place.endpoint} {place.path} {place.person} {place.letter} {language} {width}"
        if folder := os.environ.get("SCREENSHOTS"):
            name = f"{place.endpoint}-{place.letter}{place.person}-{language}-{width}.png"
            self.page.screenshot(path=Path(folder) / name, full_page=True)
        return [f"{where}: {each}" for each in wrong]


@pytest.fixture
def walker(
    sqlite_databases: SqliteDatabases, tmp_path: Path, browser: Browser
) -> Iterator[tuple[Walker, ThreadPoolExecutor]]:
    """Prepared in a thread of its own: Playwright's event loop runs in this one."""
    with ThreadPoolExecutor(1) as own_thread:
        url = sqlite_databases.make(tmp_path)
        walked = own_thread.submit(prepare, url, tmp_path).result()
        with serving(walked.app) as address:
            context = browser.new_context()
            yield Walker(context.new_page(), walked, address), own_thread
            context.close()


def test_each_page_once(walker: tuple[Walker, ThreadPoolExecutor]) -> None:
    """Languages and widths take turns; that nothing is too wide is looked at in both widths."""
    browser, own_thread = walker
    turns = cycle([("ja", 360), ("en", 1280), ("ja", 1280), ("en", 360)])
    places = pages_of(browser.walked, everywhere=False)
    wrong, opened = [], set()
    while (place := own_thread.submit(next, places, None).result()) is not None:
        language, width = next(turns)
        browser.open(place, language)
        for other in WIDTHS:
            wrong += browser.look(place, language, other, axe=other == width)
        opened.add(place.endpoint)
    assert not wrong, "\n".join(wrong)
    assert len(opened) > 50


@pytest.mark.soak
def test_each_page_in_each_stage_language_and_width(
    walker: tuple[Walker, ThreadPoolExecutor],
) -> None:
    browser, own_thread = walker
    places = pages_of(browser.walked, everywhere=True)
    wrong = []
    while (place := own_thread.submit(next, places, None).result()) is not None:
        for language in LANGUAGES:
            browser.open(place, language)
            for width in WIDTHS:
                wrong += browser.look(place, language, width)
    assert not wrong, "\n".join(wrong)
