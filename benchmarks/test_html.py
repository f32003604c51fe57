"""HTML: reading and checking a report beside merely parsing the same bytes.

Each group is one file; the numbers in brackets are ratios to the fastest of the group.
"""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from pytest_benchmark.fixture import BenchmarkFixture
from selectolax.lexbor import LexborHTMLParser

from benchmarks.inputs import different, html_files
from benchmarks.reading import read_and_check, read_only

FILES = html_files()


def feed(text: str) -> None:
    """Run the standard library's parser over the text."""
    HTMLParser().feed(text)


@pytest.fixture(params=sorted(FILES))
def data(request: pytest.FixtureRequest, benchmark: BenchmarkFixture) -> bytes:
    """Return one file and put its benchmarks in one group."""
    benchmark.group = f"html: {request.param}, {len(FILES[request.param]) // 1000} kB"
    return FILES[request.param]


def test_parse_only_with_selectolax(benchmark: BenchmarkFixture, data: bytes) -> None:
    benchmark(LexborHTMLParser, data)


def test_parse_only_with_the_standard_library(benchmark: BenchmarkFixture, data: bytes) -> None:
    benchmark(feed, data.decode())


@pytest.mark.benchmark(group="html: 100 different reports as the official template")
def test_read_and_check_different_reports(benchmark: BenchmarkFixture) -> None:
    benchmark(lambda: sum(map(read_and_check, different())))


@pytest.mark.benchmark(group="html: 100 different reports as the official template")
def test_parse_different_reports_with_the_standard_library(benchmark: BenchmarkFixture) -> None:
    benchmark(lambda: [feed(data.decode()) for data in different()])


def test_read(benchmark: BenchmarkFixture, data: bytes) -> None:
    benchmark(read_only, data)


def test_read_and_check(benchmark: BenchmarkFixture, data: bytes) -> None:
    benchmark(read_and_check, data)
