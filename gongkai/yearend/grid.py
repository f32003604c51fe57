"""How the form prints a table: which header cell spans what.

A statutory table has headers over headers on both sides. This lays them out as rows of
cells with their spans, and says for each data cell which headers are its own. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gongkai.annualreport import Axis, TableForm

CORNER = "信息内容"  # what the notices print over the row labels of the tables in section two


@dataclass(frozen=True, slots=True)
class Header:
    """A header cell: its id on the page, its words, how many columns and rows it spans."""

    id: str
    text: str
    scope: str
    colspan: int = 1
    rowspan: int = 1
    note: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One body row: the header cells that begin in it, and the ids of all headers above it on the left."""

    axis: Axis
    headers: tuple[Header, ...]
    header_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table laid out: header rows from the top, body lines, and each column's header ids."""

    head: tuple[tuple[Header, ...], ...]
    lines: tuple[Line, ...]
    columns: tuple[Axis, ...]
    column_header_ids: tuple[tuple[str, ...], ...]


def lay_out(table: TableForm, rows: Sequence[Axis]) -> Grid:
    """Return the layout of `table` with the given body rows."""
    labelled = any(row.label for row in rows)
    width = max(len(row.groups) for row in rows) + 1 if labelled else 0
    head, ids = _head(table, width)
    lines = tuple(_lines(table.id, rows, width)) if labelled else tuple(Line(row, (), ()) for row in rows)
    return Grid(head, lines, table.columns, ids)


def _paths(axes: Sequence[Axis], over: str = "") -> list[tuple[str, ...]]:
    """Return each axis' labels from the outermost group to its own."""
    return [((over,) if over else ()) + axis.groups + (axis.label,) for axis in axes]


def _run(paths: Sequence[tuple[str, ...]], start: int, level: int) -> int:
    """Return how many paths from `start` on share its labels down to `level`."""
    prefix = paths[start][: level + 1]
    return sum(1 for _ in takewhile(lambda path: path[: level + 1] == prefix, paths[start:]))


def _begins(paths: Sequence[tuple[str, ...]], index: int, level: int) -> bool:
    return not index or paths[index - 1][: level + 1] != paths[index][: level + 1]


def _head(table: TableForm, width: int) -> tuple[tuple[tuple[Header, ...], ...], tuple[tuple[str, ...], ...]]:
    paths = _paths(table.columns, table.column_header)
    depth = max(map(len, paths))
    rows: list[list[Header]] = [[] for _ in range(depth)]
    if width:
        rows[0].append(Header(f"{table.id}-corner", table.corner_note or CORNER, "col", width, depth))
    for index, path in enumerate(paths):
        for level in (level for level in range(len(path)) if _begins(paths, index, level)):
            span = _run(paths, index, level)
            last = level == len(path) - 1
            rows[level].append(
                Header(
                    _id(table.id, "c", paths, index, level),
                    path[level],
                    "col" if last else "colgroup",
                    span,
                    depth - level if last else 1,
                    _unit(table, table.columns[index]) if last else "",
                )
            )
    ids = tuple(
        tuple(_id(table.id, "c", paths, index, level) for level in range(len(path))) for index, path in enumerate(paths)
    )
    return tuple(map(tuple, rows)), ids


def _lines(table_id: str, rows: Sequence[Axis], width: int) -> Iterator[Line]:
    paths = _paths(rows)
    for index, path in enumerate(paths):
        begun = [level for level in range(len(path)) if _begins(paths, index, level)]
        headers = tuple(
            Header(
                _id(table_id, "r", paths, index, level),
                path[level],
                "row" if level == len(path) - 1 else "rowgroup",
                width - level if level == len(path) - 1 else 1,
                _run(paths, index, level),
            )
            for level in begun
        )
        ids = tuple(_id(table_id, "r", paths, index, level) for level in range(len(path)))
        yield Line(rows[index], headers, ids)


def _id(table_id: str, side: str, paths: Sequence[tuple[str, ...]], index: int, level: int) -> str:
    """Return a header's id: the index of the first row or column it stands over, and its level."""
    first = index
    while not _begins(paths, first, level):
        first -= 1
    return f"{table_id}-{side}{first}-{level}"


def common_unit(table: TableForm) -> str:
    """Return the unit all columns of `table` share, empty where they differ."""
    units = {column.unit for column in table.columns}
    return units.pop() if len(units) == 1 else ""


def _unit(table: TableForm, column: Axis) -> str:
    """Return the unit to print beside a column's label, where neither label nor caption has it."""
    return "" if common_unit(table) or "单位" in column.label else column.unit
