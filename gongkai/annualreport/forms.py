"""The statutory forms as data: sections, tables, columns, rows and their sums.

Read once from ``data/forms.toml``; labels are those of the notices (国办公开办函〔2019〕60号,
〔2021〕30号), ids are ours and stable.
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
    kind: Literal["count", "change", "money"] = "count"
    unit: str = ""


@dataclass(frozen=True, slots=True, eq=False)  # one object each: compared by identity
class TableForm:
    """One table of the form."""

    id: str
    section: str
    caption: str
    columns: tuple[Axis, ...]
    rows: tuple[Axis, ...]
    corner_note: str = ""
    column_header: str = ""

    def column(self, column_id: str) -> Axis:
        """Return the column of that id; raise StopIteration where there is none."""
        return next(column for column in self.columns if column.id == column_id)


@dataclass(frozen=True, slots=True)
class SectionForm:
    """One of the six sections: `kind` is ``text`` or ``tables``."""

    id: str
    title: str
    kind: str


@dataclass(frozen=True, slots=True)
class Identity:
    """A sum that must agree (勾稽关系): the ids left and right are added and compared.

    `axis` says what the ids name: ``rows`` (compare in each column) or ``columns``
    (compare in each row).
    """

    id: str
    table: str
    axis: Literal["rows", "columns"]
    left: tuple[str, ...]
    right: tuple[str, ...]


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
    """A statutory form: the sections in order, the tables in order, the sums."""

    id: str
    title: str
    law: str
    sections: tuple[SectionForm, ...]
    tables: Mapping[str, TableForm]
    identities: tuple[Identity, ...]
    equivalences: tuple[Equivalence, ...] = ()

    def identities_of(self, identity_id: str) -> tuple[Identity, ...]:
        """Return the sums of that rule id (T4-SUM has three)."""
        return tuple(identity for identity in self.identities if identity.id == identity_id)

    def row(self, table: str, row: str) -> Axis | None:
        """Return a row of a table, taken from another form where a report may print it; None where none has it."""
        for candidate in (self, *all_forms().values()):
            for axis in candidate.tables[table].rows if table in candidate.tables else ():
                if axis.id == row:
                    return axis
        return None


def _axis(row: Mapping[str, Any]) -> Axis:
    return Axis(
        id=row["id"],
        label=row["label"],
        groups=tuple(row["groups"]),
        aliases=tuple(row["aliases"]),
        kind=row.get("kind", "count"),
        unit=row.get("unit", ""),
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
    )


def _form(row: Mapping[str, Any]) -> Form:
    return Form(
        id=row["id"],
        title=row["title"],
        law=row["law"],
        sections=tuple(SectionForm(**section) for section in row["section"]),
        tables=MappingProxyType({table["id"]: _table(table) for table in row["table"]}),
        identities=tuple(
            Identity(
                id=identity["id"],
                table=identity["table"],
                axis=identity["axis"],
                left=tuple(identity["left"]),
                right=tuple(identity["right"]),
            )
            for identity in row["identity"]
        ),
        equivalences=tuple(
            Equivalence(equal["table"], equal["whole"], tuple(equal["parts"])) for equal in row["equivalence"]
        ),
    )


@cache
def all_forms() -> Mapping[str, Form]:
    """Return the known forms by id (``format_2021``, ``format_2019_trial``)."""
    text = files("gongkai.annualreport").joinpath("data/forms.toml").read_text("utf-8")
    return MappingProxyType({row["id"]: _form(row) for row in tomllib.loads(text)["form"]})


def form(form_id: str) -> Form:
    """Return the form of that id; raise KeyError where there is none."""
    return all_forms()[form_id]
