"""A DOCX file as paragraphs and grids: its zip and its main part, within bounds.

Read with lxml alone; python-docx keeps no bound on what it inflates and is ten times slower.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import Any

from lxml import etree

from gongkai.annualreport.document import Document
from gongkai.annualreport.sources.docx_body import Body
from gongkai.annualreport.sources.docx_disguises import rare_elements
from gongkai.annualreport.sources.docx_numbering import Numbering
from gongkai.annualreport.sources.docx_sight import Sight
from gongkai.annualreport.sources.docx_theme import Theme
from gongkai.annualreport.sources.limits import MAX_XML_BYTES, MAX_XML_TAGS, MAX_ZIP_MEMBERS
from gongkai.annualreport.unreadable import unreadable

_MAIN = "word/document.xml"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_TRANSITIONAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE_PART = re.compile(
    rb"""Type="[^"]*/officeDocument"[^>]*?Target="/?([^"]+)"|Target="/?([^"]+)"[^>]*?Type="[^"]*/officeDocument["]"""
)
_TITLE = re.compile(rb"<dc:title[^>]*>([^<]+)</dc:title>")
_HEAD = 65_536  # bytes of a small part that are looked at
_BROKEN_ZIP = (zipfile.BadZipFile, zlib.error, ValueError, OSError, EOFError, NotImplementedError)


def docx_document(data: bytes) -> Document:
    """Return the DOCX file as a document.

    Raises Unreadable: READ-ENCRYPTED, READ-DAMAGED, READ-TOO-LARGE. Nothing outside the
    file is fetched, no entity of the XML is expanded.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _document(archive)
    except _BROKEN_ZIP as error:
        raise unreadable("READ-DAMAGED", reason="zip_damaged") from error
    except RuntimeError as error:  # what zipfile says of a member with a password
        raise unreadable("READ-ENCRYPTED") from error


def _document(archive: zipfile.ZipFile) -> Document:
    names = set(archive.namelist())
    if len(names) != len(archive.namelist()):
        raise unreadable("READ-DAMAGED", reason="zip_damaged")  # two parts of one name: each reader would see another
    if len(names) > MAX_ZIP_MEMBERS:
        raise unreadable("READ-TOO-LARGE", limit="members", count=MAX_ZIP_MEMBERS)
    main = _main_part(archive, names)
    folder = main.rpartition("/")[0] + "/" if "/" in main else ""
    xml = inflated(archive, main)
    body = parsed(xml)
    lists, styles = (_optional(archive, names, folder + part) for part in ("numbering.xml", "styles.xml"))
    sight = Sight(styles, _theme(archive, names, folder))
    blocks = tuple(Body(Numbering(lists, styles), sight, rare_elements(xml, body)).blocks(body))
    remarks = ("READ-HIDDEN-TEXT",) if sight.hidden else ()
    return Document("docx", blocks, title=_title(archive, names), remarks=remarks)


def _main_part(archive: zipfile.ZipFile, names: set[str]) -> str:
    found = _OFFICE_PART.search(inflated(archive, "_rels/.rels")[:_HEAD]) if "_rels/.rels" in names else None
    main = (found[1] or found[2]).decode("utf-8", "replace") if found else ""
    if main in names:
        return main
    if _MAIN in names:
        return _MAIN
    raise unreadable("READ-DAMAGED", reason="no_document_part")


def inflated(archive: zipfile.ZipFile, name: str) -> bytes:
    """Return a member, read in bounded pieces: the size that the file declares is not believed."""
    with archive.open(name) as member:
        data = member.read(MAX_XML_BYTES + 1)
    if len(data) > MAX_XML_BYTES:
        raise unreadable("READ-TOO-LARGE", limit="inflated", megabytes=MAX_XML_BYTES >> 20)
    return data


def parsed(xml: bytes) -> Any:
    """Return the root element; raise Unreadable where the XML is broken or has too many elements."""
    if xml.count(b"<") > MAX_XML_TAGS:
        raise unreadable("READ-TOO-LARGE", limit="elements", count=MAX_XML_TAGS)
    if _STRICT in xml[:4096]:
        xml = xml.replace(_STRICT, _TRANSITIONAL)
    try:
        return etree.fromstring(xml, _parser())
    except etree.XMLSyntaxError as error:
        raise unreadable("READ-DAMAGED", reason="xml_damaged") from error


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )


def _optional(archive: zipfile.ZipFile, names: set[str], name: str) -> bytes:
    return inflated(archive, name) if name in names else b""


def _theme(archive: zipfile.ZipFile, names: set[str], folder: str) -> Theme:
    return Theme(*(_optional(archive, names, folder + part)[:_HEAD] for part in ("theme/theme1.xml", "settings.xml")))


def _title(archive: zipfile.ZipFile, names: set[str]) -> str:
    found = _TITLE.search(_optional(archive, names, "docProps/core.xml")[:_HEAD])
    if found is None:
        return ""
    return str(etree.fromstring(b"<t>" + found[1] + b"</t>", _parser()).text or "").strip()
