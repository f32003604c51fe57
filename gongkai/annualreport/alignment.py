"""The values of a row laid on the columns of its table.

Where there are as many values as columns, that is the row. Otherwise there are options,
and only arithmetic (`solving`) may choose among them; what stays open is not read.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from gongkai.annualreport.columns import Order
from gongkai.annualreport.numbers import BLANK, Kind, Token
from gongkai.annualreport.records import Record, Value
from gongkai.annualreport.splitting import candidates

Row = tuple[Value, ...]
EMPTY = Value(BLANK)
LOST = Value(Token(Kind.DOUBTFUL))  # a cell of which nothing certain is known


class LinedUp(NamedTuple):
    """The possible rows, one value per printed column.

    `certain`: there is one and it needs no arithmetic. `forced`: no other cut of the
    digits is possible at all. `placed`: each value stands in its column, though one of them
    is doubtful. No options: a value is lost, and may have stood anywhere.
    """

    options: tuple[Row, ...]
    certain: bool = False
    forced: bool = False
    placed: bool = False


class Habit(NamedTuple):
    """How a table sets its rows, learnt from rows that leave no doubt.

    `padding`: how many more value cells than columns the longest of them have, `offset`: how
    many of these stand before the values. `padded`: some rows of the document hold more cells
    than columns, so that a blank may be mere filling. `regular`: all rows but the last of a
    table are padded alike. `glued`: the document runs the figures of a row together.
    """

    padding: int = -1
    offset: int = 0
    padded: bool = True
    regular: bool = False
    glued: bool = False


def line_up(record: Record, order: Order, sums: tuple[int, int], habit: Habit) -> LinedUp:
    """Return the rows that the record's values may be, in the order of the printed columns.

    `sums` is (groups, parts) of the row's own sums, (columns, 0) where it has none.
    """
    lined = _line_up(record, order, sums, habit)
    return lined._replace(certain=False) if record.loose and sums[1] else lined


def _line_up(record: Record, order: Order, sums: tuple[int, int], habit: Habit) -> LinedUp:
    values, count = record.values, len(order.columns)
    marks = tuple([value for value in values if value.token.raw or value.token.kind is not Kind.BLANK])
    if len(marks) == count:
        return _whole(marks)
    if record.last:
        return _cut_off(values, count)
    if not marks:
        return LinedUp(((EMPTY,) * count,), certain=True)
    start = _start(record, count, habit)
    if start is not None:
        return _whole(values[start : start + count])
    if record.geometric and _is_full(values, order):
        return _by_place(values, order)
    return _uncertain(record, marks, count, sums, habit)


def _start(record: Record, count: int, habit: Habit) -> int | None:
    """Return where the row's cells start among its values, None where blanks may be mere filling."""
    cells = len(record.values)
    if cells == count and (record.geometric or not habit.padded):
        return 0
    if cells == count + habit.padding >= count + habit.offset and not record.packed:
        return habit.offset
    return None


def _is_full(values: Sequence[Value], order: Order) -> bool:
    """Tell whether a row reaches as far as its headings: only then nothing has moved up."""
    ends = [column + width for column, width in order.spans]
    return bool(ends) and values[-1].column + values[-1].width >= max(ends)


def _uncertain(record: Record, marks: Row, count: int, sums: tuple[int, int], habit: Habit) -> LinedUp:
    """Return the rows that a number of values other than that of the columns may be."""
    if len(marks) > count:
        return _rejoined(marks, count)
    if record.packed:
        return _too_few(record, marks, count, sums, habit.glued)
    return LinedUp(())


def _whole(values: Sequence[Value]) -> LinedUp:
    row = tuple(values)
    return LinedUp((row,), certain=not _doubtful(row), placed=True)


def _by_place(values: Sequence[Value], order: Order) -> LinedUp:
    """Lay each value under the heading it stands below; a merged one belongs to none."""
    row = [LOST] * len(order.columns)
    for value in values:
        below = [
            index
            for index, (start, width) in enumerate(order.spans)
            if start < value.column + value.width and value.column < start + width
        ]
        if len(below) == 1 and row[below[0]] is LOST:
            row[below[0]] = value
        elif value.token.kind is not Kind.BLANK:
            for index in below:
                row[index] = LOST._replace(
                    token=value.token._replace(kind=Kind.DOUBTFUL, value=None), source=value.source
                )
    return LinedUp((tuple(row),), certain=True)


def _doubtful(row: Row) -> bool:
    return any(value.token.kind is Kind.DOUBTFUL and value.token.value is not None for value in row)


def _rejoined(figures: Sequence[Value], count: int) -> LinedUp:
    """Return the rows in which figures broken by spaces (1 036) are put together again."""
    extra = len(figures) - count
    if extra > 3 or any(value.token.unit or not value.token.raw.isdigit() for value in figures):
        return LinedUp(())
    rows = [tuple(figures)]
    for _ in range(extra):
        rows = [row[:i] + (_joined(row[i], row[i + 1]),) + row[i + 2 :] for row in rows for i in range(len(row) - 1)]
    return LinedUp(tuple(dict.fromkeys(row for row in rows if all(value is not LOST for value in row))))


def _joined(left: Value, right: Value) -> Value:
    raw = left.token.raw + right.token.raw
    if raw.startswith("0") or len(right.token.raw) != 3:
        return LOST
    return left._replace(token=Token(Kind.NUMBER, Decimal(raw), "", raw))


def _too_few(record: Record, figures: Sequence[Value], count: int, sums: tuple[int, int], glued: bool) -> LinedUp:
    if (glued or sums[1]) and all(value.token.raw.isdecimal() for value in figures):
        tokens = tuple(value.token.raw for value in figures)
        rows = candidates(tokens, *sums)
        if rows:
            forced = glued and len(tokens) == 1 and len(tokens[0]) == count  # a digit for each column: no other cut
            return LinedUp(tuple(_values(row, figures[0]) for row in rows), forced=forced)
    return LinedUp(())


def _values(row: Sequence[int], where: Value) -> Row:
    return tuple(where._replace(token=Token(Kind.NUMBER, Decimal(number), "", where.token.raw)) for number in row)


def _cut_off(values: Sequence[Value], count: int) -> LinedUp:
    """The document ends in this row: what precedes the last figure stands as it is, that may be cut itself.

    A blank may be a cell, or filling before the first: nothing behind it is certain.
    """
    blank = next((place for place, value in enumerate(values) if not value.token.raw), len(values))
    known = tuple(values[: min(blank, len(values) - 1, count)])
    return LinedUp(((*known, *(LOST,) * (count - len(known))),), certain=True)
