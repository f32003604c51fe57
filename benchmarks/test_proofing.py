"""Proofreading a text of 10,000 characters, by processor time: all checks, and those that attachments are asked."""

from __future__ import annotations

import time
from datetime import date
from itertools import cycle, islice
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from gongkai.proofing import CHECKS, DISCLOSURE_CHECKS, Block, Text, proofread
from gongkai.proofing.checks import Check

LENGTH = 10_000
FIXTURES = Path(__file__).resolve().parents[1] / "tests/proofing/fixtures"
CASES = {"all checks": CHECKS, "disclosure checks": DISCLOSURE_CHECKS}


def long_text() -> Text:
    """Return the tests' official texts one after another, a block a line, 10,000 characters."""
    words = "\n".join(path.read_text("utf-8") for path in sorted(FIXTURES.glob("*.txt")))
    lines = "".join(islice(cycle(words), LENGTH)).split("\n")
    return Text(tuple(Block(f"body.{number}", line) for number, line in enumerate(lines)))


@pytest.mark.benchmark(group="proofing: 10,000 characters", timer=time.process_time)
@pytest.mark.parametrize("case", CASES)
def test_proofread(benchmark: BenchmarkFixture, case: str) -> None:
    checks: tuple[Check, ...] = CASES[case]
    benchmark(proofread, long_text(), on=date(2025, 6, 1), checks=checks)
