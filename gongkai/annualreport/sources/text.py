"""Plain text and Markdown as paragraphs and grids.

A run of lines between bars is a Markdown table; lines with tabs are rows copied from a
browser. Everything else stays lines, for the interpreter to see what they are.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from itertools import groupby

from gongkai.annualreport.document import Block, Document, Grid, GridRow, Paragraph, Slot
from gongkai.annualreport.sources.repetition import without_repetition

_BARS = re.compile(r"^\s*[|｜│].*[|｜│]\s*$")
_BAR = re.compile(r"(?<!\\)[|｜│]")
_RULE = re.compile(r"^\s*(?:[|｜│]\s*)?:?-{3,}:?(?:[\s|｜│]+:?-{3,}:?)*[\s|｜│]*$")
_PICTURE = re.compile(r"!\[[^\[\]]*\]\([^()]*\)")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_EMPHASIS = re.compile(r"^\s{0,3}#{1,6}\s+|\*\*|__(?=\S)|(?<=\S)__")


def text_document(text: str) -> Document:
    """Return the text as a document: `line` of each block counts from 1."""
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1)]
    blocks: list[Block] = []
    for kind, group in groupby(lines, key=lambda numbered: _kind(numbered[1])):
        members = list(group)
        if kind == "text" or (kind == "bars" and not _is_table(members)):
            blocks.extend(_paragraphs(members))
        else:
            blocks.append(_grid(members, _BAR if kind == "bars" else re.compile("\t")))
    return Document("text", tuple(blocks), cut=text.rstrip()[-1:].isdigit())


def _kind(line: str) -> str:
    if _BARS.match(line) or _RULE.match(line):
        return "bars"
    return "tabs" if "\t" in line.strip("\n ") and "。" not in line else "text"


def _is_table(members: list[tuple[int, str]]) -> bool:
    """Tell a Markdown table from the stray bars of cells that stand one on a line."""
    filled = [[cell for cell in _BAR.split(line)[1:-1] if cell.strip()] for _, line in members]
    return any(len(cells) > 1 for cells in filled) or (len(members) > 1 and sum(map(bool, filled)) > 1)


def _paragraphs(members: list[tuple[int, str]]) -> Iterator[Paragraph]:
    for number, line in members:
        picture = _PICTURE.search(line) is not None
        text = _EMPHASIS.sub("", _PICTURE.sub("", line)).strip()
        if text or picture:
            yield Paragraph(text, line=number, picture=picture)


def _grid(members: list[tuple[int, str]], separator: re.Pattern[str]) -> Grid:
    numbers = [number for number, line in members if not _RULE.match(line)]
    lines = [_slots(line, separator) for _, line in members if not _RULE.match(line)]
    ruled = len(numbers) < len(members) and len(set(map(len, lines))) == 1
    if separator is _BAR and ruled:  # a real table, with its columns: not bars that shift
        lines = without_repetition(lines)
    return Grid(
        tuple(GridRow(slots, line=number) for number, slots in zip(numbers, lines, strict=True)), geometric=False
    )


def _slots(line: str, separator: re.Pattern[str]) -> tuple[Slot, ...]:
    cells = separator.split(line.strip() if separator is _BAR else line)
    cells = cells[1:-1] if separator is _BAR else cells
    return tuple(Slot(_words(cell), column, picture="![" in cell) for column, cell in enumerate(cells))


def _words(cell: str) -> str:
    """Return what a Markdown cell shows."""
    words = _BREAK.sub("\n", _EMPHASIS.sub("", _PICTURE.sub("", cell)))
    return (html.unescape(words) if "&" in words else words).strip()
