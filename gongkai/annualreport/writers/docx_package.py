"""The package of a Word document set as an official document is: GB/T 9704-2012 党政机关公文格式.

A4, type area 156 × 225 mm, 22 lines of 28 characters, fonts by name: 2号方正小标宋简体 for the title, 3号仿宋
for the text, 黑体 and 楷体 for headings. The package is written directly: its fixed parts are data.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import date
from functools import cache
from html import escape
from importlib.resources import files

_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PARTS = {  # name in the package: name of the data file
    "[Content_Types].xml": "content_types.xml",
    "_rels/.rels": "package_rels.xml",
    "word/_rels/document.xml.rels": "document_rels.xml",
    "word/styles.xml": "styles.xml",
    "word/settings.xml": "settings.xml",
    "word/fontTable.xml": "fontTable.xml",
    "word/footer1.xml": "footer1.xml",
    "word/footer2.xml": "footer2.xml",
}
_MADE = (1980, 1, 1, 0, 0, 0)  # the earliest time a zip file can name: the same report gives the same bytes
# Twentieths of a point: A4; 37 mm above, 28 mm at the left, 156 × 225 mm of type; the page number 7 mm below it.
_PAGE = (
    f'<w:sectPr xmlns:r="{_RELATIONS}">'
    '<w:footerReference w:type="default" r:id="rId4"/><w:footerReference w:type="even" r:id="rId5"/>'
    '<w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588" w:header="851" w:footer="1304" w:gutter="0"/>'
    '<w:cols w:space="425"/><w:docGrid w:type="lines" w:linePitch="560"/></w:sectPr>'
)


def package(body: str, *, title: str, creator: str, day: date | None) -> bytes:
    """Return a DOCX file of the elements of `body`, which says of itself what it is called, whose it is, made when."""
    document = f'{_HEAD}<w:document xmlns:w="{_MAIN}"><w:body>{body}{_PAGE}</w:body></w:document>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as parts:
        for name, data in _fixed_parts().items():
            parts.writestr(_member(name), data)
        parts.writestr(_member("docProps/core.xml"), _properties(title, creator, day))
        parts.writestr(_member("word/document.xml"), document.encode())
    return out.getvalue()


def _member(name: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, _MADE)
    member.compress_type = zipfile.ZIP_DEFLATED
    return member


@cache
def _fixed_parts() -> dict[str, bytes]:
    folder = files("gongkai.annualreport.writers").joinpath("data/docx")
    return {name: folder.joinpath(source).read_bytes() for name, source in _PARTS.items()}


def _properties(title: str, creator: str, day: date | None) -> bytes:
    """Return the document's own title and publisher, and the day it was made."""
    return (
        f"{_HEAD}<cp:coreProperties"
        ' xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(title)}</dc:title><dc:creator>{escape(creator)}</dc:creator>"
        f"<dc:language>zh-CN</dc:language>{_made_on(day) if day else ''}</cp:coreProperties>"
    ).encode()


def _made_on(day: date) -> str:
    return f'<dcterms:created xsi:type="dcterms:W3CDTF">{day.isoformat()}T00:00:00Z</dcterms:created>'


def paragraph(style: str, runs: Sequence[str]) -> str:
    """Return a paragraph in a style of styles.xml, of the text where empty."""
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}{''.join(runs)}</w:p>"


def run(content: str, style: str = "") -> str:
    """Return a run, in a style of characters."""
    properties = f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>' if style else ""
    return f"<w:r>{properties}{content}</w:r>"


def words(text: str) -> str:
    """Return the words of a run."""
    return f'<w:t xml:space="preserve">{escape(text)}</w:t>'


def lines(texts: Sequence[str]) -> str:
    """Return several lines of one run."""
    return "<w:br/>".join(map(words, texts))
