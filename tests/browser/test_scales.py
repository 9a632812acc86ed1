"""Scales other than 0 to 5 by keyboard: half steps, and one that leaves levels out."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.checks import accessibility_problems, sideways_scroll
from tests.browser.test_sheet import prepare, saved, serving
from tests.databases import SqliteDatabases
from tests.web.planted import CRITERIA_TOML, KEY, case_files
from vendor_eval.exchange.case_folder import read_case

pytestmark = pytest.mark.browser

PLANTED = "min = 0.56\nmax = 99.88\nstep = 1.91\nmeets = 96.06"
THRESHOLDS = "[[50, 0.56], [100, 99.88]]"
HALF_STEPS = "min = 0\nmax = 5\nstep = 0.5\nmeets = 3"
NAMED = "\n".join(
    (
        "min = 0\nmax = 5\nstep = 1\nmeets = 3\nonly_levels = true\nlevels = [",
        *(
            f'{{ value = {value}, title = {{ ja = "{ja}", en = "{en}" }} }},'
            for value, ja, en in (
                (0, "不可", "Unfit"),
                (1, "劣る", "Poor"),
                (3, "標準", "Fair"),
                (4, "良い", "Good"),
                (5, "優れる", "Excellent"),
            )
        ),
        "]",
    )
)


@pytest.fixture
def sheet(
    request: pytest.FixtureRequest,
    sqlite_databases: SqliteDatabases,
    tmp_path: Path,
    browser: Browser,
) -> Iterator[Page]:
    """One vendor of the sheet, on the scale that the test names."""
    assert PLANTED in CRITERIA_TOML
    assert THRESHOLDS in CRITERIA_TOML
    toml = CRITERIA_TOML.replace(PLANTED, request.param)
    toml = toml.replace(THRESHOLDS, "[[50, 0], [100, 5]]")
    for name, text in {**case_files(), "criteria.toml": toml}.items():
        if name != "ratings.csv":
            (tmp_path / name).write_text(text, encoding="utf-8")
    case = read_case(tmp_path)[0]
    with ThreadPoolExecutor(1) as own_thread:
        url = sqlite_databases.make(tmp_path)
        app, cookies = own_thread.submit(prepare, url, tmp_path, case, "nagisa").result()
        with serving(app) as address:
            context = browser.new_context(viewport={"width": 360, "height": 800})
            cookie = {"name": "vendor_eval", "value": cookies["en"], "url": address}
            context.add_cookies([cookie])  # type: ignore[list-item]
            page = context.new_page()
            path = f"/evaluations/{KEY}/sheet/vendors/asanagi"
            page.goto(address + path, wait_until="networkidle")
            yield page
            context.close()


def press(page: Page, *keys: str) -> None:
    page.locator("#cell-0 [data-rating]").first.focus()
    for key in keys:
        page.keyboard.press(key)


def answers(page: Page) -> list[str]:
    """Of every cell, as the server has them."""
    saved(page)
    page.reload(wait_until="networkidle")
    cells = page.locator("[data-cell]").all()
    return [str(cell.locator("[data-rating]:checked").input_value()) for cell in cells]


@pytest.mark.parametrize("sheet", [HALF_STEPS], indirect=True, ids=["half-steps"])
def test_half_steps_by_keyboard(sheet: Page) -> None:
    press(sheet, "3", ".", "5", "ArrowDown", "0", "ArrowDown", "4")
    sheet.wait_for_timeout(1000)  # a digit after a pause begins anew
    sheet.keyboard.press("5")
    assert answers(sheet) == ["3.5", "0", "5"]

    press(sheet, "2", "ArrowDown", "4", ".", "ArrowDown", "ArrowLeft", "Enter")
    sheet.wait_for_timeout(1000)
    press(sheet, ".")  # a point goes on from the rating that is there, however slowly
    sheet.wait_for_timeout(1000)
    sheet.keyboard.press("5")
    assert answers(sheet) == ["2.5", "4", "4.5"]
    assert accessibility_problems(sheet) == []
    assert sideways_scroll(sheet) == 0


@pytest.mark.parametrize("sheet", [NAMED], indirect=True, ids=["named"])
def test_a_level_that_is_left_out_cannot_be_typed(sheet: Page) -> None:
    names = sheet.locator("#cell-0 .pick__name").all_text_contents()
    assert names[:5] == ["Unfit", "Poor", "Fair", "Good", "Excellent"]
    press(sheet, "1", "2", "ArrowDown", "0", "ArrowRight", "ArrowRight", "Enter", "ArrowDown", "5")
    expect(sheet.locator("[data-answered]").first).to_have_text("3")
    assert answers(sheet) == ["1", "3", "5"]
    assert accessibility_problems(sheet) == []
    assert sideways_scroll(sheet) == 0
