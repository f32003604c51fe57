"""Word documents: merged cells by gridSpan and vMerge, headings typed or numbered by Word itself."""

from __future__ import annotations

from io import BytesIO
from random import Random
from xml.sax.saxutils import escape

import docx
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from tests.annualreport.manners import layout, prose
from tests.annualreport.manners.layout import Span, Table
from tests.annualreport.manners.paper import Paper

_HEADING = 77  # number of the list that Word numbers 一、 二、 三、
_ITEM = 78  # number of the list that Word numbers 1. 2. 3.
_ENUMERATORS = "一二三四五六"


def _runs(text: str, rng: Random) -> str:
    cut = rng.randint(0, len(text)) if rng.random() < 0.4 else len(text)
    pieces = [escape(piece) for piece in (text[:cut], text[cut:]) if piece]
    return "".join(f'<w:r><w:t xml:space="preserve">{piece}</w:t></w:r>' for piece in pieces)


def _revised(text: str, rng: Random) -> str:
    """Return a figure that was corrected with changes tracked: the old one is struck out, not gone."""
    old = f'<w:del w:id="1" w:author="a"><w:r><w:delText>{rng.randint(70000, 99999)}</w:delText></w:r></w:del>'
    return f'{old}<w:ins w:id="2" w:author="a">{_runs(text, rng)}</w:ins>'


def _cell(span: Span | None, width: int, merge: str, habits: frozenset[str], rng: Random) -> str:
    grid = f'<w:gridSpan w:val="{width}"/>' if width > 1 else ""
    vertical = {"": "", "restart": '<w:vMerge w:val="restart"/>', "continue": "<w:vMerge/>"}[merge]
    text = span.text if span else ""
    revised = "tracked" in habits and span is not None and span.cell is not None and text and rng.random() < 0.1
    runs = _revised(text, rng) if revised else _runs(text, rng)
    return f'<w:tc><w:tcPr><w:tcW w:w="0" w:type="auto"/>{grid}{vertical}</w:tcPr><w:p>{runs}</w:p></w:tc>'


def _row(at: int, table: list[list[Span | None]], spans: Table, habits: frozenset[str], rng: Random) -> str:
    """Return one row: the cells that begin in it and the continuations of cells from above."""
    owners = _owners(spans)
    cells, column = [], 0
    while column < len(table[at]):
        owner, begins_at = owners[at, column]
        merge = "" if owner.rows == 1 else "restart" if begins_at == at else "continue"
        cells.append(_cell(owner if begins_at == at else None, owner.cols, merge, habits, rng))
        column += owner.cols
    return "<w:tr>" + "".join(cells) + "</w:tr>"


def _owners(spans: Table) -> dict[tuple[int, int], tuple[Span, int]]:
    """Return which span owns each grid square, and the row in which it begins."""
    owners: dict[tuple[int, int], tuple[Span, int]] = {}
    for at, row in enumerate(spans):
        column = 0
        for span in row:
            while (at, column) in owners:
                column += 1
            for r in range(span.rows):
                owners |= {(at + r, column + c): (span, at) for c in range(span.cols)}
    return owners


def table_xml(spans: Table, habits: frozenset[str], rng: Random) -> str:
    """Return one table as WordprocessingML."""
    grid = layout.expanded(spans)
    columns = "".join("<w:gridCol/>" for _ in range(max(map(len, grid))))
    rows = "".join(_row(at, grid, spans, habits, rng) for at in range(len(grid)))
    return f"<w:tbl {nsdecls('w')}><w:tblPr/><w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"


def _numbering(document: Document) -> None:
    """Add the lists that Word counts by itself."""
    part = document.part.numbering_part.element
    formats = ((_HEADING, "chineseCounting", "%1、"), (_ITEM, "decimal", "%1."))
    for number, style, text in formats:
        level = f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{style}"/><w:lvlText w:val="{text}"/></w:lvl>'
        part.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}">{level}</w:abstractNum>'))
        part.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'))


def _heading(document: Document, text: str, automatic: bool) -> None:
    if not automatic or not text or text[0] not in _ENUMERATORS:
        document.add_paragraph(text)
        return
    paragraph = document.add_paragraph(text.split("、", 1)[-1])
    numbered = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="0"/><w:numId w:val="{_HEADING}"/></w:numPr>'
    paragraph._p.get_or_add_pPr().append(parse_xml(numbered))


def _append(document: Document, spans: Table, habits: frozenset[str], rng: Random) -> None:
    document.add_paragraph("")
    document.element.body.insert(-1, parse_xml(table_xml(spans, habits, rng)))


def _render(paper: Paper, rng: Random, habits: frozenset[str]) -> bytes:
    document = docx.Document()
    _numbering(document)
    for line in (*paper.title, paper.dateline, paper.preamble):
        document.add_paragraph(line)
    beside = prose.asides(paper.truth, rng) if rng.random() < 0.5 else {}
    for section in paper.truth.form.sections:
        _heading(document, paper.headings.get(section.id, ""), "automatic" in habits)
        for text in (*paper.texts[section.id], beside.get(section.id, "")):
            document.add_paragraph(text)
        for spans in layout.section_tables(paper.blocks_of(section.id), "repeat_groups" in paper.habits):
            _append(document, spans, habits, rng)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def typed(paper: Paper, rng: Random) -> bytes:
    """Render with the headings' numbers typed."""
    return _render(paper, rng, frozenset())


def automatic(paper: Paper, rng: Random) -> bytes:
    """Render with the headings numbered by Word, so that 一、 is nowhere in the text."""
    return _render(paper, rng, frozenset({"automatic"}))


def tracked(paper: Paper, rng: Random) -> bytes:
    """Render with some figures corrected under tracked changes."""
    return _render(paper, rng, frozenset({"tracked"}))
