"""An HTML page as paragraphs and grids, by the lexbor parser of selectolax.

Layout tables are looked through: only a table without tables inside is a grid.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from gongkai.annualreport.document import Block, Document, Grid, GridRow, Paragraph, Slot
from gongkai.annualreport.sources.limits import MAX_SPAN, check_cells, check_html_depth

_BLOCK_NAMES = (
    "p div h1 h2 h3 h4 h5 h6 li ul ol dl dt dd section article header footer main aside nav form fieldset "
    "table tbody thead tfoot tr td th caption center blockquote pre hr address figure figcaption body html"
)
_SKIPPED_NAMES = "script style head noscript template select option button iframe object textarea svg title"
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_SKIPPED = frozenset(_SKIPPED_NAMES.split())


def html_document(text: str) -> Document:
    """Return the page as a document; raise Unreadable where it is nested or filled beyond reason."""
    check_html_depth(text)
    tree = LexborHTMLParser(text)
    walk = _Walk(pictures="<img" in text or "<IMG" in text)
    if tree.body is not None:
        walk.through(tree.body)
    title, published, agency = _metadata(tree)
    cut = text.rstrip()[-1:].isdigit()
    return Document("html", tuple(walk.blocks), title=title, published=published, agency=agency, cut=cut)


def _metadata(tree: LexborHTMLParser) -> tuple[str, str, str]:
    """Return title, publication date and source that the page's head states (empty where it does not)."""
    found: dict[str, str] = {}
    for meta in tree.css("meta[name]"):
        found[(meta.attributes.get("name") or "").lower()] = (meta.attributes.get("content") or "").strip()
    title = tree.css_first("title")
    named = found.get("articletitle") or (title.text().strip() if title is not None else "")
    return named, found.get("pubdate", ""), found.get("contentsource", "")


class _Walk:
    """Goes through a page in document order, without recursion, and gathers its blocks."""

    def __init__(self, *, pictures: bool) -> None:
        self.pictures = pictures
        self.blocks: list[Block] = []
        self.words: list[str] = []
        self.picture = False

    def through(self, root: Any) -> None:
        """Gather the blocks below `root`."""
        node, inside = root.child, root
        while node is not None or inside.mem_id != root.mem_id:
            if node is None:
                self._close(inside.tag)
                node, inside = inside.next, inside.parent
            elif self._enter(node):
                inside, node = node, node.child
            else:
                node = node.next
        self._end_paragraph()

    def _enter(self, node: Any) -> bool:
        """Take the node; tell whether its children are to be walked."""
        tag = node.tag
        if tag == "-text":
            self.words.append(node.text_content or "")
        elif tag == "br":
            self.words.append("\n")
        elif tag == "img":
            self.picture = True
        elif tag == "table" and not _holds_tables(node):
            self._end_paragraph()
            self.blocks.extend(_table(node, self.pictures))
        elif tag not in _SKIPPED:
            self._close(tag)
            return node.child is not None
        return False

    def _close(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._end_paragraph()

    def _end_paragraph(self) -> None:
        lines = "".join(self.words).split("\n")
        self.blocks.extend(Paragraph(line.strip()) for line in lines if line.strip())
        if self.picture:
            self.blocks.append(Paragraph("", picture=True))
        self.words.clear()
        self.picture = False


def _holds_tables(table: Any) -> bool:
    return any(inner.mem_id != table.mem_id for inner in table.css("table"))  # a node's own selection includes it


def _table(table: Any, pictures: bool) -> Iterator[Block]:
    caption = table.css_first("caption")
    if caption is not None:
        yield Paragraph(caption.text().strip())
    rows = []
    hanging: dict[int, int] = {}  # grid column -> rows that a merged cell still covers
    count = 0
    for row in table.css("tr"):
        rows.append(_row(row, hanging, pictures))
        count += len(rows[-1].slots) + len(rows[-1].covered)
        check_cells(count)
    yield Grid(tuple(rows))


def _row(row: Any, hanging: dict[int, int], pictures: bool) -> GridRow:
    covered = tuple(sorted(hanging))
    slots = []
    column = 0
    cell = row.child
    fresh: dict[int, int] = {}
    while cell is not None:
        if cell.tag in ("td", "th"):
            while column in hanging:
                column += 1
            attributes = cell.attrs
            width = _span(attributes.sget("colspan"))
            height = _span(attributes.sget("rowspan"))
            words = _words(cell)
            slots.append(Slot(words, column, width, pictures and not words and _is_picture(cell)))
            if height > 1:
                fresh.update(dict.fromkeys(range(column, column + width), height))
            column += width
        cell = cell.next
    _let_down(hanging)
    hanging.update({column: height - 1 for column, height in fresh.items()})
    return GridRow(tuple(slots), covered)


def _let_down(hanging: dict[int, int]) -> None:
    for column in list(hanging):
        hanging[column] -= 1
        if not hanging[column]:
            del hanging[column]


def _span(text: str | None) -> int:
    return min(max(int(text), 1), MAX_SPAN) if text and text.isascii() and text.isdigit() else 1


def _words(cell: Any) -> str:
    """Return a cell's text: breaks and paragraphs become newlines, source line ends spaces."""
    first = cell.child
    if first is None:
        return ""
    if first.next is None and (first.tag == "-text" or _only_text(first)):
        return " ".join(cell.text().split())
    return _broken_words(cell)


def _only_text(node: Any) -> bool:
    child = node.child
    while child is not None and child.next is None and child.tag != "-text" and child.tag not in ("br", "img"):
        child = child.child
    return child is not None and child.next is None and child.tag == "-text"


def _broken_words(cell: Any) -> str:
    parts: list[str] = []
    node, inside = cell.child, cell
    while True:
        if node is None:
            if inside.mem_id == cell.mem_id:
                break
            if inside.tag in _BLOCKS:
                parts.append("\n")
            node, inside = inside.next, inside.parent
            continue
        if node.tag == "-text":
            parts.append(" ".join((node.text_content or "").split(" ")).replace("\n", " "))
        elif node.tag == "br":
            parts.append("\n")
        elif node.child is not None and node.tag not in _SKIPPED and node.tag != "sup":  # a footnote's number
            inside, node = node, node.child
            continue
        node = node.next
    lines = (" ".join(line.split()) for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line)


def _is_picture(cell: Any) -> bool:
    child = cell.child
    return child is not None and child.tag != "-text" and cell.css_first("img") is not None
