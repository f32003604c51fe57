"""The report as PDF/A-2b: everything needed to show it is in the file, on A4, its headers on every page."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random
from shutil import which

import pypdfium2
import pytest

from gongkai.annualreport.writers import write
from tests.annualreport.building import clean_report, with_text
from tests.annualreport.manners import prose
from tests.annualreport.manners.values import truth
from tests.annualreport.pdfa import faults

TEXT = "\n".join(prose.texts(truth(Random(1)), Random(1))["overall_situation"]) + "\n"
REPORT = with_text(clean_report(), overall_situation=TEXT * 5)


@pytest.fixture(scope="module")
def data() -> bytes:
    return write(REPORT, "pdf")


@pytest.fixture(scope="module")
def pages(data: bytes) -> list[str]:
    with pypdfium2.PdfDocument(data) as document:
        return [page.get_textpage().get_text_range() for page in document]


def test_it_keeps_every_rule_of_pdf_a_2b_that_can_be_seen(data: bytes) -> None:
    assert faults(data) == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (b"%PDF-1.7", b"%PDF-2.0", "6.1.2 header"),
        (b"\n%\x80\x80\x80\x80", b"\n%abcd", "6.1.2 comment of bytes above 127"),
        (b"/ID[(", b"/Ix[(", "6.1.3 ID in the trailer"),
        (b"<pdfaid:part>2</pdfaid:part>", b"<pdfaid:part>1</pdfaid:part>", "6.6.4 part and conformance"),
        (b"/GTS_PDFA1", b"/GTS_PDFX1", "6.2.3 output intent with a profile"),
        (b"/OutputIntents", b"/OutputIntentz", "6.2.3 output intent with a profile"),
        (b"/FontFile3", b"/FontFilez", "is not in the file"),
        (b"/Type/Catalog", b"/AA 1 0 R/Typ/C", "6.5 AA"),
        ("<rdf:li>清河市".encode(), "<rdf:li>清江市".encode(), "6.6.3 Author"),
    ],
)
def test_a_file_that_breaks_a_rule_is_seen(data: bytes, old: bytes, new: bytes, fault: str) -> None:
    joined = re.sub(rb"/Type\s+/Catalog", b"/Type/Catalog", data)
    assert any(fault in found for found in faults(joined.replace(old, new, 1) if old in joined else b""))


@pytest.mark.skipif(
    which("verapdf") is None, reason="veraPDF is not on the path; the rules that can be seen are checked"
)
def test_verapdf_passes_it(data: bytes, tmp_path: Path) -> None:
    file = tmp_path / "report.pdf"
    file.write_bytes(data)
    told = subprocess.run(["verapdf", "--flavour", "2b", str(file)], capture_output=True, text=True, check=False)
    assert 'isCompliant="true"' in told.stdout, told.stdout


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
