"""A collection in words and as charts."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from gongkai.annualreport import column_label, row_label
from gongkai.pages.door import Bar, Chart, Group, bar_chart, year_chart
from gongkai.yearend.collection import received_in

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from decimal import Decimal

    from gongkai.agencies.door import Agency
    from gongkai.annualreport import Form, Report, Summand
    from gongkai.yearend.collection import Collection as ReportCollection

DRAWN = 12  # agencies in a chart; the table beneath the page has all
_NAMED = 8  # agencies named in a sentence
_NOT_SENT, _NO_SUM = "未报送", "没有合计"  # in the place of a figure: no report at all; none of them gives it


def summary(collection: ReportCollection) -> list[str]:
    """Return in sentences who sent the report, who is missing, late, returned."""
    by = collection.tally()
    said = [f"主管 {len(collection.entries)} 个机关，已有报告 {len(by['here'])} 个。"]
    parts = (
        ("overdue", "逾期未报送"),
        ("returned", "退回后还没有重新报送"),
        ("late", "报送晚于期限"),
        ("unpublished", "到期还没有公开"),
    )
    said += [
        f"{words} {len(by[name])} 个：{_names(one.agency for one in by[name])}。" for name, words in parts if by[name]
    ]
    waiting = len(by["missing"]) - len(by["overdue"])
    return [*said, f"未报送而未到期 {waiting} 个。"] if waiting else said


def _names(agencies: Iterable[Agency]) -> str:
    names = [one.short_name for one in agencies]
    more = f"等 {len(names)} 个" if len(names) > _NAMED else ""
    return "、".join(names[:_NAMED]) + more


def chart_of(collection: ReportCollection) -> Chart | None:
    """Return the chart of the applications that each agency received, the most first; None without a report."""
    here = {one.agency: (one.held, one.before) for one in collection.entries if one.held}
    if not here:
        return None
    numbers = received_in(held for pair in here.values() for held in pair if held)
    bars = [
        Bar(agency.short_name, numbers[now.key], numbers[before.key])
        if before
        else Bar(agency.short_name, numbers[now.key], absent_before=_NOT_SENT)
        for agency, (now, before) in here.items()
    ]
    drawn = sorted(bars, key=lambda bar: -(bar.value or 0))[:DRAWN]
    reading = _received([bar.value for bar in bars if bar.value is not None], drawn[0].label)
    series = (f"{collection.year} 年", f"{collection.year - 1} 年")
    return bar_chart(
        "received-by-agency", "各机关新收申请", reading, [Group("", tuple(drawn))], unit="件", series=series
    )


def _received(numbers: Sequence[int | Decimal], most: str) -> str:
    """Return in a sentence what the agencies received that give a number; `most` is the name of the first of them."""
    if not numbers:
        return "各机关的新收申请数都没有填写，或者未能读取。"
    total = sum(numbers)
    return f"{len(numbers)} 个机关共新收申请 {total:,} 件，{most}最多。" if total else "各机关都没有收到申请。"


class Measure(NamedTuple):
    """A figure that can be followed over agencies and years: its place, its words, its unit."""

    place: str
    words: str
    unit: str


def measures(form: Form) -> list[Measure]:
    """Return the cells of a form that are compared: of a row with a total that, of others each."""
    found = []
    for table in form.tables.values():
        totals = [column for column in table.columns if column.id == "total"]
        for row in table.rows:
            for column in totals or table.columns:
                words = row_label(form, table.id, row.id)
                if not totals:
                    words = "·".join(filter(None, (words, column_label(form, table.id, column.id))))
                found.append(Measure(f"{table.id}.{row.id}.{column.id}", words, column.unit))
    return found


class Followed(NamedTuple):
    """One agency's figure in each of the years, None where there is no report or no figure."""

    agency: Agency
    values: tuple[str, ...]


def followed(agency: Agency, reports: Sequence[Summand | None], place: str) -> Followed:
    """Return an agency's figure in the reports of several years, as text."""
    values = [report.value(place) if report else None for report in reports]
    return Followed(agency, tuple("—" if value is None else f"{value:,}" for value in values))


def chart_of_years(measure: Measure, sums: Mapping[int, Report | None], *, without: Collection[int]) -> Chart:
    """Return the chart of a figure's sum over all agencies, year by year; `without` are the years of no report."""
    values = {year: report.value(*measure.place.split(".")) if report else None for year, report in sums.items()}
    words = {year: _NOT_SENT if year in without else _NO_SUM for year in sums}
    bars = [Bar(str(year), value, absent=words[year]) for year, value in values.items()]
    known = [bar for bar in bars if bar.value is not None]
    most = max(known, key=lambda bar: bar.value or 0, default=None)
    reading = f"{most.label} 年最多，{most.value:,} {measure.unit}。" if most and most.value else "各年都没有数。"
    return year_chart("followed", f"{measure.words}：各机关合计", reading, bars, unit=measure.unit)
