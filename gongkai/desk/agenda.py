"""What is due for one person: every room's queues, cut down to his seats of today, in order of law."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from django.utils import timezone

from gongkai.agencies.door import Agency, Due, Queue, seats
from gongkai.cases.door import QUEUES as CASES
from gongkai.desk.events import queues_asked
from gongkai.publishing.door import QUEUES as PUBLISHING
from gongkai.yearend.door import QUEUES as YEAREND

if TYPE_CHECKING:
    from gongkai.agencies.door import Person

# Each room lists its own; what concerns somebody outside, who waits, stands first among equals.
QUEUES: tuple[Queue, ...] = (*CASES, *PUBLISHING, *YEAREND)

_WEEKDAYS = "一二三四五六日"
A_WEEK = timedelta(days=7)
GROUPS = {
    "overdue": "已逾期",
    "today": "今天到期",
    "week": "七天以内到期",
    "later": "以后到期",
    "open": "没有限定日期",
    "waiting": "等待别人",
}


def queues() -> tuple[Queue, ...]:
    """Return every queue of the desk: those of the rooms below, then those of rooms on this floor."""
    return (*QUEUES, *(queue for _, further in queues_asked.send(None) for queue in further))


class Line(NamedTuple):
    """One thing that is due, and the queue it comes from."""

    due: Due
    queue: Queue
    today: date

    @property
    def group(self) -> str:
        """Return in which part of the desk it lies (GROUPS)."""
        day = self.due.due_date
        if day is not None and day < self.today:
            return "overdue"
        if self.due.waits:
            return "waiting"
        if day is None:
            return "open"
        return "today" if day == self.today else "week" if day <= self.today + A_WEEK else "later"

    @property
    def rank(self) -> int:
        """Return which of two late things comes first: the earlier queue; elsewhere the day alone decides."""
        return queues().index(self.queue) if self.group == "overdue" else 0

    @property
    def weekday(self) -> str:
        """Return the day of the week of its day: 周五."""
        return f"周{_WEEKDAYS[self.due.due_date.weekday()]}" if self.due.due_date else ""

    @property
    def days(self) -> int:
        """Return how many natural days are left, below 0 once it is overdue; 0 where no day is set."""
        return (self.due.due_date - self.today).days if self.due.due_date else 0

    @property
    def days_over(self) -> int:
        """Return for how many natural days it has been overdue."""
        return -self.days


class Group(NamedTuple):
    """A part of the desk: its id, what it is called, its lines by their day."""

    id: str
    title: str
    lines: list[Line]


def agenda(person: Person, at: datetime) -> list[Group]:
    """Return what waits for `person` at that moment, in the roles he has and deputises for; empty groups are left out.

    The queries are as many as the queues need, whatever lies in them.
    """
    today = timezone.localdate(at)
    sat = seats(person, today)
    agencies = Agency.objects.in_bulk({agency for agency, _ in sat})
    lines = []
    for queue in queues():
        own = [agencies[number] for number in {agency for agency, role in sat if role in queue.roles}]
        found = queue.find(own, at) if own else ()
        lines += [Line(due, queue, today) for due in found if due.is_for(person.pk, sat)]
    return in_groups(lines)


def in_groups(lines: Iterable[Line]) -> list[Group]:
    """Return lines in the groups of the desk, the nearest day first; what is late in the order of `queues`."""
    order = list(GROUPS)
    ranked = sorted(lines, key=lambda line: (order.index(line.group), line.rank, line.due.due_date or date.max))
    return [Group(name, GROUPS[name], list(found)) for name, found in groupby(ranked, key=lambda line: line.group)]
