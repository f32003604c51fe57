"""An HTML page as paragraphs and grids, by the lexbor parser of selectolax.

Layout tables are looked through: only a table without tables inside is a grid.
"""

from __future__ import annotations

from typing import Any

from selectolax.lexbor import LexborHTMLParser

from gongkai.annualreport.document import Block, Document, Paragraph
from gongkai.annualreport.sources.html_table import TableReader
from gongkai.annualreport.sources.limits import check_html_depth
from gongkai.annualreport.sources.sight import BLOCKS, SKIPPED, Sight


def html_document(text: str) -> Document:
    """Return the page as a document; raise Unreadable where it is nested or filled beyond reason."""
    check_html_depth(text)
    page = text.replace("\0", "\ufffd").encode("utf-8", "replace")  # the parser would join what a NUL parts
    tree = LexborHTMLParser(page)
    walk = _Walk(Sight(tree, page))
    if tree.body is not None:
        walk.through(tree.body)
    title, published, agency = _metadata(tree)
    cut = text.rstrip()[-1:].isdigit()
    remarks = ("READ-HIDDEN-TEXT",) if walk.tables.hid_figures else ()
    return Document("html", tuple(walk.blocks), title, published, agency, remarks, cut)


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

    def __init__(self, sight: Sight) -> None:
        self.sight = sight
        self.tables = TableReader(sight)
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
        elif self.sight.hides(node):
            return False
        elif tag == "br":
            self.words.append("\n")
        elif tag == "img":
            self.picture = True
        elif tag == "table" and not _holds_tables(node):
            self._end_paragraph()
            self.blocks.extend(self.tables.read(node))
        elif tag not in SKIPPED:
            self._close(tag)
            return node.child is not None
        return False

    def _close(self, tag: str) -> None:
        if tag in BLOCKS:
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
