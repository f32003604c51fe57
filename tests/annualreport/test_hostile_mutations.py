"""Random bytes and broken copies of good files never raise anything but Unreadable."""

from __future__ import annotations

from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.annualreport.document import Document
from gongkai.annualreport.sources import open_document
from gongkai.annualreport.unreadable import Unreadable
from tests.annualreport.rawfiles import cell, docx, pages, paragraph, part, table, words

BRISK = settings(max_examples=60)
NUMBERING = part(
    "numbering",
    '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/>'
    '</w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>',
)
MARKS = [
    b"%PDF-1.7\n",
    b"PK\x03\x04",
    b"<html><table>",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"%PDF-1.4 obj stream\n",
] + [b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n", b"II*\x00", b"| a |\n|---|\n", b""]


@cache
def good(kind: str) -> bytes:
    if kind == "docx":
        listed = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
        merged = cell("三", '<w:vMerge w:val="restart"/>') + cell("（一）", '<w:gridSpan w:val="2"/>') + cell("5")
        body = paragraph("总体情况", listed) + table(
            merged, cell("", "<w:vMerge/>") + cell("a") + cell("b") + cell("6")
        )
        return docx(body, {"word/numbering.xml": NUMBERING})
    if kind == "pdf":
        lines = b"50 600 200 80 re S 150 600 m 150 680 l S 50 640 m 250 640 l S\n"
        return pages(lines + words("A", 60, 650) + words("4", 160, 650), words("Page two of the text", 60, 600))
    page = "<html><body><p>一、总体情况</p><table><tr><td rowspan=2>规章</td><td>0</td></tr><tr><td>1</td></tr></table>"
    return page.encode("gb18030" if kind == "gb18030" else "utf-8")


def opened(data: bytes) -> Document | None:
    try:
        return open_document(data)
    except Unreadable as refusal:
        assert str(refusal).startswith("未能读取")
        return None


@BRISK
@given(mark=st.sampled_from(MARKS), data=st.binary(max_size=2_000))
def test_random_bytes_are_read_or_refused(mark: bytes, data: bytes) -> None:
    opened(mark + data)


@BRISK
@given(text=st.text(max_size=2_000), encoding=st.sampled_from(["utf-8", "utf-16", "utf-16-be", "gb18030"]))
def test_random_text_is_read_or_refused(text: str, encoding: str) -> None:
    opened(text.encode(encoding, "replace"))


@BRISK
@given(
    kind=st.sampled_from(["docx", "pdf", "html", "gb18030"]),
    changes=st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=6), st.integers(0, 6)), max_size=6),
    cut=st.floats(0.2, 1.0),
)
def test_broken_copies_of_good_files_are_read_or_refused(
    kind: str, changes: list[tuple[float, bytes, int]], cut: float
) -> None:
    data = bytearray(good(kind))
    for place, inserted, removed in changes:
        at = int(place * (len(data) - 1))
        data[at : at + removed] = inserted
    opened(bytes(data[: int(cut * len(data))]))


def test_the_good_files_themselves_are_read() -> None:
    for kind in ("docx", "pdf", "html", "gb18030"):
        document = opened(good(kind))
        assert document is not None
        assert len(document.blocks) == 2
