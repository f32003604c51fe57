"""The statutory tables of a report, cell by cell, from the rows that were found.

Each row is laid on its columns; what is open after that is settled by arithmetic or
stays unread, and a finding says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from types import MappingProxyType

from gongkai.annualreport.alignment import LOST, LinedUp, Row, line_up
from gongkai.annualreport.collecting import Collected, Reading
from gongkai.annualreport.columns import Order, disputes_order, heading_unit, printed_order, real_columns
from gongkai.annualreport.forms import Axis, Form, TableForm, all_forms
from gongkai.annualreport.habits import Habits
from gongkai.annualreport.labels import RowLabel, core
from gongkai.annualreport.model import ABSENT, Cell, How, Source, Table
from gongkai.annualreport.numbers import Kind, Token, in_unit
from gongkai.annualreport.records import Value
from gongkai.annualreport.solving import Numbers, feasible
from gongkai.findings import Finding

_CELL_UNREAD, _ROW_UNREAD = "READ-CELL-UNREAD", "READ-ROW-UNREAD"


@dataclass(slots=True)
class Laid:
    """A row laid on its columns: the options, and whether arithmetic made the choice."""

    reading: Reading
    row_id: str
    order: Order
    lined: LinedUp
    options: tuple[Row, ...] = ()
    inferred: bool = False


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
        laid = _settle(rows[table.id], table, form, stated)
        printed = {row.id: laid.get(row.id) for row in _rows_to_show(table, laid, form)}
        cells = {row_id: _cells(row, table, result) for row_id, row in printed.items()}
        result.tables[table.id] = cells
        result.findings.extend(_missing(table, cells, form))
    return result


def _placed(reading: Reading) -> Reading:
    return replace(reading, record=replace(reading.record, geometric=True))


# -- which rows --------------------------------------------------------------------------------


def _rows_of(
    found: Collected, table: TableForm, form: Form, learnt: Habits, result: Tables
) -> dict[str, Laid]:
    """Return the rows of one table, each laid on its columns; rows printed twice must agree."""
    readings = found.disputes if table.id == "review_litigation" else found.rows
    laid: dict[str, list[Laid]] = {}
    for reading in readings:
        row_id = _row_id(reading.label, table, form)
        if row_id:
            laid.setdefault(row_id, []).append(_lay(reading, row_id, table, learnt))
    return {row_id: _agreed(rows, table, result) for row_id, rows in laid.items()}


def _row_id(label: RowLabel, table: TableForm, form: Form) -> str:
    """Return the row's id in this form, empty where the label belongs to another table."""
    if label.table != table.id:
        return ""
    if any(row.id == label.row for row in table.rows):
        return label.row
    if any(label.row in (equal.whole, *equal.parts) for equal in form.equivalences):
        return label.row
    return _same_row(label, table)


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


# -- one row -----------------------------------------------------------------------------------


def _lay(reading: Reading, row_id: str, table: TableForm, learnt: Habits) -> Laid:
    record = reading.record
    if table.id == "review_litigation":
        order = disputes_order(table, reading.header, record)
        sums = (3, 4)
    else:
        order = _order(reading, table)
        sums = (1, len(table.columns) - 1) if table.id == "applications" else (len(table.columns), 0)
    if reading.doubtful or not order.columns or (sums[1] and len(order.columns) != len(table.columns)):
        return Laid(reading, row_id, Order(table.columns, sure=False), LinedUp(()))
    habit = learnt.of(reading)
    lined = line_up(record, order, sums, habit)
    return Laid(reading, row_id, order, lined, tuple(_arranged(row, order, table) for row in lined.options))


def _order(reading: Reading, table: TableForm) -> Order:
    """Return the order of the columns; headings repeated in part are read with those of the page before."""
    record = reading.record
    order = printed_order(table, reading.header, record.grid if record.geometric else 0)
    before = table.id == "applications" and any("自然人" in core(piece.text) for piece in reading.header_before)
    if order.sure or not before:
        return order
    return printed_order(table, reading.header_before, 0)


def _arranged(row: Row, order: Order, table: TableForm) -> Row:
    """Return a printed row in the order of the form."""
    if order.columns == table.columns:
        return row
    by_id = {column.id: value for column, value in zip(order.columns, row, strict=True) if column}
    return tuple(by_id.get(column.id, LOST) for column in table.columns)


