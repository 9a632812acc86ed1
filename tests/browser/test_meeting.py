"""The board, the wall, the decision and a next round: on a phone, by keyboard, with axe."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.checks import accessibility_problems, sideways_scroll, small_targets

pytestmark = pytest.mark.browser

SAMPLE = "/evaluations/inbound-desk"
CELL = f"{SAMPLE}/consensus/olive/train-roleplay"
PAGES = (
    f"{SAMPLE}/consensus",
    CELL,
    f"{CELL}/meeting?notes=on",
    f"{SAMPLE}/remarks",
    f"{SAMPLE}/decision",
    f"{SAMPLE}/next-round",
)

Visit = Callable[[str, str, int], Page]


@pytest.mark.parametrize(("language", "width"), [("ja", 1280), ("en", 360)])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_and_no_page_scrolls_sideways(
    visit: Visit, path: str, language: str, width: int
) -> None:
    page = visit(path, language, width)

    assert accessibility_problems(page) == []
    assert sideways_scroll(page) == 0
    assert small_targets(page) == []


def test_the_meeting_goes_from_cell_to_cell_by_keyboard(visit: Visit) -> None:
    page = visit(f"{SAMPLE}/consensus", "en", 1280)
    page.get_by_role("link", name="Show on the wall").press("Enter")
    expect(page.get_by_text("1 of 3")).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text("2 of 3")).to_be_visible()
    expect(page.get_by_text("(internal note)")).to_have_count(0)
    page.keyboard.press("n")
    expect(page.get_by_text("(internal note)").first).to_be_visible()
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_text("1 of 3")).to_be_visible()
    page.keyboard.press("e")
    expect(page.get_by_role("radio", name="3")).to_be_visible()
    page.go_back()
    page.keyboard.press("Escape")
    expect(page).to_have_url(re.compile(r"/consensus$"))
