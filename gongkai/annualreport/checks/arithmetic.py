"""The sums of the form (勾稽关系), and what a number in a cell may be.

A blank is counted as 0 only while saying so; a sum whose numbers were not read gets no
verdict, and that is said too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from gongkai.annualreport.checks.amounts import Amount, add, plain, with_totals
from gongkai.annualreport.checks.naming import caption_of, group_of, label_of
from gongkai.annualreport.forms import Axis, Identity
from gongkai.annualreport.model import ABSENT, Cell, How, Place, Report, Row
from gongkai.findings import Finding

_MONEY = frozenset(["元", "万元", "亿元"])


@dataclass(slots=True)
class _Undecided:
    """The sums of one table that got no verdict, by why."""

    unverified: list[Place] = field(default_factory=list)
    one_sided: list[Place] = field(default_factory=list)


def sums_agree(
    report: Report, identity: Identity, undecided: _Undecided | None = None, before: Report | None = None
) -> Iterator[Finding]:
    """Yield a finding for each line of the identity whose two sides differ (勾稽关系).

    Sums without a verdict are noted in `undecided`. `before` is last year's report, for an
    identity whose right side begins there. Amounts may differ by what their decimals leave open.
    """
    undecided = undecided if undecided is not None else _Undecided()
    lines = _across(report, identity) if identity.axis == "columns" else _down(report, identity, before)
    for place, left, right in lines:
        if not (left.certain and right.certain):
            undecided.unverified.append(place)
        elif not left.agrees(right):
            if left.empty or right.empty:
                undecided.one_sided.append(place)
            else:
                yield Finding(identity.id, str(place), _facts(report, place, left, right))


def _across(report: Report, identity: Identity) -> Iterator[tuple[Place, Amount, Amount]]:
    """Yield the two sides of the identity for each row that the source prints."""
    for row_id, row in report.tables.get(identity.table, {}).items():
        cells = [row.get(column, ABSENT) for column in identity.right]
        total = row.get(identity.left[0], ABSENT)
        if total.how is not How.ABSENT or any(cell.how is not How.ABSENT for cell in cells):
            yield Place(identity.table, row_id, identity.left[0]), add((total,)), add(cells)


def _down(report: Report, identity: Identity, before: Report | None) -> Iterator[tuple[Place, Amount, Amount]]:
    """Yield the two sides of the identity for each column, rows taken as this source prints them."""
    rows = with_totals(report, identity.table)
    left, right = ([rows.get(row, _NO_ROW) for row in _printed(report, identity, side)] for side in ("left", "right"))
    if before is not None:
        right += [before.tables.get(identity.table, {}).get(row, _NO_ROW) for row in identity.before]
    if not any(cell.how is not How.ABSENT for row in (*left, *right) for cell in row.values()):
        return
    for column in report.form.tables[identity.table].columns:
        one, other = (add([row.get(column.id, ABSENT) for row in side]) for side in (left, right))
        yield Place(identity.table, identity.left[0], column.id), one, other


_NO_ROW: Row = {}


def _printed(report: Report, identity: Identity, side: str) -> tuple[str, ...]:
    return report.printed_rows(identity.table, identity.left if side == "left" else identity.right)


def _facts(report: Report, place: Place, left: Amount, right: Amount) -> dict[str, object]:
    measure = report.form.tables[place.table].measure(place.row, place.column)
    group = group_of(place.table, place.column) if place.table == "review_litigation" else ""
    return {
        "row": label_of(place.table, place.row),
        "column": group or label_of(place.table, place.column),
        "left": plain(left.value),
        "right": plain(right.value),
        "difference": plain(left.value - right.value if left.value > right.value else right.value - left.value),
        "blanks": left.blanks + right.blanks,
        "unit": measure.unit if measure else "",
    }


# -- all sums of a report --------------------------------------------------------------------------


def sums(report: Report, _previous: Report | None = None) -> Iterator[Finding]:
    """Yield the findings on every sum of the form, and once per table what could not be decided."""
    undecided: dict[str, _Undecided] = {}
    for identity in report.form.identities:
        if identity.is_sum:
            yield from sums_agree(report, identity, undecided.setdefault(identity.table, _Undecided()))
    for table, found in undecided.items():
        if report.form.tables[table].kind == "grid":
            yield from _blanks(report, table)
        else:  # an item that is not stated leaves its sum open, on whichever side it stands
            found = _Undecided(found.unverified + found.one_sided)
        yield from _without_verdict(report, table, found)


def _blanks(report: Report, table: str) -> Iterator[Finding]:
    rows = report.tables.get(table, {})
    cells = [
        f"{row}.{column}" for row, columns in rows.items() for column in columns if columns[column].how is How.BLANK
    ]
    if cells and any(cell.value is not None for row in rows.values() for cell in row.values()):
        facts = {"table": caption_of(report.form, table), "count": len(cells), "cells": cells}
        yield Finding("SUM-BLANK-AS-ZERO", table, facts)


def _without_verdict(report: Report, table: str, found: _Undecided) -> Iterator[Finding]:
    for rule, places in (("SUM-UNVERIFIED", found.unverified), ("SUM-SIDE-BLANK", found.one_sided)):
        if places:
            facts = {
                "table": caption_of(report.form, table),
                "count": len(places),
                "example": label_of(table, places[0].row) or group_of(table, places[0].column),
                "cells": [f"{place.row}.{place.column}" for place in places],
            }
            yield Finding(rule, table, facts)


# -- what a number may be --------------------------------------------------------------------------


def numbers(report: Report, _previous: Report | None = None) -> Iterator[Finding]:
    """Yield a finding for each number that its column cannot hold: negative, broken, in a foreign unit."""
    for table_id, rows in report.tables.items():
        form = report.form.tables.get(table_id)
        axes = {column.id: column for column in form.columns} if form else {}
        for row_id, row in rows.items():
            for column_id, cell in row.items():
                if cell.value is not None and not _is_plain(cell):
                    yield from _odd_number(cell, axes.get(column_id), Place(table_id, row_id, column_id))


def _is_plain(cell: Cell) -> bool:
    """Tell whether a cell prints a whole number, not below nought and without a unit."""
    return not cell.unit and isinstance(cell.value, int) and cell.value >= 0


def _is_whole(value: int | Decimal) -> bool:
    return isinstance(value, int) or value == value.to_integral_value()


def _odd_number(cell: Cell, axis: Axis | None, place: Place) -> Iterator[Finding]:
    if axis is None:
        return
    money = axis.kind == "money"
    facts = {
        "row": label_of(place.table, place.row),
        "column": label_of(place.table, place.column),
        "value": str(cell.value),
        "raw": cell.raw,
        "unit": cell.unit,
        "expected": axis.unit,
    }
    assert cell.value is not None
    if cell.value < 0 and axis.kind != "change":
        yield Finding("T3-NONNEG", str(place), facts)
    if not _is_whole(cell.value) and not money:
        yield Finding("CELL-INTEGER", str(place), facts)
    if cell.unit and (cell.unit in _MONEY) is not money:
        yield Finding("CELL-UNIT", str(place), facts)
    elif money and cell.unit not in ("", axis.unit):
        yield Finding("READ-UNIT", str(place), facts)
