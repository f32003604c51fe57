"""Figures to look through: each with its value in some days and in the same days a year before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby
from typing import TYPE_CHECKING

from django.apps import apps

from gongkai.pages.door import Bar, Chart, Group, bar_chart, year_chart
from gongkai.yearend.figures import FIGURES
from gongkai.yearend.periods import WHOLE, Period, part_of

if TYPE_CHECKING:
    from gongkai.agencies.door import Agency, Figure, Number

HEADINGS = (
    "指标",
    "指标编号",
    "单位",
    "行政机关",
    "起始日期",
    "截止日期",
    "数值",
    "上年同期",
    "增减",
    "统计口径",
    "依据",
)
_YEARS = 5  # how many years stand beside each other in a figure's chart
_ELSEWHERE = "其他系统的统计数"


@dataclass(frozen=True, slots=True)
class Compared:
    """A figure in some days, and in the same days a year before; None where no record speaks of it."""

    figure: Figure
    now: Number
    before: Number

    @property
    def shown_now(self) -> str:
        """Return the value in these days, with its thousands marked off; empty where it is not known."""
        return grouped(self.now)

    @property
    def shown_before(self) -> str:
        """Return the value a year before in the same way."""
        return grouped(self.before)

    @property
    def difference(self) -> Number:
        """Return by how much it changed, None where one of the two is not known."""
        return None if self.now is None or self.before is None else self.now - self.before

    @property
    def change(self) -> str:
        """Return the change in words: the difference with its sign, and the percentage where there is one."""
        if self.difference is None:
            return "不能比较"
        if not self.difference:
            return "与上年同期相同"
        told = f"{self.difference:+,}"
        if not self.before:
            return told
        share = Decimal(abs(self.difference)) * 100 / Decimal(abs(self.before))
        return f"{told}（{share.quantize(Decimal('0.1'), ROUND_HALF_UP)}%）"


def compared(figure: Figure, agency: Agency, period: Period) -> Compared:
    """Return one figure of `agency` in `period`, beside the same days a year before."""
    before = period.year_before()
    return Compared(
        figure,
        figure.value(agency, period.since, period.until),
        figure.value(agency, before.since, before.until),
    )


def by_room(agency: Agency, period: Period) -> list[tuple[str, list[Compared]]]:
    """Return every figure of `agency` in `period`, under the name of the room that counts it."""
    rooms = groupby(FIGURES, key=_room)
    return [(room, [compared(figure, agency, period) for figure in figures]) for room, figures in rooms]


def _room(figure: Figure) -> str:
    label = figure.id.partition(".")[0]
    return apps.get_app_config(label).verbose_name if apps.is_installed(f"gongkai.{label}") else _ELSEWHERE


def lines(agency: Agency, period: Period) -> Iterator[tuple[str, ...]]:
    """Yield the lines of the CSV: the headings, then each figure; what is not known stays empty."""
    yield HEADINGS
    for figure in FIGURES:
        one = compared(figure, agency, period)
        numbers = (plain(value) for value in (one.now, one.before, one.difference))
        days = (period.since.isoformat(), period.until.isoformat())
        yield (figure.label, figure.id, figure.unit, agency.name, *days, *numbers, figure.meaning, figure.law)


def plain(value: Number) -> str:
    """Return a value in digits alone, empty where it is not known."""
    return "" if value is None else format(value, "f") if isinstance(value, Decimal) else str(value)


def charts(figure: Figure, agency: Agency, period: Period) -> list[Chart]:
    """Return a figure's charts: the same days of the last five years and, for a whole year, month by month."""
    drawn = [_over_years(figure, agency, period)]
    return [*drawn, _by_month(figure, agency, period)] if period.part == WHOLE else drawn


def _over_years(figure: Figure, agency: Agency, period: Period) -> Chart:
    periods = [period]
    while len(periods) < _YEARS:
        periods.append(periods[-1].year_before())
    bars = [Bar(str(one.year), figure.value(agency, one.since, one.until)) for one in reversed(periods)]
    now = compared(figure, agency, period)
    reading = f"{period.label}{told(figure, now.now)}，上年同期{told(figure, now.before)}。"
    return year_chart("over-years", f"{figure.label}：近五年同期", reading, bars, unit=figure.unit)


def _by_month(figure: Figure, agency: Agency, period: Period) -> Chart:
    bars = []
    for month in period.months():
        before = part_of(month.year - 1, month.part)
        values = (figure.value(agency, days.since, days.until) for days in (month, before))
        bars.append(Bar(f"{month.until.month}月", *values))
    known = [bar for bar in bars if bar.value]
    most = max(known, key=lambda bar: bar.value or 0, default=None)
    reading = f"{most.label}最多，{told(figure, most.value)}。" if most else "各月都没有。"
    series = (f"{period.year} 年", f"{period.year - 1} 年")
    title = f"{figure.label}：逐月"
    return bar_chart("by-month", title, reading, [Group("", tuple(bars))], unit=figure.unit, series=series)


def grouped(value: Number) -> str:
    """Return a value with its thousands marked off, empty where it is not known."""
    return "" if value is None else f"{value:,}"


def told(figure: Figure, value: Number) -> str:
    """Return a value with its unit, or that nothing is on record."""
    return "没有记录" if value is None else f"{grouped(value)} {figure.unit}"


def addresses_of(period: Period, agency: Agency) -> Mapping[str, str]:
    """Return the query that leads to these days of this agency."""
    return {"agency": agency.slug, **period.address}
