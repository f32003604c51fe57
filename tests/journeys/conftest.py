"""The demonstration, served as `gongkai demo` serves it, and a browser to meet it with."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.demo.programs import clean_environment

sync_api = pytest.importorskip("playwright.sync_api", reason="browser tests need playwright")

DEMO = (
    "import sys; from gongkai.demo.door import build_demo; from gongkai.config.serving import serve; "
    "build_demo(); sys.exit(serve('127.0.0.1', int(sys.argv[1])))"
)
BROWSER_OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


class Site(NamedTuple):
    """A served demonstration: its address, and the password of its staff account."""

    address: str
    password: str


def pytest_configure(config: pytest.Config) -> None:
    """Name the mark of the tests in this folder."""
    config.addinivalue_line("markers", "browser: drives the system's Chromium")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test that uses a browser page."""
    for item in items:
        if "page" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")


def chromium() -> str:
    """Return the system's Chromium, empty where there is none."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), "")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A fresh demonstration on a free port, for all tests of this worker."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    folder = tmp_path_factory.mktemp("journeys")
    said = folder / "said"
    with said.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-c", DEMO, str(port)],
            env=clean_environment(folder / "var", GONGKAI_CHECK_PER_HOUR="1000"),
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(address, process, said)
        yield Site(address, re.search(r"密码 (\S+?)（", said.read_text("utf-8"))[1])
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait_for(address: str, process: subprocess.Popen[bytes], said: Path) -> None:
    for _ in range(300):
        if process.poll() is not None:
            break
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"the demonstration is not served:\n{said.read_text('utf-8')}")


@pytest.fixture(scope="session")
def browser() -> Iterator[sync_api.Browser]:
    """The system's Chromium."""
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
