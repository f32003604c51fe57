"""PDF: reading and checking a report beside extracting its tables, or only its text."""

from __future__ import annotations

from io import BytesIO

import pdfplumber
import pypdfium2
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks.inputs import pdf_files
from benchmarks.reading import read_and_check, read_only

FILES = pdf_files()


def extract_tables(data: bytes) -> int:
    """Return the number of tables that pdfplumber extracts."""
    with pdfplumber.open(BytesIO(data)) as pdf:
        return sum(len(page.extract_tables()) for page in pdf.pages)


def extract_text(data: bytes) -> int:
    """Return the number of characters that PDFium extracts."""
    with pypdfium2.PdfDocument(data) as pdf:
        return sum(len(page.get_textpage().get_text_range()) for page in pdf)


@pytest.fixture(params=sorted(FILES))
def data(request: pytest.FixtureRequest, benchmark: BenchmarkFixture) -> bytes:
    """Return one file and put its benchmarks in one group."""
    benchmark.group = f"pdf: {request.param}, {len(FILES[request.param]) // 1000} kB"
    return FILES[request.param]


def test_text_only_with_pypdfium2(benchmark: BenchmarkFixture, data: bytes) -> None:
    benchmark(extract_text, data)


def test_tables_with_pdfplumber(benchmark: BenchmarkFixture, data: bytes) -> None:
    benchmark(extract_tables, data)


def test_read(benchmark: BenchmarkFixture, data: bytes) -> None:
    benchmark(read_only, data)


def test_read_and_check(benchmark: BenchmarkFixture, data: bytes) -> None:
    benchmark(read_and_check, data)
