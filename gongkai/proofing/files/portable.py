"""A PDF: its text, its makers, remarks, embedded files, and text under black bars."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import byref, c_float, c_int, c_uint, c_ushort
from typing import Any, NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from gongkai.proofing.files.contents import Contents
from gongkai.proofing.files.limits import MAX_PAGE_OBJECTS, MAX_PAGES, Unexamined
from gongkai.proofing.files.properties import tell_makers
from gongkai.proofing.files.revisions import earlier_pages
from gongkai.statute import is_identity_number, written_plainly

_PASSWORD, _SECURITY = 4, 5  # PDFium's codes
_PDFIUM = threading.Lock()  # PDFium keeps state of its own: one thread at a time
_FIELDS = {"Author": "作者"}
_INFORMATION = ("Title", "Author", "Subject", "Keywords")
_REMARKS = frozenset(
    getattr(pdfium, f"FPDF_ANNOT_{kind}")
    for kind in ("TEXT", "FREETEXT", "HIGHLIGHT", "UNDERLINE", "SQUIGGLY", "STRIKEOUT", "CARET", "INK", "POPUP")
)
_OPAQUE = 255
_DARK = 90  # of 255: each of a bar's three colours is below
_TALLEST, _NARROWEST = 90, 8  # points: higher is a background, narrower a line
_COVERED = 0.5  # of the narrower of two, and of the text's height
_REMEMBERED = 2_000  # stretches of text that a bar is compared with
_APART = re.compile(r"(?<![\dX])\d(?:[ \n\r]{1,3}\d){16}[ \n\r]{1,3}[\dXx](?![\dX])")
_INSIDE = 1.0  # points by which a bar is drawn smaller before the text under it is asked for


class _Box(NamedTuple):
    """A stretch of the page, in points from its lower left corner."""

    left: float
    bottom: float
    right: float
    top: float

    def hides(self, text: _Box) -> bool:
        """Tell whether the box lies over a good part of a stretch of text, at the text's own height."""
        wide = min(self.right, text.right) - max(self.left, text.left)
        high = min(self.top, text.top) - max(self.bottom, text.bottom)
        narrower = min(self.right - self.left, text.right - text.left)
        return wide > _COVERED * narrower and high > _COVERED * (text.top - text.bottom)


def inspect_pdf(data: bytes, contents: Contents) -> None:
    """Take the text of the pages; tell the maker, remarks, embedded files, text under bars, and pages without text.

    Raises Unexamined: FILE-ENCRYPTED, FILE-DAMAGED, FILE-TOO-LARGE.
    """
    with _PDFIUM, _opened(data) as pdf:
        said = pdf.get_metadata_dict()
        contents.add("info", "\n".join(str(said.get(field) or "") for field in _INFORMATION), hidden=True)
        tell_makers(contents, {name: str(said.get(field) or "") for field, name in _FIELDS.items()}, {"作者"})
        embedded = pdfium.FPDFDoc_GetAttachmentCount(pdf)
        if embedded > 0:
            contents.tell("FILE-EMBEDDED", count=embedded)
        pdf.init_forms()
        pictures = [number for number in range(1, len(pdf) + 1) if _page(pdf, number, contents)]
        if pictures:
            contents.tell("FILE-PICTURE-ONLY", count=len(pictures))
        earlier = list(earlier_pages(data))
        if earlier:
            contents.tell("FILE-EARLIER-VERSION", count=len(earlier))
        for text in earlier:
            contents.add("earlier", text, hidden=True)


@contextmanager
def _opened(data: bytes) -> Iterator[Any]:
    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        encrypted = error.err_code in (_PASSWORD, _SECURITY)
        raise Unexamined("FILE-ENCRYPTED" if encrypted else "FILE-DAMAGED") from error
    try:
        if len(pdf) > MAX_PAGES:
            raise Unexamined("FILE-TOO-LARGE")
        yield pdf
    finally:
        pdf.close()


def _page(pdf: Any, number: int, contents: Contents) -> bool:
    """Take one page; return whether it is a picture without text."""
    try:
        page = pdf[number - 1]
    except pypdfium2.PdfiumError as error:
        raise Unexamined("FILE-DAMAGED") from error
    try:
        text = page.get_textpage()
        words = text.get_text_bounded()
        contents.add(f"page{number}", _closed_up(words))
        whole = text.get_text_range()
        if len("".join(whole.split())) > len("".join(words.split())):  # some of it stands outside the page
            contents.add(f"page{number}", _closed_up(whole), hidden=True)
        for field in _fields(pdf, page):
            contents.add(f"page{number}.field", field)
        remarks = _remarks(page)
        if remarks:
            contents.tell("FILE-COMMENTS", f"page{number}", count=remarks)
        covered = [under for bar in _bars(page) if (under := _under(text, bar))]
        for under in covered:
            contents.add(f"page{number}", under, hidden=True)
        if covered:
            contents.tell("FILE-COVERED-TEXT", f"page{number}", count=len(covered))
        return not words.strip() and pdfium.FPDFPage_CountObjects(page) > 0
    except pypdfium2.PdfiumError as error:
        raise Unexamined("FILE-DAMAGED") from error
    finally:
        page.close()


