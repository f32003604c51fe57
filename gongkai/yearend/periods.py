"""The days that somebody asks about: a year, a quarter, a month, or any two days; and the same a year before. Pure."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

WHOLE, CHOSEN = "year", "chosen"
_QUARTERS = {f"q{number}": f"第{word}季度" for number, word in enumerate("一二三四", 1)}
_MONTHS = {f"m{number}": f"{number}月" for number in range(1, 13)}
PARTS = {WHOLE: "全年", **_QUARTERS, **_MONTHS, CHOSEN: "自选起止日期"}


@dataclass(frozen=True, slots=True)
class Period:
    """Some days of an agency, both ends included; `part` names which part of the year they are (PARTS)."""

    since: date
    until: date
    part: str = CHOSEN

    @property
    def year(self) -> int:
        """Return the year of the last day."""
        return self.until.year

    @property
    def label(self) -> str:
        """Return the days in words: 2023年第二季度, or the two days."""
        if self.part == CHOSEN:
            return f"{self.since:%Y-%m-%d} 至 {self.until:%Y-%m-%d}"
        return f"{self.year}年" if self.part == WHOLE else f"{self.year}年{PARTS[self.part]}"

    @property
    def address(self) -> dict[str, str]:
        """Return the query string's part that names these days."""
        if self.part == CHOSEN:
            return {"part": CHOSEN, "since": self.since.isoformat(), "until": self.until.isoformat()}
        return {"part": self.part, "year": str(self.year)}

    def year_before(self) -> Period:
        """Return the same days one year before; the end of February stays the end of February."""
        if self.part != CHOSEN:
            return part_of(self.year - 1, self.part)
        return Period(_a_year_before(self.since), _a_year_before(self.until))

    def months(self) -> list[Period]:
        """Return the twelve months of the year of these days."""
        return [part_of(self.year, month) for month in _MONTHS]


def part_of(year: int, part: str) -> Period:
    """Return that part of a year; raise ValueError for a part of no fixed days, or a year no calendar has."""
    if part == WHOLE:
        return Period(date(year, 1, 1), date(year, 12, 31), part)
    if part not in _QUARTERS and part not in _MONTHS:
        raise ValueError(part)
    number = int(part[1:])
    first, last = (3 * number - 2, 3 * number) if part in _QUARTERS else (number, number)
    return Period(date(year, first, 1), date(year, last, monthrange(year, last)[1]), part)


def _a_year_before(day: date) -> date:
    if day == date(day.year, 2, monthrange(day.year, 2)[1]):
        return date(day.year - 1, 3, 1) - timedelta(days=1)
    return day.replace(year=day.year - 1)
