"""Where in a document the statutory tables stand and where the text of each section.

The whole document becomes one text with marks where its grids stood; headings divide it,
and stretches that hold a table without grid are taken out as records.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from gongkai.annualreport.captions import lines_above, with_unit
from gongkai.annualreport.document import ILLEGIBLE, Document, Grid, Paragraph, Slot, Stream
from gongkai.annualreport.folding import Folded
from gongkai.annualreport.grid_records import records_of_grid
from gongkai.annualreport.labels import is_form_words, match_row
from gongkai.annualreport.model import Section
from gongkai.annualreport.numbers import Kind, is_page_number, understand
from gongkai.annualreport.outline import Heading, headings
from gongkai.annualreport.records import Record, cut_off, records_of_text

_GRID = "\ue000"  # stands in the text where a statutory grid stood
_PICTURE = "\ue001"  # stands in the text where a picture stood
_MARKS = re.compile(f"{_GRID}\\d+{_GRID}|{_PICTURE}")
_LONGEST_LABEL = 60  # characters
_MAY_HEAD = re.compile("[情问事概][况況题題项項]|问题|問題|不足|困难|概")


@dataclass(slots=True)
class Layout:
    """A document taken apart: records of tables, sections of text, what came before them.

    `ends_in_table`: nothing follows the last table. `loose`: text stands by its place on a
    page (PDF without rulings, recognised pictures), so cells may have come apart. `captions`
    are (section id, words) of what stands right above each table, its section's heading included.
    """

    records: list[Record] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    preamble: str = ""
    pictures: dict[str, int] = field(default_factory=dict)
    grids: int = 0
    ends_in_table: bool = False
    loose: bool = False
    captions: list[tuple[str, str]] = field(default_factory=list)


_ANCHORS = re.compile(  # what only a table says; searched in text folded over cell borders
    "|".join(
        (
            r"第二十条第?[(（]?一[)）]?项信息内容",
            r"信息内容(?:本年|上一?年|采购)",
            r"(?:[（(]?本列数据的勾稽关系|申请人情况)[^。\d]{0,160}?自然人[^。，；、\d]{0,60}?(?:商业|科研机构|社会公益|法律服务)",
            r"自然人[^。，；、\d]{0,40}?(?:商业性?企业|科研机构|社会公益|法律服务)",
            r"[一1][、.]本年度?新收[^。，；]{0,16}?\d",
            r"(?:行政法?复议(?:情况)?行政诉讼(?:情况)?)?(?:未经复议[^。，\d]{0,8}复议后起诉的?)?"
            + "(?:结果维持|维持结果|结果纠正|其他结果|尚未审结|总计)" * 3,
        )
    )
)
_SENTENCE_LINE = re.compile(r"^[^\n|｜│]{0,280}[\u4e00-\u9fff][^\n|｜│]{12,280}[。；;][^\n|]*$", re.MULTILINE)


def lay_out(document: Document) -> Layout:
    """Return the document's records and texts, in reading order."""
    layout = Layout(loose=document.kind in ("pdf", "ocr"))
    grids: dict[int, list[Record]] = {}
    text, lines = _flatten(document, grids, layout)
    found = headings(text)
    layout.preamble = _narrative(text[: found[0].start if found else len(text)], 0, text, lines, grids, layout)
    for index, heading in enumerate(found):
        end = found[index + 1].start if index + 1 < len(found) else len(text)
        layout.pictures[heading.section] = text.count(_PICTURE, heading.end, end)
        known = len(layout.captions)
        body = _narrative(text[heading.end : end], heading.end, text, lines, grids, layout)
        captions = (caption for _, caption in layout.captions[known:])
        layout.captions[known:] = [(heading.section, caption) for caption in (heading.title, *captions)]
        layout.sections.append(_section(heading, body))
    if document.cut and layout.ends_in_table and layout.records:
        layout.records[-1] = cut_off(layout.records[-1])
    return layout


def _section(heading: Heading, body: str) -> Section:
    return Section(heading.section, heading.title, body.lstrip(" \t。：:").strip())


# -- one text --------------------------------------------------------------------------------------


def _flatten(document: Document, grids: dict[int, list[Record]], layout: Layout) -> tuple[str, list[tuple[int, int]]]:
    """Return the document as one text, and (offset, source line) pairs to find lines again."""
    parts: list[str] = []
    lines: list[tuple[int, int]] = []
    offset = 0
    for block in document.blocks:
        if isinstance(block, Grid):
            words = _of_grid(block, grids, layout)
        else:
            lines.append((offset, block.line))
            words = _of_text(block)
        if words:
            parts.append(words)
            offset += len(words) + 1
    return "\n".join(parts), lines


def _of_text(block: Paragraph | Stream) -> str:
    words = "" if is_page_number(block.text) else block.text
    return words + (_PICTURE if isinstance(block, Paragraph) and block.picture else "")


