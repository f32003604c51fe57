"""Days and years: dates no calendar has, wrong weekdays, periods backwards, a year unlike the title's."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date

from gongkai.findings import Finding
from gongkai.proofing.patterns import pattern
from gongkai.proofing.text import TITLE, Reading

_LEAP_YEAR = 2000  # the year for a date that names none
_WEEKDAYS = "一二三四五六日"


def impossible_dates(reading: Reading) -> Iterator[Finding]:
    """Yield a finding for each date that no calendar has (2月30日, 13月, 2025-02-29)."""
    for name in ("day.date", "day.plain"):
        for found in pattern(name).finditer(reading.narrow):
            if _day(found["year"], found["month"], found["day"]) is None:
                yield reading.find("DATE-IMPOSSIBLE", *found.span())
    for found in pattern("day.month").finditer(reading.narrow):
        if not 1 <= int(found["month"]) <= 12:
            yield reading.find("DATE-IMPOSSIBLE", *found.span())


def _day(year: str | None, month: str, day: str) -> date | None:
    try:
        return date(int(year or _LEAP_YEAR), int(month), int(day))
    except ValueError:
        return None


def weekdays(reading: Reading) -> Iterator[Finding]:
    """Yield a finding for each date whose weekday is another.

    A date without a year takes the year named before it in its line; where none is named, it
    is wrong only if it is wrong in the year of the text, the one before and the one after.
    """
    for start, line in reading.lines():
        year = ""
        for found in pattern("day.date").finditer(line) if "月" in line else ():
            year = found["year"] or year
            if found["weekday"] and (right := _right_weekday(reading.on, year, found)):
                yield reading.find("DATE-WEEKDAY", start + found.start(), start + found.end(), right=right)


def _right_weekday(on: date, named: str, found: re.Match[str]) -> str:
    """Return the weekday that should be printed; empty where the printed one is right, or no date is there."""
    years = [int(named)] if named else [on.year, on.year - 1, on.year + 1]
    days = [day for year in years if (day := _day(str(year), found["month"], found["day"]))]
    printed = _WEEKDAYS.index(found["weekday"].replace("天", "日"))
    if not days or any(day.weekday() == printed for day in days):
        return ""
    return f"星期{_WEEKDAYS[days[0].weekday()]}"


def periods(reading: Reading) -> Iterator[Finding]:
    """Yield a finding for each period that ends before it begins."""
    for found in pattern("day.period").finditer(reading.narrow):
        first = _day(found["y1"], found["m1"], found["d1"])
        last = _day(found["y2"] or found["y1"], found["m2"] or found["m1"], found["d2"])
        if first and last and last < first:
            yield reading.find("DATE-BACKWARDS", *found.span())


def years(reading: Reading) -> Iterator[Finding]:
    """Yield a finding where the title names one year and the body never, but another one again and again."""
    named = {found["year"] for found in pattern("day.year").finditer(reading.title)}
    if len(named) != 1:
        return
    (year,) = named
    titles = {block.id for block in reading.text.blocks if block.id == TITLE}
    body = [
        found
        for found in pattern("day.year").finditer(reading.narrow)
        if reading.place(*found.span()).partition("[")[0] not in titles
    ]
    counted = Counter(found["year"] for found in body)
    if len(body) >= 2 and year not in counted:
        other, times = counted.most_common(1)[0]
        first = next(found for found in body if found["year"] == other)
        if times >= 2:
            yield reading.find("YEAR-UNLIKE-TITLE", *first.span(), year=year, other=other, count=times)


def year_numerals(reading: Reading) -> Iterator[Finding]:
    """Yield a finding for each year in Chinese numerals with another sign for 〇 (二零二四年, 二O二四年)."""
    for found in pattern("day.han_year").finditer(reading.narrow):
        if not pattern("day.right_han_year").match(found[0]):
            yield reading.find("YEAR-NUMERALS", *found.span())
