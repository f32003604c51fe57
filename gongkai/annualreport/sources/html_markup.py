"""The cells of a table read from its markup, where nothing in it is hidden, replaced or drawn.

Most tables are: cutting the markup up is several times faster than going through it node by node, and
most cells of a report are written alike. The markup is what the parser writes out again, so attributes
stand in double quotes and every element is closed; what is not as plain as that is left to the way
by nodes, which reads the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from html import unescape
from typing import NamedTuple

from gongkai.annualreport.sources.declarations import hides, sets_apart, sets_backwards, sets_block
from gongkai.annualreport.sources.disguises import Disguise, disguise
from gongkai.annualreport.sources.limits import MAX_SPAN
from gongkai.annualreport.sources.sight import APART, BLOCKS, REPLACED, SKIPPED, UNSEEN

_CELL = re.compile(r"<t[dh](?=[ >])")
_NAME = re.compile(r"/?([a-z][^\s/>]*)")
_SPANS = re.compile(r'\s(colspan|rowspan)="([^"]*)"')
_STYLE = re.compile(r'\sstyle="([^"]*)"')
_HIDDEN = re.compile(r"\s(?:hidden|popover)(?==|\s|$)")
_LEFT_TO_RIGHT = re.compile(r'\sdir="(?:ltr)?"', re.IGNORECASE)
_AROUND_CELLS = frozenset(["table", "tbody", "thead", "tfoot", "tr", "col", "colgroup", "caption"])
_WHOLE = re.compile(r"\s*\+?([0-9]{1,6})")
_LINE = "\0"  # ends a line; the page itself has no such character
_LONG = 400  # characters: markup longer than that is seldom met again


class CellText(NamedTuple):
    """A cell's text as it is seen, and how many columns and rows it covers."""

    words: str
    width: int = 1
    height: int = 1


def cells_in_markup(markup: str) -> list[Sequence[CellText]] | None:
    """Return the cells of each row of a table without tables inside; None where it is not plain."""
    before, *rows = markup.split("<tr")
    found = [_cells_of(row) for row in rows] if _is_plain(before) else [None]
    plain = [cells for cells in found if cells is not None]
    return plain if len(plain) == len(found) else None


def _cells_of(row: str) -> Sequence[CellText] | None:
    """Return the cells of one row, from behind its ``<tr``; None where it is not plain."""
    before, *cells = _CELL.split(row) if "<th" in row else row.split("<td")
    if before[:1] not in (">", " ") or not _is_plain(f"<tr{before}"):
        return None
    found = [_cell(cell) if len(cell) < _LONG else _read(cell) for cell in cells]
    plain = [cell for cell in found if cell is not None]
    return plain if len(plain) == len(found) else None


def _read(markup: str) -> CellText | None:
    """Return a cell, from behind its ``<td``; None where it is not plain."""
    inside, _, behind = markup.replace("</th>", "</td>").partition("</td>")
    opening, *tags = inside.split("<")
    attributes, _, text = opening.partition(">")
    if attributes[:1] not in ("", " ") or _means(f"td{attributes}") is None or not _is_plain(behind):
        return None
    words = [text]
    for tag in tags:
        written, _, text = tag.partition(">")
        mark = _means(written)
        if mark is None:
            return None
        words += (mark, text)
    spans = dict(_SPANS.findall(attributes)) if "span" in attributes else {}
    return CellText(_seen("".join(words)), span(spans.get("colspan")), height_of(spans.get("rowspan")))


_cell = lru_cache(maxsize=4096)(_read)


def _is_plain(markup: str) -> bool:
    """Tell whether no tag in the markup hides or replaces anything."""
    return _known_plain(markup) if len(markup) < _LONG else _has_plain_tags(markup)


def _has_plain_tags(markup: str) -> bool:
    return all(_means(tag.partition(">")[0]) is not None for tag in markup.split("<")[1:])


_known_plain = lru_cache(maxsize=1024)(_has_plain_tags)


@lru_cache(maxsize=2048)
def _means(tag: str) -> str | None:
    """Return what a tag adds to the text, a line's end or nothing; None where it is not plain."""
    if tag.count('"') % 2:
        return None  # it was cut at a bracket inside an attribute
    named = _NAME.match(tag)
    if named is None:
        return "" if tag.startswith("!--") and tag.endswith("--") else None
    name = named[1]
    if name in UNSEEN or name in REPLACED or name in SKIPPED or name in APART or _is_hidden(tag, name):
        return None
    return _LINE if name == "br" or name in BLOCKS else ""


def _is_hidden(tag: str, name: str) -> bool:
    """Tell whether a tag hides what it holds, sets it apart or otherwise than elements of its name are set."""
    style = _STYLE.search(tag)
    if style is not None and any(told(style[1]) for told in (hides, sets_apart, sets_block, sets_backwards)):
        return True
    if style is not None and name not in _AROUND_CELLS:
        most = Disguise.SHIFTED if name in BLOCKS else Disguise.NONE
        if disguise(unescape(style[1])) > most:
            return True
    odd = " dir=" in tag and _LEFT_TO_RIGHT.search(tag) is None
    return odd or (("hidden" in tag or "popover" in tag) and _HIDDEN.search(tag) is not None)


def _seen(words: str) -> str:
    """Return a cell's text: breaks and paragraphs are newlines, source line ends spaces."""
    text = words.strip(f"{_LINE} \n")
    text = unescape(text) if "&" in text else text
    if _LINE not in text:
        return " ".join(text.split())
    lines = (" ".join(line.split()) for line in text.split(_LINE))
    return "\n".join(line for line in lines if line)


def span(text: str | None) -> int:
    """Return how many columns or rows a cell covers by its attribute, as a browser reads it, within bounds."""
    number = _WHOLE.match(text) if text else None
    return min(max(int(number[1]), 1), MAX_SPAN) if number else 1


def height_of(text: str | None) -> int:
    """Return how many rows a cell covers; 0 says all that are left."""
    number = _WHOLE.match(text) if text else None
    return MAX_SPAN if number and not int(number[1]) else span(text)
