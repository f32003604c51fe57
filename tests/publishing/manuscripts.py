"""Word documents as offices write them, for the tests of reading and of drafting."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import docx
from docx.document import Document
from docx.oxml import parse_xml
from PIL import Image

from tests.proofing.madefiles import saved, with_parts

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NOTES = f"""<w:footnotes xmlns:w="{W}"><w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote>
<w:footnote w:id="2"><w:p><w:r><w:t>含配偶的公积金账户。</w:t></w:r></w:p></w:footnote></w:footnotes>"""
_COMMENTS = f"""<w:comments xmlns:w="{W}"><w:comment w:id="0"><w:p><w:r><w:t>这个数再核一下</w:t></w:r></w:p>
</w:comment></w:comments>"""


def a_notice() -> Document:
    """Return an official notice: red head, number, title of two lines, headings, a list, a table, date beneath."""
    made = docx.Document()
    made.core_properties.author = made.core_properties.last_modified_by = ""
    for line in (
        "平畅市住房公积金管理中心文件",
        "平公积金发［2026］ 5号",
        "关于调整住房公积金",
        "贷款额度的通知",
        "各缴存单位：",
        "经管委会研究决定，调整贷款额度。",
        "一、适用范围",
    ):
        made.add_paragraph(line)
    made.add_paragraph("在本市缴存的职工", style="List Bullet")
    made.add_paragraph("表1 贷款额度")
    made.add_paragraph("（单位：万元）")
    table = made.add_table(3, 3)
    for row, words in zip(
        table.rows, (("类别", "额度", ""), ("单缴存职工", "50", "40"), ("双缴存职工", "80", "70")), strict=True
    ):
        for cell, word in zip(row.cells, words, strict=True):
            cell.text = word
    table.cell(0, 1).merge(table.cell(0, 2))
    for line in ("本通知自2026年4月1日起施行。", "平畅市住房公积金管理中心", "2026年2月26日"):
        made.add_paragraph(line)
    return made


def with_picture(made: Document, *, words: str = "") -> Document:
    """Return the document with a picture at its end, and what it shows where `words` say so."""
    stream = io.BytesIO()
    Image.new("RGB", (32, 24), "navy").save(stream, "PNG")
    stream.seek(0)
    shape = made.add_picture(stream)
    shape._inline.docPr.set("descr", words)
    return made


def with_xml(made: Document, *paragraphs: str, at: int = 6) -> Document:
    """Return the document with paragraphs of this WordprocessingML put in."""
    spaces = (
        f'xmlns:w="{W}" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
        'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
        f'xmlns:r="{_REL}"'
    )
    for number, xml in enumerate(paragraphs):
        made.element.body.insert(at + number, parse_xml(f"<w:p {spaces}>{xml}</w:p>"))
    return made


def run(words: str, properties: str = "") -> str:
    """Return a run of text."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


CHANGED = f'{run("最高额度")}<w:del w:id="1" w:author="a"><w:r><w:delText>七十</w:delText></w:r></w:del>' + (
    f'<w:ins w:id="2" w:author="a">{run("八十")}</w:ins>{run("万元。")}'
)
NOTED = f'{run("家庭收入")}<w:r><w:footnoteReference w:id="2"/></w:r>{run("不低于标准。")}'


def with_notes_and_comments(made: Document) -> bytes:
    """Return the document, which refers to footnote 2, as bytes with its footnotes and a comment."""
    data = saved(made)
    types, relations = "[Content_Types].xml", "word/_rels/document.xml.rels"
    base = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    told = _part(data, types).replace(
        "</Types>", f'<Override PartName="/word/footnotes.xml" ContentType="{base}.footnotes+xml"/></Types>'
    )
    pointed = _part(data, relations).replace(
        "</Relationships>", f'<Relationship Id="rIdN" Type="{_REL}/footnotes" Target="footnotes.xml"/></Relationships>'
    )
    parts: dict[str, Any] = {types: told, relations: pointed}
    return with_parts(data, parts | {"word/footnotes.xml": _NOTES, "word/comments.xml": _COMMENTS})


def _part(data: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode()
