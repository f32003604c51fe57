"""How long a person waits for one command, interpreter included."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks.inputs import made

COMMANDS = {
    "python alone": ["-c", "pass"],
    "gongkai --help": ["-c", "from gongkai.cli import main; main()", "--help"],
    "gongkai report check": ["-c", "from gongkai.cli import main; main()", "report", "check"],
}


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the path of one made HTML report."""
    path = tmp_path_factory.mktemp("startup") / "report.html"
    path.write_bytes(made("html_official"))
    return path


@pytest.mark.benchmark(group="start-up", min_rounds=10)
@pytest.mark.parametrize("name", COMMANDS)
def test_one_command(benchmark: BenchmarkFixture, report: Path, name: str) -> None:
    command = [sys.executable, *COMMANDS[name], *([str(report)] if name.endswith("check") else [])]
    benchmark(subprocess.run, command, capture_output=True, check=False)
