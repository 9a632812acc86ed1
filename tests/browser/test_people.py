"""People, invitations and declarations in a real browser: by keyboard, on a phone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.checks import accessibility_problems, sideways_scroll

pytestmark = pytest.mark.browser

Visit = Callable[[str, str, int], Page]
HERE = "/evaluations/inbound-desk"


def test_a_guest_invited_by_keyboard_comes_in_and_declares(visit: Visit, browser: Browser) -> None:
    page = visit(f"{HERE}/people/add", "en", 1280)
    page.get_by_label("As a guest").focus()
    page.keyboard.press("Space")
    page.get_by_label("Name").fill("Yamada Taro")
    page.get_by_label("Evaluator:").focus()
    page.keyboard.press("Space")
    page.get_by_label("The link holds for").select_option("1")
    page.get_by_role("button", name="Add", exact=True).press("Enter")
    link = page.get_by_label("Hand it to Yamada Taro alone").input_value()
    assert accessibility_problems(page) == []
    assert page.get_by_role("button", name="Copy").is_visible()

    context = browser.new_context(locale="en-GB", viewport={"width": 360, "height": 800})
    guest = context.new_page()
    guest.goto(link)
    expect(guest.get_by_text("Yamada Taro, guest")).to_be_visible()
    assert "token" not in guest.url
    guest.get_by_role("link", name="Declarations").click()
    for choice in guest.get_by_label("No conflict").all():
        choice.check()
    assert accessibility_problems(guest) == []
    assert sideways_scroll(guest) == 0
    guest.get_by_role("button", name="Sign", exact=True).press("Enter")
    expect(guest.get_by_text("Your declaration is signed.")).to_be_visible()

    page.get_by_role("button", name="End the link").press("Enter")
    expect(page.get_by_text("The link has ended.")).to_be_visible()
    guest.reload()
    expect(guest).to_have_title("Sign in – vendor-eval")
    context.close()
