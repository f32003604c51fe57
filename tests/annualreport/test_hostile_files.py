"""Hostile and broken files are refused with a clear reason, within bounds, and nothing else is ever raised."""

from __future__ import annotations

import io
import random
import struct
from collections.abc import Callable

import pytest
from PIL import Image

from gongkai.annualreport.document import Grid
from gongkai.annualreport.sources import open_document, scanned
from gongkai.annualreport.sources.limits import MAX_FILE_BYTES, MAX_SPAN, MAX_TEXT_BYTES, check_html_depth
from gongkai.annualreport.unreadable import Unreadable
from tests.annualreport.rawfiles import cell, docx, pages, paragraph, part, pdf, stream, table, words

DEEP = 100_000


def refusal(data: bytes) -> str:
    with pytest.raises(Unreadable) as refused:
        open_document(data)
    message = str(refused.value)
    assert message.startswith("未能读取")
    assert "{" not in message
    return refused.value.finding.rule


# -- size ------------------------------------------------------------------------------------------


def test_a_file_of_200_megabytes_is_too_large() -> None:
    assert refusal(bytes(200 << 20)) == "READ-TOO-LARGE"
    assert refusal(b"%PDF-1.7\n" + bytes(MAX_FILE_BYTES)) == "READ-TOO-LARGE"


