"""The demonstration, and a browser to meet it with."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.journeys.demonstration import BROWSER_OPTIONS, Site, chromium, served_demonstration

sync_api = pytest.importorskip("playwright.sync_api", reason="browser tests need playwright")


def pytest_configure(config: pytest.Config) -> None:
    """Name the mark of the tests in this folder."""
    config.addinivalue_line("markers", "browser: drives the system's Chromium")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test that uses a browser page."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A fresh demonstration on a free port, for all tests of this worker."""
    with served_demonstration(tmp_path_factory.mktemp("journeys"), for_tests=True) as site:
        yield site


@pytest.fixture(scope="module")
def browser() -> Iterator[sync_api.Browser]:
    """The system's Chromium; closed after each module, since while it runs Django refuses to ask a database."""
    program = chromium()
    if not program:
        pytest.skip("no Chromium is installed")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=BROWSER_OPTIONS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: sync_api.Browser, site: Site) -> Iterator[sync_api.Page]:
    """A page of a desktop browser at the demonstration."""
    context = browser.new_context(base_url=site.address, viewport={"width": 1440, "height": 900}, locale="zh-CN")
    yield context.new_page()
    context.close()


@pytest.fixture
def page_without_script(browser: sync_api.Browser, site: Site) -> Iterator[sync_api.Page]:
    """The same, with JavaScript switched off."""
    context = browser.new_context(base_url=site.address, java_script_enabled=False, locale="zh-CN")
    yield context.new_page()
    context.close()
