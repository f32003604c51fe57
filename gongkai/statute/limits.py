"""Periods other than those of an application: natural days, working days and months, and when each ends."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from gongkai.statute.calendar import Calendar, DueDate
from gongkai.statute.refusals import LawUnknown, SettingInvalid
from gongkai.statute.rows import Row, read_rows, row_in_force
from gongkai.statute.settings import OPEN_MARKS

NATURAL_DAY, WORKDAY, MONTH = "natural_day", "workday", "month"
UNITS = (NATURAL_DAY, WORKDAY, MONTH)
# Ten years, and a hundred for what is kept in archives: more is a slip of the pen.
_MOST = {NATURAL_DAY: 3660, WORKDAY: 2500, MONTH: 1200}


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit(Row):
    """A period of `amount` units from day 0, which `starts` describes.

    `unit` is ``natural_day``, ``workday`` or ``month``. `rolls`: a last day that is a rest day moves to the
    next working day.
    """

    id: str
    name: str
    amount: int
    unit: str
    starts: str
    rolls: bool


class Length(NamedTuple):
    """A length an agency has chosen in place of a default: how many of which unit."""

    amount: int
    unit: str


@cache
def limits() -> tuple[Limit, ...]:
    """Return every period, past and present, in the order of the data."""
    return read_rows(Limit, "limit", "limits.toml")


def limit_row(limit_id: str, *, on: date) -> Limit:
    """Return the period as law on that day; raise LawUnknown where none is."""
    row = row_in_force((row for row in limits() if row.id == limit_id), on)
    if row is None:
        raise LawUnknown("no_limit", limit=limit_id, on=on)
    return row


def due_date(limit_id: str, start_date: date, calendar: Calendar, *, chosen: Length | None = None) -> DueDate:
    """Return the last day of the period that `start_date` (day 0, not counted) starts.

    `chosen` is an agency's own length where the default is ours or from memory; for what the law fixes, or an
    impossible length, SettingInvalid is raised. Raises LawUnknown for a period or a day the rows do not know.
    """
    row = limit_row(limit_id, on=start_date)
    length = Length(row.amount, row.unit)
    if chosen is not None and chosen != length:
        _refuse(row, chosen)
        length = chosen
    last = _last_day(start_date, length, calendar)
    return rolled(last.date, calendar) if row.rolls and length.unit != WORKDAY else last


def _refuse(row: Limit, chosen: Length) -> None:
    if row.mark not in OPEN_MARKS:
        raise SettingInvalid("setting_not_open", setting=row.name)
    most = most_of(chosen.unit)
    if not 1 <= chosen.amount <= most:
        raise SettingInvalid("setting_out_of_bounds", setting=row.name, value=chosen, least=1, most=most)


def most_of(unit: str) -> int:
    """Return the longest length an agency may choose in a unit; 0 for a unit nobody knows."""
    return _MOST.get(unit, 0)


def _last_day(start_date: date, length: Length, calendar: Calendar) -> DueDate:
    if length.unit == WORKDAY:
        return calendar.add_workdays(start_date, length.amount)
    if length.unit == MONTH:
        return DueDate(add_months(start_date, length.amount))
    return DueDate(start_date + timedelta(length.amount))


def add_months(day: date, months: int) -> date:
    """Return the corresponding day so many months later, or the last of that month where it has none.

    「到期月的对应日为期间的最后一日；没有对应日的，月末日为期间的最后一日。」(《民法典》 art. 202)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def rolled(day: date, calendar: Calendar) -> DueDate:
    """Return the day, or the next working day where it is a rest day (《民法典》 art. 203).

    「期间的最后一日是法定休假日的，以法定休假日结束的次日为期间的最后一日。」
    """
    known = calendar.day(day)
    if known.is_workday:
        return DueDate(day, known.provisional)
    return calendar.add_workdays(day, 1)
