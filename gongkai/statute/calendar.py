"""The calendar of working days (工作日) by which every statutory period is counted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import islice, takewhile
from typing import NamedTuple

from gongkai.statute.notices import SATURDAY, LocalHoliday, Notice, fixed_holidays, issued_notices
from gongkai.statute.refusals import YearUnknown

_ONE_DAY = timedelta(days=1)


class DayKind(StrEnum):
    """What a day is for the clock."""

    WORKDAY = "workday"
    REST = "rest"  # an ordinary Saturday or Sunday
    HOLIDAY = "holiday"  # off by the yearly notice or by a local order
    WORKED_WEEKEND = "worked_weekend"  # 调休上班


_WORKED = frozenset({DayKind.WORKDAY, DayKind.WORKED_WEEKEND})


class Day(NamedTuple):
    """One day: what it is, the holiday's name where there is one.

    `provisional` means that the year's notice is not loaded and the kind may still change.
    """

    date: date
    kind: DayKind
    name: str = ""
    provisional: bool = False

    @property
    def is_workday(self) -> bool:
        """Whether the clock counts the day."""
        return self.kind in _WORKED


class DueDate(NamedTuple):
    """The last day of a period; `provisional` where it ran into a year whose notice is not loaded."""

    date: date
    provisional: bool = False


class WorkdayCount(NamedTuple):
    """A number of working days; `provisional` where a year's notice is not loaded."""

    workdays: int
    provisional: bool = False


class Calendar:
    """Working days by the yearly notices of 国务院办公厅, with local holidays.

    A given notice takes the place of the known one of its year; a notice may set days of
    the December before. What returns a bare answer (`kind`, `is_workday`) refuses a year
    without a notice by YearUnknown. What returns a `Day`, `DueDate` or `WorkdayCount` marks
    it provisional: Monday to Friday count, fixed public holidays do not, to be counted
    again when the notice comes. Years before the data are always refused.
    """

    def __init__(self, notices: Iterable[Notice] = (), local_holidays: Iterable[LocalHoliday] = ()) -> None:
        known = {**issued_notices(), **{notice.year: notice for notice in notices}}
        self._special: dict[date, Day] = {}
        self._years = frozenset(known)
        self._first_year = min(known)
        for year in sorted(known):  # a later notice may change the December before it
            self._enter(known[year])
        for local in local_holidays:
            provisional = local.day.year not in self._years
            self._special[local.day] = Day(local.day, DayKind.HOLIDAY, local.name, provisional)

    def _enter(self, notice: Notice) -> None:
        for day, name in notice.rest_days.items():
            self._special[day] = Day(day, DayKind.HOLIDAY, name)
        for day in notice.worked_weekends:
            self._special[day] = Day(day, DayKind.WORKED_WEEKEND)

    def covers(self, year: int) -> bool:
        """Return whether the notice of that year is loaded."""
        return year in self._years

    def day(self, day: date) -> Day:
        """Return what the day is, provisionally where its year's notice is not loaded yet.

        Raises YearUnknown before the first year of the data, TypeError on a moment: the
        day of a moment depends on the clock's place, which the caller knows.
        """
        if isinstance(day, datetime):
            raise TypeError("the law counts days: pass a date, not a datetime")
        if day.year < self._first_year:
            raise YearUnknown("year_before_data", year=day.year, first=self._first_year)
        return self._special.get(day) or self._ordinary(day)

    def _ordinary(self, day: date) -> Day:
        if self.covers(day.year):
            return Day(day, DayKind.WORKDAY if day.weekday() < SATURDAY else DayKind.REST)
        for fixed, row in fixed_holidays(day.year):
            if fixed == day:
                return Day(day, DayKind.HOLIDAY, row.name, provisional=True)
        return Day(day, DayKind.WORKDAY if day.weekday() < SATURDAY else DayKind.REST, provisional=True)

    def kind(self, day: date) -> DayKind:
        """Return what the day is; raise YearUnknown where its year's notice is not loaded."""
        known = self.day(day)
        if known.provisional:
            raise YearUnknown("year_not_loaded", year=day.year)
        return known.kind

    def is_workday(self, day: date) -> bool:
        """Return whether the day is a working day; raise YearUnknown where its year's notice is not loaded."""
        return self.kind(day) in _WORKED

    def days_after(self, day: date) -> Iterator[Day]:
        """Yield every day after `day`, first the next one: day 0 is not counted (《民法典》 art. 201)."""
        self.day(day)
        while day < date.max:
            day += _ONE_DAY
            yield self.day(day)

    def workdays_after(self, day: date) -> Iterator[Day]:
        """Yield the working days after `day`: the first is day 1 of a period that `day` starts."""
        return (after for after in self.days_after(day) if after.is_workday)

    def add_workdays(self, day: date, workdays: int) -> DueDate:
        """Return the last day of a period of `workdays` working days (at least 1) that `day` starts.

        The period ends on a working day by itself, so nothing is rolled forward (《民法典》 art. 203).
        Raises YearUnknown before the data, ValueError below 1, OverflowError past the year 9999.
        """
        if workdays < 1:
            raise ValueError(f"a period has at least one working day, not {workdays}")
        last = next(islice(self.workdays_after(day), workdays - 1, None), None)
        if last is None:
            raise OverflowError(f"{workdays} working days after {day} lie beyond {date.max}")
        return DueDate(last.date, self._reaches_unknown(day + _ONE_DAY, last.date))

    def count_workdays(self, after: date, until: date) -> WorkdayCount:
        """Return the working days after `after` up to and including `until`.

        Negative where `until` is the earlier day, so that the days left to a due date turn into days overdue.
        """
        if until < after:
            workdays, provisional = self.count_workdays(until, after)
            return WorkdayCount(-workdays, provisional)
        passed = takewhile(lambda day: day.date <= until, self.days_after(after))
        workdays = sum(day.is_workday for day in passed)
        return WorkdayCount(workdays, after < until and self._reaches_unknown(after + _ONE_DAY, until))

    def _reaches_unknown(self, first: date, last: date) -> bool:
        return not self._years.issuperset(range(first.year, last.year + 1))
