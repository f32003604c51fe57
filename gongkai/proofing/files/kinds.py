"""What kind of file the bytes are: by content, never by name."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SIGNATURES: tuple[tuple[str, tuple[bytes, ...]], ...] = (
    ("jpeg", (b"\xff\xd8\xff",)),
    ("png", (b"\x89PNG\r\n\x1a\n",)),
    ("gif", (b"GIF87a", b"GIF89a")),
    ("tiff", (b"II*\x00", b"MM\x00*")),
    ("bmp", (b"BM",)),
    ("rtf", (b"{\\rtf",)),
    ("rar", (b"Rar!\x1a\x07",)),
    ("7z", (b"7z\xbc\xaf\x27\x1c",)),
    ("gzip", (b"\x1f\x8b",)),
    ("zip", (b"PK\x05\x06",)),
    ("mp3", (b"ID3", b"\xff\xfb", b"\xff\xf3")),
    ("ogg", (b"OggS",)),
    ("webm", (b"\x1aE\xdf\xa3",)),
    ("program", (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe")),
)
_RIFF = {b"WEBP": "webp", b"WAVE": "wav", b"AVI ": "avi"}
_BRANDS = {b"heic": "heic", b"heix": "heic", b"mif1": "heic", b"avif": "avif", b"qt  ": "mov"}
_PARTS = (
    ("docx", "word/document.xml"),
    ("xlsx", "xl/workbook.xml"),
    ("xlsb", "xl/workbook.bin"),
    ("pptx", "ppt/presentation.xml"),
    ("ofd", "OFD.xml"),
)
_OPEN_DOCUMENTS = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
    b"application/vnd.oasis.opendocument.presentation": "odp",
    b"application/epub+zip": "epub",
}
_STREAMS = (
    ("EncryptedPackage", "encrypted"),
    ("PowerPoint Document", "ppt"),
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
)
_MARKUP = (
    ("svg", re.compile(rb"<svg\b", re.I)),
    ("html", re.compile(rb"<(?:!doctype\s+html|html|head|body|div|p|table)\b", re.I)),
    ("xml", re.compile(rb"^\s*<\?xml\b")),
)
_HEAD = 4096
_CONTROLS = bytes(set(range(32)) - {9, 10, 11, 12, 13, 26, 27})


def kind_of(data: bytes) -> str:
    """Return the kind of file that `data` is; an empty one is ``empty``, an unknown one ``binary``.

    Documents: pdf, docx, xlsx, pptx, xlsb, ofd, odt, ods, odp, epub, doc (.wps too), xls (.et), ppt (.dps), ole,
    rtf, encrypted (an office file with a password). Pictures: jpeg, png, gif, webp, tiff, bmp, heic, avif, svg.
    Sound and pictures that move: mp4, mov, webm, avi, mp3, wav, ogg. Text: text, html, xml. Others: zip, rar, 7z,
    gzip, program.
    """
    head = data[:_HEAD]
    if not data:
        return "empty"
    if head.startswith(_ZIP):
        return _zip_kind(data)
    if head.startswith(_OLE):
        return next((kind for name, kind in _STREAMS if name.encode("utf-16-le") in data), "ole")
    return _by_signature(head) or _text_kind(head)


def _by_signature(head: bytes) -> str:
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12], "mp4")
    if head.startswith(b"RIFF"):
        return _RIFF.get(head[8:12], "binary")
    if b"%PDF-" in head[:1024] and not head.lstrip().startswith(b"<"):
        return "pdf"
    return next((kind for kind, marks in _SIGNATURES if head.startswith(marks)), "")


def _zip_kind(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = frozenset(archive.namelist())
            stated = archive.open("mimetype").read(100) if "mimetype" in names else b""
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError, EOFError, NotImplementedError, RuntimeError):
        return "zip"
    return _OPEN_DOCUMENTS.get(stated.strip()) or next((kind for kind, part in _PARTS if part in names), "zip")


def _text_kind(head: bytes) -> str:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "text"
    if len(head) - len(head.translate(None, _CONTROLS)) > len(head) // 200:
        return "binary"
    return next((kind for kind, mark in _MARKUP if mark.search(head[:1024])), "text")