def test_a_text_longer_than_any_report_is_too_large() -> None:
    assert refusal("政府信息公开工作年度报告\n".encode() * (MAX_TEXT_BYTES // 36)) == "READ-TOO-LARGE"


def test_an_empty_file_is_empty() -> None:
    assert refusal(b"") == "READ-EMPTY"


# -- DOCX ------------------------------------------------------------------------------------------


def lying_about_its_size(data: bytes) -> bytes:
    """Return the zip with a directory that claims 100 bytes for the part that holds the text."""
    at = data.rfind(b"PK\x01\x02", 0, data.rfind(b"PK\x05\x06"))
    return data[: at + 24] + struct.pack("<I", 100) + data[at + 28 :]


BOMB = paragraph("信" * 10 + "a" * (60 << 20))
LAUGHS = "<!DOCTYPE d [<!ENTITY a 'aaaaaaaaaa'>" + "".join(
    f"<!ENTITY {chr(98 + i)} '{f'&{chr(97 + i)};' * 10}'>" for i in range(10)
)


@pytest.mark.parametrize(
    ("make", "rule"),
    [
        (lambda: docx(BOMB), "READ-TOO-LARGE"),
        (lambda: lying_about_its_size(docx(BOMB)), "READ-DAMAGED"),
        (lambda: docx(paragraph("正文"), {"word/numbering.xml": "<w:p/>" * (5 << 20)}), "READ-TOO-LARGE"),
        (lambda: docx("<w:p/>" * 1_500_000), "READ-TOO-LARGE"),
        (lambda: docx("<w:tbl><w:tr><w:tc>" * DEEP + "</w:tc></w:tr></w:tbl>" * DEEP), "READ-DAMAGED"),
        (lambda: docx("<w:tbl><w:tr><w:tc>" * 60 + "</w:tc></w:tr></w:tbl>" * 60), "READ-TOO-LARGE"),
        (lambda: docx("<w:tbl><w:tr>" + "<w:tc><w:p/></w:tc>" * 220_000 + "</w:tr></w:tbl>"), "READ-TOO-LARGE"),
        (lambda: docx("&k;", before=LAUGHS + "]>"), "READ-DAMAGED"),
        (lambda: docx(paragraph("正文"), {f"word/{i}.xml": "" for i in range(5_100)}), "READ-TOO-LARGE"),
        (lambda: docx(paragraph("正文"))[:-30], "READ-DAMAGED"),
        (lambda: docx(paragraph("正文"))[:200], "READ-DAMAGED"),
        (lambda: docx("<w:p><w:r>"), "READ-DAMAGED"),
        (lambda: docx(paragraph("正文"), main="word/other.xml"), "READ-DAMAGED"),
    ],
)
def test_a_hostile_docx_is_refused(make: Callable[[], bytes], rule: str) -> None:
    assert refusal(make()) == rule


def test_an_entity_of_a_docx_reads_no_file_of_ours() -> None:
    before = '<!DOCTYPE d [<!ENTITY x SYSTEM "/etc/passwd">]>'
    document = open_document(docx(paragraph("前&x;后") + paragraph("正文"), before=before))
    assert "root" not in repr(document)


def test_a_cell_that_claims_a_million_columns_is_clamped() -> None:
    document = open_document(docx(table(cell("规章", '<w:gridSpan w:val="1000000"/>') + cell("3"))))
    (grid,) = (block for block in document.blocks if isinstance(block, Grid))
    assert [(slot.column, slot.width) for slot in grid.rows[0].slots] == [(0, MAX_SPAN), (MAX_SPAN, 1)]


def test_merged_cells_that_cover_millions_of_columns_are_too_many() -> None:
    wide = cell("", '<w:gridSpan w:val="1000"/><w:vMerge/>') * 150
    assert refusal(docx(table(*[wide] * 50))) == "READ-TOO-LARGE"


def test_broken_numbering_costs_the_numbers_only() -> None:
    parts = {"word/numbering.xml": "<w:numbering", "word/styles.xml": part("styles", "<w:style>numPr")}
    listed = '<w:numPr><w:ilvl w:val="99999999999"/><w:numId w:val="1"/></w:numPr>'
    (block,) = open_document(docx(paragraph("总体情况", listed), parts)).blocks
    assert not isinstance(block, Grid)
    assert block.text == "总体情况"


# -- HTML ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "page",
    [
        "<html>" + "<div>" * DEEP + "x",
        "<html>" + "<div>" * DEEP + "x" + "</div>" * DEEP,
        "<div>" * DEEP + "x",
        "<html>" + "".join(f"<font color={i}>" for i in range(DEEP)) + "</y>" * DEEP,
        "<html><ul>" + "<ul><li>" * DEEP,
        "<html>" + "<table><tr><td>" * 3_000,
        "<table><tr>" + "<td>1</td>" * 1_000_000 + "</tr></table>",
        "<html><table><tr>" + "<td>1" * 250_000 + "</table>",
        "<html><p " + " ".join(f"a{i}=1" for i in range(DEEP)) + ">x",
        "<html><p " + "".join(f"a{i}='<>'" for i in range(DEEP)) + ">x",
    ],
)
def test_a_page_that_would_cost_the_parser_minutes_is_too_large(page: str) -> None:
    assert refusal(page.encode()) == "READ-TOO-LARGE"


def test_a_long_but_flat_page_is_not_refused() -> None:
    check_html_depth("<html><body>" + "<p class=a>正文<br><b>x</b></p>" * 60_000)
    check_html_depth("<html><body><table>" + "<tr><td>1<td>2</tr>" * 60_000 + "</table>")
    check_html_depth("<html><body>" + "<table><tr><td>1</td></tr></table>" * 3_000)
    check_html_depth("<img src='data:image/png;base64," + "A" * 3_000_000 + "'>")


# -- PDF -------------------------------------------------------------------------------------------


def laughing_groups(depth: int) -> bytes:
    """Return a page that draws a group ten times that draws a group ten times …"""
    below = [
        stream(
            b"/X Do " * 10 if level < depth else b"0 0 m 9 9 l S",
            b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>" % (7 + level),
        )
        for level in range(depth + 1)
    ]
    return pages(b"/X Do", resources=b"/XObject<</X 6 0 R>>", more=below)


CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"


def one_page_many_times(times: int, content: bytes) -> bytes:
    kids = b"<</Type/Pages/Kids[" + b"3 0 R " * times + b"]/Count %d>>" % times
    return pdf([CATALOG, kids, PAGE.replace(b">>", b"/Contents 4 0 R>>"), stream(content)])


LINES = b"".join(b"%d %d m %d %d l S\n" % (i % 500, i // 500, i % 500 + 5, i // 500) for i in range(35_000))


@pytest.mark.parametrize(
    ("make", "rule"),
    [
        (lambda: pages(b"0 0 m " * (30 << 20)), "READ-TOO-LARGE"),
        (lambda: pdf([CATALOG, PAGE, stream(b" " * (200 << 20), times=2)]), "READ-TOO-LARGE"),
        (lambda: laughing_groups(12), "READ-TOO-LARGE"),
        (lambda: pages(LINES), "READ-TOO-LARGE"),
        (lambda: one_page_many_times(40, LINES[: len(LINES) // 2]), "READ-TOO-LARGE"),
        (lambda: pdf([CATALOG, b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 1000000>>"]), "READ-TOO-LARGE"),
        (lambda: one_page_many_times(500, b""), "READ-TOO-LARGE"),
        (lambda: b"%PDF-1.4\n" + b"stream\n" * 300_000, "READ-TOO-LARGE"),
        (lambda: pages(b"")[:-200], "READ-DAMAGED"),
        (lambda: b"%PDF-1.7\n", "READ-DAMAGED"),
        (lambda: b"%PDF-1.7\n" + random.Random(1).randbytes(5_000), "READ-DAMAGED"),
        (lambda: pages(words("x", 1, 1)).replace(b"0 0 595 842", b"0 0 9e9 9e9"), "READ-EMPTY"),
    ],
)
def test_a_hostile_pdf_is_refused(make: Callable[[], bytes], rule: str) -> None:
    assert refusal(make()) == rule


def test_groups_inside_groups_as_programs_write_them_are_no_bomb() -> None:
    assert refusal(laughing_groups(1)) == "READ-EMPTY"


def test_a_page_full_of_crossing_lines_ends_as_a_drawing() -> None:
    crossing = b"".join(b"%d 0 m %d 800 l S 0 %d m 500 %d l S\n" % (i, i, i, i) for i in range(0, 500, 1))
    document = open_document(pages(crossing + words("a drawing", 10, 820)))
    assert not any(isinstance(block, Grid) and len(block.rows) > 400 for block in document.blocks)


# -- pictures, old files, others -------------------------------------------------------------------


def test_a_picture_of_too_many_pixels_or_pages_is_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanned, "can_recognise", lambda: True)
    made = io.BytesIO()
    Image.new("1", (9_000, 9_000)).save(made, "PNG")
    assert refusal(made.getvalue()) == "READ-TOO-LARGE"
    made = io.BytesIO()
    page = Image.new("1", (60, 60))
    page.save(made, "TIFF", save_all=True, append_images=[page] * 40)
    assert refusal(made.getvalue()) == "READ-TOO-LARGE"


@pytest.mark.parametrize("mark", [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"II*\x00", b"GIF89a"])
def test_a_picture_that_is_cut_off_is_damaged(mark: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanned, "can_recognise", lambda: True)
    assert refusal(mark + random.Random(2).randbytes(300)) == "READ-DAMAGED"


@pytest.mark.parametrize(
    "data",
    [
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + random.Random(3).randbytes(20_000),
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n" + b"--x\r\n" * 50_000,
    ],
)
def test_other_broken_files_are_damaged(data: bytes) -> None:
    assert refusal(data) == "READ-DAMAGED"


@pytest.mark.parametrize(
    "text",
    [
        "-" * 60 + "x",
        "-" * 5_000 + "x",
        "| - " * 5_000 + "x",
        "|" * 50_000,
        "![" * 20_000,
        "**" * 50_000 + "x",
        "__" * 50_000 + "x",
        "一" + " " * 100_000 + "x",
        "1" * 300_000,
        "(" * 50_000,
    ],
)
def test_a_text_made_to_slow_a_pattern_down_is_read_all_the_same(text: str) -> None:
    assert open_document(("年度报告正文。\n" + text + "\n").encode()).kind == "text"
