"""Adding cells without forgetting what was blank and what was not read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import NamedTuple

from gongkai.annualreport.forms import Identity
from gongkai.annualreport.model import ABSENT, Cell, How, Report, Row
from gongkai.annualreport.quantities import slack

Number = int | Decimal


class Amount(NamedTuple):
    """A sum of cells: blanks count as 0 in `value`, and how many were blank, printed or unknown is kept.

    `slack` is how far the printed decimals leave the sum open: 0 for counts, half of the last digit of each amount.
    """

    value: Number
    printed: int
    blanks: int
    unknown: int
    slack: Decimal = Decimal(0)

    @property
    def certain(self) -> bool:
        """Tell whether every cell was read or is certainly blank."""
        return not self.unknown

    @property
    def empty(self) -> bool:
        """Tell whether nothing at all is printed in its cells."""
        return not self.printed and not self.unknown

    def agrees(self, other: Amount) -> bool:
        """Tell whether the two can be the same amount, as far as their printed decimals say."""
        same = self.value == other.value
        return same or abs(Decimal(self.value) - other.value) <= self.slack + other.slack


def add(cells: Iterable[Cell]) -> Amount:
    """Return the sum of the cells; a cell that could not be read, or is absent, is `unknown`."""
    value: Number = 0
    printed = blanks = unknown = 0
    open_by = Decimal(0)
    for cell in cells:
        if cell.value is not None:
            value += cell.value
            printed += 1
            if isinstance(cell.value, Decimal):
                open_by += slack(cell.value)
        elif cell.how is How.BLANK:
            blanks += 1
        else:
            unknown += 1
    return Amount(value, printed, blanks, unknown, open_by)


def with_totals(report: Report, table: str) -> Mapping[str, Row]:
    """Return the table's rows, a blank total filled with the sum of its row where something is printed there.

    Offices that leave the whole column 总计 blank are common; its sums are then still to be checked.
    """
    rows = report.tables.get(table, {})
    across = [one for one in report.form.identities if one.table == table and one.axis == "columns"]
    return {row_id: _filled(row, across) for row_id, row in rows.items()} if across else rows


def _filled(row: Row, across: list[Identity]) -> Row:
    for identity in across:
        total = identity.left[0]
        if row.get(total, ABSENT).how is How.BLANK:
            parts = add(row.get(column, ABSENT) for column in identity.right)
            if parts.certain and parts.printed:
                row = {**row, total: Cell(parts.value, How.INFERRED)}
    return row


def plain(value: Number) -> int | str:
    """Return the number as findings carry it: an int, or a decimal string where it has a fraction."""
    return int(value) if value == int(value) else format(value, "f")
