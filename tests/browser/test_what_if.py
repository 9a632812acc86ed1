"""What if in a real browser: a slider moved by keyboard, a trial saved, trials compared."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_need_pages import look

pytestmark = pytest.mark.browser

Visit = Callable[[str, str, int], Page]
PAGE = "/evaluations/inbound-desk/what-if"
SAVE = {"ja": "試算を保存", "en": "Save the trial"}
FIRST = {"ja": "株式会社つばめ応答社", "en": "Tsubame Otosha Co., Ltd."}


def total(page: Page) -> Decimal:
    """What the fields of the weights come to."""
    fields = page.locator("[data-weight]")
    return sum((Decimal(fields.nth(at).input_value()) for at in range(fields.count())), Decimal(0))


@pytest.mark.parametrize(("language", "width"), [("ja", 1280), ("en", 360)])
def test_a_slider_changes_the_ranking_at_once(visit: Visit, language: str, width: int) -> None:
    page = visit(PAGE, language, width)
    look(page, f"what-if-{language}")
    first = page.locator(".tried tbody th").first
    expect(first).not_to_have_text(FIRST[language])
    slider = page.locator("[data-group=security] [data-slider]")
    slider.focus()
    slider.press("ArrowRight")
    expect(first).to_have_text(FIRST[language])
    expect(page.locator("#w-security")).to_have_value("11")
    expect(page.locator("#w-training")).to_have_value("13.84")
    assert total(page) == 100
    assert slider.get_attribute("aria-valuetext") == "11 %"
    assert "p-security=11" in page.url
    look(page, f"what-if-moved-{language}")

    slider.press("ArrowLeft")
    expect(page.locator("#w-training")).to_have_value("14")
    page.wait_for_url(f"**{PAGE}")
    slider.press("PageUp")
    expect(page.locator("#w-training")).not_to_have_value("14")
    page.fill("#name", f"Security {language}")
    page.get_by_role("button", name=SAVE[language]).click()
    page.wait_for_url("**/what-if/saved")
    expect(page.locator(".side-by-side thead")).to_contain_text(f"Security {language}")
    look(page, f"what-if-saved-{language}")


def test_what_is_held_stays_and_what_is_typed_is_answered(visit: Visit) -> None:
    page = visit(PAGE, "en", 1280)
    page.locator("[data-group=training] [name=hold]").check()
    page.fill("#w-security", "３０")
    expect(page.locator("#w-inbound")).to_have_value("13.26")
    expect(page.locator("#w-training")).to_have_value("14")
    assert page.locator("#w-security").input_value() == "３０"
    page.fill("#w-security", "many")
    error = page.locator("#w-security-error")
    expect(error).to_have_text("Write a number from 0 to 100, with at most 9 decimals.")
    expect(page.locator("#w-inbound")).to_have_value("18")
    page.fill("#w-security", "95")
    expect(page.locator("[data-results]")).to_contain_text("is not to be had")
    page.locator("#w-security").blur()
    expect(page.locator("#w-security")).to_have_value("86")
    assert total(page) == 100
    page.get_by_label("Peak", exact=True).check()
    expect(page.locator("[data-results]")).to_contain_text("Monthly volume: 7,800 calls")
