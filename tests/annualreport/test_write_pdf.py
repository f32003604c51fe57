"""The report as PDF/A-2b: everything needed to show it is in the file, on A4, its headers on every page."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

import pypdfium2
import pytest

from gongkai.annualreport.writers import write
from tests.annualreport.building import clean_report, with_text
from tests.annualreport.manners import prose
from tests.annualreport.manners.values import truth

TEXT = "\n".join(prose.texts(truth(Random(1)), Random(1))["overall_situation"]) + "\n"
REPORT = with_text(clean_report(), overall_situation=TEXT * 5)


@pytest.fixture(scope="module")
def data() -> bytes:
    return write(REPORT, "pdf")


@pytest.fixture(scope="module")
def pages(data: bytes) -> list[str]:
    with pypdfium2.PdfDocument(data) as document:
        return [page.get_textpage().get_text_range() for page in document]


def test_it_calls_itself_pdf_a_2b_and_keeps_the_rules_that_can_be_seen(data: bytes) -> None:
    assert re.search(rb"<pdfaid:part>2</pdfaid:part>\s*<pdfaid:conformance>B</pdfaid:conformance>", data)
    assert b"/OutputIntents" in data
    assert b"/GTS_PDFA1" in data
    for forbidden in (b"/JavaScript", b"/Encrypt", b"/Launch", b"/EmbeddedFiles"):
        assert forbidden not in data


def test_every_font_is_in_the_file(data: bytes) -> None:
    names = set(re.findall(rb"/FontName/([A-Z]{6}\+[\w-]+)", data.replace(b" ", b"")))
    assert names
    assert len(re.findall(rb"/FontFile[23]?\b", data)) == len(names)
    assert {name.split(b"+")[1] for name in names} == {b"NotoSerifSC-Regular", b"NotoSansSC-Regular"}


def test_pages_are_a4_and_numbered_between_dashes(data: bytes, pages: list[str]) -> None:
    with pypdfium2.PdfDocument(data) as document:
        assert {tuple(round(side / 72 * 25.4) for side in page.get_size()) for page in document} == {(210, 297)}
    assert [re.findall(r"— (\d+) —", text) for text in pages] == [[str(number + 1)] for number in range(len(pages))]


def test_the_headers_of_a_table_that_goes_over_a_page_are_repeated(pages: list[str]) -> None:
    with_head = [text for text in pages if "申请人情况" in text]
    assert len(with_head) == 2
    assert "勾稽关系" in with_head[1]


def test_the_file_says_whose_report_it_is(data: bytes) -> None:
    with pypdfium2.PdfDocument(data) as document:
        said = document.get_metadata_dict()
    assert said["Title"] == "清河市住房公积金管理中心2023年政府信息公开工作年度报告"
    assert said["Author"] == "清河市住房公积金管理中心"


@pytest.mark.parametrize(("published", "day"), [(date(2024, 1, 26), "20240126"), (None, "20240101")])
def test_the_day_in_the_file_is_that_of_publication_and_no_clock_is_read(published: date | None, day: str) -> None:
    with pypdfium2.PdfDocument(write(replace(clean_report(), publication_date=published), "pdf")) as document:
        assert document.get_metadata_dict()["CreationDate"].startswith(f"D:{day}")


def test_a_folder_without_the_official_typefaces_changes_nothing(data: bytes, tmp_path: Path) -> None:
    assert write(REPORT, "pdf", fonts=tmp_path) == data
