"""The yearly notices on rest days as they are adopted here, and the calendar that every period is counted by.

The notices of the years before stand in `statute`; one that comes out later, or changes one, is adopted by an
act on the log. The calendar is kept between two requests and read anew for each.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.core.signals import request_started
from django.db import models, transaction

from gongkai.agencies.append_only import AppendOnly
from gongkai.agencies.log import AgencyAct, record, subject_of
from gongkai.statute import Calendar, Notice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongkai.agencies.people import Person


class HolidayNotice(AppendOnly):
    """A year's notice as adopted: the latest of a year holds.

    `rest_days` maps each rest day to the holiday's name, `worked_weekends` lists the weekend days worked instead,
    both as dates in ISO 8601. `moved` is what it moved when it was adopted, as it was shown before.
    """

    year = models.PositiveSmallIntegerField("年份")
    law = models.CharField("通知的名称和文号", max_length=200)
    rest_days = models.JSONField("放假日")
    worked_weekends = models.JSONField("调休上班日")
    moved = models.JSONField("移动的期限")
    adopted_at = models.DateTimeField("启用时间")
    adopted_by = models.ForeignKey("agencies.Person", verbose_name="启用人", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "放假通知"
        verbose_name_plural = "放假通知"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.year} {self.law}"

    def notice(self) -> Notice:
        """Return it as the law takes it."""
        rest = {date.fromisoformat(day): name for day, name in self.rest_days.items()}
        worked = frozenset(date.fromisoformat(day) for day in self.worked_weekends)
        return Notice(self.year, rest, worked, law=self.law)


@transaction.atomic
def adopt_notice(notice: Notice, *, moved: Sequence[dict[str, Any]], by: Person, at: datetime) -> HolidayNotice:
    """Adopt a year's notice for the whole installation, as one act on the log.

    `moved` is what was shown to move, one object for each due date.
    """
    row = HolidayNotice.objects.create(
        year=notice.year,
        law=notice.law,
        rest_days={day.isoformat(): name for day, name in sorted(notice.rest_days.items())},
        worked_weekends=[day.isoformat() for day in sorted(notice.worked_weekends)],
        moved=list(moved),
        adopted_at=at,
        adopted_by=by,
    )
    facts = {"year": row.year, "law": row.law, "rest_days": row.rest_days, "worked_weekends": row.worked_weekends}
    record(
        AgencyAct.ADOPT_NOTICE, agency=None, by=by, subject=subject_of(row), facts={**facts, "moved": row.moved}, at=at
    )
    transaction.on_commit(forget_calendar)
    return row


def calendar_with(*further: Notice) -> Calendar:
    """Return the calendar with the adopted notices and `further` ones; a later notice of a year holds."""
    return Calendar([*(row.notice() for row in HolidayNotice.objects.order_by("pk")), *further])


_kept: list[Calendar] = []


def calendar() -> Calendar:
    """Return the calendar that periods are counted by."""
    if not _kept:
        _kept[:] = [calendar_with()]
    return _kept[0]


def forget_calendar(**_: Any) -> None:
    """Let the calendar be read anew the next time it is asked for."""
    _kept.clear()


def connect() -> None:
    """Read the calendar anew for each request, since another process may have adopted a notice."""
    request_started.connect(forget_calendar, dispatch_uid="agencies.forget_calendar")
