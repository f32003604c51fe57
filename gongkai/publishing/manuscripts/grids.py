"""Tables as grids: every place filled, merged cells taken apart, a row across the whole width as the table's name."""

from __future__ import annotations

import re
from html import unescape
from typing import NamedTuple

from lxml.html import HtmlElement

from gongkai.publishing.manuscripts.inline import Inline
from gongkai.publishing.manuscripts.manuscript import Losses

_FIGURE = re.compile(r"^[-+]?[\d,.，．]+\s*[%％‰]?$")
_MOST_CELLS = 200_000


class Grid(NamedTuple):
    """A table: its name where it stood in its first row, and rows of one length."""

    title: str
    rows: tuple[tuple[str, ...], ...]


def grid_of(table: HtmlElement, inline: Inline, losses: Losses) -> Grid:
    """Return a table of mammoth's as a grid; tell of merged cells and of tables inside it.

    What stands in a merged cell is repeated in each of its places, so that every column and row
    keeps its heading; a figure is not, so that nothing counts twice.
    """
    if table.xpath(".//td//table | .//th//table"):
        losses.tell("WORD-NESTED", *(_words(one, inline) for one in table.xpath(".//table")))
    places: dict[tuple[int, int], str] = {}
    merged: list[str] = []
    rows = list(_rows_of(table))
    title = ""
    if len(rows) > 2 and len(rows[0]) == 1 and _span(rows[0][0], "colspan") > 1:
        title = _words(rows.pop(0)[0], inline)
    for down, row in enumerate(rows):
        across = 0
        for cell in row:
            while (down, across) in places:
                across += 1
            words, spans = _words(cell, inline), (_span(cell, "rowspan"), _span(cell, "colspan"))
            merged += [words] if max(spans) > 1 and words else []
            across = _place(words, spans, (down, across), places)
    if merged:
        losses.tell("WORD-MERGED", *merged, count=len(merged))
    width = max((across for _, across in places), default=-1) + 1
    filled = (tuple(places.get((down, across), "") for across in range(width)) for down in range(len(rows)))
    return Grid(title, tuple(row for row in filled if any(row)))


def _rows_of(table: HtmlElement) -> list[list[HtmlElement]]:
    rows = table.xpath("./tr | ./thead/tr | ./tbody/tr")
    return [[cell for cell in row if cell.tag in ("td", "th")] for row in rows]


def _place(words: str, spans: tuple[int, int], corner: tuple[int, int], places: dict[tuple[int, int], str]) -> int:
    """Put a cell at its corner and all it covers; return where in the row the next one may stand."""
    (high, wide), (down, across) = spans, corner
    repeated = "" if _FIGURE.match(words) else words
    for row in range(down, down + high):
        for column in range(across, across + wide):
            if len(places) < _MOST_CELLS:
                places[row, column] = words if (row, column) == corner else repeated
    return across + wide


def _span(cell: HtmlElement, name: str) -> int:
    said = cell.get(name, "1")
    return min(max(int(said), 1), 1000) if said.isascii() and said.isdecimal() else 1


def _words(cell: HtmlElement, inline: Inline) -> str:
    return unescape(re.sub(r"<[^>]*>", "", " ".join(inline.lines(cell))))


def as_words(table: HtmlElement, inline: Inline) -> list[str]:
    """Return the lines of a table that only arranges words."""
    return [line for row in _rows_of(table) for cell in row for line in inline.lines(cell)]
