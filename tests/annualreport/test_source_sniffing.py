"""What a file is and what its text says, told by its content: names and declarations are not believed."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest

from gongkai.annualreport.document import Grid, Paragraph
from gongkai.annualreport.sources import open_document
from gongkai.annualreport.sources.encodings import decode, is_mojibake
from gongkai.annualreport.sources.sniffing import sniff
from gongkai.annualreport.unreadable import Unreadable
from tests.annualreport import rawfiles

TEXT = (
    "石嘴山市住房公积金管理中心2023年政府信息公开工作年度报告\n一、总体情况\n"
    "2023年，中心主动公开政府信息386条，其中政务动态294条，政策文件58条，通知公告8条。\n"
    "二、主动公开政府信息情况\n本年制发件数0，本年废止件数0，现行有效件数0。\n"
)
PAGE = "<p>一、总体情况</p><table><tr><td>规章</td><td>0</td></tr></table><p>2023年主动公开政府信息386条。</p>"


def zipped(*names: str) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return made.getvalue()


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("pdf", rawfiles.pages(b"")),
        ("pdf", b"\r\n\x00junk" + rawfiles.pages(b"")),
        ("docx", rawfiles.docx("")),
        ("docx", rawfiles.docx("")[:-40]),
        ("spreadsheet", zipped("[Content_Types].xml", "xl/workbook.xml")),
        ("ofd", zipped("OFD.xml", "Doc_0/Document.xml")),
        ("opendocument", zipped("mimetype", "META-INF/manifest.xml")),
        ("archive", zipped("report.docx")),
        ("ole", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "WordDocument".encode("utf-16-le")),
        ("spreadsheet", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "Workbook".encode("utf-16-le")),
        ("encrypted", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")),
        ("rtf", b"{\\rtf1\\ansi x}"),
        ("flat-office", b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument xmlns:w="x">'),
        ("image", b"\x89PNG\r\n\x1a\n" + bytes(40)),
        ("image", b"\xff\xd8\xff\xe0" + bytes(40)),
        ("json", b'{"schema": 1}'),
        ("json", b'\xef\xbb\xbf [{"file": "a"}]'),
        ("html", b"<!DOCTYPE html><html><body>x"),
        ("html", b"<!-- saved from a site -->\n<!-- again -->\n<HTML><BODY>x"),
        ("html", PAGE.encode()),
        ("html", b"\xef\xbb\xbf" + PAGE.encode()),
        ("html", ("<html>" + PAGE).encode("utf-16")),
        ("html", ("<html>" + PAGE).encode("utf-16-le")),
        ("html", PAGE.encode("gb18030")),
        ("text", "| 规章 | 0 | 0 | 0<br>注 |\n|---|---|---|---|\n".encode()),
        ("text", "# 年度报告\n\n[条例](x) 若 a<b 则 c>d\n".encode()),
        ("text", TEXT.encode("utf-16")),
        ("text", TEXT.encode("gb18030")),
        ("archive", b"\x1f\x8b\x08" + bytes(40)),
        ("empty", " \r\n\u3000 ".encode()),
        ("binary", b"\x7fELF\x02\x01\x01" + bytes(200)),
    ],
)
def test_a_file_is_known_by_its_content(kind: str, data: bytes) -> None:
    assert sniff(data) == kind


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be", "big5hkscs"]
)
def test_text_in_any_chinese_encoding_is_read(encoding: str) -> None:
    traditional = encoding.startswith("big5")
    text = (
        "二〇二三年政府資訊公開工作年度報告：本機關依法主動公開政府資訊，辦理申請，沒有行政複議。"
        if traditional
        else TEXT
    )
    assert decode(text.encode(encoding)) == text


def test_a_long_western_head_does_not_hide_the_encoding_of_the_text() -> None:
    page = "<html><head><style>" + "p { margin: 0 }\n" * 400 + "</style></head>"
    text = page + "二〇二三年政府資訊公開工作年度報告：本機關依法主動公開政府資訊，辦理申請，沒有行政複議。" * 3
    assert decode(text.encode("big5hkscs")) == text
    assert decode((page + TEXT).encode("gb18030")) == page + TEXT


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
@pytest.mark.parametrize("lost", [1, 2, 3])
def test_a_character_cut_in_two_at_the_end_of_the_file_costs_nothing_but_itself(encoding: str, lost: int) -> None:
    data = TEXT.rstrip().removesuffix("。").encode(encoding)
    assert TEXT.startswith(decode(data[:-lost]))
    assert len(decode(data[:-lost])) >= len(TEXT) - 6


def test_utf8_with_a_few_broken_bytes_is_mended_and_the_break_stays_visible() -> None:
    data = (TEXT * 20).encode()
    broken = data[:600] + b"\xe6" + data[602:]
    text = decode(broken)
    assert "\ufffd" in text
    assert text.count("主动公开政府信息") >= 19


@pytest.mark.parametrize(
    "spoilt",
    [
        TEXT.encode().decode("latin-1").encode(),
        TEXT.encode().decode("cp1252", "replace").encode(),
        TEXT.encode().decode("gb18030", "replace").encode(),
        TEXT.encode("gb18030").decode("latin-1").encode(),
        TEXT.encode("gb18030").decode("utf-8", "replace").encode(),
        TEXT.encode("gb18030").decode("big5", "replace").encode(),
        bytes(range(0x80, 0x100)) * 20,
    ],
)
def test_mojibake_is_recognised_and_refused(spoilt: bytes) -> None:
    with pytest.raises(Unreadable) as refused:
        decode(spoilt)
    assert refused.value.finding.rule == "READ-MOJIBAKE"


def test_plain_western_text_and_short_labels_are_no_mojibake() -> None:
    assert not is_mojibake("Annual report 2023: 12 requests, résumé")
    assert not is_mojibake("规章 0 0 0")
    assert not is_mojibake("囍龘燚垚")


def test_a_page_saved_whole_in_one_file_and_named_doc_is_read_as_the_page_it_is() -> None:
    body = "<html><body>" + PAGE * 3 + "</body></html>"
    data = (
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=part\r\n\r\n--part\r\n"
        b"Content-Type: text/html; charset=gb2312\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    ) + body.encode("gb18030")
    document = open_document(data + b"\r\n--part--\r\n", "年报.doc")
    assert Paragraph("一、总体情况") in document.blocks
    assert any(isinstance(block, Grid) for block in document.blocks)


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"", "READ-EMPTY"),
        (b" \n" * 400, "READ-EMPTY"),
        (rawfiles.docx(""), "READ-EMPTY"),
        (rawfiles.pages(b""), "READ-EMPTY"),
        (zipped("xl/workbook.xml"), "READ-UNREADABLE"),
        (zipped("OFD.xml"), "READ-UNREADABLE"),
        (zipped("a.txt"), "READ-UNREADABLE"),
        (b"{}", "READ-UNREADABLE"),
        (bytes(range(256)) * 4, "READ-UNREADABLE"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "READ-ENCRYPTED"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "READ-DAMAGED"),
    ],
)
def test_what_is_no_document_is_refused_with_the_reason(data: bytes, rule: str) -> None:
    with pytest.raises(Unreadable) as refused:
        open_document(data)
    assert refused.value.finding.rule == rule
    assert "未能读取" in str(refused.value)
    assert "{" not in str(refused.value)
