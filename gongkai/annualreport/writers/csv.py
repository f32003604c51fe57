"""The report as CSV: one row per cell, and rows for what the report says besides.

The columns are `HEADER`. A row of a table has the ids and the labels of table, row and column, the
value, its unit, and how it was read. Rows whose table is ``report`` hold agency, year and the like,
those whose table is ``section`` title and text of a section. `sources.csv` reads it back.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from gongkai.annualreport.forms import Axis
from gongkai.annualreport.model import Cell, Report
from gongkai.annualreport.writers.grid import figure

HEADER = ("table", "row", "column", "row_label", "column_label", "value", "unit", "how")
_FORMULA = tuple("=+-@＝＋－＠\t\r\n'")  # a spreadsheet would compute words that start so, full-width in China as well
_NUMBER = re.compile(r"-\d+(\.\d+)?")

Record = tuple[str, str, str, str, str, str, str, str]


def csv_text(report: Report) -> str:
    """Return the report as CSV with a byte order mark, by which spreadsheets know UTF-8."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEADER)
    writer.writerows(_particulars(report))
    writer.writerows(_sections(report))
    writer.writerows(_cells(report))
    return "\ufeff" + out.getvalue()


def _particulars(report: Report) -> Iterator[Record]:
    start, end = report.period or (None, None)
    said = {
        "format": report.form.id,
        "agency": report.agency,
        "year": report.year,
        "period_start": start,
        "period_end": end,
        "publication_date": report.publication_date,
        "preamble": report.preamble or None,
    }
    for name, value in said.items():
        if value is not None:
            yield _said("report", name, "", str(value))
    for note in report.notes:
        yield _said("report", "note", "", note)


def _sections(report: Report) -> Iterator[Record]:
    for section in report.sections:
        yield _said("section", section.id, "title", section.title)
        yield _said("section", section.id, "text", section.text)


def _said(table: str, row: str, column: str, words: str) -> Record:
    return table, row, column, "", "", inert(words), "", ""


def inert(words: str) -> str:
    """Return words so that a spreadsheet shows them and does not take them for a formula; a number stays one."""
    return f"'{words}" if words.startswith(_FORMULA) and not _NUMBER.fullmatch(words) else words


def _cells(report: Report) -> Iterator[Record]:
    for (table_id, row_id, column_id), cell in report.cells():
        row, column = report.form.row(table_id, row_id), report.form.tables[table_id].column(column_id)
        assert row is not None  # a report has no row that no form has
        yield _record(table_id, row, column, cell)


def _record(table: str, row: Axis, column: Axis, cell: Cell) -> Record:
    labels = "·".join((*row.groups, row.label)), "·".join((*column.groups, column.label))
    value = figure(cell, column).lstrip("+")
    return table, row.id, column.id, *labels, value, column.unit, str(cell.how)
