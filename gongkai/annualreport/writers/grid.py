"""How the form prints a table: rows of cells with their spans, headers over headers on both sides.

The one place that knows the printed shape of a statutory table; every writer of a page takes it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from types import MappingProxyType
from typing import Literal, NamedTuple

from gongkai.annualreport.forms import Axis, Equivalence, TableForm
from gongkai.annualreport.model import Cell, Place, Report
from gongkai.annualreport.numbers import digits

CORNER = "信息内容"  # what the notices print over the row labels of the tables in section two

Scope = Literal["col", "colgroup", "row", "rowgroup", ""]
Paths = Sequence[tuple[str, ...]]
NO_SIGNS: Mapping[Place, str] = MappingProxyType({})


class Span(NamedTuple):
    """A printed cell: its words, the grid column it starts in, what it heads, the columns and rows it takes.

    `scope` is empty for a figure; `place` is the address of a figure, None for a header.
    """

    text: str
    column: int
    scope: Scope = ""
    columns: int = 1
    rows: int = 1
    place: Place | None = None


Line = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Printed:
    """A table as printed: header lines, body lines; a cell that goes on from above is left out of its line.

    `labels`: how many columns at the left hold row labels; `width`: all columns.
    """

    id: str
    caption: str
    head: tuple[Line, ...]
    body: tuple[Line, ...]
    labels: int
    width: int

    def words(self, line: Line) -> list[str]:
        """Return the words of each field of a line: a merged cell's stand in its first, the others are empty."""
        words = {span.column: span.text for span in line}
        return [words.get(column, "") for column in range(self.width)]

    def stands_upright(self, span: Span) -> bool:
        """Tell whether a cell's words run downwards: the outermost group label, beside most of the rows."""
        return self.labels > 2 and span.scope == "rowgroup" and not span.column


def printed_table(report: Report, table: TableForm, signs: Mapping[Place, str] = NO_SIGNS) -> Printed:
    """Return `table` with the report's figures, its rows as this source prints them.

    `signs` stand behind the figures of their cells, or alone where there is none.
    """
    rows = _rows_printed(report, table)
    labels = max(len(row.groups) for row in rows) + 1 if any(row.label for row in rows) else 0
    figures = (tuple(_figures(report, table, row.id, labels, signs)) for row in rows)
    headers = _row_headers(rows, labels) if labels else ((),) * len(rows)
    body = tuple(left + right for left, right in zip(headers, figures, strict=True))
    return Printed(table.id, table.caption, _head(table, labels), body, labels, labels + len(table.columns))


def figure(cell: Cell, column: Axis) -> str:
    """Return a cell as the form prints it: digits, a sign where the column counts a change; blank for no value."""
    if cell.value is None:
        return ""
    words = digits(cell.value)
    return f"+{words}" if column.kind == "change" and cell.value > 0 else words


def _figures(report: Report, table: TableForm, row_id: str, first: int, signs: Mapping[Place, str]) -> Iterator[Span]:
    for at, column in enumerate(table.columns, first):
        place = Place(table.id, row_id, column.id)
        yield Span(figure(report.cell(*place), column) + signs.get(place, ""), at, place=place)


# -- rows ------------------------------------------------------------------------------------------


def _rows_printed(report: Report, table: TableForm) -> tuple[Axis, ...]:
    """Return the rows to print: the form's, and in place of some or beside them those of the other form.

    A 2021 report that keeps the one row （六）其他处理 prints it in place of the three parts.
    """
    rows = list(table.rows)
    for equal in report.form.equivalences:
        if equal.table == table.id:
            rows = list(_exchanged(rows, equal, report))
    return tuple(rows)


def _exchanged(rows: Sequence[Axis], equal: Equivalence, report: Report) -> Iterator[Axis]:
    """Yield the rows with whole and parts as printed: each side where it is there, the form's own where none is."""
    table = equal.table
    sides = ((equal.whole,), equal.parts)
    own = [row.id for row in rows if row.id in (equal.whole, *equal.parts)]
    there = [row_id for side in sides if report.prints(table, side) for row_id in side]
    shown = [row_id for row_id in there if row_id in own or report.prints(table, (row_id,))] or own
    done = False
    for row in rows:
        if row.id not in (equal.whole, *equal.parts):
            yield row
        elif not done:
            yield from (axis for row_id in shown if (axis := report.form.row(table, row_id)))
            done = True


def _row_headers(rows: Sequence[Axis], labels: int) -> Iterator[Line]:
    paths = [(*row.groups, f"{row.label}（{row.unit}）" if row.unit else row.label) for row in rows]
    for index, path in enumerate(paths):
        last = len(path) - 1
        yield tuple(
            Span(path[level], level, "row", labels - level)
            if level == last
            else Span(path[level], level, "rowgroup", 1, _run(paths, index, level))
            for level in range(len(path))
            if level == last or _begins(paths, index, level)
        )


# -- columns ---------------------------------------------------------------------------------------


def _head(table: TableForm, labels: int) -> tuple[Line, ...]:
    over = (table.column_header,) if table.column_header else ()
    paths = [(*over, *column.groups, column.label) for column in table.columns]
    depth = max(map(len, paths))
    rows: list[list[Span]] = [[] for _ in range(depth)]
    if labels:
        rows[0].append(Span(table.corner_note or CORNER, 0, "col", labels, depth))
    for index, path in enumerate(paths):
        last = len(path) - 1
        for level in (level for level in range(last) if _begins(paths, index, level)):
            rows[level].append(Span(path[level], labels + index, "colgroup", _run(paths, index, level)))
        rows[last].append(Span(path[last], labels + index, "col", 1, depth - last))
    return tuple(map(tuple, rows))


def _run(paths: Paths, start: int, level: int) -> int:
    """Return how many paths from `start` on stand under the same group label at `level`."""
    return 1 + sum(1 for _ in takewhile(lambda index: not _begins(paths, index, level), range(start + 1, len(paths))))


def _begins(paths: Paths, index: int, level: int) -> bool:
    """Tell whether a group label is another than in the path before, where it may also be a row's own label."""
    before = paths[index - 1] if index else ()
    return len(before) <= level + 1 or before[: level + 1] != paths[index][: level + 1]


# -- several tables in one -------------------------------------------------------------------------


def joined(tables: Sequence[Printed]) -> Printed:
    """Return the blocks of section two as the one table that the form prints, each under its caption.

    The last figure of a narrower block takes the columns that are left.
    """
    width = max(table.width for table in tables)
    body: list[Line] = []
    for table in tables:
        body.append((Span(table.caption, 0, "colgroup", width),))
        body.extend(_widened(line, width - table.width) for line in (*table.head, *table.body))
    return Printed(tables[0].id, "", (), tuple(body), 1, width)


def _widened(line: Line, more: int) -> Line:
    return (*line[:-1], line[-1]._replace(columns=line[-1].columns + more))
