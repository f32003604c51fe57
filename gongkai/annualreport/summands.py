"""What one report gives to a sum: its figures in the order of the form, and what is to be said of them.

A summand is small and quickly read again, so that thousands of them can be kept and added while somebody waits.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from gongkai.annualreport.checks.arithmetic import sums
from gongkai.annualreport.exchange import plain
from gongkai.annualreport.forms import Form
from gongkai.annualreport.forms import form as form_of_id
from gongkai.annualreport.mixtures import cell_or_sum
from gongkai.annualreport.model import Cell, How, Place, Report
from gongkai.findings import Finding

Number = int | Decimal
READ, BLANK, LACKING = "r", "b", "l"
_HOW = {READ: How.READ, BLANK: How.BLANK, LACKING: How.ABSENT}


@dataclass(frozen=True, slots=True)
class Summand:
    """The figures of one report, ready to be added.

    `values` stand in the order of `places_of`; `marks` has a letter for each: read, blank, or lacking (absent, or not
    read), and is empty where all were read. `wholes` are the rows (``table.row``) that the report prints in the place
    of their parts, `findings` what its own sums say against it.
    """

    form: Form
    year: int | None
    agency: str | None
    file: str
    values: tuple[Number | None, ...]
    marks: str
    wholes: tuple[str, ...]
    findings: tuple[Finding, ...]

    def value(self, place: str) -> Number | None:
        """Return the figure at a place (``table.row.column``), None where nothing certain is there or no such place."""
        at = numbered(self.form).get(place)
        return None if at is None else self.values[at]

    def mark(self, place: str) -> str:
        """Return whether the figure at a place was read, is blank, or lacks."""
        at = numbered(self.form).get(place)
        return LACKING if at is None else self.marks[at] if self.marks else READ

    def cell(self, table: str, row: str, column: str) -> Cell:
        """Return a cell as the report gives it, without its wording and source."""
        place = f"{table}.{row}.{column}"
        return Cell(self.value(place), _HOW[self.mark(place)])

    def cells(self) -> Iterator[tuple[Place, Cell]]:
        """Yield the cells that the report prints with their places, in the order of the form."""
        apart = {(table, row) for whole, (table, row) in _wholes(self.form).items() if whole not in self.wholes}
        apart -= {(table.id, row.id) for table in self.form.tables.values() for row in table.rows}
        marks = self.marks or READ * len(self.values)
        for place, value, mark in zip(places_of(self.form), self.values, marks, strict=True):
            if (place.table, place.row) not in apart:
                yield place, Cell(value, _HOW[mark])

    def about(self) -> dict[str, Any]:
        """Return which report it is, as JSON values."""
        return {"file": self.file, "agency": self.agency, "year": self.year, "format": self.form.id}

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON values, to be kept; money as decimal strings, whose numbers are the ``amounts``."""
        return self.about() | {
            "values": [plain(value) for value in self.values],
            "amounts": [at for at, value in enumerate(self.values) if isinstance(value, Decimal)],
            "marks": self.marks,
            "wholes": list(self.wholes),
            "findings": [[one.rule, one.where, dict(one.facts)] for one in self.findings],
        }


def summand_from(told: Mapping[str, Any]) -> Summand:
    """Return what `Summand.as_dict` wrote; raise KeyError or ValueError where it is something else."""
    form = form_of_id(told["format"])
    values = list(told["values"])
    if form.is_added and len(values) != len(places_of(form)):
        raise ValueError("these figures are of another issue of the form")
    for at in told["amounts"]:
        values[at] = Decimal(values[at])
    findings = tuple(Finding(rule, where, facts) for rule, where, facts in told["findings"])
    about = told["year"], told["agency"], told["file"]
    return Summand(form, *about, tuple(values), told["marks"], tuple(told["wholes"]), findings)


def summand(report: Report) -> Summand:
    """Return what a report gives to a sum; of a form that is not added up no figures."""
    cells = list(_cells(report)) if report.form.is_added else []
    marks = "".join(map(_mark, cells))
    identities = {identity.id for identity in report.form.identities}
    return Summand(
        form=report.form,
        year=report.year,
        agency=report.agency,
        file=report.file,
        values=tuple(cell.value for cell in cells),
        marks="" if set(marks) <= {READ} else marks,
        wholes=tuple(whole for whole, (table, row) in _wholes(report.form).items() if report.prints(table, (row,))),
        findings=tuple(one for one in sums(report) if one.rule in identities) if cells else (),
    )


@cache
def places_of(form: Form) -> tuple[Place, ...]:
    """Return the cells of a form in order, with the rows that other reports print in the place of their parts."""
    return tuple(
        Place(table.id, row, column.id)
        for table in form.tables.values()
        for row in dict.fromkeys([*(row.id for row in table.rows), *_foreign(form, table.id)])
        for column in table.columns
    )


@cache
def numbered(form: Form) -> Mapping[str, int]:
    """Return at which number of `places_of` each place (``table.row.column``) stands."""
    return {str(place): number for number, place in enumerate(places_of(form))}


def _foreign(form: Form, table: str) -> Iterator[str]:
    return (equal.whole for equal in form.equivalences if equal.table == table)


def _wholes(form: Form) -> dict[str, tuple[str, str]]:
    return {f"{equal.table}.{equal.whole}": (equal.table, equal.whole) for equal in form.equivalences}


def _cells(report: Report) -> Iterator[Cell]:
    parts = {(equal.table, equal.whole): equal.parts for equal in report.form.equivalences}
    for place in places_of(report.form):
        yield cell_or_sum(report, place, parts.get((place.table, place.row), ()))


def _mark(cell: Cell) -> str:
    return READ if cell.value is not None else BLANK if cell.how is How.BLANK else LACKING
