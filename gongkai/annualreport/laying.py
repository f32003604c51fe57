"""A row laid on the columns of its table: in which order they are printed, and what may stand where."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.annualreport.alignment import LOST, LinedUp, Row, line_up
from gongkai.annualreport.collecting import Reading
from gongkai.annualreport.columns import Order, disputes_order, printed_order
from gongkai.annualreport.forms import TableForm
from gongkai.annualreport.habits import Habits
from gongkai.annualreport.labels import core


@dataclass(slots=True)
class Laid:
    """A row laid on its columns: the options, and whether arithmetic made the choice.

    `fault` says why there are none before any arithmetic: ``order`` (the headings leave the
    columns open) or ``twice`` (the row is printed twice, with other figures).
    """

    reading: Reading
    row_id: str
    order: Order
    lined: LinedUp
    options: tuple[Row, ...] = ()
    inferred: bool = False
    fault: str = ""


def lay(reading: Reading, row_id: str, table: TableForm, learnt: Habits) -> Laid:
    """Return the row laid on its columns, without options where their order or its figures are in doubt."""
    record = reading.record
    if table.id == "review_litigation":
        order = disputes_order(table, reading.header, record)
        sums = (3, 4)
    else:
        order = _order(reading, table)
        sums = (1, len(table.columns) - 1) if table.id == "applications" else (len(table.columns), 0)
    open_order = not order.columns or (bool(sums[1]) and len(order.columns) != len(table.columns))
    if reading.doubtful or open_order:
        return Laid(reading, row_id, Order(table.columns, sure=False), LinedUp(()), fault="order" if open_order else "")
    habit = learnt.of(reading)
    lined = line_up(record, order, sums, habit)
    return Laid(reading, row_id, order, lined, tuple(_arranged(row, order, table) for row in lined.options))


def _order(reading: Reading, table: TableForm) -> Order:
    """Return the order of the columns; headings repeated in part are read with those of the page before."""
    record = reading.record
    order = printed_order(table, reading.header, reading.header_grid if record.geometric else 0)
    if reading.header_grid != record.grid:
        order = order._replace(spans=())  # the order holds on the next page, the places of the columns need not
    if order.sure or table.id != "applications":
        return order
    if not any("自然人" in core(piece.text) for piece in reading.header_before):
        return order
    return printed_order(table, reading.header_before, 0)


def _arranged(row: Row, order: Order, table: TableForm) -> Row:
    """Return a printed row in the order of the form."""
    if order.columns == table.columns:
        return row
    by_id = {column.id: value for column, value in zip(order.columns, row, strict=True) if column}
    return tuple(by_id.get(column.id, LOST) for column in table.columns)
