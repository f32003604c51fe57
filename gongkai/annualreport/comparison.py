"""Two reports beside each other, two years or two agencies: every cell's change, every section's likeness.

Cells are compared where both forms have the same table, row and column, and nowhere else:
对外公开总数量 of 2019 is not 现行有效件数 of 2021. Where one report prints （六）其他处理 as one
row and the other as three, only the sums are compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Any, NamedTuple

from gongkai.annualreport.exchange import about, plain
from gongkai.annualreport.forms import Equivalence, Form, SectionForm
from gongkai.annualreport.mixtures import cell_or_sum
from gongkai.annualreport.model import Cell, How, Place, Report
from gongkai.annualreport.quantities import measures

_TENTH = Decimal("0.1")


class Kind(StrEnum):
    """What became of a cell from the one report to the other."""

    SAME = "same"
    CHANGED = "changed"
    FILLED = "filled"  # blank before, a figure now
    EMPTIED = "emptied"  # a figure before, blank now
    BLANK = "blank"  # blank in both
    UNKNOWN = "unknown"  # not read, or absent, in one of them


@dataclass(frozen=True, slots=True)
class Change:
    """One cell in both reports. `summed`: on one side it is the sum of the rows that the other prints as one."""

    place: Place
    before: Cell
    after: Cell
    percentage: bool = True
    summed: bool = False

    @property
    def kind(self) -> Kind:
        """Return what became of the cell; a blank is not 0."""
        if not all(cell.value is not None or cell.how is How.BLANK for cell in (self.before, self.after)):
            return Kind.UNKNOWN
        if self.before.value is None:
            return Kind.BLANK if self.after.value is None else Kind.FILLED
        if self.after.value is None:
            return Kind.EMPTIED
        return Kind.SAME if self.before.value == self.after.value else Kind.CHANGED

    @property
    def difference(self) -> int | Decimal | None:
        """Return the later value less the earlier, None where one of them is not a figure."""
        if self.before.value is None or self.after.value is None:
            return None
        return self.after.value - self.before.value

    @property
    def percent(self) -> Decimal | None:
        """Return the difference in percent of the earlier value, to a tenth.

        None where that means nothing: the earlier value is not above 0, or the column is itself a change.
        """
        if self.difference is None or self.before.value is None or self.before.value <= 0 or not self.percentage:
            return None
        share = Decimal(self.difference) * 100 / Decimal(self.before.value)
        return share.quantize(_TENTH, ROUND_HALF_UP)


class Passage(NamedTuple):
    """A sentence of the later report that stands in the earlier too, with its likeness in percent."""

    after: str
    before: str
    percent: int


@dataclass(frozen=True, slots=True)
class SectionLikeness:
    """How much of a section's text repeats the other report's; lengths are in characters.

    `percent` is None where one side has no text: nothing can repeat.
    """

    id: str
    title: str
    before: int
    after: int
    percent: int | None
    passages: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class Uncompared:
    """Cells of one report (`side` is ``before`` or ``after``) that the other's form has no place for."""

    side: str
    table: str
    row: str
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two reports beside each other: what `compare` returns."""

    before: Report
    after: Report
    changes: tuple[Change, ...]
    sections: tuple[SectionLikeness, ...]
    uncompared: tuple[Uncompared, ...]

    def count(self, kind: Kind) -> int:
        """Return how many cells went that way."""
        return sum(change.kind is kind for change in self.changes)

    def as_dict(self) -> dict[str, Any]:
        """Return the comparison as JSON values; money and percentages are decimal strings."""
        return {
            "schema": 1,
            "before": about(self.before),
            "after": about(self.after),
            "same_form": self.before.form is self.after.form,
            "counts": {str(kind): self.count(kind) for kind in Kind},
            "cells": [_told(change) for change in self.changes],
            "sections": [_section_told(section) for section in self.sections],
            "not_compared": [
                {"side": one.side, "table": one.table, "row": one.row, "columns": list(one.columns)}
                for one in self.uncompared
            ],
        }


def compare(before: Report, after: Report) -> Comparison:
    """Return what changed from `before` to `after`: two years of one agency, or two agencies."""
    changes = tuple(_changes(before, after))
    return Comparison(
        before, after, changes, tuple(_sections(before, after)), tuple(_uncompared(before, after, changes))
    )


# -- cells -----------------------------------------------------------------------------------------


def _changes(before: Report, after: Report) -> Iterator[Change]:
    """Yield a change for each cell that both forms have, in the order of the later one."""
    for table in after.form.tables.values():
        merged = {equal.whole: equal.parts for equal in _merged(before, after, table.id)}
        columns = [column for column in table.columns if _has_column(before, table.id, column.id)]
        for row in _shared_rows(before, after, table.id, merged) if columns else ():
            parts = merged.get(row, ())
            for column in columns:
                place = Place(table.id, row, column.id)
                one, other = (cell_or_sum(report, place, parts) for report in (before, after))
                yield Change(place, one, other, _has_percentage(after.form, place), bool(parts))


def _has_column(report: Report, table: str, column: str) -> bool:
    known = report.form.tables.get(table)
    return known is not None and any(axis.id == column for axis in known.columns)


def _merged(before: Report, after: Report, table: str) -> list[Equivalence]:
    """Return the rows of the table that can be compared only as the sum of their parts."""
    equals = dict.fromkeys((*before.form.equivalences, *after.form.equivalences))
    return [equal for equal in equals if equal.table == table and _only_as_sum(before, after, equal)]


def _only_as_sum(before: Report, after: Report, equal: Equivalence) -> bool:
    reports = (before, after)
    if any(report.prints(equal.table, (equal.whole,)) for report in reports):
        return True
    both_in_parts = all(report.prints(equal.table, equal.parts) for report in reports)
    return before.form is not after.form and not both_in_parts


def _shared_rows(before: Report, after: Report, table: str, merged: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the rows that both have, the parts of a merged row replaced by it."""
    whole_of = {part: whole for whole, parts in merged.items() for part in parts}
    rows = dict.fromkeys(whole_of.get(row, row) for row in after.tables.get(table, {}))
    return [row for row in rows if row in merged or row in before.tables.get(table, {})]


