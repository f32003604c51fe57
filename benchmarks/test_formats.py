"""Reports per second (the OPS column) in every manner of publishing, read alone and read and checked."""

from __future__ import annotations

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks.inputs import made
from benchmarks.reading import read_and_check, read_only

MANNERS = (
    "html_official",
    "docx_typed",
    "markdown",
    "browser_copy",
    "trailing_bars",
    "bare_lines",
    "glued",
    "own_json",
)


@pytest.mark.benchmark(group="reports read per second")
@pytest.mark.parametrize("manner", MANNERS)
def test_read(benchmark: BenchmarkFixture, manner: str) -> None:
    benchmark(read_only, made(manner))


@pytest.mark.benchmark(group="reports read and checked per second")
@pytest.mark.parametrize("manner", MANNERS)
def test_read_and_check(benchmark: BenchmarkFixture, manner: str) -> None:
    benchmark(read_and_check, made(manner))
