"""The body of a Word document as blocks: what a reader of the printed page would see.

Insertions stay, deletions go; hidden text, field codes and the pinyin over characters go;
of two renderings of a drawing one is taken. A table that holds tables lays out the page:
its cells are read one after another, the tables inside are the grids.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from gongkai.annualreport.document import Block, Grid, GridRow, Paragraph, Slot
from gongkai.annualreport.sources.docx_numbering import VAL, Numbering, W
from gongkai.annualreport.sources.limits import MAX_SPAN, MAX_TABLE_NESTING, check_cells
from gongkai.annualreport.unreadable import unreadable

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_PICTURES = (
    "{http://schemas.openxmlformats.org/drawingml/2006/main}blip",
    "{urn:schemas-microsoft-com:vml}imagedata",
    "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart",
)
_WRAPPERS = frozenset(
    W + name
    for name in "ins moveTo hyperlink smartTag sdt sdtContent customXml fldSimple dir bdo ruby rubyBase".split()
)
_DRAWINGS = frozenset((W + "drawing", W + "pict", W + "object"))
_MARKS = {W + "tab": "\t", W + "ptab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-"}
_OFF = ("0", "false", "off", "none")
_FEW_CELLS = 8  # a table with fewer filled cells beside its inner tables lays out a page
_P, _PPR, _R, _RPR, _T, _TBL, _TR, _TC = (W + name for name in ("p", "pPr", "r", "rPr", "t", "tbl", "tr", "tc"))
_TR_PR, _TC_PR, _SPAN, _VERTICAL, _HORIZONTAL = (W + name for name in ("trPr", "tcPr", "gridSpan", "vMerge", "hMerge"))
_ALTERNATIVE, _TEXTBOX = _MC + "AlternateContent", W + "txbxContent"


class Body:
    """Reads the body of one document; keeps the count of cells and of automatic numbers."""

    def __init__(self, numbering: Numbering) -> None:
        self._numbering = numbering
        self._cells = 0

    def blocks(self, root: Any) -> Iterator[Block]:
        """Yield the blocks of the document element, in reading order."""
        body = root.find(W + "body")
        return self._blocks(body if body is not None else root, 0)

    def _blocks(self, parent: Any, depth: int) -> Iterator[Block]:
        if depth > MAX_TABLE_NESTING:
            raise unreadable("READ-TOO-LARGE", limit="depth")
        for child in _seen(parent):
            if child.tag == _P:
                yield from self._paragraph(child, depth)
            elif child.tag == _TBL:
                yield from self._table(child, depth)

    def _paragraph(self, paragraph: Any, depth: int) -> Iterator[Block]:
        line = _Line()
        line.take(paragraph)
        text = self._number(line) + line.text()
        for part in text.split("\n"):
            if part.strip():
                yield Paragraph(part)
        if line.picture:
            yield Paragraph("", picture=True)
        for box in line.boxes:
            yield from self._blocks(box, depth + 1)

    def _number(self, line: _Line) -> str:
        """Return the automatic number; an empty paragraph is counted but shows none."""
        number = self._numbering.prefix(line.properties) if line.properties is not None else ""
        return number if number and line.text().strip() else ""

    def _table(self, table: Any, depth: int) -> Iterator[Block]:
        if len(list(islice(table.iter(_TBL), 2))) > 1 and _lays_out(table):
            for row in _rows(table):
                for cell in _cells(row):
                    yield from self._blocks(cell, depth + 1)
            return
        if depth >= MAX_TABLE_NESTING:
            raise unreadable("READ-TOO-LARGE", limit="depth")
        yield self._grid(table)

    def _grid(self, table: Any) -> Grid:
        rows = []
        hanging: set[int] = set()  # grid columns over which a merged cell may continue
        for row in _rows(table):
            slots, covered, hanging = self._row(row, hanging)
            self._cells += len(slots) + len(covered)
            check_cells(self._cells)
            rows.append(GridRow(tuple(slots), tuple(covered)))
        return Grid(tuple(rows))

    def _row(self, row: Any, hanging: set[int]) -> tuple[list[Slot], list[int], set[int]]:
        column = _grid_before(row)
        slots: list[Slot] = []
        covered: list[int] = []
        still: set[int] = set()
        for cell in _cells(row):
            width, merge, continues = _spans(cell)
            columns = range(column, column + width)
            column += width
            if continues and slots:
                slots[-1] = slots[-1]._replace(width=slots[-1].width + width)
                continue
            if merge:
                still.update(columns)
            if merge == "continue" and columns[0] in hanging:
                covered.extend(columns)
            else:
                slots.append(self._slot(cell, columns))
        return slots, covered, still

    def _slot(self, cell: Any, columns: range) -> Slot:
        lines: list[str] = []
        picture = False
        for paragraph in _all_paragraphs(cell):
            line = _Line()
            line.take(paragraph)
            for box in line.boxes:
                for inner in box.iter(_P):
                    line.take(inner)
            lines.append(self._number(line) + line.text())
            picture = picture or line.picture
        return Slot("\n".join(lines).strip("\n"), columns[0], len(columns), picture)


class _Line:
    """Gathers what one paragraph shows: its text, whether it holds a picture, its text boxes."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.properties: Any = None
        self.picture = False
        self.boxes: list[Any] = []

    def text(self) -> str:
        """Return what was gathered so far."""
        return "".join(self.parts)

    def take(self, paragraph: Any) -> None:
        """Gather what an element shows, through the wrappers around its runs."""
        for child in paragraph:
            tag = child.tag
            if tag == _R:
                self._run(child)
            elif tag == _PPR:
                self.properties = child
            elif tag in _WRAPPERS:
                self.take(child)
            elif tag == _ALTERNATIVE:
                self._alternative(child)
            elif isinstance(tag, str) and tag.startswith(_MATH):
                self.parts.extend(text.text or "" for text in child.iter(_MATH + "t"))

    def _run(self, run: Any) -> None:
        for child in run:
            tag = child.tag
            if tag == _T:
                self.parts.append(child.text or "")
            elif tag in _MARKS:
                self.parts.append(_MARKS[tag])
            elif tag == _RPR:
                if _is_hidden(child):
                    return
            else:
                self._rare(child, tag)

    def _rare(self, child: Any, tag: str) -> None:
        if tag in _DRAWINGS:
            self._drawing(child)
        elif tag == _ALTERNATIVE:
            self._alternative(child)
        elif tag == W + "sym":
            self.parts.append(_symbol(child.get(W + "char", "")))
        elif tag in _WRAPPERS:
            self.take(child)

    def _alternative(self, alternative: Any) -> None:
        """Take the first choice, or the fallback where there is none: both show the same."""
        choice = alternative.find(_MC + "Choice")
        branch = choice if choice is not None else alternative.find(_MC + "Fallback")
        if branch is not None:
            self._run(branch)
            self.take(branch)

    def _drawing(self, drawing: Any) -> None:
        self.picture = self.picture or next(drawing.iter(*_PICTURES), None) is not None
        for box in drawing.iter(_TEXTBOX):
            inside_fallback = next(box.iterancestors(_MC + "Fallback"), None) is not None
            inside_box = next(box.iterancestors(_TEXTBOX), None) is not None
            if not inside_fallback and not inside_box:
                self.boxes.append(box)


