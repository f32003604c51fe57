"""Takes the README's pictures of the demonstration into docs/images/ (scripts/screenshots)."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.journeys.demonstration import BROWSER_OPTIONS, chromium, served_demonstration
from tests.journeys.pressing import press
from tests.journeys.reports import a_report_file

IMAGES = Path(__file__).resolve().parents[2] / "docs" / "images"
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


def open_report(page: Page) -> None:
    """Go to the demonstration's 2023 report, as a visitor would."""
    page.goto("/shizuishan/disclosure/annual-reports/")
    press(page, "main .section-list a")


def check_a_report(page: Page) -> None:
    """Have a report checked whose balance is one off, and go to the cell."""
    page.goto("/check/")
    page.set_input_files(
        "#id_file", {"name": "年度报告.html", "mimeType": "text/html", "buffer": a_report_file(granted=11)}
    )
    press(page, "main button[type=submit]")


def take(page: Page, name: str) -> None:
    """Write one picture, once the page has come to rest."""
    page.wait_for_load_state("networkidle")
    page.screenshot(path=IMAGES / f"{name}.png")
    sys.stdout.write(f"docs/images/{name}.png\n")


def main() -> None:
    """Build, serve, take the pictures, and clean up."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        served_demonstration(Path(folder)) as site,
        sync_playwright() as tools,
    ):
        browser = tools.chromium.launch(executable_path=chromium(), args=BROWSER_OPTIONS)
        page = browser.new_context(base_url=site.address, locale="zh-CN", viewport=DESK).new_page()
        page.goto("/")
        take(page, "home")
        open_report(page)
        take(page, "report")
        page.locator("#at-applications").scroll_into_view_if_needed()
        page.evaluate("document.querySelector('#section-applications').scrollIntoView()")
        take(page, "report-table")
        check_a_report(page)
        take(page, "check-result")
        page.set_viewport_size(PHONE)
        open_report(page)
        take(page, "report-phone")
        browser.close()


if __name__ == "__main__":
    main()
