"""What kind of file the bytes are, and what its text says: by content, never by name."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from gongkai.annualreport.sources.csv import is_report_csv
from gongkai.annualreport.sources.encodings import utf16_of

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IMAGES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"GIF8", b"BM")
_ARCHIVES = (b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf", b"BZh", b"\xfd7zXZ", b"PK\x05\x06")
_HEAD = 64 * 1024
_ZIP_KINDS = (
    ("docx", "word/"),
    ("spreadsheet", "xl/"),
    ("ofd", "OFD.xml"),
    ("opendocument", "META-INF/manifest.xml"),
)
_MARKUP_START = re.compile(rb"<(?:!doctype\s+html|html|head|body|meta|title)\b", re.I)
_BEFORE_MARKUP = ((b"<!--", b"-->"), (b"<?xml", b">"))
_ELEMENTS = re.compile(rb"</?(?:html|head|body|table|tr|td|div|p|span|h[1-6]|ul|ol|section|font)\b[^<>]*>", re.I)
_CLOSING = re.compile(rb"</(?:p|div|td|tr|table|body|html|h[1-6])>", re.I)
_MAIL_HEADER = re.compile(rb"[\w-]+:")
_MHTML = re.compile(rb"^content-type:\s*multipart/related", re.I | re.M)
_FLAT_OFFICE = re.compile(rb"<(?:w:wordDocument|pkg:package|uof:UOF|office:document)\b", re.I)
_JSON = re.compile(rb"\s*[\[{]\s*(?:[\"\[{\]}]|$)")
_CONTROLS = bytes(set(range(32)) - {9, 10, 11, 12, 13, 26, 27})


def sniff(data: bytes) -> str:
    """Return the kind of file that `data` is.

    One of html, mhtml, docx, pdf, json, text, ole (.doc, .wps), rtf, flat-office (Word's own XML),
    encrypted (an office file with a password), image, spreadsheet, ofd, opendocument,
    archive, empty, binary.
    """
    head = data[:_HEAD]
    if data.startswith(_ZIP):
        return _zip_kind(data)
    if data.startswith(_OLE):
        return _ole_kind(data)
    if _is_pdf(head):
        return "pdf"
    for kind, marks in (("image", _IMAGES), ("archive", _ARCHIVES), ("rtf", (b"{\\rtf",))):
        if head.lstrip().startswith(marks):
            return kind
    return _text_kind(data, head)


def _is_pdf(head: bytes) -> bool:
    """Tell a PDF, also one with a few stray bytes before its mark, as the format allows."""
    at = head[:1024].find(b"%PDF-")
    return at == 0 or (at > 0 and not head.lstrip().startswith(b"<"))


def _zip_kind(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, zlib.error, NotImplementedError):
        # Its directory stands at the end and may be cut off; names also stand before each member.
        return "docx" if b"word/" in data or b"[Content_Types].xml" in data[:_HEAD] else "archive"
    for kind, mark in _ZIP_KINDS:
        if any(name == mark or (mark.endswith("/") and name.startswith(mark)) for name in names):
            return kind
    return "archive"


def _ole_kind(data: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "encrypted"
    words = ("WordDocument", "WpsDocument", "Contents", "MatOST")
    sheet = "Workbook".encode("utf-16-le") in data
    return "spreadsheet" if sheet and not any(word.encode("utf-16-le") in data for word in words) else "ole"


_HTML = re.compile(rb"<(?:!doctype\s+html|html)\b", re.IGNORECASE)


def _text_kind(data: bytes, head: bytes) -> str:
    head = narrowed(head)
    if not head.strip(b"\0\t\n\v\f\r \xef\xbb\xbf\xe3\x80"):
        return "empty" if not data.strip(b"\0\t\n\v\f\r \xef\xbb\xbf\xe3\x80") else "text"
    if _is_binary(head):
        return "binary"
    if _MAIL_HEADER.match(head) and _MHTML.search(head[:4096]):
        return "mhtml"
    if _FLAT_OFFICE.search(head[:4096]) and not _HTML.search(head[:1024]):  # a page saved by Word holds Word's XML too
        return "flat-office"
    if _MARKUP_START.match(_without_comments(head)) or _is_fragment(head):
        return "html"
    return _plain_kind(head)


def _plain_kind(head: bytes) -> str:
    if is_report_csv(head):
        return "csv"
    return "json" if _JSON.match(head) else "text"


def _without_comments(head: bytes) -> bytes:
    """Return the head without the comments and the XML declaration that stand before everything else."""
    head = head.lstrip()
    for start, end in _BEFORE_MARKUP * 50:
        if head.startswith(start) and end in head:
            head = head[head.index(end) + len(end) :].lstrip()
    return head


def _is_fragment(head: bytes) -> bool:
    """Tell a piece of HTML without its beginning from Markdown that has a tag or two."""
    few = len(_ELEMENTS.findall(head[:_HEAD])) <= 3
    return not few and (_ELEMENTS.match(head.lstrip()) is not None or _CLOSING.search(head) is not None)


def narrowed(head: bytes) -> bytes:
    """Return UTF-16 text (with a mark, or plain from its zero bytes) as UTF-8, other bytes without their mark."""
    encoding = utf16_of(head)
    if encoding:
        return head.decode(encoding, "replace").lstrip("\ufeff").encode("utf-8", "replace")
    return head.removeprefix(b"\xef\xbb\xbf")


def _is_binary(head: bytes) -> bool:
    return len(head) - len(head.translate(None, _CONTROLS)) > max(2, len(head) // 200)
