"""Entering an offer as people do: by keyboard, on a phone, with totals while they type."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

MINAMO = "/evaluations/inbound-desk/entry/minamo"

Visit = Callable[[str, str, int], Page]


def test_totals_follow_what_is_typed_by_keyboard_alone(visit: Visit) -> None:
    page = visit(f"{MINAMO}/quotation", "en", 1280)
    totals = page.locator("[data-totals]")
    line = page.locator("[data-line='5']")
    expect(totals).to_contain_text("JPY 36,594,000")
    expect(line.get_by_label("How many seats")).to_be_hidden()

    line.get_by_label("What is priced").focus()
    page.keyboard.type("per seat")
    expect(line.get_by_label("How many seats")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.type("1000")
    page.keyboard.press("Tab")
    page.keyboard.type("3")

    expect(line.locator("[data-amount]")).to_have_text("3 → JPY 3,000 per month")
    expect(totals).to_contain_text("JPY 36,630,000")
    page.get_by_label("Words of the vendor").last.press("Enter")
    expect(page.get_by_text("The quotation has been saved.")).to_be_visible()
    expect(totals).to_contain_text("JPY 36,630,000")