def _agreed(rows: list[Laid], table: TableForm, result: Tables) -> Laid:
    """Return the row where it is printed once, or several times with the same values."""
    headed = [row for row in rows if row.options and row.order.sure] or [row for row in rows if row.options] or rows
    filled = [row for row in headed if row.reading.record.has_figures()] or headed
    first = filled[0]
    if any(_shown(row) != _shown(first) for row in filled[1:]):
        facts = {"row": first.reading.printed or table.caption, "count": len(filled)}
        result.findings.append(Finding("READ-ROW-TWICE", f"{table.id}.{first.row_id}", facts))
        return Laid(first.reading, first.row_id, first.order, LinedUp(()))
    return first


def _shown(laid: Laid) -> tuple[tuple[Decimal | None, ...], ...]:
    return tuple(tuple(value.token.value for value in row) for row in laid.options)


# -- arithmetic --------------------------------------------------------------------------------


def _settle(rows: dict[str, Laid], table: TableForm, form: Form, stated: Mapping[str, int]) -> dict[str, Laid]:
    """Let the form's sums choose where a row has several options, or one that needs confirming."""
    if all(row.lined.certain or not row.options for row in rows.values()):
        return rows
    for laid in rows.values():
        if not laid.lined.certain and not laid.lined.forced:
            told = stated if laid.row_id.endswith("normative_documents") else {}
            laid.options = _tenable(laid.options, table, form, told)
    if table.id == "applications":
        _by_columns(rows, form)
    for laid in rows.values():
        _choose(laid, table, form)
    return rows


def _numbers(row: Row) -> Numbers | None:
    """Return the row as whole numbers, blanks as 0; None where a value is not known."""
    if any(value.token.kind is Kind.DOUBTFUL and value.token.value is None for value in row):
        return None
    return tuple(int(value.token.value or 0) for value in row)


def _tenable(options: tuple[Row, ...], table: TableForm, form: Form, stated: Mapping[str, int]) -> tuple[Row, ...]:
    """Return the options that no sum refutes, or none where no sum speaks for any."""
    verdicts = [(row, _verdict(row, table, form, stated)) for row in options]
    if not any(verdict for _, verdict in verdicts):
        return ()
    return tuple(row for row, verdict in verdicts if verdict is not False)


def _verdict(row: Row, table: TableForm, form: Form, stated: Mapping[str, int]) -> bool | None:
    """Return whether the sums within a row hold, None where a total is not printed.

    A row that has no sums is judged by a figure that the text states for it.
    """
    numbers = _numbers(row)
    if numbers is None:
        return None
    place = {column.id: index for index, column in enumerate(table.columns)}
    told = [column for column in place if column in stated]
    if told:
        return all(numbers[place[column]] == stated[column] for column in told)
    identities = [one for one in form.identities if one.table == table.id and one.axis == "columns"]
    printed = [one for one in identities if row[place[one.left[0]]].token.value is not None]
    if any(sum(numbers[place[c]] for c in one.left) != sum(numbers[place[c]] for c in one.right) for one in printed):
        return False
    return True if printed else None


def _by_columns(rows: dict[str, Laid], form: Form) -> None:
    """Drop the options with which the columns cannot add up (T3-PROCESSED-SUM, T3-BALANCE)."""
    options: dict[str, list[Numbers]] = {}
    for row_id, laid in rows.items():
        numbers = [_numbers(row) for row in laid.options]
        if numbers and None not in numbers:
            options[row_id] = [one for one in numbers if one is not None]
    (total,), (balance,) = form.identities_of("T3-PROCESSED-SUM"), form.identities_of("T3-BALANCE")
    leaves = _as_printed(total.right, rows, form)
    kept = feasible(options, leaves, total.left[0], (balance.left, balance.right))
    for row_id, laid in rows.items():
        if row_id not in options or laid.lined.certain or laid.lined.forced:
            continue
        allowed = set(kept[row_id]) if kept is not None else set()
        laid.options = tuple(row for row in laid.options if _numbers(row) in allowed)


