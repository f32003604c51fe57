"""A statutory table made ready for a template: rows, cells, and where each came from. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from gongkai.yearend.grid import Grid, common_unit, lay_out
from gongkai.yearend.places import anchor, find_row
from gongkai.yearend.shown import MANNERS, CellView, FindingView, RowView, TableView, TraceLine

if TYPE_CHECKING:
    from gongkai.annualreport import Axis, Form, TableForm


def rows_shown(table: TableForm, statutory: Form, printed: Mapping[str, Mapping[str, Any]]) -> tuple[Axis, ...]:
    """Return the rows to show: the form's, with a whole in the place of its parts where the source prints it so."""
    rows = list(table.rows)
    for equal in (equal for equal in statutory.equivalences if equal.table == table.id):
        whole = find_row(statutory, table.id, equal.whole)
        parts = [row for row in rows if row.id in equal.parts]
        if whole and equal.whole in printed and parts and not _any_value(printed, equal.parts):
            place = rows.index(parts[0])
            rows[place : place + len(parts)] = [whole]
        elif _any_value(printed, equal.parts) and not parts:
            place = next(index for index, row in enumerate(rows) if row.id == equal.whole)
            rows[place : place + 1] = [row for part in equal.parts if (row := find_row(statutory, table.id, part))]
    return tuple(rows)


def _any_value(printed: Mapping[str, Mapping[str, Any]], rows: Sequence[str]) -> bool:
    return any(value is not None for row in rows for value in printed.get(row, {}).values())


def show_table(
    table: TableForm, statutory: Form, report: Mapping[str, Any], findings: tuple[FindingView, ...]
) -> TableView:
    """Return one table of `report` (JSON, schema 1) with the findings of its cells and, where known, their origin."""
    printed = report.get("tables", {}).get(table.id, {})
    provenance = report.get("provenance") or {}
    grid = lay_out(table, rows_shown(table, statutory, printed))
    rows = tuple(
        RowView(
            anchor(table.id, line.axis.id),
            line.headers,
            tuple(
                _cell(table.id, line.axis, column, ids + line.header_ids, printed, provenance, findings)
                for column, ids in zip(grid.columns, grid.column_header_ids, strict=True)
            ),
        )
        for line in grid.lines
    )
    return TableView(
        id=table.id,
        anchor=anchor(table.id),
        caption=table.caption,
        unit=common_unit(table),
        head=grid.head,
        rows=rows,
        trace=_trace(table, grid, rows, provenance) if provenance else (),
    )


def _cell(
    table_id: str,
    row: Axis,
    column: Axis,
    headers: tuple[str, ...],
    printed: Mapping[str, Mapping[str, Any]],
    provenance: Mapping[str, Mapping[str, Any]],
    findings: tuple[FindingView, ...],
) -> CellView:
    where = f"{table_id}.{row.id}.{column.id}"
    value = printed.get(row.id, {}).get(column.id)
    source = provenance.get(where, {})
    manner = MANNERS[source.get("how") or ("read" if value is not None else "blank")]
    told = "，".join(part for part in (manner.word, _quoted(source.get("raw")), source.get("place") or "") if part)
    return CellView(
        anchor=anchor(table_id, row.id, column.id),
        headers=" ".join(headers),
        text=_figure(value, column),
        manner=manner,
        told=told if source else "",
        findings=tuple(finding for finding in findings if finding.where == where),
    )


def _figure(value: Any, column: Axis) -> str:
    """Return a value as the form prints it: plain digits, and a sign where the column counts a change."""
    if value is None:
        return ""
    return f"+{value}" if column.kind == "change" and isinstance(value, int) and value > 0 else str(value)


def _quoted(raw: str | None) -> str:
    return f"原文“{raw}”" if raw else ""


def _trace(
    table: TableForm, grid: Grid, rows: tuple[RowView, ...], provenance: Mapping[str, Mapping[str, Any]]
) -> tuple[TraceLine, ...]:
    lines = []
    for line, row in zip(grid.lines, rows, strict=True):
        for column, cell in zip(grid.columns, row.cells, strict=True):
            source = provenance.get(f"{table.id}.{line.axis.id}.{column.id}", {})
            row_words = " · ".join(word for word in (*line.axis.groups[1:], line.axis.label) if word)
            column_words = " · ".join((*column.groups, column.label))
            raw, place = source.get("raw") or "", source.get("place") or ""
            lines.append(TraceLine(row_words, column_words, cell.text, cell.manner, raw, place))
    return tuple(lines)
