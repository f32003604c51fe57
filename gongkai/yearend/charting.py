"""A report's charts: what became of the applications, who applied, the disputes, the normative documents. Pure.

Which rows and columns belong together is read from the statutory form; every figure is one of the
report's, or the sum of several. A sum with a figure missing in it is missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby
from typing import TYPE_CHECKING

from gongkai.pages.door import NOT_GIVEN, Bar, Chart, Group, bar_chart, year_chart

if TYPE_CHECKING:
    from gongkai.annualreport import Axis, Report, TableForm

Number = int | Decimal
NO_REPORT = "无年报"
_AROUND = re.compile(r"^（[^）]*）|（[^）]*）$")  # （一） before a label, an explanation behind it


def report_charts(report: Report, before: Report | None = None) -> tuple[Chart, ...]:
    """Return the charts of `report`; beside each bar stands that of the year before where its form is the same."""
    same = before if before and before.form is report.form else None
    return tuple(draw(report, same) for draw in (_results, _applicants, _disputes, _documents))


def received_by_year(totals: Sequence[tuple[int, Number | None]]) -> Chart | None:
    """Return the chart of the applications received year by year, a gap where a year has no report.

    None for fewer than two years.
    """
    if len(totals) < 2:
        return None
    given = dict(totals)
    told = range(min(given), max(given) + 1)
    years = [Bar(str(year), given.get(year), absent=NOT_GIVEN if year in given else NO_REPORT) for year in told]
    known = [(year, value) for year, value in sorted(totals) if value is not None]
    most = max(known, key=lambda one: one[1], default=None)
    reading = f"{most[0]} 年最多，{most[1]:,} 件。" if most and most[1] else "各年都没有收到申请。"
    return year_chart("received-by-year", "历年新收申请", reading, years, unit="件")


def received(report: Report) -> Number | None:
    """Return how many applications were newly received in all."""
    return report.value("applications", "new_received", "total")


# -- the four charts -------------------------------------------------------------------------------


def _results(report: Report, before: Report | None) -> Chart:
    groups = _plain(_result_bars(report, before))
    return bar_chart(
        "results",
        "申请的办理结果",
        _results_read(report, before, groups),
        groups,
        unit="件",
        series=_series(report, before),
    )


def _applicants(report: Report, before: Report | None) -> Chart:
    columns = [column for column in report.form.tables["applications"].columns if column.id != "total"]
    bars = [
        Bar(column.label, *_both(report, before, "applications", ("new_received",), (column.id,))) for column in columns
    ]
    groups = _plain(bars)
    return bar_chart(
        "applicants",
        "申请人",
        _most(groups, "新收申请中", "全年没有新收申请。"),
        groups,
        unit="件",
        series=_series(report, before),
    )


def _disputes(report: Report, before: Report | None) -> Chart:
    table = report.form.tables["review_litigation"]
    totals = {column for one in report.form.identities_of("T4-SUM") for column in one.left}
    columns = [column for column in table.columns if column.id not in totals]
    groups = [
        Group(heading, tuple(_dispute_bar(report, before, table, column) for column in members))
        for heading, members in groupby(columns, key=lambda column: column.groups[-1])
    ]
    return bar_chart(
        "disputes", "行政复议和行政诉讼", _disputes_read(groups), groups, unit="件", series=_series(report, before)
    )


def _documents(report: Report, before: Report | None) -> Chart:
    table = report.form.tables["article_20_1"]
    groups = [
        Group(
            row.label,
            tuple(Bar(c.label, *_both(report, before, table.id, (row.id,), (c.id,))) for c in table.columns),
        )
        for row in table.rows
    ]
    unit = table.columns[0].unit
    return bar_chart(
        "documents",
        "规章和规范性文件",
        _documents_read(groups, unit),
        groups,
        unit=unit,
        series=_series(report, before),
    )


def _result_bars(report: Report, before: Report | None) -> Iterator[Bar]:
    """Yield a bar for each result of the form, its several grounds added up."""
    (total,) = report.form.identities_of("T3-PROCESSED-SUM")
    table = report.form.tables["applications"]
    rows = [row for row in table.rows if row.id in total.right]
    for name, members in groupby(rows, key=_result):
        ids = tuple(row.id for row in members)
        yield Bar(name, *_both(report, before, table.id, ids, ("total",)))


def _result(row: Axis) -> str:
    """Return the name of the result that a row belongs to: its group's (不予公开), or its own (予以公开)."""
    return _AROUND.sub("", row.groups[1] if len(row.groups) > 1 else row.label)


