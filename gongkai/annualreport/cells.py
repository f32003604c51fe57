"""The cells of a row, each with where it stood, and a finding for each that could not be read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache

from gongkai.annualreport.columns import heading_units, unit_of
from gongkai.annualreport.forms import Axis, TableForm
from gongkai.annualreport.laying import Laid
from gongkai.annualreport.model import ABSENT, Cell, How, Source
from gongkai.annualreport.numbers import COUNTED, MONEY, UNCHANGED, Kind, Token, in_unit
from gongkai.annualreport.records import Value
from gongkai.findings import Finding

DISAGREED = "?"  # two units are printed over one column
_YUAN_SIGNS = ("￥", "¥")


def cells_of(laid: Laid | None, table: TableForm) -> dict[str, Cell]:
    """Return a row's cells by column id; all absent where the source has no such row."""
    if laid is None:
        return {column.id: ABSENT for column in table.columns}
    if not laid.options:
        values = laid.reading.record.values
        where = values[0].source if values else Source()
        return {column.id: Cell(None, How.UNREAD, _raw(laid), "", where) for column in table.columns}
    units, above = heading_units(laid.reading.header), laid.reading.record.unit
    placed = zip(table.columns, laid.options[0], strict=True)
    if not (units or above):
        return {column.id: _cell(value, column, "", laid.inferred) for column, value in placed}
    return {column.id: _cell(value, column, _unit(column, units, above), laid.inferred) for column, value in placed}


def _unit(column: Axis, units: Mapping[str, str], above: str) -> str:
    """Return the unit printed over a column: by its heading, or above the table; DISAGREED where these differ."""
    heading = unit_of(column, units)
    if not above or (column.kind == "money") is not above.endswith("元"):
        return heading
    return above if heading in ("", above) else DISAGREED


def findings_of(laid: Laid, table: TableForm, cells: dict[str, Cell]) -> Iterator[Finding]:
    """Yield what there is to say of a row: unread as a whole, or cell by cell, or inferred."""
    where = f"{table.id}.{laid.row_id}"
    if not laid.options:
        yield _row_unread(laid, where, table)
        return
    hows = {cell.how for cell in cells.values()}
    for column in table.columns if How.UNREAD in hows else ():
        cell = cells[column.id]
        if cell.how is How.UNREAD:
            yield _cell_unread(laid, column, cell, f"{where}.{column.id}")
    if How.INFERRED not in hows:
        return
    inferred = [str(cell.value) for cell in cells.values() if cell.how is How.INFERRED]
    yield Finding("READ-CELL-INFERRED", where, {"raw": _raw(laid), "value": " ".join(inferred)})


def _cell_unread(laid: Laid, column: Axis, cell: Cell, where: str) -> Finding:
    units, above = heading_units(laid.reading.header), laid.reading.record.unit
    if cell.raw and not cell.unit and _unit(column, units, above) == DISAGREED:
        facts = {"raw": cell.raw, "above": above, "heading": unit_of(column, units)}
        return Finding("READ-UNIT-TWICE", where, facts)
    return Finding("READ-CELL-UNREAD", where, {"raw": cell.raw or "（缺）"})


def _row_unread(laid: Laid, where: str, table: TableForm) -> Finding:
    values = laid.reading.record.values
    facts = {
        "row": laid.reading.printed or table.caption,
        "raw": _raw(laid),
        "count": sum(1 for value in values if value.token.kind is not Kind.BLANK),
        "expected": len(table.columns),
    }
    return Finding("READ-ROW-UNREAD", where, facts)


def _raw(laid: Laid) -> str:
    return " ".join(" ".join(value.token.raw.split()) for value in laid.reading.record.values if value.token.raw)


def _cell(value: Value, column: Axis, unit: str, inferred: bool) -> Cell:
    """Return one cell; `unit` is what its heading prints."""
    number, how, printed = _meaning(value.token, column, unit, inferred)
    return Cell(number, how, value.token.raw, printed, value.source)


@lru_cache(maxsize=4096)
def _meaning(token: Token, column: Axis, unit: str, inferred: bool) -> tuple[int | Decimal | None, How, str]:
    """Return what a cell holds, how it came to that, and the unit printed in it."""
    if token.kind is Kind.BLANK:
        return None, How.BLANK, ""
    if token.raw in UNCHANGED and column.kind == "change":
        return 0, How.READ, ""
    number = _money(token, column, unit) if column.kind == "money" else _count(token, column, unit)
    if (token.kind is Kind.DOUBTFUL and not inferred) or number is None:
        return None, How.UNREAD, token.unit
    return number, How.INFERRED if inferred else How.READ, token.unit


def _money(token: Token, column: Axis, unit: str) -> Decimal | None:
    """Return the amount in the form's unit; the unit stands in the cell, in the heading or above the table."""
    unit = token.unit or unit
    if unit == DISAGREED and token.value == 0:
        return token.value  # nothing is nothing in any unit
    if token.value and not token.unit and token.raw.startswith(_YUAN_SIGNS) and (unit or column.unit) != "元":
        return None  # ￥521500 below 万元: one of the two is wrong
    return in_unit(token._replace(unit=unit), column.unit) if unit in ("", *MONEY) else None


def _count(token: Token, column: Axis, unit: str) -> int | None:
    """Return a number of things; money, or a heading that counts in thousands, makes it uncertain.

    An arrow is a sign where the column holds changes; elsewhere it compares with something untold.
    """
    compared = column.kind != "change" and not {"↑", "↓"}.isdisjoint(token.raw)
    odd = token.unit in MONEY or (unit and unit not in COUNTED) or compared
    return None if odd else _whole_number(token.value)


def _whole_number(value: Decimal | None) -> int | None:
    return int(value) if value is not None and value == value.to_integral_value() else None
