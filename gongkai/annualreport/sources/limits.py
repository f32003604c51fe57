"""How much of a stranger's file is looked at: every bound of the format readers, in one place.

Set 2026-11-22. The official blank form is a DOCX with 0.25 MB of XML and 7,000 elements, a
county's report a PDF of 5 pages with 3,000 marks: every bound leaves a factor of ten and more.
"""

from __future__ import annotations

import re

from gongkai.annualreport.unreadable import unreadable

_MEGABYTE = 1 << 20

MAX_FILE_BYTES = 50 * _MEGABYTE
MAX_TEXT_BYTES = 20 * _MEGABYTE  # HTML and text; a page with pictures inside it stays below
MAX_ZIP_MEMBERS = 5_000
MAX_XML_BYTES = 24 * _MEGABYTE  # one part of a DOCX, inflated
MAX_XML_TAGS = 1_000_000  # an element costs lxml some 200 bytes
MAX_TABLE_NESTING = 20
MAX_CELLS = 200_000  # of all tables together
MAX_SPAN = 1_000  # colspan, gridSpan: what HTML itself allows
MAX_HTML_TAGS = 400_000  # lexbor needs some 500 bytes an element
MAX_HTML_STEPS = 200_000_000  # lexbor walks the open elements at each tag: a second
MAX_HTML_TABLES = 100  # in each other; pages laid out by tables nest ten
MAX_HTML_ATTRIBUTES = 5_000  # of one tag; lexbor compares each with all before it
MAX_HTML_SELECTIONS = 20_000_000  # rules of style times elements they are laid on: a second or two
MAX_PDF_PAGES = 300
MAX_PDF_INFLATED_BYTES = 128 * _MEGABYTE  # everything but pictures
MAX_PDF_STREAMS = 100_000
MAX_PAGE_MARKS = 60_000  # glyphs, lines and pictures of one page
MAX_PAGE_RULINGS = 800  # more straight lines than this are a drawing, not a table
MAX_MARKS = 400_000  # of all pages together; a page of a report has some 1,000
MAX_FORMS = 20_000  # times that a PDF page draws groups, those inside groups counted each time
MAX_FORM_DEPTH = 6  # groups inside groups of a PDF page

OFFICE_SECONDS = 60
OFFICE_MEMORY_BYTES = 4096 * _MEGABYTE
OCR_SECONDS = 120  # for one file
OCR_MEMORY_BYTES = 2048 * _MEGABYTE
OCR_PAGES = 30
OCR_DPI = 200
MAX_IMAGE_PIXELS = 40_000_000

# Below this many tags no arrangement of them costs more than MAX_HTML_STEPS.
_HARMLESS_TAGS = 20_000
_HARMLESS_TAG_LENGTH = 20_000
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)")
_ATTRIBUTES = re.compile(r"""<[a-zA-Z][^\s/>]*((?:[^>"']+|"[^"]*"|'[^']*'|["'])*)""")
_CELLS = frozenset(("td", "th"))
# Elements that close by themselves, or never open.
_SHALLOW = frozenset(
    "area base br col embed hr img input link meta param source track wbr p td th tr tbody thead tfoot option".split()
)


def check_file_size(data: bytes) -> None:
    """Raise Unreadable (READ-TOO-LARGE, READ-EMPTY) where the file has too many bytes, or none."""
    if len(data) > MAX_FILE_BYTES:
        raise unreadable("READ-TOO-LARGE", limit="file", megabytes=MAX_FILE_BYTES // _MEGABYTE)
    if not data:
        raise unreadable("READ-EMPTY")


def check_text_size(data: bytes) -> None:
    """Raise Unreadable (READ-TOO-LARGE) where a text or a page of HTML has too many bytes."""
    if len(data) > MAX_TEXT_BYTES:
        raise unreadable("READ-TOO-LARGE", limit="text", megabytes=MAX_TEXT_BYTES // _MEGABYTE)


def check_cells(count: int) -> None:
    """Raise Unreadable (READ-TOO-LARGE) where `count` table cells are too many."""
    if count > MAX_CELLS:
        raise unreadable("READ-TOO-LARGE", limit="cells", count=MAX_CELLS)


def check_html_depth(text: str) -> None:
    """Raise Unreadable (READ-TOO-LARGE) where parsing this HTML would cost seconds or gigabytes.

    The parser itself does not crash on deep nesting, but it walks the open elements at
    each tag: 100,000 nested blocks take 20 seconds, and each attribute of a tag is compared
    with all others. So the price is reckoned first.
    """
    tags = text.count("<")
    if tags > MAX_HTML_TAGS:
        raise unreadable("READ-TOO-LARGE", limit="elements", count=MAX_HTML_TAGS)
    if tags > _HARMLESS_TAGS or text.count("<table") + text.count("<TABLE") > MAX_HTML_TABLES:
        _check_steps(text)
    if tags > _HARMLESS_TAGS or _may_hold_long_tag(text):
        _check_attributes(text)


def _may_hold_long_tag(text: str) -> bool:
    """Tell whether a tag may be over-long: one that is covers at least one of these stretches whole."""
    step = _HARMLESS_TAG_LENGTH // 2
    return any(text.find("<", start, start + step) < 0 for start in range(0, len(text), step))


def check_selections(rules: int, elements: int) -> None:
    """Raise Unreadable (READ-TOO-LARGE) where a page has too many rules of style for its elements."""
    if rules * elements > MAX_HTML_SELECTIONS:
        raise unreadable("READ-TOO-LARGE", limit="styles")


def _check_steps(text: str) -> None:
    depth = steps = cells = tables = 0
    for closing, name in _TAG.findall(text):
        name = name.lower()
        cells += not closing and name in _CELLS
        if name not in _SHALLOW:
            depth = max(depth - 1, 0) if closing else depth + 1
        steps += depth
        if name == "table":
            tables = max(tables - 1, 0) if closing else tables + 1
            if tables > MAX_HTML_TABLES:
                break
    check_cells(cells)
    if steps > MAX_HTML_STEPS or tables > MAX_HTML_TABLES:
        raise unreadable("READ-TOO-LARGE", limit="depth")


def _check_attributes(text: str) -> None:
    for attributes in _ATTRIBUTES.findall(text):
        long = len(attributes) > MAX_HTML_ATTRIBUTES
        if long and max(len(attributes.split()), attributes.count("=")) > MAX_HTML_ATTRIBUTES:
            raise unreadable("READ-TOO-LARGE", limit="attributes", count=MAX_HTML_ATTRIBUTES)
