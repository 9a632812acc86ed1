"""Starting an evaluation in a real browser: wide, narrow, in both languages."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.checks import accessibility_problems, sideways_scroll, small_targets

pytestmark = pytest.mark.browser

Visit = Callable[[str, str, int], Page]
START = {"ja": "回答から決まる内容を見る", "en": "See what this leads to"}
CREATE = {"ja": "評価を始める", "en": "Start the evaluation"}


def look(page: Page, name: str) -> None:
    """Nothing axe finds, nothing too wide, nothing too small."""
    folder = os.environ.get("SCREENSHOTS")
    if folder:
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)
    assert accessibility_problems(page) == []
    assert sideways_scroll(page) == 0
    assert small_targets(page) == []


@pytest.mark.parametrize(("language", "width"), [("ja", 1280), ("en", 360)])
def test_an_evaluation_is_started_and_prepared(visit: Visit, language: str, width: int) -> None:
    page = visit("/evaluations/new", language, width)
    look(page, f"start-{language}")
    page.fill("#title", "Desk")
    page.check("input[value=customer-satisfaction]")
    page.check("input[name=flow][value=inbound]")
    page.check("input[name=scope][value=department]")
    page.get_by_role("button", name=START[language]).click()
    look(page, f"explanation-{language}")
    page.get_by_role("button", name=CREATE[language]).click()
    page.wait_for_url("**/evaluations/desk-*")
    look(page, f"overview-{language}")
    address = page.url
    for part in ("need", "readiness", "weights", "criteria/file", "next"):
        page.goto(f"{address}/{part}")
        look(page, f"{part.replace('/', '-')}-{language}")


def test_the_total_follows_what_is_typed(visit: Visit) -> None:
    page = visit("/evaluations/inbound-desk/weights", "en", 1280)
    field = page.locator("[name=g-training]")
    field.fill("15")
    assert page.locator("[data-total]").inner_text() == "101"
    assert page.locator("[data-verdict]").inner_text() == "1 too much for 100."
    page.locator("[name=g-inbound]").fill("１７")
    assert page.locator("[data-verdict]").inner_text() == "The total is as it must be."
    field.press("Enter")
    page.wait_for_selector("#reason")
    look(page, "change-en")
