"""What of PDF/A-2b (ISO 19005-2) can be seen without a validator: the rules an archive refuses files by."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pdfplumber
from pdfplumber.utils import resolve

_FORBIDDEN_KEYS = ("AA", "JS", "JavaScript", "XFA", "EmbeddedFiles", "TR", "Alternates", "OPI", "PS")
_FORBIDDEN_ACTIONS = ("Launch", "JavaScript", "Sound", "Movie", "ResetForm", "ImportData", "Hide", "SetOCGState")
_XMP = re.compile(rb"<pdfaid:part>2</pdfaid:part>\s*<pdfaid:conformance>B</pdfaid:conformance>")


def faults(data: bytes) -> list[str]:
    """Return what keeps a file from being PDF/A-2b, as far as can be seen; nothing where nothing is."""
    with pdfplumber.open(BytesIO(data)) as pdf:
        return [*_of_file(data, pdf.doc), *_of_catalogue(pdf.doc), *_of_objects(pdf.doc)]


def _of_file(data: bytes, document: Any) -> Iterator[str]:
    head, comment = data.split(b"\n", 2)[:2]
    if not re.fullmatch(rb"%PDF-1\.[0-7]\r?", head):
        yield "6.1.2 header"
    if not re.match(rb"%[\x80-\xff]{4}", comment):
        yield "6.1.2 comment of bytes above 127"
    trailer = document.xrefs[0].get_trailer()
    if len(resolve(trailer.get("ID")) or ()) != 2:
        yield "6.1.3 ID in the trailer"
    if any("Encrypt" in xref.get_trailer() for xref in document.xrefs):
        yield "6.1.3 encryption"


def _of_catalogue(document: Any) -> Iterator[str]:
    metadata = resolve(document.catalog.get("Metadata"))
    if not _is_stream(metadata) or metadata.get_filters():
        yield "6.6.2 metadata as a plain stream"
        return
    words = metadata.get_data()
    if not _XMP.search(words):
        yield "6.6.4 part and conformance"
    yield from _disagreements(document, words.decode("utf-8"))
    intents = [resolve(intent) for intent in resolve(document.catalog.get("OutputIntents")) or ()]
    if not any(_is_profiled(intent) for intent in intents):
        yield "6.2.3 output intent with a profile"
    if "OpenAction" in document.catalog and not isinstance(resolve(document.catalog["OpenAction"]), list):
        yield "6.5.1 action on opening"


def _disagreements(document: Any, xmp: str) -> Iterator[str]:
    """Yield what the file's old list of properties says otherwise than its metadata."""
    for info in document.info:
        for key, element in (("Title", "dc:title"), ("Author", "dc:creator")):
            told = re.search(rf"<{element}>.*?<rdf:li[^>]*>([^<]*)<", xmp, re.S)
            if key in info and (told is None or _text(resolve(info[key])) != told[1]):
                yield f"6.6.3 {key}"


def _text(value: bytes) -> str:
    return value[2:].decode("utf-16-be") if value.startswith(b"\xfe\xff") else value.decode("latin-1")


def _is_profiled(intent: dict[str, Any]) -> bool:
    profile = resolve(intent.get("DestOutputProfile"))
    return _name(intent.get("S")) == "GTS_PDFA1" and _is_stream(profile) and profile.get_data()[36:40] == b"acsp"


def _name(value: Any) -> str:
    return str(getattr(value, "name", ""))


def _is_stream(value: Any) -> bool:
    return hasattr(value, "get_data")


# -- every object ----------------------------------------------------------------------------------


def _of_objects(document: Any) -> Iterator[str]:
    for number in {number for xref in document.xrefs for number in xref.get_objids()}:
        for part in _parts(document.getobj(number)):
            yield from (f"6.5 {key}" for key in _FORBIDDEN_KEYS if key in part)
            if _name(part.get("S")) in _FORBIDDEN_ACTIONS:
                yield f"6.5.1 action {_name(part['S'])}"
            if _name(part.get("Filter")) in ("LZWDecode", "Crypt"):
                yield "6.1.7 filter"
            if part.get("Interpolate") is True:
                yield "6.2.8 interpolated picture"
            if _name(part.get("Type")) == "Font" and not _is_embedded(part):
                yield f"6.2.11 font {_name(part.get('BaseFont'))} is not in the file"


def _parts(value: Any) -> Iterator[dict[str, Any]]:
    """Yield every dictionary in an object; what it refers to is met as an object of its own."""
    if _is_stream(value):
        yield value.attrs
        value = list(value.attrs.values())
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from _parts(one)


def _is_embedded(font: dict[str, Any]) -> bool:
    if _name(font.get("Subtype")) == "Type0":
        return all(_is_embedded(resolve(one)) for one in resolve(font["DescendantFonts"]))
    described = resolve(font.get("FontDescriptor")) or {}
    return _name(font.get("Subtype")) == "Type3" or any(f"FontFile{kind}" in described for kind in ("", "2", "3"))
