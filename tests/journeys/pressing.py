"""Pressing what leads to another page, and standing on it before anything else is asked."""

from __future__ import annotations

from playwright.sync_api import Locator, Page


def press(what: Page | Locator, selector: str = "") -> None:
    """Click what leads on, and wait until the page it leads to has loaded.

    A click alone comes back while the old page may still stand: what is asked next and does not wait by itself
    (axe, `.count()`, `.content()`, `evaluate`) would be answered by either page, or by the gap between the two.
    """
    page = what if isinstance(what, Page) else what.page
    with page.expect_navigation():
        what.click(selector) if isinstance(what, Page) else what.click()