def _seen(parent: Any) -> Iterator[Any]:
    """Yield the paragraphs and tables of a container, through the wrappers that show nothing."""
    for child in parent:
        if child.tag in (_P, _TBL):
            yield child
        elif child.tag in _WRAPPERS:
            yield from _seen(child)
        elif child.tag == _ALTERNATIVE:
            choice = child.find(_MC + "Choice")
            yield from _seen(choice if choice is not None else child)


def _rows(table: Any) -> Iterator[Any]:
    for child in table:
        if child.tag == _TR:
            if all(child.find(f"{W}trPr/{W}{mark}") is None for mark in ("del", "hidden")):
                yield child
        elif child.tag in _WRAPPERS:
            yield from _rows(child)


def _cells(row: Any) -> Iterator[Any]:
    for child in row:
        if child.tag == _TC:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _cells(child)


def _all_paragraphs(cell: Any) -> Iterator[Any]:
    """Yield the paragraphs of a cell, those of a small table inside it too."""
    for child in _seen(cell):
        if child.tag == _P:
            yield child
        else:
            for row in _rows(child):
                for inner in _cells(row):
                    yield from _all_paragraphs(inner)


def _lays_out(table: Any) -> bool:
    """Tell a table that only places other tables on the page from one that has figures itself."""
    plain = 0
    for row in _rows(table):
        for cell in _cells(row):
            if next(cell.iter(_TBL), None) is None and any(text.text for text in cell.iter(_T)):
                plain += 1
    return plain < _FEW_CELLS


def _grid_before(row: Any) -> int:
    skipped = row.find(f"{W}trPr/{W}gridBefore")
    return _number_in(skipped, 0) if skipped is not None else 0


def _spans(cell: Any) -> tuple[int, str, bool]:
    """Return a cell's width in grid columns, its vertical merge, and whether it continues the cell to its left.

    The vertical merge is ``restart``, ``continue`` or empty.
    """
    width, merge, continues = 1, "", False
    first = next(iter(cell), None)
    for mark in first if first is not None and first.tag == _TC_PR else ():
        if mark.tag == _SPAN:
            width = max(_number_in(mark, 1), 1)
        elif mark.tag == _VERTICAL:
            merge = mark.get(VAL) or "continue"
        elif mark.tag == _HORIZONTAL:
            continues = mark.get(VAL, "continue") == "continue"
    return width, merge, continues


def _number_in(element: Any, otherwise: int) -> int:
    text = element.get(VAL) or ""
    return min(int(text), MAX_SPAN) if text.isascii() and text.isdigit() else otherwise


def _is_hidden(properties: Any) -> bool:
    """Tell whether a run is no part of what is said: hidden, struck out, or raised as a note's number is."""
    for name in ("vanish", "strike", "dstrike"):
        mark = properties.find(W + name)
        if mark is not None and mark.get(VAL, "1") not in _OFF:
            return True
    raised = properties.find(W + "vertAlign")
    return raised is not None and raised.get(VAL) in ("superscript", "subscript")


def _symbol(code: str) -> str:
    """Return the character of w:sym; those of symbol fonts (private use) have no meaning outside the font."""
    try:
        character = chr(int(code, 16))
    except (ValueError, OverflowError):
        return ""
    return "" if "\ue000" <= character <= "\uf8ff" or "\ud800" <= character <= "\udfff" else character
