"""The example of docs/deployment.md is one that nginx takes, and sends the headers that the application sends."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

pytest.importorskip("django", reason="the headers come from Django's middlewares")

from gongkai.config.keeping import headers_of_a_page

PAGE = Path(__file__).parents[2] / "docs/deployment.md"
EXAMPLE = re.search(r"```nginx\n(.*?)```", PAGE.read_text("utf-8"), re.S)[1]


def test_files_go_out_with_the_headers_of_the_application() -> None:
    told = dict(re.findall(r'add_header (\S+) "?([^"]*?)"? always;', EXAMPLE))
    for name in ("Cache-Control", "X-Robots-Tag", "Content-Disposition"):
        told.pop(name)
    ours = {name: value for name, value in headers_of_a_page() if name != "Strict-Transport-Security"}
    assert {name: in_any_order(value) for name, value in told.items()} == {
        name: in_any_order(value) for name, value in ours.items()
    }


def in_any_order(value: str) -> list[str]:
    """Return the parts of a header, whose order says nothing."""
    return sorted(value.split("; "))


@pytest.mark.skipif(not shutil.which("nginx"), reason="nginx is not installed here")
def test_nginx_takes_the_example(tmp_path: Path) -> None:
    whole = tmp_path / "nginx.conf"
    whole.write_text(f"pid {tmp_path}/pid;\nerror_log stderr;\nevents {{}}\nhttp {{\n{EXAMPLE}\n}}\n")
    done = subprocess.run(["nginx", "-t", "-c", whole, "-p", tmp_path], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
