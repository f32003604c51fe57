"""The statutory tables of a report, cell by cell, from the rows that were found.

Each row is laid on its columns; what is open after that is settled by arithmetic or
stays unread, and a finding says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from types import MappingProxyType

from gongkai.annualreport.alignment import LinedUp
from gongkai.annualreport.cells import cells_of, findings_of
from gongkai.annualreport.collecting import Collected, Reading
from gongkai.annualreport.forms import Axis, Form, TableForm, all_forms
from gongkai.annualreport.habits import Habits, real_columns
from gongkai.annualreport.labels import RowLabel, core
from gongkai.annualreport.laying import Laid, lay
from gongkai.annualreport.model import Cell, How, Table
from gongkai.annualreport.settling import settle
from gongkai.findings import Finding


@dataclass(slots=True)
class Tables:
    """The tables of a report and what could not be read of them."""

    tables: dict[str, Table] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def assemble(found: Collected, form: Form, stated: Mapping[str, int] = MappingProxyType({})) -> Tables:
    """Return the tables of `form` as far as the rows found fill them.

    `stated` are figures of the running text by column id: they may settle glued digits.
    Rows of the other form that the source prints (（六）其他处理) are kept beside the form's own.
    """
    result = Tables()
    learnt = Habits([*found.rows, *found.disputes], form)
    real = real_columns(found.rows, form)
    found.rows = [_placed(reading) if reading.record.grid in real else reading for reading in found.rows]
    if all(reading.record.geometric for reading in found.rows if reading.record.grid):
        found.disputes = [_placed(reading) if reading.record.grid else reading for reading in found.disputes]
    rows = {table.id: _rows_of(found, table, form, learnt, result) for table in form.tables.values()}
    for table in form.tables.values():
        laid = settle(rows[table.id], table, form, stated)
        printed = {row.id: laid.get(row.id) for row in _rows_to_show(table, laid, form)}
        cells = {row_id: cells_of(row, table) for row_id, row in printed.items()}
        result.tables[table.id] = cells
        if any(row and row.fault == "order" for row in printed.values()):
            result.findings.append(Finding("READ-HEADER", table.id, {"table": table.caption}))
        for row_id, row in printed.items():
            result.findings.extend(findings_of(row, table, cells[row_id]) if row and not row.fault else ())
        result.findings.extend(missing(table, cells, form))
    return result


def _placed(reading: Reading) -> Reading:
    return reading._replace(record=reading.record._replace(geometric=True))


def _rows_of(found: Collected, table: TableForm, form: Form, learnt: Habits, result: Tables) -> dict[str, Laid]:
    """Return the rows of one table, each laid on its columns; rows printed twice must agree."""
    readings = found.disputes if table.id == "review_litigation" else found.rows
    laid: dict[str, list[Laid]] = {}
    for reading in readings:
        row_id = _row_id(reading.label, table, form)
        if row_id:
            laid.setdefault(row_id, []).append(lay(reading, row_id, table, learnt))
    return {row_id: _agreed(rows, table, result) for row_id, rows in laid.items()}


def _row_id(label: RowLabel, table: TableForm, form: Form) -> str:
    """Return the row's id in this form, empty where the label belongs to another table."""
    if label.table != table.id:
        return ""
    if label.row in _row_ids(table):
        return label.row
    if any(label.row in (equal.whole, *equal.parts) for equal in form.equivalences):
        return label.row
    return _same_row(label, table)


@cache
def _row_ids(table: TableForm) -> frozenset[str]:
    return frozenset(row.id for row in table.rows)


def _same_row(label: RowLabel, table: TableForm) -> str:
    """Return the row that has another id in the other form (规范性文件, 行政规范性文件)."""
    for form in all_forms().values():
        for row in form.tables[table.id].rows if table.id in form.tables else ():
            if row.id == label.row:
                names = {core(row.label), *map(core, row.aliases)}
                return next((mine.id for mine in table.rows if core(mine.label) in names), "")
    return ""


def _rows_to_show(table: TableForm, laid: Mapping[str, Laid], form: Form) -> Iterator[Axis]:
    """Yield the form's rows, and after them the rows of the other form that the source prints."""
    own = {row.id for row in table.rows}
    yield from table.rows
    for other in all_forms().values():
        for row in other.tables[table.id].rows if table.id in other.tables else ():
            if row.id not in own and row.id in laid:
                own.add(row.id)
                yield row


def _agreed(rows: list[Laid], table: TableForm, result: Tables) -> Laid:
    """Return the row where it is printed once, or several times with the same values."""
    headed = [row for row in rows if row.options and row.order.sure] or [row for row in rows if row.options] or rows
    filled = [row for row in headed if row.reading.record.has_figures()] or headed
    first = filled[0]
    if any(_shown(row) != _shown(first) for row in filled[1:]):
        facts = {"row": first.reading.printed or table.caption, "count": len(filled)}
        result.findings.append(Finding("READ-ROW-TWICE", f"{table.id}.{first.row_id}", facts))
        return Laid(first.reading, first.row_id, first.order, LinedUp(()), fault="twice")
    return first


def _shown(laid: Laid) -> tuple[tuple[Decimal | None, ...], ...]:
    return tuple(tuple(value.token.value for value in row) for row in laid.options)


def missing(table: TableForm, cells: Mapping[str, Mapping[str, Cell]], form: Form) -> Iterator[Finding]:
    """Yield a finding for a table that was not found, or one that names its rows that were not."""
    absent = [row for row in table.rows if all(cell.how is How.ABSENT for cell in cells[row.id].values())]
    if len(absent) == len(table.rows):
        yield Finding("READ-TABLE-MISSING", table.id, {"table": table.caption})
        return
    absent = [row for row in absent if not _replaced(row.id, cells, form)]
    if absent:
        where = f"{table.id}.{absent[0].id}" if len(absent) == 1 else table.id
        facts = {
            "table": table.caption,
            "row": "、".join(row.label for row in absent),
            "rows": [row.id for row in absent],
        }
        yield Finding("READ-ROW-MISSING", where, facts)


def _replaced(row_id: str, cells: Mapping[str, Mapping[str, Cell]], form: Form) -> bool:
    """Tell whether the source prints the other form's row or rows in place of this one."""
    for equal in form.equivalences:
        if row_id in equal.parts and equal.whole in cells and equal.whole not in _own_rows(form, equal.table):
            return True
        if row_id == equal.whole and any(part in cells for part in equal.parts):
            return True
    return False


def _own_rows(form: Form, table: str) -> set[str]:
    return {row.id for row in form.tables[table].rows}
