"""The pages of an evaluation as people use them: by keyboard, on a phone, with a screen reader."""

import pytest
from playwright.sync_api import expect

from tests.browser.checks import accessibility_problems, sideways_scroll
from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser

SAMPLE = "/evaluations/inbound-desk"
DENSE = (
    (f"{SAMPLE}/comparison", "ja", 1280),
    (f"{SAMPLE}/vendors/minamo", "en", 360),
    (f"{SAMPLE}/vendors/minamo/criteria/com-tco", "ja", 360),
)
"""With many vendors and criteria; every page with few is walked in ``test_every_page``."""


@pytest.mark.parametrize(("path", "language", "width"), DENSE)
def test_axe_finds_nothing_and_no_page_scrolls_sideways(
    visit: Visit, path: str, language: str, width: int
) -> None:
    page = visit(path, language, width)
    if path.endswith("/comparison"):
        page.click("[data-all=open]")

    assert accessibility_problems(page) == []
    assert sideways_scroll(page) == 0


def test_groups_open_by_keyboard_and_stay_open(visit: Visit) -> None:
    page = visit(f"{SAMPLE}/comparison", "en", 1280)
    opener = page.get_by_role("button", name="Operator training and people")
    criterion = page.get_by_role("link", name="Structured training curriculum")

    assert opener.get_attribute("aria-expanded") == "false"
    assert not criterion.is_visible()
    opener.focus()
    page.keyboard.press("Enter")
    assert criterion.is_visible()
    page.keyboard.press("Tab")
    page.reload()
    assert criterion.is_visible()
    page.get_by_role("button", name="Close all groups").press("Space")
    assert not criterion.is_visible()


def test_on_paper_every_group_is_open(visit: Visit) -> None:
    page = visit(f"{SAMPLE}/comparison", "en", 1280)
    criterion = page.get_by_role("link", name="Structured training curriculum")

    assert not criterion.is_visible()
    page.emulate_media(media="print")
    assert criterion.is_visible()


def test_the_table_scrolls_by_keyboard_and_keeps_its_first_column(visit: Visit) -> None:
    page = visit("/evaluations/large/comparison", "ja", 360)
    frame = page.get_by_role("region", name="得点表")
    title = page.get_by_role("button", name="評価群その0")
    frame.focus()
    before = title.bounding_box()
    for _time in range(12):
        page.keyboard.press("ArrowRight")
    expect(frame).not_to_have_js_property("scrollLeft", 0)
    after = title.bounding_box()

    assert before is not None
    assert after is not None
    assert after["x"] == before["x"]
    assert sideways_scroll(page) == 0


def test_a_number_leads_to_its_page_and_back(visit: Visit) -> None:
    page = visit(f"{SAMPLE}/comparison", "en", 1280)
    page.get_by_role("button", name="Open all groups").click()
    page.locator('a[href="vendors/minamo/criteria/train-hours"]').click()

    assert page.get_by_role("heading", level=1).text_content() == "Training hours before going live"
    page.get_by_role("link", name="To the comparison").click()
    assert page.get_by_role("link", name="Structured training curriculum").is_visible()


def test_a_criterion_is_found_and_opened_by_its_address(visit: Visit) -> None:
    page = visit(f"{SAMPLE}/criteria#in-fcr", "en", 1280)

    assert page.locator("#in-fcr").get_attribute("open") is not None
    page.get_by_role("searchbox").fill("PRIVACY Mark")
    assert page.locator("#gate-privacy-cert").is_visible()
    assert not page.locator("#in-fcr").is_visible()
    assert page.get_by_role("status").filter(has_text="shown").is_visible()
