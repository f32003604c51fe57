"""One table of a page as a grid: each cell with its text as it is seen, and its place among merged cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from gongkai.annualreport.document import ILLEGIBLE, Block, Grid, GridRow, Paragraph, Slot
from gongkai.annualreport.sources.html_markup import CellText, cells_in_markup, height_of, span
from gongkai.annualreport.sources.limits import check_cells
from gongkai.annualreport.sources.sight import APART, BLOCKS, REPLACED, SKIPPED, UNSEEN, Sight


class TableReader:
    """Reads the tables of one page."""

    def __init__(self, sight: Sight) -> None:
        self._sight = sight
        self.hid_figures = False  # whether digits were met that nobody sees

    def read(self, table: Any) -> Iterator[Block]:
        """Yield the caption, where there is one, and the grid of a table."""
        caption = table.css_first("caption")
        if caption is not None and not self._sight.hides(caption):
            yield Paragraph(caption.text().strip())
        rows = []
        hanging: dict[int, int] = {}  # grid column -> rows that a merged cell still covers
        count = 0
        for cells in self._rows(table):
            rows.append(_row(cells, hanging))
            count += len(rows[-1].slots) + len(rows[-1].covered)
            check_cells(count)
        yield Grid(tuple(rows))

    def _rows(self, table: Any) -> Iterable[Iterable[CellText]]:
        """Return the cells of each row, from the markup where that is plain, else node by node."""
        plain = cells_in_markup(table.html) if self._sight.shows_all(table) else None
        return plain if plain is not None else self._rows_by_nodes(table)

    def _rows_by_nodes(self, table: Any) -> Iterator[Iterable[CellText]]:
        for row in table.css("tr"):
            if not (self._hides(row) or self._hides(row.parent)):
                yield self._cells(row)

    def _cells(self, row: Any) -> Iterator[CellText]:
        cell = row.child
        while cell is not None:
            if cell.tag in ("td", "th"):
                unseen = self._hides(cell)
                if not unseen or self._sight.keeps_place(cell):
                    yield self._cell(cell, "" if unseen else self._words(cell))
            cell = cell.next

    def _cell(self, cell: Any, words: str) -> CellText:
        attributes = cell.attrs
        width, height = span(attributes.sget("colspan")), height_of(attributes.sget("rowspan"))
        doubtful = self._sight.doubts(cell, words) or self._leaves_out_figures(cell, words)
        return CellText(words + ILLEGIBLE * doubtful, width, height)

    def _hides(self, node: Any) -> bool:
        """Tell whether an element is left out; digits that nobody sees are noted."""
        hidden = self._sight.hides(node)
        if hidden and not self.hid_figures and self._sight.conceals(node):
            self.hid_figures = any(map(str.isdigit, node.text()))
        return hidden

    def _words(self, cell: Any) -> str:
        """Return a cell's text: breaks and paragraphs become newlines, source line ends spaces."""
        first = cell.child
        if first is None:
            return ""
        if first.next is None and (first.tag == "-text" or self._only_text(first)):
            return " ".join(cell.text().split())
        return self._broken_words(cell)

    def _leaves_out_figures(self, cell: Any, words: str) -> bool:
        """Tell whether digits that are seen are no part of `words`: a cell that is all raised or struck is not blank.

        A raised digit beside a figure is a note's number; a lowered one may be anything.
        """
        has_digits = any(map(str.isdigit, words))
        left = [node for node in cell.css("*") if node.tag == "sub" or not has_digits] if _holds_digits(cell) else ()
        return any(
            _holds_digits(node) and not self._sight.is_unseen(node, cell) for node in left if self._is_apart(node)
        )

    def _is_apart(self, node: Any) -> bool:
        return node.tag in UNSEEN or node.tag in APART or self._sight.sets_apart(node)

    def _only_text(self, node: Any) -> bool:
        """Tell whether an element holds one stretch of text and nothing that changes how it is seen."""
        while node is not None and node.tag != "-text":
            odd = (
                node.tag in SKIPPED
                or node.tag in REPLACED
                or node.tag in APART
                or node.tag == "br"
                or self._hides(node)
            )
            if odd or node.next is not None:
                return False
            node = node.child
        return node is not None and node.next is None

    def _broken_words(self, cell: Any) -> str:
        parts: list[str] = []
        node, inside = cell.child, cell
        while node is not None or inside.mem_id != cell.mem_id:
            if node is None:
                parts.append(self._line_end(inside))
                node, inside = inside.next, inside.parent
            elif self._is_open(node, parts):
                inside, node = node, node.child
            else:
                node = node.next
        lines = (" ".join(line.split()) for line in "".join(parts).split("\n"))
        return "\n".join(line for line in lines if line)

    def _is_open(self, node: Any, parts: list[str]) -> bool:
        """Add what the node itself shows; tell whether to look inside."""
        if node.tag == "-text":
            parts.append((node.text_content or "").replace("\n", " "))
            return False
        if node.tag in REPLACED or (node.tag in APART and _holds_digits(node) and not self._hides_wholly(node)):
            parts.append(ILLEGIBLE)
            return False
        if node.tag in UNSEEN or node.tag in SKIPPED or node.tag == "dialog" or self._hides(node):
            return False
        if node.tag == "br":
            parts.append("\n")
            return False
        parts.append(self._line_end(node))
        return node.child is not None

    def _hides_wholly(self, node: Any) -> bool:
        return (node.tag == "dialog" and "open" not in node.attributes) or self._sight.conceals(node)

    def _line_end(self, node: Any) -> str:
        return "\n" if node.tag in BLOCKS or self._sight.starts_line(node) else ""


def _holds_digits(node: Any) -> bool:
    return any(map(str.isdigit, node.text()))


def _row(cells: Iterable[CellText], hanging: dict[int, int]) -> GridRow:
    """Return the cells at their columns; `hanging` are those of merged cells above, and gains this row's."""
    covered = tuple(sorted(hanging))
    slots = []
    column = 0
    fresh: dict[int, int] = {}
    for words, width, height in cells:
        while column in hanging:
            column += 1
        if height > 1 and words.isdigit():
            words += ILLEGIBLE  # one figure for several rows is none for each
        slots.append(Slot(words, column, width, ILLEGIBLE in words))
        if height > 1:
            fresh.update(dict.fromkeys(range(column, column + width), height))
        column += width
    if hanging:
        _let_down(hanging)
    hanging.update({column: height - 1 for column, height in fresh.items()})
    return GridRow(tuple(slots), covered)


def _let_down(hanging: dict[int, int]) -> None:
    for column in list(hanging):
        hanging[column] -= 1
        if not hanging[column]:
            del hanging[column]
