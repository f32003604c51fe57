"""A PDF as paragraphs and grids, by its text layer; pages without one are recognised from their picture."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pypdfium2

from gongkai.annualreport.document import Document
from gongkai.annualreport.sources.encodings import is_mojibake
from gongkai.annualreport.sources.limits import MAX_MARKS, MAX_PDF_PAGES
from gongkai.annualreport.sources.marks import UNKNOWN, Marks
from gongkai.annualreport.sources.pages import blocks_of_pages
from gongkai.annualreport.sources.pdf_page import marks_of
from gongkai.annualreport.sources.pdf_streams import check_streams
from gongkai.annualreport.sources.scanned import Scan, check_recognised_pages, recognised
from gongkai.annualreport.sources.tesseract import can_recognise
from gongkai.annualreport.unreadable import unreadable

_PASSWORD, _SECURITY = 4, 5  # PDFium's codes
_GARBLED_SHARE = 0.2  # of a page's glyphs whose character the font does not tell
_FEW_GLYPHS = 10  # fewer on a page with a large picture are a stamp or a page number
_PDFIUM = threading.Lock()  # PDFium keeps state of its own: one thread at a time


def pdf_document(data: bytes) -> Document:
    """Return the PDF as a document, kind ``pdf``, or ``ocr`` where its pages are pictures.

    Raises Unreadable: READ-ENCRYPTED, READ-DAMAGED, READ-TOO-LARGE, READ-MOJIBAKE, READ-NEEDS-OCR, READ-TIMEOUT.
    """
    check_streams(data)
    with _PDFIUM, _opened(data) as pdf:
        pages, wanting = _pages(pdf)
        title = str(pdf.get_metadata_dict().get("Title") or "").strip()
        if not wanting:
            return _from_text(pages, title)
        return _with_recognised(pdf, pages, wanting, title)


@contextmanager
def _opened(data: bytes) -> Iterator[Any]:
    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code in (_PASSWORD, _SECURITY):
            raise unreadable("READ-ENCRYPTED") from error
        raise unreadable("READ-DAMAGED", reason="pdf_damaged") from error
    try:
        yield pdf
    finally:
        pdf.close()


def _pages(pdf: Any) -> tuple[list[Marks], list[int]]:
    """Return the marks of every page, and the indexes of those whose text is a picture or garbled."""
    count = len(pdf)
    if count > MAX_PDF_PAGES:
        raise unreadable("READ-TOO-LARGE", limit="pages", count=MAX_PDF_PAGES)
    pages: list[Marks] = []
    effort = 0
    for index in range(count):
        pages.append(_page(pdf, index))
        effort += pages[-1].effort
        if effort > MAX_MARKS:
            raise unreadable("READ-TOO-LARGE", limit="marks", count=MAX_MARKS)
    wanting = [index for index, marks in enumerate(pages) if _is_picture(marks) or _is_garbled(marks)]
    return pages, wanting


def _page(pdf: Any, index: int) -> Marks:
    try:
        page = pdf[index]
    except pypdfium2.PdfiumError as error:
        raise unreadable("READ-DAMAGED", reason="page_damaged", page=index + 1) from error
    try:
        return marks_of(page, index + 1)
    finally:
        page.close()


def _is_picture(marks: Marks) -> bool:
    return len(marks.glyphs) < _FEW_GLYPHS and marks.is_mostly_picture()


def _is_garbled(marks: Marks) -> bool:
    unknown = sum(glyph.text == UNKNOWN for glyph in marks.glyphs)
    return unknown > _GARBLED_SHARE * len(marks.glyphs) if marks.glyphs else False


def _from_text(pages: Sequence[Marks], title: str) -> Document:
    blocks = blocks_of_pages(pages)
    if is_mojibake("".join(glyph.text for marks in pages for glyph in marks.glyphs if glyph.text != UNKNOWN)):
        raise unreadable("READ-MOJIBAKE")
    layered = any(marks.layer for marks in pages)
    return Document("ocr" if layered else "pdf", tuple(blocks), title=title, remarks=_remarks(pages))


def _remarks(pages: Sequence[Marks]) -> tuple[str, ...]:
    """Return what is to be said of text that nobody sees."""
    told = {
        "READ-OCR-LAYER": any(marks.layer for marks in pages),
        "READ-HIDDEN-TEXT": any(marks.hidden for marks in pages),
    }
    return tuple(rule for rule, holds in told.items() if holds)


def _with_recognised(pdf: Any, pages: list[Marks], wanting: list[int], title: str) -> Document:
    """Return the document with the pages `wanting` recognised from their pictures, where that can be done."""
    if not can_recognise():
        return _without_recognition(pages, wanting, title)
    check_recognised_pages(len(wanting))
    garbled = any(_is_garbled(pages[index]) for index in wanting)
    for marks in recognised(Scan.of_page(pdf[index], pages[index]) for index in wanting):
        pages[marks.number - 1] = marks
    if garbled and not any(marks.glyphs for marks in pages):
        raise unreadable("READ-MOJIBAKE")
    return Document("ocr", tuple(blocks_of_pages(pages)), title=title, remarks=("READ-OCR-USED", *_remarks(pages)))


def _without_recognition(pages: list[Marks], wanting: list[int], title: str) -> Document:
    if any(_is_garbled(pages[index]) for index in wanting):
        raise unreadable("READ-MOJIBAKE")
    if len(wanting) == len(pages):
        raise unreadable("READ-NEEDS-OCR")
    return _from_text(pages, title)  # the pictured pages stay pictures in it
