"""Reports without anything but their figures, so that thousands of them can be kept at once.

Most rows of most reports are noughts: a row that reads like one before is kept once for all of them.
"""

from __future__ import annotations

from dataclasses import replace

from gongkai.annualreport.model import Cell, Report, Row

_Key = tuple[tuple[object, ...], ...]


class Bare:
    """Takes reports and gives them back bare: what was read as what, but no texts, no wording, no sources."""

    def __init__(self) -> None:
        self._rows: dict[_Key, Row] = {}

    def of(self, report: Report) -> Report:
        """Return the report with its agency, year, file and figures alone."""
        tables = {
            table: {row: self._once(columns) for row, columns in rows.items()} for table, rows in report.tables.items()
        }
        return replace(report, tables=tables, sections=(), preamble="", notes=(), findings=())

    def _once(self, columns: Row) -> Row:
        key = tuple((column, cell.value, cell.how, cell.unit) for column, cell in columns.items())
        known = self._rows.get(key)
        if known is None:
            known = self._rows[key] = {
                column: Cell(cell.value, cell.how, unit=cell.unit) for column, cell in columns.items()
            }
        return known
