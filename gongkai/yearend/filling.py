"""The tables of a year's report, filled from figures and ledgers: nobody types a total.

Table two is filled cell by cell from figures, as data/filling.toml says. Tables three and
four come whole from a ledger: row → column → the records that the cell counts.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Protocol

from gongkai.annualreport import ABSENT, Cell, Form, How, Place, TableForm
from gongkai.cases import door as cases
from gongkai.findings import Finding
from gongkai.yearend.figures import BY_ID, Year

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from gongkai.agencies.door import Agency, Number

Cells = Mapping[str, Mapping[str, Cell]]


class Ledger(Protocol):
    """A table that a room counts whole: row → column → how many, and the records behind each cell."""

    @property
    def counts(self) -> Mapping[str, Mapping[str, int]]:
        """Return how many each cell counts."""

    def records(self, row: str, column: str) -> QuerySet:
        """Return the records that a cell counts."""


# The tables that rooms count whole, by the table's id.
LEDGERS: Mapping[str, Callable[[Agency, int, Form], Ledger]] = {
    "applications": cases.ApplicationsTable,
    "review_litigation": cases.DisputesTable,
}


@dataclass(frozen=True, slots=True)
class Fill:
    """What fills a cell: a figure of this year or another, or what it changed by; `per` divides it."""

    figure: str
    year: int = 0
    change: bool = False
    per: int = 1
    otherwise: int | None = None

    def value(self, year: Year) -> Number:
        """Return what the cell holds, None where no record speaks of it."""
        now = Year(year.agency, year.year + self.year).value(self.figure) if self.year else year.value(self.figure)
        if self.change:
            before = year.before().value(self.figure)
            now = None if now is None or before is None else now - before
        return self.otherwise if now is None else _divided(now, self.per)


def _divided(value: int | Decimal, per: int) -> int | Decimal:
    return value if per == 1 else Decimal(value) / per


@cache
def fills() -> Mapping[str, Mapping[Place, Fill]]:
    """Return for each form what fills the cells of table two."""
    text = files("gongkai.yearend").joinpath("data/filling.toml").read_text("utf-8")
    found: dict[str, dict[Place, Fill]] = {}
    for row in tomllib.loads(text)["fill"]:
        for column, source in row["columns"].items():
            place = Place(row["table"], row["row"], column)
            found.setdefault(row["form"], {})[place] = Fill(**source, otherwise=row.get("otherwise"))
    return found


@dataclass(frozen=True, slots=True)
class Filled:
    """The tables of a report, and what could not be filled."""

    tables: Mapping[str, Cells]
    findings: tuple[Finding, ...]


def fill(form: Form, year: Year) -> Filled:
    """Return every table of `form` filled from the records of `year`."""
    findings: list[Finding] = []
    tables = {}
    for table in form.tables.values():
        if table.id in LEDGERS:
            tables[table.id] = _from_ledger(table, LEDGERS[table.id](year.agency, year.year, form))
        else:
            tables[table.id], gaps = _from_figures(form, table, year)
            findings += gaps
    return Filled(tables, tuple(findings))


def _from_ledger(table: TableForm, ledger: Ledger) -> Cells:
    return {
        row.id: {
            column.id: Cell(number := ledger.counts[row.id][column.id], How.READ, str(number), column.unit)
            for column in table.columns
        }
        for row in table.rows
    }


def _from_figures(form: Form, table: TableForm, year: Year) -> tuple[Cells, list[Finding]]:
    rows: dict[str, dict[str, Cell]] = {}
    findings: list[Finding] = []
    for row in table.rows:
        rows[row.id] = {}
        for column in table.columns:
            cell, gaps = _from_figure(form, Place(table.id, row.id, column.id), column.unit, year)
            rows[row.id][column.id] = cell
            findings += gaps
    return rows, findings


def _from_figure(form: Form, place: Place, unit: str, year: Year) -> tuple[Cell, list[Finding]]:
    source = fills()[form.id].get(place)
    if source is None or source.figure not in BY_ID:
        return ABSENT, [Finding("YEAR-NO-SOURCE", str(place), {"place": str(place)})]
    value = source.value(year)
    if value is None:
        figure = BY_ID[source.figure]
        facts = {"label": figure.label, "figure": figure.id, "year": year.year + source.year}
        return Cell(None, How.BLANK), [Finding("YEAR-NO-TALLY", str(place), facts)]
    return Cell(value, How.READ, format(value, "f") if isinstance(value, Decimal) else str(value), unit), []


def figures_in(form: Form) -> Iterator[str]:
    """Yield the ids of the figures that fill cells of `form`."""
    yield from dict.fromkeys(source.figure for source in fills()[form.id].values())
