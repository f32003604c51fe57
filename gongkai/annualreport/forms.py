"""The statutory forms as data: sections, tables, columns, rows and their sums.

Read once: ``data/forms.toml`` has those of the disclosure report, labels as in the notices
(国办公开办函〔2019〕60号, 〔2021〕30号); ``data/provident_fund.toml`` that of the provident fund's
annual report, whose tables are items to be found in running text. Ids are ours and stable.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Literal


@dataclass(frozen=True, slots=True, eq=False)  # one object each: compared by identity
class Axis:
    """A row or a column of a table: its id, its exact label, the labels it stands under."""

    id: str
    label: str
    groups: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    kind: Literal["count", "change", "money", "amount"] = "count"
    unit: str = ""
    optional: bool = False


@dataclass(frozen=True, slots=True, eq=False)  # one object each: compared by identity
class TableForm:
    """One table of the form.

    A ``grid`` is printed as such, and its columns say what they count. ``items`` are figures
    that the report states in its text or in tables of its own; each row says its unit, and the
    one column is their value.
    """

    id: str
    section: str
    caption: str
    columns: tuple[Axis, ...]
    rows: tuple[Axis, ...]
    corner_note: str = ""
    column_header: str = ""
    kind: Literal["grid", "items"] = "grid"

    def measure(self, row_id: str, column_id: str) -> Axis | None:
        """Return the row or column that says what a cell counts and in which unit; None where it is not known."""
        axes, sought = (self.rows, row_id) if self.kind == "items" else (self.columns, column_id)
        return next((axis for axis in axes if axis.id == sought), None)

    def column(self, column_id: str) -> Axis:
        """Return the column of that id; raise StopIteration where there is none."""
        return next(column for column in self.columns if column.id == column_id)


@dataclass(frozen=True, slots=True)
class SectionForm:
    """One of the six sections: `kind` is ``text`` or ``tables``; `titles` are other ways to head it."""

    id: str
    title: str
    kind: str
    titles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Identity:
    """A sum that must agree (勾稽关系): the ids left and right are added and compared.

    `axis` says what the ids name: ``rows`` (compare in each column) or ``columns``
    (compare in each row). With `before` the right side begins with these rows of last year's
    report. With `over` it is a ratio: the right side divided by these rows is the left. An id
    with a dot names a row of another table.
    """

    id: str
    table: str
    axis: Literal["rows", "columns"]
    left: tuple[str, ...]
    right: tuple[str, ...]
    before: tuple[str, ...] = ()
    over: tuple[str, ...] = ()

    @property
    def is_sum(self) -> bool:
        """Tell whether it is a sum within one report, and neither a ratio nor one that begins last year."""
        return not (self.before or self.over)


@dataclass(frozen=True, slots=True)
class Equivalence:
    """One row of one form that is several rows of the other (（六）其他处理).

    A source that prints the `whole` in place of the `parts`, or the parts in place of the
    whole, is a mixture found in the wild; the two may be compared only as a sum.
    """

    table: str
    whole: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)  # one object each: compared by identity
class Form:
    """A statutory form: the sections in order, the tables in order, the sums.

    `report` is the yearly report it is for, by the id that `statute` knows its due date by.
    """

    id: str
    report: str
    title: str
    law: str
    sections: tuple[SectionForm, ...]
    tables: Mapping[str, TableForm]
    identities: tuple[Identity, ...]
    equivalences: tuple[Equivalence, ...] = ()

    @property
    def is_added(self) -> bool:
        """Tell whether reports of this form may be added up: those on disclosure count, others also print rates."""
        return self.report == DISCLOSURE

    def identities_of(self, identity_id: str) -> tuple[Identity, ...]:
        """Return the sums of that rule id (T4-SUM has three)."""
        return tuple(identity for identity in self.identities if identity.id == identity_id)

    def row(self, table: str, row: str) -> Axis | None:
        """Return a row of a table, taken from another form where a report may print it; None where none has it."""
        for candidate in (self, *all_forms(self.report).values()):
            for axis in candidate.tables[table].rows if table in candidate.tables else ():
                if axis.id == row:
                    return axis
        return None


def _axis(row: Mapping[str, Any]) -> Axis:
    return Axis(
        id=row["id"],
        label=row["label"],
        groups=tuple(row.get("groups", ())),
        aliases=tuple(row.get("aliases", ())),
        kind=row.get("kind", "count"),
        unit=row.get("unit", ""),
        optional=row.get("optional", False),
    )


def _table(row: Mapping[str, Any]) -> TableForm:
    return TableForm(
        id=row["id"],
        section=row["section"],
        caption=row["caption"],
        columns=tuple(map(_axis, row["columns"])),
        rows=tuple(map(_axis, row["rows"])),
        corner_note=row.get("corner_note", ""),
        column_header=row.get("column_header", ""),
        kind=row.get("kind", "grid"),
    )


def _section(row: Mapping[str, Any]) -> SectionForm:
    return SectionForm(row["id"], row["title"], row["kind"], tuple(row.get("titles", ())))


def _form(row: Mapping[str, Any], report: str) -> Form:
    return Form(
        id=row["id"],
        report=report,
        title=row["title"],
        law=row["law"],
        sections=tuple(_section(section) for section in row["section"]),
        tables=MappingProxyType({table["id"]: _table(table) for table in row["table"]}),
        identities=tuple(
            Identity(
                id=identity["id"],
                table=identity["table"],
                axis=identity["axis"],
                left=tuple(identity["left"]),
                right=tuple(identity["right"]),
                before=tuple(identity.get("before", ())),
                over=tuple(identity.get("over", ())),
            )
            for identity in row["identity"]
        ),
        equivalences=tuple(
            Equivalence(equal["table"], equal["whole"], tuple(equal["parts"])) for equal in row.get("equivalence", ())
        ),
    )


DISCLOSURE, PROVIDENT_FUND = "annual_report", "provident_fund_report"
_FILES = {DISCLOSURE: "forms.toml", PROVIDENT_FUND: "provident_fund.toml"}


def all_forms(report: str = DISCLOSURE) -> Mapping[str, Form]:
    """Return the known forms of one yearly report by id: ``format_2021``, ``format_2019_trial`` of the disclosure's."""
    return _forms_of(report)


@cache
def _forms_of(report: str) -> Mapping[str, Form]:
    text = files("gongkai.annualreport").joinpath("data", _FILES[report]).read_text("utf-8")
    return MappingProxyType({row["id"]: _form(row, report) for row in tomllib.loads(text)["form"]})


def form(form_id: str) -> Form:
    """Return the form of that id, of whatever report; raise KeyError where there is none."""
    for report in _FILES:  # the forms of another report are read only where they are needed
        if form_id in all_forms(report):
            return all_forms(report)[form_id]
    raise KeyError(form_id)


def form_ids() -> tuple[str, ...]:
    """Return the ids of the forms of every report."""
    return tuple(form_id for report in _FILES for form_id in all_forms(report))


def forms_with(table: str) -> tuple[Form, ...]:
    """Return the forms that have a table of that id, the newest first; none where no report has it."""
    every = (tuple(one for one in all_forms(report).values() if table in one.tables) for report in _FILES)
    return next(filter(None, every), ())
