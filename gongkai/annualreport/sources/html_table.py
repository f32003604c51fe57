"""One table of a page as a grid: each cell with its text as it is seen, and its place among merged cells."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from gongkai.annualreport.document import ILLEGIBLE, Block, Grid, GridRow, Paragraph, Slot
from gongkai.annualreport.sources.limits import MAX_SPAN, check_cells
from gongkai.annualreport.sources.sight import REPLACED, UNSEEN, Sight

_BLOCK_NAMES = (
    "p div h1 h2 h3 h4 h5 h6 li ul ol dl dt dd section article header footer main aside nav form fieldset "
    "table tbody thead tfoot tr td th caption center blockquote pre hr address figure figcaption body html"
)
_SKIPPED_NAMES = "script style head noscript template select option button iframe object textarea svg title"
BLOCKS = frozenset(_BLOCK_NAMES.split())
SKIPPED = frozenset(_SKIPPED_NAMES.split())


class TableReader:
    """Reads the tables of one page."""

    def __init__(self, sight: Sight) -> None:
        self._sight = sight

    def read(self, table: Any) -> Iterator[Block]:
        """Yield the caption, where there is one, and the grid of a table."""
        caption = table.css_first("caption")
        if caption is not None and not self._sight.hides(caption):
            yield Paragraph(caption.text().strip())
        rows = []
        hanging: dict[int, int] = {}  # grid column -> rows that a merged cell still covers
        count = 0
        for row in table.css("tr"):
            if self._sight.hides(row) or self._sight.hides(row.parent):
                continue
            rows.append(self._row(row, hanging))
            count += len(rows[-1].slots) + len(rows[-1].covered)
            check_cells(count)
        yield Grid(tuple(rows))

    def _row(self, row: Any, hanging: dict[int, int]) -> GridRow:
        covered = tuple(sorted(hanging))
        slots = []
        column = 0
        fresh: dict[int, int] = {}
        for cell in self._cells(row):
            while column in hanging:
                column += 1
            attributes = cell.attrs
            width = _span(attributes.sget("colspan"))
            height = _span(attributes.sget("rowspan"))
            words = self._words(cell)
            if height > 1 and words.isdigit():
                words += ILLEGIBLE  # one figure for several rows is none for each
            slots.append(Slot(words, column, width, picture=ILLEGIBLE in words))
            if height > 1:
                fresh.update(dict.fromkeys(range(column, column + width), height))
            column += width
        _let_down(hanging)
        hanging.update({column: height - 1 for column, height in fresh.items()})
        return GridRow(tuple(slots), covered)

    def _cells(self, row: Any) -> Iterator[Any]:
        cell = row.child
        while cell is not None:
            if cell.tag in ("td", "th") and not self._sight.hides(cell):
                yield cell
            cell = cell.next

    def _words(self, cell: Any) -> str:
        """Return a cell's text: breaks and paragraphs become newlines, source line ends spaces."""
        first = cell.child
        if first is None:
            return ""
        if first.next is None and (first.tag == "-text" or self._only_text(first)):
            return " ".join(cell.text().split())
        return self._broken_words(cell)

    def _only_text(self, node: Any) -> bool:
        """Tell whether an element holds one stretch of text and nothing that changes how it is seen."""
        while node is not None and node.tag != "-text":
            odd = node.tag in SKIPPED or node.tag in REPLACED or node.tag == "br" or self._sight.hides(node)
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
        if node.tag in REPLACED:
            parts.append(ILLEGIBLE)
            return False
        if node.tag in UNSEEN or node.tag in SKIPPED or self._sight.hides(node):
            return False
        if node.tag == "br":
            parts.append("\n")
            return False
        parts.append(self._line_end(node))
        return node.child is not None

    def _line_end(self, node: Any) -> str:
        return "\n" if node.tag in BLOCKS or self._sight.starts_line(node) else ""


def _let_down(hanging: dict[int, int]) -> None:
    for column in list(hanging):
        hanging[column] -= 1
        if not hanging[column]:
            del hanging[column]


def _span(text: str | None) -> int:
    return min(max(int(text), 1), MAX_SPAN) if text and text.isascii() and text.isdigit() else 1
