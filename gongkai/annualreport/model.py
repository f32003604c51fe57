"""A report as values: cells that know where they came from, sections, tables.

Every reader makes it, every check and writer takes it. Immutable.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from gongkai.annualreport.forms import Form
from gongkai.findings import Finding


class How(StrEnum):
    """How a cell came to its value, or to none."""

    READ = "read"  # printed in the source, read as it stands
    INFERRED = "inferred"  # the form's own arithmetic admits exactly one value
    BLANK = "blank"  # the source leaves the cell empty, or prints a dash
    UNREAD = "unread"  # something is printed, but it is not certain what
    ABSENT = "absent"  # the row, column or table was not found in the source


class Source(NamedTuple):
    """Where in the source a cell stands; counts start at 1, 0 means not applicable."""

    table: int = 0
    row: int = 0
    cell: int = 0
    page: int = 0
    line: int = 0
    paragraph: int = 0

    def __str__(self) -> str:
        """Return the place in words, as a person would look for it."""
        parts = (
            f"第{self.page}页" if self.page else "",
            f"第{self.table}个表格" if self.table else "",
            f"第{self.row}行" if self.row else "",
            f"第{self.cell}格" if self.cell else "",
            f"正文第{self.line}行" if self.line and not self.table else "",
            f"第{self.paragraph}段" if self.paragraph else "",
        )
        return "".join(parts)


class Cell(NamedTuple):
    """One cell of a statutory table.

    `value` is an int for counts, a Decimal for money (fees in 万元, procurement in 元),
    None where nothing certain is there: `how` says why. `raw` is the text as printed,
    `unit` the unit as printed.
    """

    value: int | Decimal | None
    how: How
    raw: str = ""
    unit: str = ""
    source: Source = Source()


ABSENT = Cell(None, How.ABSENT)

Row = Mapping[str, Cell]
Table = Mapping[str, Row]


class Section(NamedTuple):
    """One of the six sections: its id, its heading as printed, its text without the tables."""

    id: str
    title: str
    text: str


class Place(NamedTuple):
    """The address of a cell: table, row and column id."""

    table: str
    row: str
    column: str

    def __str__(self) -> str:
        """Return the dotted place that findings use."""
        return f"{self.table}.{self.row}.{self.column}"


@dataclass(frozen=True, slots=True)
class Report:
    """A government information disclosure annual report (政府信息公开工作年度报告), Reg. art. 49-50.

    `tables` maps table id → row id → column id → Cell and holds every row of the form,
    and besides them rows of the other form that the source prints (a 2021 report that
    keeps the single row （六）其他处理). `findings` says what could not be read, and why.
    """

    form: Form
    tables: Mapping[str, Table]
    sections: tuple[Section, ...] = ()
    agency: str | None = None
    year: int | None = None
    period: tuple[date, date] | None = None
    publication_date: date | None = None
    notes: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    file: str = ""
    preamble: str = ""

    def cell(self, table: str, row: str, column: str) -> Cell:
        """Return the cell, or an absent one where the report has no such row or column."""
        return self.tables.get(table, {}).get(row, {}).get(column, ABSENT)

    def value(self, table: str, row: str, column: str) -> int | Decimal | None:
        """Return the value of a cell, None where nothing certain is there."""
        return self.cell(table, row, column).value

    def cells(self) -> Iterator[tuple[Place, Cell]]:
        """Yield every cell with its place, in the order of the form."""
        for table_id, rows in self.tables.items():
            for row_id, columns in rows.items():
                for column_id, cell in columns.items():
                    yield Place(table_id, row_id, column_id), cell

    def prints(self, table: str, rows: Iterable[str] | None = None) -> bool:
        """Tell whether the source has one of these rows of the table (default: of any row)."""
        printed = self.tables.get(table, {})
        chosen = (printed.get(row, {}) for row in (printed if rows is None else rows))
        return any(cell.how is not How.ABSENT for row in chosen for cell in row.values())

    def printed_rows(self, table: str, rows: tuple[str, ...]) -> tuple[str, ...]:
        """Return `rows` as this source prints them: a whole for its parts, or parts for their whole.

        See `Equivalence`: the sum over the returned rows is the sum over `rows`.
        """
        printed = self.tables.get(table, {})
        for equal in self.form.equivalences:
            if equal.table != table:
                continue
            if equal.whole in printed and set(equal.parts) <= set(rows) and not self.prints(table, equal.parts):
                rows = tuple(row for row in rows if row not in equal.parts) + (equal.whole,)
            elif equal.whole in rows and self.prints(table, equal.parts):
                rows = tuple(row for row in rows if row != equal.whole) + equal.parts
        return rows

    def section(self, section_id: str) -> Section | None:
        """Return the section of that id, or None where the report has no such heading."""
        return next((section for section in self.sections if section.id == section_id), None)

    def text(self, section_id: str) -> str:
        """Return the text of a section, empty where there is none."""
        section = self.section(section_id)
        return section.text if section else ""