def _of_grid(grid: Grid, grids: dict[int, list[Record]], layout: Layout) -> str:
    """Return what stands in the text for a grid: a mark for a statutory one, its words for another."""
    layout.grids += 1
    if not _is_statutory(grid):
        return "\n".join(_words_of_row(row.slots) for row in grid.rows)
    words: list[str] = []
    start = 0
    for index, row in enumerate(grid.rows):
        only = [slot for slot in row.slots if slot.text.strip()]
        if len(only) == 1 and _is_text(only[0].text):
            words.append(_keep(grid, start, index, grids, layout))
            words.append(only[0].text)
            start = index + 1
    words.append(_keep(grid, start, len(grid.rows), grids, layout))
    return "\n".join(filter(None, words))


def _keep(grid: Grid, start: int, end: int, grids: dict[int, list[Record]], layout: Layout) -> str:
    """Set rows `start` to `end` of a grid aside and return the mark that stands for them."""
    if start == end:
        return ""
    key = len(grids) + 1
    part = Grid(grid.rows[start:end], grid.geometric)
    grids[key] = list(records_of_grid(part, layout.grids, start + 1))
    return f"{_GRID}{key}{_GRID}"


def _is_text(text: str) -> bool:
    """Tell whether a cell that fills its row is a section's heading or its text."""
    if len(text) > _LONGEST_LABEL:
        return "。" in text
    return _MAY_HEAD.search(text) is not None and bool(headings(text))


def _words_of_row(slots: tuple[Slot, ...]) -> str:
    pictures = _PICTURE if any(slot.picture for slot in slots) else ""
    return " ".join(slot.text for slot in slots if slot.text.strip()).replace(ILLEGIBLE, "") + pictures


def _is_statutory(grid: Grid) -> bool:
    """Tell whether a grid has anything of a statutory table: a row's label, a caption, the heads of disputes."""
    for row in grid.rows:
        for slot in row.slots:
            words = slot.text
            if words and len(words) < 60 and (match_row(words) or _HEADS.search(words)):
                return True
    return _is_bare_disputes(grid)


_HEADS = re.compile(
    r"第\s*二十条第?\s*[（(]|信息内容|申请人情况|勾稽关系|(?:结\s*果\s*维\s*持|果\s*维\s*持)|复议后起诉|商\s*业\s*企\s*业"
)


def _is_bare_disputes(grid: Grid) -> bool:
    """Tell whether a grid is the number row of the disputes table, parted from its head by a page."""
    return any(
        len(row.slots) == 15 and all(understand(slot.text).kind in (Kind.NUMBER, Kind.BLANK) for slot in row.slots)
        for row in grid.rows
    )


# -- tables in the text ----------------------------------------------------------------------------


def _narrative(
    body: str, offset: int, text: str, lines: list[tuple[int, int]], grids: dict[int, list[Record]], layout: Layout
) -> str:
    """Move the tables of a section's text to the records; return the text that is left."""
    left: list[str] = []
    place = 0
    for start, end, mark in _tables_in(body):
        left.append(body[place:start])
        place = end
        layout.ends_in_table = not text[offset + end :].strip()
        above = lines_above(body[:start])
        if mark:
            _take(grids[mark], above, layout)
            continue
        line = _line_at(lines, offset + start)
        records = records_of_text(body[start:end], line, last=layout.ends_in_table, loose=layout.loose)
        if records and not records[-1].values:
            left.append("\n".join(records.pop().texts))
        _take(records, above, layout)
    left.append(body[place:])
    kept = "\n".join(part.replace(_PICTURE, "") for part in left).split("\n")
    return "\n".join(line for line in kept if line.strip(" |｜│\t") and not is_form_words(line))


def _take(records: Iterable[Record], above: Sequence[str], layout: Layout) -> None:
    """Add a table's records, with the unit that stands above it, and note its captions."""
    found = list(with_unit(records, above))
    inside = ("".join(record.texts) for record in found if len(record.pieces) == 1 and not record.values)
    layout.captions.extend(("", caption) for caption in (*above, *inside))
    layout.records.extend(found)


def _tables_in(body: str) -> Iterator[tuple[int, int, int]]:
    """Yield (start, end, grid key) of each table in a text; key 0 is a table without grid."""
    marks = [(found.start(), found.end(), _key(found)) for found in _MARKS.finditer(body)]
    bounds = [start for start, _, _ in marks] + [len(body)]
    place = 0
    for index, bound in enumerate(bounds):
        yield from _loose_tables(body, place, bound)
        if index < len(marks):
            if marks[index][2]:
                yield marks[index]
            place = marks[index][1]


def _key(found: re.Match[str]) -> int:
    return int(found[0].strip(_GRID)) if found[0] != _PICTURE else 0


def _loose_tables(body: str, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    folded = Folded(body[start:end], borders=False)
    place = start
    for anchor in _ANCHORS.finditer(folded.text):
        first, last = start + folded.start(anchor.start()), start + folded.end(anchor.end())
        if first < place:
            continue
        sentence = _SENTENCE_LINE.search(body, last, end)
        place = sentence.start() if sentence else end
        yield first, place, 0


def _line_at(lines: list[tuple[int, int]], offset: int) -> int:
    known = [line for start, line in lines if start <= offset]
    return known[-1] if known else 0
