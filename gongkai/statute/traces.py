"""Each day of the time to reply, and why it is counted or not (Reg. art. 33)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import takewhile
from typing import NamedTuple

from gongkai.statute.calendar import Day, DayKind
from gongkai.statute.course import Course, excluded_in, reply_due
from gongkai.statute.rows import Row, read_rows
from gongkai.statute.settings import Terms

COUNTED, REST, WORKED_WEEKEND, EXCLUDED = "counted", "rest", "worked_weekend", "excluded"
_ROW_OF_KIND = {
    DayKind.WORKDAY: "counted",
    DayKind.WORKED_WEEKEND: "worked_weekend",
    DayKind.REST: "weekend",
    DayKind.HOLIDAY: "holiday",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DayReason(Row):
    """Why a day of that kind is counted or not; `kind` is a kind of day or of consultation."""

    kind: str


@cache
def _reasons() -> dict[str, DayReason]:
    return {row.kind: row for row in read_rows(DayReason, "traced_day", "traced_days.toml")}


class TracedDay(NamedTuple):
    """A day of the time to reply.

    `kind` is ``counted``, ``rest``, ``worked_weekend`` (counted as well) or ``excluded``; `number` is which
    counted day it is, from 1, None where it is not counted. `because` is a Chinese phrase, `law` its article.
    """

    date: date
    kind: str
    number: int | None
    because: str
    law: str
    provisional: bool = False


def trace(course: Course, as_of: date, terms: Terms) -> Iterator[TracedDay]:
    """Yield every day after day 0 of the current run up to the due date; nothing while no time is running."""
    due = reply_due(course, as_of, terms)
    if due is None or course.start_date is None:
        return
    excluded = excluded_in(course, as_of, terms)
    number = 0
    for day in takewhile(lambda day: day.date <= due.date, terms.calendar.days_after(course.start_date)):
        kind, reason = _kind_of(day, excluded.get(day.date))
        counted = kind in (COUNTED, WORKED_WEEKEND)
        number += counted
        because = f"{day.name}{reason.text}" if day.name else reason.text
        yield TracedDay(day.date, kind, number if counted else None, because, reason.law, day.provisional)


def _kind_of(day: Day, consultation: str | None) -> tuple[str, DayReason]:
    """Return what the day is in the trace, and the row that says why; a rest day is one in a consultation too."""
    if not day.is_workday:
        return REST, _reasons()[_ROW_OF_KIND[day.kind]]
    if consultation is not None:
        return EXCLUDED, _reasons()[consultation]
    kind = WORKED_WEEKEND if day.kind is DayKind.WORKED_WEEKEND else COUNTED
    return kind, _reasons()[_ROW_OF_KIND[day.kind]]