def _closed_up(words: str) -> str:
    """Return words with an identity number whose figures are set one by one, far apart, closed up as it is read."""
    return _APART.sub(
        lambda found: closed if is_identity_number(closed := written_plainly(found[0])) else found[0], words
    )


def _fields(pdf: Any, page: Any) -> Iterator[str]:
    """Yield what is filled in into the fields of a form on the page, which every viewer shows."""
    form = pdf.formenv
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page), MAX_PAGE_OBJECTS) if form else 0):
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        if annotation and pdfium.FPDFAnnot_GetSubtype(annotation) == pdfium.FPDF_ANNOT_WIDGET:
            yield _value_of(form, annotation)
        pdfium.FPDFPage_CloseAnnot(annotation)


def _value_of(form: Any, annotation: Any) -> str:
    size = pdfium.FPDFAnnot_GetFormFieldValue(form, annotation, None, 0)  # bytes, with the two that end it
    kept = (c_ushort * (size // 2))()
    pdfium.FPDFAnnot_GetFormFieldValue(form, annotation, kept, size)
    return bytes(kept).decode("utf-16-le", "replace").rstrip("\0")


def _remarks(page: Any) -> int:
    """Return how many remarks somebody left on the page."""
    count = 0
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page), MAX_PAGE_OBJECTS)):
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        if annotation:
            kind = pdfium.FPDFAnnot_GetSubtype(annotation)
            count += kind in _REMARKS and kind != pdfium.FPDF_ANNOT_POPUP
            pdfium.FPDFPage_CloseAnnot(annotation)
    return count


def _bars(page: Any) -> Iterator[_Box]:
    """Yield the dark opaque bars that hide text drawn before them; drawn before the text they are its background."""
    written: list[_Box] = []
    for index in range(min(pdfium.FPDFPage_CountObjects(page), MAX_PAGE_OBJECTS)):
        member = pdfium.FPDFPage_GetObject(page, index)
        kind = pdfium.FPDFPageObj_GetType(member)
        if kind not in (pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_PAGEOBJ_PATH):
            continue
        box = _bounds(member)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            written.append(box)
        elif _is_bar(box) and _is_dark(member) and any(box.hides(text) for text in written[-_REMEMBERED:]):
            yield box
    yield from _drawn_squares(page)


def _drawn_squares(page: Any) -> Iterator[_Box]:
    """Yield filled squares and redactions that lie over the page as annotations."""
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page), MAX_PAGE_OBJECTS)):
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        box = pdfium.FS_RECTF()
        covers = pdfium.FPDFAnnot_GetSubtype(annotation) in (pdfium.FPDF_ANNOT_SQUARE, pdfium.FPDF_ANNOT_REDACT)
        if covers and pdfium.FPDFAnnot_HasKey(annotation, b"IC") and pdfium.FPDFAnnot_GetRect(annotation, byref(box)):
            yield _Box(box.left, min(box.bottom, box.top), box.right, max(box.bottom, box.top))
        pdfium.FPDFPage_CloseAnnot(annotation)


def _is_bar(box: _Box) -> bool:
    return box.right - box.left >= _NARROWEST and _INSIDE * 4 < box.top - box.bottom <= _TALLEST


def _is_dark(member: Any) -> bool:
    fill, stroke, channels = c_int(), c_int(), [c_uint() for _ in range(4)]
    filled = pdfium.FPDFPath_GetDrawMode(member, byref(fill), byref(stroke)) and fill.value
    if not filled or not pdfium.FPDFPageObj_GetFillColor(member, *map(byref, channels)):
        return False
    *colours, opacity = (channel.value for channel in channels)
    return opacity == _OPAQUE and max(colours) < _DARK


def _bounds(member: Any) -> _Box:
    """Return where an object stands; nowhere, where PDFium cannot tell."""
    sides = [c_float() for _ in range(4)]
    pdfium.FPDFPageObj_GetBounds(member, *map(byref, sides))
    return _Box(*(side.value for side in sides))


def _under(text: Any, bar: _Box) -> str:
    """Return the text under a bar."""
    inner = (bar.left + _INSIDE, bar.bottom + _INSIDE, bar.right - _INSIDE, bar.top - _INSIDE)
    return str(text.get_text_bounded(*inner)).strip()
