"""Office files, pictures and PDFs as people make them, for the inspection to look into."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from ctypes import byref

import docx
import pypdfium2
import pypdfium2.raw as pdfium
import typst
import xlsxwriter
from docx.document import Document
from PIL import ExifTags, Image

ID = "11010519491231002X"  # the example of GB 11643
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_P = "http://schemas.openxmlformats.org/presentationml/2006/main"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"


def document(*paragraphs: str) -> Document:
    """Return a Word document whose properties name nobody."""
    made = docx.Document()
    made.core_properties.author = made.core_properties.last_modified_by = ""
    for words in paragraphs:
        made.add_paragraph(words)
    return made


def saved(made: Document) -> bytes:
    """Return a Word document as bytes."""
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def with_run(made: Document, xml: str) -> Document:
    """Return the document with one more paragraph of this WordprocessingML."""
    paragraph = docx.oxml.parse_xml(f'<w:p xmlns:w="{_W}">{xml}</w:p>')
    made.element.body.insert(0, paragraph)
    return made


def with_parts(data: bytes, parts: Mapping[str, str | bytes]) -> bytes:
    """Return a zip with these parts put into it, or in place of its own."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return stream.getvalue()


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """Return a zip of these parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


class Workbook:
    """A workbook being made: sheets of rows, with what is hidden in them."""

    def __init__(self) -> None:
        self._stream = io.BytesIO()
        self.book = xlsxwriter.Workbook(self._stream, {"in_memory": True})

    def sheet(self, name: str, *rows: tuple[str | int, ...]) -> xlsxwriter.worksheet.Worksheet:
        """Return a new sheet with these rows."""
        made = self.book.add_worksheet(name)
        for number, row in enumerate(rows):
            made.write_row(number, 0, row)
        return made

    def saved(self) -> bytes:
        """Return the workbook as bytes."""
        self.book.close()
        return self._stream.getvalue()


def _shape(lines: tuple[str, ...]) -> str:
    paragraphs = "".join(f"<a:p><a:r><a:t>{line}</a:t></a:r></a:p>" for line in lines)
    return f'<p:cSld xmlns:a="{_A}"><p:spTree><p:sp><p:txBody>{paragraphs}</p:txBody></p:sp></p:spTree></p:cSld>'


def slide(*lines: str, hidden: bool = False) -> str:
    """Return the XML of a slide."""
    return f'<p:sld xmlns:p="{_P}"{" show=" + chr(34) + "0" + chr(34) if hidden else ""}>{_shape(lines)}</p:sld>'


def notes(*lines: str) -> str:
    """Return the XML of a slide's notes."""
    return f'<p:notes xmlns:p="{_P}">{_shape(lines)}</p:notes>'


def presentation(parts: Mapping[str, str]) -> bytes:
    """Return a presentation with these parts under ``ppt/``."""
    return zipped(
        {"ppt/presentation.xml": f'<p:presentation xmlns:p="{_P}"/>'}
        | {f"ppt/{name}": content for name, content in parts.items()}
    )


def photograph(kind: str = "JPEG", *, located: bool = False, device: str = "", taken: str = "") -> bytes:
    """Return a small picture that says of itself what is given."""
    said = Image.Exif()
    if device:
        said[ExifTags.Base.Model] = device
    if taken:
        said.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = taken
    if located:
        position = said.get_ifd(ExifTags.IFD.GPSInfo)
        position |= {1: "N", 2: (39.0, 1.0, 12.5), 3: "E", 4: (106.0, 22.0, 30.0)}
        said[ExifTags.IFD.GPSInfo] = position
    stream = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(stream, kind, exif=said)
    return stream.getvalue()


def pdf(body: str, *, author: str = "") -> bytes:
    """Return a PDF of a body in typst's own markup."""
    named = f'#set document(author: "{author}")\n' if author else ""
    return typst.compile(f"{named}#set page(width: 12cm, height: 8cm)\n{body}".encode())


def with_remark(data: bytes) -> bytes:
    """Return the PDF with a highlight that somebody put on its first page."""
    made = pypdfium2.PdfDocument(data)
    page = made[0]
    remark = pdfium.FPDFPage_CreateAnnot(page, pdfium.FPDF_ANNOT_HIGHLIGHT)
    pdfium.FPDFAnnot_SetRect(remark, byref(pdfium.FS_RECTF(20, 100, 100, 80)))
    pdfium.FPDFPage_CloseAnnot(remark)
    stream = io.BytesIO()
    made.save(stream)
    made.close()
    return stream.getvalue()


def plain_pdf(words: str, *, field: str = "", subject: str = "") -> bytes:
    """Return a PDF of one page as simple editors write it, with a form's field filled in and a subject as given."""
    widget = f"<</Type/Annot/Subtype/Widget/FT/Tx/T(a)/V({field})/Rect[10 10 200 30]/P 3 0 R>>"
    objects = [
        "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[6 0 R]>>>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 400]/Resources<</Font<</F 5 0 R>>>>/Contents 4 0 R/Annots[6 0 R]>>",
        _drawn(words),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        widget,
        f"<</Subject({subject})>>",
    ]
    data, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n{one}\nendobj\n".encode()
    rows = "".join(f"{place:010d} 00000 n \n" for place in places)
    return data + _ended(f"0 {len(objects) + 1}\n0000000000 65535 f \n{rows}", len(data), "")


def saved_again(data: bytes, words: str) -> bytes:
    """Return a `plain_pdf` as an editor saves it that appends its changes: the page shows other words now."""
    before = data.rpartition(b"startxref\n")[2].partition(b"\n")[0].decode()
    added = f"4 0 obj\n{_drawn(words)}\nendobj\n".encode()
    table = _ended(f"4 1\n{len(data):010d} 00000 n \n", len(data + added), f"/Prev {before}")
    return data + added + table


def _drawn(words: str) -> str:
    content = f"BT /F 12 Tf 50 300 Td ({words}) Tj ET"
    return f"<</Length {len(content)}>>\nstream\n{content}\nendstream"


def _ended(rows: str, place: int, more: str) -> bytes:
    return f"xref\n{rows}trailer\n<</Size 8/Root 1 0 R/Info 7 0 R{more}>>\nstartxref\n{place}\n%%EOF\n".encode()
