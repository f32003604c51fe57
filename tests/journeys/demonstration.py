"""The demonstration as `gongkai demo` serves it, for tests and for the README's pictures."""

from __future__ import annotations

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
PATIENCE = 600  # seconds: a machine that does much else builds and starts slowly
BROWSER_OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--lang=zh-CN"]


class Site(NamedTuple):
    """A served demonstration: its address, and the password of its staff account."""

    address: str
    password: str


def chromium() -> str:
    """Return the system's Chromium, empty where there is none."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), "")


@contextmanager
def served_demonstration(folder: Path) -> Iterator[Site]:
    """Serve a fresh demonstration from `folder` on a free port while the block runs."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    built, told = built_demonstration()
    shutil.copytree(built, folder / "var")
    said = folder / "said"
    with said.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-c", SERVE, str(port)],
            env=clean_environment(folder / "var", GONGKAI_CHECK_PER_HOUR="1000", GONGKAI_KEEP_PAGES="0"),
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(address, process, said)
        yield Site(address, re.search(r"密码 (\S+?)（", told)[1])
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
