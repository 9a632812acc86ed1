"""What every page must pass."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

PATIENCE = 60_000
"""Milliseconds until what does not happen has failed: machines are slow, tests in no hurry."""


def accessibility_problems(page: Page) -> list[str]:
    """What axe finds, in words."""
    page.evaluate("document.fonts.ready")
    return [
        f"{violation['id']}: {node['html']}: {node.get('failureSummary', '')}"
        for violation in Axe().run(page).response["violations"]
        for node in violation["nodes"]
    ]


def sideways_scroll(page: Page) -> int:
    """By how many pixels the page is wider than the window."""
    width = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return int(width)


def small_targets(page: Page) -> list[str]:
    """Buttons, and links that stand alone, below 24 by 24 pixels (WCAG 2.2, 2.5.8)."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll("button, input:not([hidden]), .tabs a, .button")]
          .filter((item) => item.checkVisibility())
          .filter((item) => Math.min(item.offsetWidth, item.offsetHeight) < 24)
          .map((item) => item.outerHTML)"""
    )
    return found
