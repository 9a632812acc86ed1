"""Signing in, the list and the page of an evaluation, in a real browser."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from tests.browser.checks import accessibility_problems
from tests.browser.servers import Server, running
from tests.web.pages import PASSWORD
from vendor_eval.web.language import NAMES

pytestmark = pytest.mark.browser

LOCALES = {"ja": "ja-JP", "en": "en-GB"}

NewPage = Callable[..., Page]


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The program with the sample evaluation in it."""
    with running("demo", tmp_path_factory.mktemp("demo")) as server:
        yield server


@pytest.fixture(scope="session")
def signed_in(demo: Server, browser: Browser) -> Any:
    """The cookies of the demo administrator."""
    context = browser.new_context()
    context.new_page().goto(demo.link)
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture
def new_page(browser: Browser, demo: Server) -> Iterator[NewPage]:
    """Opens pages of the demo; no page may complain on the browser's console."""
    complaints: list[str] = []

    def note(message: ConsoleMessage) -> None:
        # That a page answers 404 or 400 is said there too, and is no complaint.
        if message.type in {"error", "warning"} and "the server responded with" not in message.text:
            complaints.append(message.text)

    def open_page(language: str = "ja", width: int = 1280, **options: Any) -> Page:
        size = {"width": width, "height": 800}
        options = {"base_url": demo.address, **options}
        context = browser.new_context(locale=LOCALES[language], viewport=size, **options)  # type: ignore[arg-type]
        page = context.new_page()
        page.on("console", note)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield open_page
    for context in browser.contexts:
        context.close()
    assert complaints == []


def test_from_the_link_to_signing_in_again(new_page: NewPage, tmp_path: Path) -> None:
    with running("serve", tmp_path) as server:
        page = new_page("en", base_url=server.address)
        page.goto(server.link)
        expect(page).to_have_title("The first administrator – vendor-eval")
        assert "token" not in page.url

        page.get_by_label("Name").fill("Sato Hanako")
        page.get_by_label("E-mail address").fill("sato@example.com")
        page.get_by_label("Password", exact=True).fill("too short")
        page.get_by_label("Password, once more").fill("too short")
        page.get_by_role("button", name="Save and go on").click()
        expect(page.get_by_role("alert")).to_be_focused()
        expect(page.get_by_role("alert")).to_contain_text("Use at least 12 characters.")
        expect(page.get_by_label("Name")).to_have_value("Sato Hanako")
        assert accessibility_problems(page) == []

        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_label("Password, once more").fill(PASSWORD)
        page.get_by_role("button", name="Save and go on").click()
        expect(page.get_by_role("heading", name="There is no evaluation yet")).to_be_visible()

        page.get_by_role("button", name="Sign out").click()
        expect(page).to_have_title("Sign in – vendor-eval")
        sign_in(page, "sato@example.com", PASSWORD)
        expect(page).to_have_title("Evaluations – vendor-eval")


def sign_in(page: Page, email: str, password: str) -> None:
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


def test_an_evaluation_from_the_list_in_both_languages(new_page: NewPage, signed_in: Any) -> None:
    page = new_page("ja", storage_state=signed_in)
    page.goto("/")
    page.get_by_role("link", name="お客様相談窓口の運営業務委託").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("お客様相談窓口の運営業務委託")
    expect(page.get_by_role("row", name=re.compile("みなも.*76.33"))).to_be_visible()

    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Customer enquiry desk outsourcing")
    assert page.url.endswith("/evaluations/inbound-desk")
    page.get_by_role("link", name="Open the comparison").click()
    expect(page).to_have_title(re.compile("^Comparison"))
    page.get_by_role("button", name="日本語").click()
    expect(page.locator("html")).to_have_attribute("lang", "ja")


def test_signing_in_with_the_keyboard_alone(new_page: NewPage) -> None:
    page = new_page("en")
    page.goto("/sign-in")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    expect(page.get_by_role("link", name="Skip to the content")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("E-mail address")).to_be_focused()
    page.keyboard.type("demo@example.com")
    page.keyboard.press("Tab")
    page.keyboard.type("not the password")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_label("E-mail address")).to_be_focused()
    expect(page.get_by_label("E-mail address")).to_have_value("demo@example.com")
    ring = page.get_by_label("E-mail address").evaluate(
        "(item) => getComputedStyle(item).outlineStyle"
    )
    assert ring == "solid"


def test_a_refused_import_names_the_places(
    new_page: NewPage, signed_in: Any, tmp_path: Path
) -> None:
    case = tmp_path / "案件.zip"
    case.write_bytes(b"no zip at all")
    page = new_page("ja", storage_state=signed_in)
    page.goto("/import")
    page.get_by_role("button", name=NAMES["ja"]).click()  # the account remembers the last one
    page.get_by_label("案件フォルダーのzip").set_input_files(case)
    page.get_by_role("button", name="取り込む").click()
    expect(page.get_by_role("alert")).to_contain_text("取り込みませんでした。")
    assert accessibility_problems(page) == []


def test_paper_shows_the_page_without_its_controls(new_page: NewPage, signed_in: Any) -> None:
    page = new_page("en", storage_state=signed_in)
    page.goto("/evaluations/inbound-desk")
    page.emulate_media(media="print")
    expect(page.get_by_role("banner")).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_a_server_is_reached_by_its_own_names_only(demo: Server, new_page: NewPage) -> None:
    page = new_page("en", base_url=demo.address.replace("127.0.0.1", "localhost"))
    page.goto("/sign-in")
    expect(page).to_have_title("Sign in – vendor-eval")
