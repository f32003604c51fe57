"""Tables as merged cells: the grid that HTML, Word and PDF draw, and that lines of text once were."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from tests.annualreport.manners.paper import Block, Line, Print


@dataclass
class Span:
    """A merged cell: its text, how many columns and rows it takes, the printed figure if it holds one."""

    text: str
    cols: int = 1
    rows: int = 1
    cell: Print | None = None


Table = list[list[Span]]


def _figures(line: Line, widths: list[int] | None = None) -> list[Span]:
    wide = widths or [1] * len(line.cells)
    return [Span(cell.text, width, 1, cell) for cell, width in zip(line.cells, wide, strict=True) if not cell.lost]


def block_width(blocks: list[Block]) -> int:
    """Return the number of columns of the printed table that holds these blocks: the label and the figures."""
    return 1 + max(len(block.columns) for block in blocks)


def _shares(columns: int, parts: int, rng: Random | None) -> list[int]:
    """Return how many of `columns` each of `parts` cells takes: the last takes the rest, or as `rng` falls."""
    shares = [1] * parts
    for _ in range(columns - parts):
        shares[-1 if rng is None else rng.randrange(parts)] += 1
    return shares


def proactive(block: Block, width: int, caption: bool = True, moving: Random | None = None) -> Table:
    """Return a block of section two, `width` columns wide; `moving`: inner borders fall anywhere, row by row."""
    grid = [[Span(block.caption, width)]] if caption else []
    shares = _shares(width - 1, len(block.columns), moving)
    grid.append([Span("信息内容"), *(Span(c[1], n) for c, n in zip(block.columns, shares, strict=True))])
    if moving:
        shares = _shares(width - 1, len(block.columns), moving)
    grid += [[Span(line.label), *_figures(line, shares)] for line in block.lines]
    return grid


def _head(block: Block) -> Table:
    """Return the three header rows of the table of applications."""
    first = [Span(block.corner, 3, 3), Span(block.column_header, len(block.columns))]
    second, third = [], []
    for _, label, groups in block.columns:
        if not groups:
            second.append(Span(label, 1, 2))
            continue
        if not third:
            second.append(Span(groups[-1], sum(bool(c[2]) for c in block.columns)))
        third.append(Span(label))
    return [first, second, third]


def _run(lines: list[Line], at: int, depth: int) -> int:
    """Return how many rows from `at` on stand under the same group label at `depth`."""
    groups = lines[at].groups[: depth + 1]
    end = at
    while end < len(lines) and lines[end].groups[: depth + 1] == groups:
        end += 1
    return end - at


def body(lines: list[Line], repeat_groups: bool) -> Table:
    """Return the rows of the table of applications, three label columns wide."""
    grid = []
    for at, line in enumerate(lines):
        row = []
        for depth, group in enumerate(line.groups):
            begins = at == 0 or lines[at - 1].groups[: depth + 1] != line.groups[: depth + 1]
            if repeat_groups:
                row.append(Span(group))
            elif begins:
                row.append(Span(group, 1, _run(lines, at, depth)))
        grid.append([*row, Span(line.label, 3 - len(line.groups)), *_figures(line)])
    return grid


def applications(block: Block, repeat_groups: bool = False) -> Table:
    """Return the table of applications with its header."""
    return _head(block) + body(block.lines, repeat_groups)


def disputes(block: Block) -> Table:
    """Return the table of reconsideration and litigation: three header rows, one row of figures."""
    first: list[Span] = []
    second: list[Span] = []
    third: list[Span] = []
    for _, label, groups in block.columns:
        _widen(first, groups[0])
        if len(groups) == 1:
            second.append(Span(label, 1, 2))
        else:
            _widen(second, groups[1])
            third.append(Span(label))
    return [first, second, third, _figures(block.lines[0])]


def _widen(row: list[Span], text: str) -> None:
    if row and row[-1].text == text:
        row[-1].cols += 1
    else:
        row.append(Span(text))


def section_tables(blocks: list[Block], repeat_groups: bool = False) -> list[Table]:
    """Return the tables of one section: section two's blocks share one table."""
    seen = [block for block in blocks if block.shown and not block.picture]
    if not seen:
        return []
    if seen[0].table.startswith("article_"):
        width = block_width(blocks)
        return [[row for block in seen for row in proactive(block, width)]]
    block = seen[0]
    return [applications(block, repeat_groups) if block.table == "applications" else disputes(block)]


def expanded(table: Table) -> list[list[Span | None]]:
    """Return the table as a full grid: a Span where one begins, None where one from above or left covers."""
    covered: set[tuple[int, int]] = set()
    grid: list[list[Span | None]] = []
    for at, row in enumerate(table):
        full: list[Span | None] = []
        for span in row:
            while (at, len(full)) in covered:
                full.append(None)
            begin = len(full)
            full += [span, *[None] * (span.cols - 1)]
            covered |= {(at + r, begin + c) for r in range(1, span.rows) for c in range(span.cols)}
        while (at, len(full)) in covered:
            full.append(None)
        grid.append(full)
    return grid
