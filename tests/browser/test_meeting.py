"""The board, the wall, the decision and a next round: on a phone, by keyboard, with axe."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

SAMPLE = "/evaluations/inbound-desk"
CELL = f"{SAMPLE}/consensus/olive/train-roleplay"

Visit = Callable[[str, str, int], Page]


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
