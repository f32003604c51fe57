"""The tables of a report as a workbook (XLSX): one sheet a section, laid out as the form prints them.

Figures are numbers, so that a spreadsheet adds them; cells with a remark are coloured and bear it as a comment.
A sheet before them says what the remarks are.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from gongkai.annualreport.model import Place, Report
from gongkai.annualreport.writers.composing import title_in_words
from gongkai.annualreport.writers.grid import Line, Printed, Span, printed_table

_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_LABELS, _FIGURES, _SAID = 18, 11, 100  # widths in characters


@dataclass(frozen=True, slots=True)
class Formats:
    """How the cells of a sheet look."""

    title: Format
    head: Format
    figure: Format
    marked: Format
    said: Format


def workbook(report: Report, said: Sequence[str], remarks: Mapping[Place, str]) -> bytes:
    """Return the report's tables as an XLSX file; `said` fills the first sheet, `remarks` stand on their cells."""
    out = io.BytesIO()
    with Workbook(out, _OPTIONS) as book:
        book.set_properties({"title": title_in_words(report), "created": _made(report)})
        formats = _formats(book)
        _say(book.add_worksheet("说明"), (title_in_words(report), *said), formats)
        for section in report.form.sections:
            tables = [table for table in report.form.tables.values() if table.section == section.id]
            if tables:
                sheet = book.add_worksheet(section.title[:31])
                _fill(sheet, [printed_table(report, table) for table in tables], remarks, report, formats)
    return out.getvalue()


def _made(report: Report) -> datetime:
    """Return the moment that the file says it was made: the day of publication, for no clock is read here."""
    day = report.publication_date or date((report.year or 1979) + 1, 1, 1)
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _formats(book: Workbook) -> Formats:
    cell = {"border": 1, "valign": "vcenter", "text_wrap": True}
    return Formats(
        title=book.add_format({"bold": True}),
        head=book.add_format({**cell, "align": "center", "bg_color": "#F2F2F2"}),
        figure=book.add_format({**cell, "align": "right"}),
        marked=book.add_format({**cell, "align": "right", "bg_color": "#FFE699", "bold": True}),
        said=book.add_format({"text_wrap": True, "valign": "top"}),
    )


def _say(sheet: Worksheet, lines: Iterable[str], formats: Formats) -> None:
    sheet.set_column(0, 0, _SAID)
    for row, line in enumerate(lines):
        sheet.write_string(row, 0, line, formats.said if row else formats.title)


def _fill(
    sheet: Worksheet, tables: Iterable[Printed], remarks: Mapping[Place, str], report: Report, formats: Formats
) -> None:
    """Write tables one below the other, each under its caption."""
    row = 0
    for table in tables:
        sheet.set_column(0, max(table.labels - 1, 0), _LABELS)
        sheet.set_column(table.labels, table.width - 1, _FIGURES)
        sheet.write_string(row, 0, table.caption, formats.title)
        for at, line in enumerate((*table.head, *table.body), row + 1):
            _write_line(sheet, at, line, remarks, report, formats)
        row += len(table.head) + len(table.body) + 2


def _write_line(
    sheet: Worksheet, row: int, line: Line, remarks: Mapping[Place, str], report: Report, formats: Formats
) -> None:
    for span in line:
        if span.place is None:
            _write_label(sheet, row, span, formats.head)
            continue
        remark = remarks.get(span.place, "")
        _write_figure(sheet, row, span.column, report.value(*span.place), formats.marked if remark else formats.figure)
        if remark:
            sheet.write_comment(row, span.column, remark)


def _write_label(sheet: Worksheet, row: int, span: Span, look: Format) -> None:
    if span.rows * span.columns > 1:
        sheet.merge_range(row, span.column, row + span.rows - 1, span.column + span.columns - 1, span.text, look)
    else:
        sheet.write_string(row, span.column, span.text, look)


def _write_figure(sheet: Worksheet, row: int, column: int, value: object, look: Format) -> None:
    if value is None:
        sheet.write_blank(row, column, None, look)
    else:
        sheet.write_number(row, column, value, look)