def _has_percentage(form: Form, place: Place) -> bool:
    """Tell whether a difference in percent means something: not of a change, not of what is itself a share."""
    measure = form.tables[place.table].measure(place.row, place.column)
    return measure is None or (measure.kind != "change" and measures(measure.unit) != "share")


def _uncompared(before: Report, after: Report, changes: Sequence[Change]) -> Iterator[Uncompared]:
    """Yield, row by row, the cells that a report prints and the other has no place for."""
    compared = {change.place for change in changes}
    for change in changes:
        if change.summed:
            equals = (equal for equal in after.form.equivalences if equal.whole == change.place.row)
            compared |= {change.place._replace(row=part) for equal in equals for part in equal.parts}
    for side, report in (("before", before), ("after", after)):
        rows: dict[tuple[str, str], list[str]] = {}
        for place, cell in report.cells():
            if place not in compared and cell.how is not How.ABSENT:
                rows.setdefault((place.table, place.row), []).append(place.column)
        yield from (Uncompared(side, table, row, tuple(columns)) for (table, row), columns in rows.items())


# -- texts -----------------------------------------------------------------------------------------


def _sections(before: Report, after: Report) -> Iterator[SectionLikeness]:
    """Yield the likeness of each section of the later form that one of the reports has text for."""
    for section in after.form.sections:
        texts = before.text(section.id), after.text(section.id)
        if any(texts):
            yield _likeness(section, *texts)


def _likeness(section: SectionForm, before: str, after: str) -> SectionLikeness:
    lengths = len(before), len(after)
    if not (before and after):
        return SectionLikeness(section.id, section.title, *lengths, None)
    if "".join(before.split()) == "".join(after.split()):
        return SectionLikeness(section.id, section.title, *lengths, 100)
    from gongkai.annualreport.similarity import repetition  # costs milliseconds that the cells need not pay

    found = repetition(after, before)
    passages = tuple(Passage(one.text, one.before, one.percent) for one in found.passages)
    return SectionLikeness(section.id, section.title, *lengths, found.percent, passages)


# -- JSON ------------------------------------------------------------------------------------------


def _told(change: Change) -> dict[str, Any]:
    return {
        **change.place._asdict(),
        "kind": str(change.kind),
        "before": plain(change.before.value),
        "after": plain(change.after.value),
        "difference": plain(change.difference),
        "percent": plain(change.percent),
        "summed": change.summed,
    }


def _section_told(section: SectionLikeness) -> dict[str, Any]:
    return {
        "id": section.id,
        "title": section.title,
        "before_length": section.before,
        "after_length": section.after,
        "percent": section.percent,
        "passages": [passage._asdict() for passage in section.passages],
    }
