"""The body of a Word document as blocks: what a reader of the printed page would see.

Insertions stay, deletions go; what is not seen and the pinyin over characters go;
of two renderings of a drawing one is taken. A table that holds tables lays out the page:
its cells are read one after another, the tables inside are the grids.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from gongkai.annualreport.document import ILLEGIBLE, Block, Grid, GridRow, Paragraph, Slot
from gongkai.annualreport.sources.docx_disguises import is_bound, is_flat, is_on
from gongkai.annualreport.sources.docx_line import ALTERNATIVE, WRAPPERS, Line, branch_of
from gongkai.annualreport.sources.docx_look import UNKNOWN_GROUND
from gongkai.annualreport.sources.docx_numbering import VAL, Numbering, W
from gongkai.annualreport.sources.docx_sight import Sight
from gongkai.annualreport.sources.limits import MAX_SPAN, MAX_TABLE_NESTING, check_cells
from gongkai.annualreport.unreadable import unreadable

_FEW_CELLS = 8  # a table with fewer filled cells beside its inner tables lays out a page
_P, _T, _TBL, _TR, _TC = (W + name for name in ("p", "t", "tbl", "tr", "tc"))
_SDT, _ELSEWHERE = W + "sdt", ("altChunk", "subDoc")
_TR_PR, _TC_PR, _SPAN, _VERTICAL, _HORIZONTAL = (W + name for name in ("trPr", "tcPr", "gridSpan", "vMerge", "hMerge"))


class Body:
    """Reads the body of one document; keeps the count of cells and of automatic numbers."""

    def __init__(self, numbering: Numbering, sight: Sight, rare: frozenset[str]) -> None:
        """Take the lists, what is seen of text, and which `rare_elements` the document may have."""
        self._numbering, self._sight, self._rare = numbering, sight, rare
        self._cells = 0

    def blocks(self, root: Any) -> Iterator[Block]:
        """Yield the blocks of the document element, in reading order."""
        body = root.find(W + "body")
        return self._blocks(body if body is not None else root, 0)

    def _blocks(self, parent: Any, depth: int, ground: int | None = None) -> Iterator[Block]:
        if depth > MAX_TABLE_NESTING:
            raise unreadable("READ-TOO-LARGE", limit="depth")
        for child in _seen(parent):
            if child.tag == _P:
                yield from self._paragraph(child, depth, ground)
            elif child.tag == _TBL:
                yield from self._table(child, depth)

    def _paragraph(self, paragraph: Any, depth: int, ground: int | None) -> Iterator[Block]:
        line = Line(self._sight, ground)
        line.take(paragraph)
        text = self._number(line) + line.text()
        for part in text.split("\n"):
            if part.strip():
                yield Paragraph(part)
        if line.picture:
            yield Paragraph("", picture=True)
        for box in line.boxes:
            yield from self._blocks(box, depth + 1, UNKNOWN_GROUND)

    def _number(self, line: Line) -> str:
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
        styled = table.find(f"{W}tblPr/{W}tblStyle") is not None
        hanging: set[int] = set()  # grid columns over which a merged cell may continue
        for row in _rows(table):
            slots, covered, hanging = self._row(row, hanging, styled)
            self._cells += len(slots) + len(covered)
            check_cells(self._cells)
            rows.append(GridRow(tuple(slots), tuple(covered)))
        return Grid(tuple(rows))

    def _row(self, row: Any, hanging: set[int], styled: bool) -> tuple[list[Slot], list[int], set[int]]:
        column = _grid_before(row)
        slots: list[Slot] = []
        covered: list[int] = []
        still: set[int] = set()
        flat = "trHeight" in self._rare and is_flat(row)
        for cell in _cells(row):
            if "cellDel" in self._rare and cell.find(f"{W}tcPr/{W}cellDel") is not None:
                continue
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
                slots.append(self._slot(cell, columns, styled, flat))
        return slots, covered, still

    def _slot(self, cell: Any, columns: range, styled: bool, flat: bool) -> Slot:
        """Return a cell with its lines; a text box in it floats, so that its text is on lines of its own.

        `styled`: its table has a style, which may set the ground that the cell itself does not;
        `flat`: its row is so low that nothing is seen of it.
        """
        ground = self._sight.ground_of(cell.find(_TC_PR))
        if ground is None and styled:
            ground = UNKNOWN_GROUND
        self._sight.enter_cell()
        lines, picture = self._lines(cell, ground, flat)
        open_code = self._sight.leave_cell()
        text = "\n".join(lines).strip("\n")
        set_apart = self._sight.set_apart and not text.strip()  # all there is of a figure is struck, or raised
        pictured = picture and (not text.strip() or any(map(str.isdigit, text)))
        if open_code or set_apart or pictured or self._is_put_in(cell):
            text += ILLEGIBLE
        return Slot(text, columns[0], len(columns), picture)

    def _is_put_in(self, cell: Any) -> bool:
        """Tell whether a part of a cell comes from another file or part."""
        return not self._rare.isdisjoint(_ELSEWHERE) and any(
            next(cell.iter(W + name), None) is not None for name in _ELSEWHERE
        )

    def _lines(self, cell: Any, ground: int | None, flat: bool) -> tuple[list[str], bool]:
        """Return the lines of a cell, and whether a picture stands among them."""
        lines: list[str] = []
        picture = False
        for paragraph in _all_paragraphs(cell):
            line = self._taken(paragraph, ground)
            if flat or ("dataBinding" in self._rare and any(map(is_bound, paragraph.iterancestors(_SDT)))):
                line.doubt()
            lines.append(self._number(line) + line.text())
            inner = [self._taken(one, UNKNOWN_GROUND) for box in line.boxes for one in box.iter(_P)]
            lines += (one.text() for one in inner if one.text())
            picture = picture or any(one.picture for one in (line, *inner))
        return lines, picture

    def _taken(self, paragraph: Any, ground: int | None) -> Line:
        line = Line(self._sight, ground)
        line.take(paragraph)
        return line


def _seen(parent: Any) -> Iterator[Any]:
    """Yield the paragraphs and tables of a container, through the wrappers that show nothing."""
    for child in parent:
        if child.tag in (_P, _TBL):
            yield child
        elif child.tag in WRAPPERS:
            yield from _seen(child)
        elif child.tag == ALTERNATIVE:
            branch = branch_of(child)
            yield from _seen(branch if branch is not None else ())


def _rows(table: Any) -> Iterator[Any]:
    for child in table:
        if child.tag == _TR:
            if not any(is_on(child.find(f"{W}trPr/{W}{mark}")) for mark in ("del", "hidden")):
                yield child
        elif child.tag in WRAPPERS:
            yield from _rows(child)


def _cells(row: Any) -> Iterator[Any]:
    for child in row:
        if child.tag == _TC:
            yield child
        elif child.tag in WRAPPERS:
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
