"""A statutory table made ready for a template: rows, cells, their headers, and where each came from. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from gongkai.annualreport import How, printed_table
from gongkai.yearend.anchors import anchor
from gongkai.yearend.shown import MANNERS, CellView, FindingView, Header, RowView, TableView, TraceLine

if TYPE_CHECKING:
    from gongkai.annualreport import Axis, Cell, Printed, Report, Span, TableForm


def show_table(
    table: TableForm, report: Report, findings: tuple[FindingView, ...], ways: Mapping[str, str] = MappingProxyType({})
) -> TableView:
    """Return one table of `report` with the findings of its cells, their ways and, where known, their origin."""
    printed = printed_table(report, table)
    over = _Headers(printed, tuple(report.form.tables).index(table.id))
    rows = tuple(_rows(report, printed, over, findings, ways))
    return TableView(
        id=table.id,
        anchor=anchor(table.id),
        caption=table.caption,
        unit=common_unit(table),
        head=tuple(tuple(over.header(line, span, table) for span in spans) for line, spans in enumerate(printed.head)),
        rows=rows,
        trace=tuple(_trace(report, table, printed)),
    )


class _Headers:
    """The header cells of a printed table: each has an id, and each figure knows those it stands under and beside.

    The ids are short, with the table's `number` in the form: a page names them a thousand times.
    """

    def __init__(self, printed: Printed, number: int) -> None:
        self._number, self._labels = number, printed.labels
        self._above = [(line, span) for line, spans in enumerate(printed.head) for span in spans if span.scope]
        self._left = [
            (line, span) for line, spans in enumerate(printed.body, len(printed.head)) for span in spans if span.scope
        ]

    def header(self, line: int, span: Span, table: TableForm) -> Header:
        """Return a header cell of the printed line; one that heads a single column says its unit."""
        heads_one = span.scope == "col" and span.column >= self._labels
        note = _unit(table, table.columns[span.column - self._labels]) if heads_one else ""
        return Header(self._id(line, span), span.text, span.scope, span.columns, span.rows, note)

    def of(self, line: int, column: int) -> str:
        """Return the ids of the headers of the figure in that printed line and grid column."""
        above = (one for one in self._above if one[1].column <= column < one[1].column + one[1].columns)
        left = (one for one in self._left if one[0] <= line < one[0] + one[1].rows)
        return " ".join(self._id(*one) for one in (*above, *left))

    def _id(self, line: int, span: Span) -> str:
        return f"h{self._number}-{line}-{span.column}"


def _rows(
    report: Report, printed: Printed, over: _Headers, findings: tuple[FindingView, ...], ways: Mapping[str, str]
) -> Iterator[RowView]:
    for line, spans in enumerate(printed.body, len(printed.head)):
        headers = tuple(over.header(line, span, report.form.tables[printed.id]) for span in spans if span.scope)
        figures = [span for span in spans if span.place]
        cells = tuple(_cell(report, span, over.of(line, span.column), findings, ways) for span in figures)
        yield RowView(anchor(printed.id, _row_of(figures)), headers, cells)


def _row_of(figures: Iterable[Span]) -> str:
    return next(span.place.row for span in figures if span.place)


def _cell(
    report: Report, span: Span, headers: str, findings: tuple[FindingView, ...], ways: Mapping[str, str]
) -> CellView:
    where, cell = span.place, report.cell(*span.place)
    return CellView(
        anchor=anchor(*where),
        headers=headers,
        text=span.text,
        manner=MANNERS[cell.how],
        told=_told(cell),
        findings=tuple(finding for finding in findings if finding.where == str(where)),
        address=ways.get(str(where), ""),
    )


def _told(cell: Cell) -> str:
    """Return how a cell was obtained, as printed and where; empty where nothing is known of it."""
    quoted = f"原文“{cell.raw}”" if cell.raw else ""
    known = quoted or str(cell.source) or cell.how not in (How.READ, How.BLANK)
    return "，".join(part for part in (MANNERS[cell.how].word, quoted, str(cell.source)) if part) if known else ""


def _trace(report: Report, table: TableForm, printed: Printed) -> Iterator[TraceLine]:
    """Yield where each cell came from, in a report that tells it of any."""
    places = [(span.text, span.place) for line in printed.body for span in line if span.place]
    if not any(report.cell(*place).raw or str(report.cell(*place).source) for _, place in places):
        return
    for text, place in places:
        cell, row = report.cell(*place), report.form.row(table.id, place.row)
        yield TraceLine(
            _words(row.groups[1:], row) if row else "",
            _words(table.column(place.column).groups, table.column(place.column)),
            text,
            MANNERS[cell.how],
            cell.raw,
            str(cell.source),
        )


def _words(groups: tuple[str, ...], axis: Axis) -> str:
    return " · ".join(word for word in (*groups, axis.label) if word)


def common_unit(table: TableForm) -> str:
    """Return the unit all columns of `table` share, empty where they differ."""
    units = {column.unit for column in table.columns}
    return units.pop() if len(units) == 1 else ""


def _unit(table: TableForm, column: Axis) -> str:
    """Return the unit to print beside a column's label, where neither label nor caption has it."""
    return "" if common_unit(table) or "单位" in column.label else column.unit
