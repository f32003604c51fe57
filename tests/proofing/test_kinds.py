"""What kind of file bytes are, by content."""

from __future__ import annotations

import pytest

from gongkai.proofing import kind_of
from tests.proofing.madefiles import Workbook, document, pdf, photograph, presentation, saved, slide, zipped


def workbook() -> bytes:
    book = Workbook()
    book.sheet("a", ("1",))
    return book.saved()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (saved(document("a")), "docx"),
        (workbook(), "xlsx"),
        (presentation({"slides/slide1.xml": slide("a")}), "pptx"),
        (zipped({"OFD.xml": "a"}), "ofd"),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), "ods"),
        (zipped({"a.docx": "word/document.xml"}), "zip"),
        (b"PK\x03\x04 cut off", "zip"),
        (OLE + "Workbook".encode("utf-16-le"), "xls"),
        (OLE + "PowerPoint Document".encode("utf-16-le"), "ppt"),
        (OLE, "ole"),
        (pdf("a"), "pdf"),
        (b"\r\n%PDF-1.4", "pdf"),
        (photograph("JPEG"), "jpeg"),
        (photograph("PNG"), "png"),
        (photograph("GIF"), "gif"),
        (photograph("WEBP"), "webp"),
        (photograph("TIFF"), "tiff"),
        (b"RIFF\0\0\0\0AVI LIST", "avi"),
        (b"\0\0\0\x18ftypheic", "heic"),
        (b"\0\0\0\x18ftypisom", "mp4"),
        (b"MZ\x90\0", "program"),
        (b"#!/bin/sh", "program"),
        (b"<!DOCTYPE html><html><p>%PDF-", "html"),
        ("﻿<html>".encode(), "html"),
        (b"<?xml version='1.0'?><svg xmlns='a'/>", "svg"),
        (b"<?xml version='1.0'?><a/>", "xml"),
        ("姓名,人数".encode(), "text"),
        ("姓名,人数".encode("gb18030"), "text"),
        ("姓名".encode("utf-16"), "text"),
        (b"", "empty"),
        (bytes(range(256)), "binary"),
    ],
)
def test_a_file_is_known_by_its_content(data: bytes, kind: str) -> None:
    assert kind_of(data) == kind


def test_a_picture_that_says_it_is_a_document_stays_a_picture() -> None:
    assert kind_of(photograph("JPEG") + saved(document("a"))) == "jpeg"
