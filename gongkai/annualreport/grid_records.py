"""The rows of a table as records: in each cell a label, a value, or both crammed together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from gongkai.annualreport.document import Grid, GridRow, Slot
from gongkai.annualreport.labels import match_row
from gongkai.annualreport.model import Source
from gongkai.annualreport.numbers import Kind, Token, understand
from gongkai.annualreport.records import DIGIT_AFTER_WORD, Piece, Record, Value, group, scan

# What may stand in a value cell and is no label: a figure with a remark, in Chinese numerals, or a letter for a nought.
_IN_WORDS = re.compile(r"\s*(?:\d+\s*[（(].*|[〇零一二三四五六七八九十百千万两]{1,8}|[oOlI]{1,2})\s*$")
_LONGEST_CRAMMED = 120  # characters of a cell that holds a label and its values


def records_of_grid(grid: Grid, number: int, first: int = 1) -> Iterator[Record]:
    """Yield the records of a table; `number` counts the document's tables, `first` its rows, from 1."""
    for index, row in enumerate(grid.rows, first):
        for line in _stacked(row):
            yield from group(
                _parts_of_row(line, number, index),
                grid=number,
                geometric=grid.geometric,
                covered=row.covered,
                cells=len(row.slots),
            )


def _parts_of_row(row: GridRow, table: int, index: int) -> Iterator[Piece | Value]:
    labelled = False
    for place, slot in enumerate(row.slots, 1):
        token = understand(slot.text)
        source = _source(table, index, place, row.page, row.line)
        if token.kind is Kind.NUMBER or token.kind is Kind.BLANK:
            yield Value(token, slot.column, slot.width, source)
        elif labelled and _IN_WORDS.match(slot.text):
            yield Value(Token(Kind.DOUBTFUL, raw=slot.text.strip()), slot.column, slot.width, source)
        elif token.kind is Kind.TEXT or not labelled:
            labelled = True
            crammed = len(slot.text) < _LONGEST_CRAMMED and _is_crammed(slot.text)
            yield from _taken_apart(slot, source) if crammed else (Piece(slot.text, slot.column, slot.width, table),)
        else:
            yield Value(token, slot.column, slot.width, source)


_source = lru_cache(maxsize=8192)(Source)  # cells stand in the same places in most reports


@lru_cache(maxsize=4096)
def _is_crammed(text: str) -> bool:
    """Tell whether a label and its values stand in one cell."""
    return DIGIT_AFTER_WORD.search(text) is not None and "。" not in text


def _taken_apart(slot: Slot, source: Source) -> Iterator[Piece | Value]:
    """Yield the label and the values that are crammed in one cell."""
    for part in scan(slot.text):
        if isinstance(part, Value):
            yield part._replace(source=source)
        else:
            yield part._replace(column=slot.column, width=slot.width, grid=source.table)


def _stacked(row: GridRow) -> Sequence[GridRow]:
    """Return the rows that one ruled row holds, where the rules between them are missing."""
    if not any("\n" in slot.text for slot in row.slots):
        return (row,)
    columns = [[line for line in slot.text.split("\n") if line.strip()] for slot in row.slots]
    heights = [len(lines) for lines in columns if sum(1 for line in lines if match_row(line)) > 1]
    if not heights:
        return (row,)
    height = max(heights)
    if any(len(lines) not in (0, 1, height) for lines in columns) or not _labels_each(columns, height):
        return (row,)
    return [_line_of(row, columns, line, height) for line in range(height)]


def _labels_each(columns: Sequence[Sequence[str]], height: int) -> bool:
    return any(len(lines) == height and all(match_row(line) for line in lines) for lines in columns)


def _line_of(row: GridRow, columns: Sequence[Sequence[str]], line: int, height: int) -> GridRow:
    def text(lines: Sequence[str]) -> str:
        if len(lines) == height:
            return lines[line]
        return lines[0] if lines and understand(lines[0]).kind is Kind.TEXT else ""

    slots = tuple(slot._replace(text=text(lines)) for slot, lines in zip(row.slots, columns, strict=True))
    return GridRow(slots, row.covered, row.page, row.line)
