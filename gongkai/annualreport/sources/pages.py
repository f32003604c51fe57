"""From the marks of pages to a document: grids where lines cross, paragraphs elsewhere.

Used for PDF pages and for pages that were recognised from a picture.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import count
from typing import NamedTuple

from gongkai.annualreport.document import Block, Grid, GridRow, Paragraph, Slot
from gongkai.annualreport.sources.lattice import Lattice, lattices
from gongkai.annualreport.sources.limits import check_cells
from gongkai.annualreport.sources.marks import Box, Glyph, Marks
from gongkai.annualreport.sources.paragraphs import blocks_of, continues, joined
from gongkai.annualreport.sources.typeset import Line, lines_of, without_furniture, words_of

_RUNNING = 0.75  # of the width of the paper: running text ends beyond
_PICTURE = 60.0  # points: smaller pictures are seals, logos and ornaments


class _Laid(NamedTuple):
    """A page taken apart: its tables, and the lines and pictures outside them."""

    marks: Marks
    tables: list[tuple[Box, Grid]]
    lines: list[Line]
    pictures: list[Box]


def blocks_of_pages(pages: Sequence[Marks]) -> list[Block]:
    """Return the blocks of all pages in reading order; a table is a grid of its own on each page it goes over."""
    laid = []
    cells = 0
    for marks in pages:
        laid.append(_laid(marks))
        cells += sum(len(row.slots) for _, grid in laid[-1].tables for row in grid.rows)
        check_cells(cells)
    kept = without_furniture([page.lines for page in laid], [page.marks.height for page in laid])
    numbers = count(1)
    laid = [
        page._replace(lines=[line._replace(number=next(numbers)) for line in lines])
        for page, lines in zip(laid, kept, strict=True)
    ]
    return _in_order(laid, *_margins(laid))


def _laid(marks: Marks) -> _Laid:
    tables = lattices(marks.horizontal, marks.vertical)
    inside: dict[tuple[int, int], list[Glyph]] = defaultdict(list)
    outside: list[Glyph] = []
    for glyph in marks.glyphs:
        place = _place(tables, (glyph.x0 + glyph.x1) / 2, glyph.middle)
        (inside[place] if place else outside).append(glyph)
    pictures = {place for box in marks.pictures if (place := _place(tables, *box.middle))}
    grids = [
        (lattice.box, _grid(index, lattice, inside, pictures, marks.number)) for index, lattice in enumerate(tables)
    ]
    large = [box for box in marks.pictures if _is_large(box) and not _place(tables, *box.middle)]
    return _Laid(marks, grids, lines_of(outside, marks.number), large)


def _place(tables: list[Lattice], x: float, y: float) -> tuple[int, int] | None:
    for index, lattice in enumerate(tables):
        box = lattice.box
        if box.x0 <= x <= box.x1 and box.top <= y <= box.bottom:
            cell = lattice.cell_at(x, y)
            if cell is not None:
                return index, cell
    return None


def _is_large(box: Box) -> bool:
    return min(box.x1 - box.x0, box.bottom - box.top) >= _PICTURE


def _grid(
    table: int, lattice: Lattice, inside: dict[tuple[int, int], list[Glyph]], pictures: set[tuple[int, int]], page: int
) -> Grid:
    slots: dict[int, list[Slot]] = defaultdict(list)
    covered: dict[int, set[int]] = defaultdict(set)
    for index, cell in enumerate(lattice.cells):
        place = (table, index)
        text = words_of(inside[place]) if place in inside else ""
        slots[cell.top].append(Slot(text, cell.left, cell.right - cell.left, place in pictures))
        for row in range(cell.top + 1, cell.bottom):
            covered[row].update(range(cell.left, cell.right))
    rows = (GridRow(tuple(slots[row]), tuple(sorted(covered[row])), page) for row in range(len(lattice.ys) - 1))
    return Grid(tuple(row for row in rows if row.slots))


def _margins(laid: Sequence[_Laid]) -> tuple[float, float]:
    """Return where running text begins and ends across the page: the outermost of its lines.

    Where no line comes near the edge of the paper there is no running text, and no line is full.
    """
    starts = [line.x0 for page in laid for line in page.lines]
    ends = [line.x1 for page in laid for line in page.lines]
    widest = max((page.marks.width for page in laid), default=0.0)
    return min(starts, default=0.0), max([*ends, _RUNNING * widest])


def _in_order(laid: Sequence[_Laid], left: float, right: float) -> list[Block]:
    blocks: list[Block] = []
    last: Line | None = None
    for page in laid:
        for part in _parts(page):
            if isinstance(part, list):
                _append(blocks, part, last, left, right)
                last = part[-1]
            else:
                blocks.append(part)
                last = None
    return blocks


def _append(blocks: list[Block], lines: list[Line], last: Line | None, left: float, right: float) -> None:
    """Append the lines as blocks; the first goes on with the paragraph that the page before broke off."""
    made = list(blocks_of(lines, left, right))
    before = blocks[-1] if blocks else None
    goes_on = last is not None and last.page != lines[0].page and continues(last, lines[0], left, right)
    if goes_on and isinstance(before, Paragraph) and isinstance(made[0], Paragraph):
        first = made.pop(0)
        blocks[-1] = Paragraph(joined(before.text, first.text), page=before.page, line=before.line)
    blocks.extend(made)


def _parts(page: _Laid) -> Iterator[list[Line] | Block]:
    """Yield what stands on the page from top to bottom: runs of lines, grids, pictures."""
    others: list[tuple[float, Block]] = [(box.top, grid) for box, grid in page.tables]
    others += [(box.top, Paragraph("", page=page.marks.number, picture=True)) for box in page.pictures]
    lines = page.lines
    for top, block in sorted(others, key=lambda other: other[0]):
        above = [line for line in lines if line.base <= top + line.size / 2]
        lines = lines[len(above) :]
        if above:
            yield above
        yield block
    if lines:
        yield lines
