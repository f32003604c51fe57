"""The tables of a report as text with tabs, to be pasted into a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.annualreport.model import Report
from gongkai.annualreport.writers.grid import printed_table


def tab_separated(report: Report) -> str:
    """Return every table of the form, one field a cell, an empty line between two tables.

    A merged cell's words stand in its first field; a cell without a figure is empty.
    """
    return "\n".join(line for table in report.form.tables for line in _lines(report, table))


def _lines(report: Report, table_id: str) -> Iterator[str]:
    table = printed_table(report, report.form.tables[table_id])
    yield table.caption
    for line in (*table.head, *table.body):
        yield "\t".join(table.words(line))
    yield ""
