from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page

from tests.browser.servers import Server, running

CHROMIUM = "/usr/bin/chromium"
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
LOCALES = {"ja": "ja-JP", "en": "en-GB"}

NewPage = Callable[..., Page]


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """The system's own Chromium; it asks the network for nothing."""
    return {"executable_path": CHROMIUM, "args": list(QUIET)}


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The program with the sample evaluation in it."""
    with running("demo", tmp_path_factory.mktemp("demo")) as server:
        yield server


@pytest.fixture(scope="session")
def signed_in(demo: Server, browser: Browser) -> Any:  # noqa: ANN401 - Playwright's own type
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
