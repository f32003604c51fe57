"""The demonstration as `gongkai demo` serves it, for tests and for the README's pictures."""

from __future__ import annotations

import json
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from tests.demo.programs import clean_environment
from tests.prepared import built_demonstration

SERVE = "import sys; from gongkai.config.serving import serve; sys.exit(serve('127.0.0.1', int(sys.argv[1])))"
BESIDE = "import django; django.setup(); from tests.journeys.beside import add; add(); "
FOUND = "Found: "  # how the line begins that tells where types of pages are found
LIMITS = {f"GONGKAI_{name}_PER_HOUR": "1000" for name in ("CHECK", "APPLY", "TRACK", "VERIFY", "SITE_ERRORS")}
PATIENCE = 600  # seconds: a machine that does much else builds and starts slowly
BROWSER_OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--lang=zh-CN"]


class Site(NamedTuple):
    """A served demonstration: its address, the password of its staff account, and where types of pages are found."""

    address: str
    password: str
    found: dict[str, str]


def chromium() -> str:
    """Return the system's Chromium, empty where there is none."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), "")


@contextmanager
def served_demonstration(folder: Path, *, for_tests: bool = False) -> Iterator[Site]:
    """Serve a fresh demonstration from `folder` on a free port while the block runs.

    `for_tests` puts beside it what it has none of (beside.py), and lets each answer tell what it took (counted.py).
    """
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    built, told = built_demonstration()
    shutil.copytree(built, folder / "var")
    said = folder / "said"
    settings = {"DJANGO_SETTINGS_MODULE": "tests.journeys.counted"} if for_tests else {}
    with said.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-c", BESIDE + SERVE if for_tests else SERVE, str(port)],
            env=clean_environment(folder / "var", GONGKAI_KEEP_PAGES="0", **LIMITS, **settings),
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(address, process, said)
        found = re.search(rf"^{FOUND}(.*)$", said.read_text("utf-8"), re.MULTILINE)
        yield Site(address, re.search(r"密码 (\S+?)（", told)[1], json.loads(found[1]) if found else {})
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait_for(address: str, process: subprocess.Popen[bytes], said: Path) -> None:
    for _ in range(PATIENCE * 5):
        if process.poll() is not None:
            break
        try:
            urllib.request.urlopen(address, timeout=5).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise RuntimeError(f"the demonstration is not served:\n{said.read_text('utf-8')}")
