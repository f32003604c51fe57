"""The format readers: any file that a report may be published as, to one `Document`.

`open_document` is the only door. What a file is, its content tells, never its name;
what cannot be read raises Unreadable and nothing else, within the bounds of `limits`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from gongkai.annualreport.document import Document, Grid
from gongkai.annualreport.sources.limits import check_file_size, check_text_size
from gongkai.annualreport.sources.sniffing import sniff
from gongkai.annualreport.unreadable import Unreadable, unreadable

__all__ = ["open_document"]

Reader = Callable[[bytes], Document]


def open_document(data: bytes, name: str = "", kind: str = "") -> Document:
    """Return the file as a document: paragraphs and grids in reading order.

    `name` is only for messages; `kind` is what `sniff` said of the bytes, where that was asked.
    Raises Unreadable, its finding one of READ-EMPTY, READ-UNREADABLE, READ-DAMAGED,
    READ-ENCRYPTED, READ-MOJIBAKE, READ-TOO-LARGE, READ-NEEDS-OFFICE, READ-NEEDS-OCR,
    READ-TIMEOUT; and no other exception.
    """
    check_file_size(data)
    kind = kind or sniff(data)
    reader = _READERS.get(kind)
    if reader is None:
        raise _refusal(kind)
    try:
        document = reader(data)
    except Unreadable:
        raise
    except MemoryError as error:
        raise unreadable("READ-TOO-LARGE", limit="memory") from error
    except Exception as error:  # a hostile file may trip any part that we use; to the caller it is a damaged one
        raise unreadable("READ-DAMAGED", reason="inconsistent") from error
    if not document.blocks:
        raise unreadable("READ-EMPTY")
    return document


def text_of(document: Document) -> Iterator[str]:
    """Yield every text of the document: its paragraphs, the cells of its grids."""
    for block in document.blocks:
        if isinstance(block, Grid):
            yield from (slot.text for row in block.rows for slot in row.slots)
        else:
            yield block.text


def _refusal(kind: str) -> Unreadable:
    if kind == "empty":
        return unreadable("READ-EMPTY")
    if kind == "encrypted":
        return unreadable("READ-ENCRYPTED")
    return unreadable("READ-UNREADABLE", reason=kind)


# Each reader is imported when the first file of its kind comes: starting stays quick.


def _html(data: bytes) -> Document:
    from gongkai.annualreport.sources.encodings import decode
    from gongkai.annualreport.sources.html import html_document

    check_text_size(data)
    return html_document(decode(data))


def _mhtml(data: bytes) -> Document:
    from gongkai.annualreport.sources.mhtml import page_of

    check_text_size(data)
    return _html(page_of(data))


def _text(data: bytes) -> Document:
    from gongkai.annualreport.sources.encodings import decode
    from gongkai.annualreport.sources.text import text_document

    check_text_size(data)
    return text_document(decode(data))


def _docx(data: bytes) -> Document:
    from gongkai.annualreport.sources.docx import docx_document

    return docx_document(data)


def _pdf(data: bytes) -> Document:
    from gongkai.annualreport.sources.pdf import pdf_document

    return pdf_document(data)


def _legacy(data: bytes) -> Document:
    from gongkai.annualreport.sources.encodings import is_mojibake
    from gongkai.annualreport.sources.legacy import converted

    document = replace(_docx(converted(data, sniff(data))), kind="legacy")
    if is_mojibake("\n".join(text_of(document))):  # LibreOffice takes what it does not know for plain text
        raise unreadable("READ-DAMAGED", reason="conversion_failed")
    return document


def _image(data: bytes) -> Document:
    from gongkai.annualreport.sources.scanned import image_document

    return image_document(data)


_READERS: dict[str, Reader] = {
    "html": _html,
    "mhtml": _mhtml,
    "text": _text,
    "docx": _docx,
    "pdf": _pdf,
    "ole": _legacy,
    "rtf": _legacy,
    "flat-office": _legacy,
    "opendocument": _legacy,
    "image": _image,
}