def _as_printed(leaves: Sequence[str], rows: Mapping[str, Laid], form: Form) -> tuple[str, ...]:
    """Return the result rows as the source prints them (see `Report.printed_rows`)."""
    for equal in form.equivalences:
        if equal.whole in rows and not any(part in rows for part in equal.parts):
            return (*(leaf for leaf in leaves if leaf not in equal.parts and leaf != equal.whole), equal.whole)
        if any(part in rows for part in equal.parts):
            return (*(leaf for leaf in leaves if leaf not in equal.parts and leaf != equal.whole), *equal.parts)
    return tuple(leaves)


def _choose(laid: Laid, table: TableForm, form: Form) -> None:
    """Keep what all remaining options agree on, as far as a printed total speaks for it."""
    if laid.lined.certain or not laid.options:
        return
    laid.inferred = not laid.lined.forced
    unconfirmed = _unconfirmed(laid.options[0], table, form)
    chosen = []
    for place, column in enumerate(zip(*laid.options, strict=True)):
        same = len({(value.token.kind, value.token.value) for value in column}) == 1
        doubt = column[0].token._replace(kind=Kind.DOUBTFUL, value=None)
        kept = same and place not in unconfirmed
        chosen.append(column[0] if kept else column[0]._replace(token=doubt))
    laid.options = (tuple(chosen),)


def _unconfirmed(row: Row, table: TableForm, form: Form) -> set[int]:
    """Return the places of the groups that hold figures but no total."""
    place = {column.id: index for index, column in enumerate(table.columns)}
    places: set[int] = set()
    for identity in form.identities:
        if identity.table == table.id and identity.axis == "columns":
            members = {place[column] for column in (*identity.left, *identity.right)}
            total = row[place[identity.left[0]]].token.value
            if total is None and any(row[index].token.raw for index in members):
                places |= members
    return places


# -- cells -------------------------------------------------------------------------------------


def _cells(laid: Laid | None, table: TableForm, result: Tables) -> dict[str, Cell]:
    if laid is None:
        return {column.id: ABSENT for column in table.columns}
    where = f"{table.id}.{laid.row_id}"
    if not laid.options:
        result.findings.append(_row_unread(laid, where, table))
        where_printed = laid.reading.record.values[0].source if laid.reading.record.values else Source()
        return {column.id: Cell(None, How.UNREAD, _raw(laid), "", where_printed) for column in table.columns}
    cells = {}
    for column, value in zip(table.columns, laid.options[0], strict=True):
        cells[column.id] = cell = _cell(value, column, laid)
        if cell.how is How.UNREAD:
            result.findings.append(Finding(_CELL_UNREAD, f"{where}.{column.id}", {"raw": cell.raw or "（缺）"}))
    inferred = [str(cell.value) for cell in cells.values() if cell.how is How.INFERRED]
    if inferred:
        result.findings.append(Finding("READ-CELL-INFERRED", where, {"raw": _raw(laid), "value": " ".join(inferred)}))
    return cells


def _row_unread(laid: Laid, where: str, table: TableForm) -> Finding:
    values = laid.reading.record.values
    facts = {
        "row": laid.reading.printed or table.caption,
        "raw": _raw(laid),
        "count": sum(1 for value in values if value.token.kind is not Kind.BLANK),
        "expected": len(table.columns),
    }
    return Finding(_ROW_UNREAD, where, facts)


def _raw(laid: Laid) -> str:
    return " ".join(value.token.raw for value in laid.reading.record.values if value.token.raw)


def _cell(value: Value, column: Axis, laid: Laid) -> Cell:
    token = value.token
    if token.kind is Kind.BLANK:
        return Cell(None, How.BLANK, token.raw, "", value.source)
    number = _money(token, column, laid) if column.kind == "money" else _whole_number(token.value)
    if (token.kind is Kind.DOUBTFUL and not laid.inferred) or number is None:
        return Cell(None, How.UNREAD, token.raw, token.unit, value.source)
    how = How.INFERRED if laid.inferred else How.READ
    return Cell(number, how, token.raw, token.unit, value.source)


def _money(token: Token, column: Axis, laid: Laid) -> Decimal | None:
    """Return the amount in the form's unit; the unit stands in the cell or in the heading."""
    unit = token.unit or heading_unit(column, laid.reading.header)
    return in_unit(token._replace(unit=unit), column.unit)


def _whole_number(value: Decimal | None) -> int | None:
    return int(value) if value is not None and value == value.to_integral_value() else None


def _missing(table: TableForm, cells: Mapping[str, Mapping[str, Cell]], form: Form) -> Iterator[Finding]:
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
