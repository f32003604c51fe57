"""How many working days the law gives for an act, on a given day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from gongkai.statute.calendar import Calendar, DueDate
from gongkai.statute.refusals import LawUnknown
from gongkai.statute.rows import Row, read_rows, row_in_force


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline(Row):
    """A period: the act it limits (``reply``, ``third_party`` …) and its length in working days."""

    act: str
    workdays: int


@cache
def deadlines() -> tuple[Deadline, ...]:
    """Return every period, past and present, in the order of the data."""
    return read_rows(Deadline, "deadline", "deadlines.toml")


def deadline_row(act: str, *, on: date) -> Deadline:
    """Return the row that limits `act` on that day; raise LawUnknown where none is in force."""
    row = row_in_force((row for row in deadlines() if row.act == act), on)
    if row is None:
        raise LawUnknown("no_deadline", act=act, on=on)
    return row


def workdays_for(act: str, *, on: date) -> int:
    """Return the working days the law in force on that day gives for `act`; raise LawUnknown where none is."""
    return deadline_row(act, on=on).workdays


def deadline(act: str, start_date: date, calendar: Calendar) -> DueDate:
    """Return the last day for `act` where its period starts on `start_date` (day 0, not counted)."""
    return calendar.add_workdays(start_date, workdays_for(act, on=start_date))


def disclosure_deadline(formed_date: date, calendar: Calendar, *, special_date: date | None = None) -> DueDate:
    """Return the last day to publish information formed or changed on `formed_date` (Reg. art. 26).

    「法律、法规对政府信息公开的期限另有规定的，从其规定。」: a date fixed by another law, `special_date`, prevails.
    """
    if special_date is not None:
        return DueDate(special_date)
    return deadline("proactive_disclosure", formed_date, calendar)
