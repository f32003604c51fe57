"""Yearly notices on rest days (国务院办公厅关于部分节假日安排的通知) and local holidays.

The notices of 2004 to 2026 come from the package chinesecalendar; later ones are given
by the caller as they are issued.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import import_module
from types import MappingProxyType

from gongkai.statute.refusals import NoticeInvalid
from gongkai.statute.rows import Row, read_rows

SATURDAY = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class FixedHoliday(Row):
    """A public holiday with a fixed date: its name, its days as ``MM-DD``."""

    name: str
    days: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LocalHoliday:
    """A rest day that a local government orders (《全国年节及纪念日放假办法》 art. 4), and by which order."""

    day: date
    name: str
    law: str


@dataclass(frozen=True, slots=True)
class Notice:
    """One year's notice: rest days with the holiday's name, and the weekend days worked instead.

    Weekend days that fall inside a holiday may be listed or left out. Raises NoticeInvalid
    where the lists are empty, contradict each other, or leave out a fixed public holiday.
    """

    year: int
    rest_days: Mapping[date, str]
    worked_weekends: frozenset[date] = frozenset()
    law: str = ""

    def __post_init__(self) -> None:
        """Refuse a notice that would shift deadlines by a slip of the pen."""
        if not self.rest_days:
            raise NoticeInvalid("notice_empty", year=self.year)
        for day in (*self.rest_days, *self.worked_weekends):
            self._refuse_other_year(day)
        for day in self.worked_weekends:
            self._refuse_worked(day)
        for day, holiday in fixed_holidays(self.year):
            self._refuse_missing(day, holiday)

    def _refuse_other_year(self, day: date) -> None:
        """Let a holiday reach over New Year's Eve (the notice for 2008 began on 2007-12-30), no further."""
        neighbours = ((self.year - 1, 12), (self.year + 1, 1))
        if day.year != self.year and (day.year, day.month) not in neighbours:
            raise NoticeInvalid("notice_other_year", year=self.year, day=day)

    def _refuse_worked(self, day: date) -> None:
        if day.weekday() < SATURDAY:
            raise NoticeInvalid("notice_not_weekend", year=self.year, day=day)
        if day in self.rest_days:
            raise NoticeInvalid("notice_both", year=self.year, day=day)

    def _refuse_missing(self, day: date, holiday: FixedHoliday) -> None:
        rests = day in self.rest_days or (day.weekday() >= SATURDAY and day not in self.worked_weekends)
        if not rests:
            raise NoticeInvalid("notice_holiday_missing", year=self.year, day=day, name=holiday.name, law=holiday.law)


@cache
def _fixed_rows() -> tuple[FixedHoliday, ...]:
    return read_rows(FixedHoliday, "holiday", "fixed_holidays.toml")


def fixed_holidays(year: int) -> Iterator[tuple[date, FixedHoliday]]:
    """Yield the public holidays of that year that have a fixed date, as far as the rows in force know them."""
    for row in _fixed_rows():
        days = (date.fromisoformat(f"{year:04}-{day}") for day in row.days)
        yield from ((day, row) for day in days if row.in_force(day))


@cache
def issued_notices() -> Mapping[int, Notice]:
    """Return the notices that chinesecalendar knows, by year.

    The package keeps days, not notices: a day of 2007 set by the notice for 2008 stands under 2007.
    Imported here and not above, so that a command which counts no days does not load it.
    """
    data = import_module("chinese_calendar.constants")
    names = {holiday.value: holiday.chinese for holiday in data.Holiday}
    years = range(min(data.holidays).year, max(data.holidays).year + 1)
    rest: dict[int, dict[date, str]] = {year: {} for year in years}
    for day, name in data.holidays.items():
        rest[day.year][day] = names[name]
    worked = {year: frozenset(day for day in data.workdays if day.year == year) for year in years}
    return MappingProxyType({year: Notice(year, MappingProxyType(rest[year]), worked[year]) for year in years})
