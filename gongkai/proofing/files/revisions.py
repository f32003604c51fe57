"""What a PDF was before it was last saved: an editor that appends its changes leaves every earlier page in the file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import pypdfium2

_END = re.compile(rb"startxref\s{1,4}\d{1,12}\s{1,4}%%EOF[\r\n]{0,2}")
_HEAD = 1024  # bytes in which a file says that it is laid out for the web
_MOST_REVISIONS, _MOST_PAGES = 6, 40  # earlier ones that are opened, pages of each that are drawn
_SCALE = 0.4  # pixels a point: enough to see that something else stood there


class Page(NamedTuple):
    """A page as it was: its text, and the bytes of its picture without annotations."""

    text: str
    drawn: bytes


def earlier_pages(data: bytes) -> Iterator[str]:
    """Yield the text of each earlier page of a PDF that is not as it is now; empty where it had no text.

    A page on which only an annotation was added, as a signature is, is as it was. What cannot be opened was none.
    """
    ends = [found.end() for found in _END.finditer(data)]
    if b"/Linearized" in data[:_HEAD]:
        ends = ends[1:]  # the first end belongs to the first page, for the web
    if len(ends) < 2:
        return
    now = set(_pages(data))
    for end in reversed(ends[:-1][-_MOST_REVISIONS:]):
        yield from (page.text for page in _pages(data[:end]) if page not in now)


def _pages(data: bytes) -> list[Page]:
    try:
        with pypdfium2.PdfDocument(data) as pdf:
            return [_page(pdf[number]) for number in range(min(len(pdf), _MOST_PAGES))]
    except pypdfium2.PdfiumError:
        return []


def _page(page: pypdfium2.PdfPage) -> Page:
    bitmap = page.render(scale=_SCALE, may_draw_forms=False, draw_annots=False, grayscale=True)
    return Page(page.get_textpage().get_text_range(), bytes(bitmap.buffer))