def _dispute_bar(report: Report, before: Report | None, table: TableForm, column: Axis) -> Bar:
    (row,) = table.rows
    return Bar(column.label, *_both(report, before, table.id, (row.id,), (column.id,)))


# -- figures ---------------------------------------------------------------------------------------


def _both(
    report: Report, before: Report | None, table: str, rows: tuple[str, ...], columns: tuple[str, ...]
) -> tuple[Number | None, Number | None]:
    return _sum(report, table, rows, columns), _sum(before, table, rows, columns) if before else None


def _sum(report: Report, table: str, rows: tuple[str, ...], columns: tuple[str, ...]) -> Number | None:
    """Return the sum of the cells, rows taken as this report prints them; None where one has no figure."""
    printed = report.printed_rows(table, rows)
    return _added(report.value(table, row, column) for row in printed for column in columns)


def _added(values: Iterable[Number | None]) -> Number | None:
    known: Number = 0
    for value in values:
        if value is None:
            return None
        known += value
    return known


def _plain(bars: Iterable[Bar]) -> list[Group]:
    return [Group("", tuple(bars))]


def _series(report: Report, before: Report | None) -> tuple[str, ...]:
    return tuple(f"{one.year} 年" for one in (report, before) if one)


# -- sentences -------------------------------------------------------------------------------------


def _results_read(report: Report, before: Report | None, groups: Sequence[Group]) -> str:
    came, done = received(report), report.value("applications", "processed_total", "total")
    if came is None:
        return "收到申请的件数没有填写，或者没有读出。"
    change = _change(came, received(before) if before else None)
    said = f"全年收到申请 {came:,} 件" if came else "全年没有收到申请"
    handled = f"办结 {done:,} 件，{_most(groups, '其中')}" if done else ""
    return f"{said}{f'，{change}' if change else ''}{f'；{handled}' if handled else '。'}"


def _change(now: Number, before: Number | None) -> str:
    """Return how a figure moved from the year before, empty where there is nothing to say."""
    if before is None or (not before and not now):
        return ""
    if now == before:
        return "与上年相同"
    if not before:
        return "上年没有"
    share = (Decimal(abs(now - before)) * 100 / Decimal(before)).quantize(Decimal(1), ROUND_HALF_UP)
    return f"比上年{'多' if now > before else '少'} {abs(now - before):,} 件（{share}%）"


def _most(groups: Sequence[Group], among: str, nothing: str = "") -> str:
    """Return which bar is the longest, and its share of all; `nothing` is said where all are 0."""
    bars = [bar for group in groups for bar in group.bars]
    whole = _added(bar.value for bar in bars)
    if whole is None:
        return "有的栏没有填写，或者没有读出，不能算出各占多少。"
    if not whole:
        return nothing
    longest = max(bars, key=lambda bar: bar.value or 0)
    share = (Decimal(longest.value or 0) * 100 / Decimal(whole)).quantize(Decimal(1), ROUND_HALF_UP)
    return f"{among}{longest.label}最多，{longest.value:,} 件，占 {share}%。"


def _disputes_read(groups: Sequence[Group]) -> str:
    """Return how many disputes there were of each kind, whatever became of them."""
    sums = [(group.heading, _added(bar.value for bar in group.bars)) for group in groups]
    if any(value is None for _, value in sums):
        return "有的栏没有填写，或者没有读出。"
    told = [f"{name} {value:,} 件" for name, value in sums if value]
    return f"{'，'.join(told)}。" if told else "全年没有因政府信息公开发生行政复议、行政诉讼。"


def _documents_read(groups: Sequence[Group], unit: str) -> str:
    told = [f"{group.heading}{bar.label} {bar.value:,} {unit}" for group in groups for bar in group.bars if bar.value]
    if told:
        return f"{'；'.join(told)}。"
    missing = any(bar.value is None for group in groups for bar in group.bars)
    return "有的栏没有填写，或者没有读出。" if missing else "规章和规范性文件各栏都是 0。"
