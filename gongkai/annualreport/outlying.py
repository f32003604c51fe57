"""Figures that stand out in a collection: ten-fold jumps, 元 for 万元, far from what sister agencies report.

Each is a question, not an error: it may be so. The limits are in ``data/collections.toml``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from gongkai.annualreport.checks.amounts import plain
from gongkai.annualreport.model import Place, Report
from gongkai.annualreport.places import place_in_words
from gongkai.annualreport.summands import Summand
from gongkai.findings import Finding

Number = int | Decimal
Figures = Report | Summand  # what is asked is their cells alone


@cache
def limits() -> Mapping[str, Mapping[str, Any]]:
    """Return the limits of a collection, by what they are for."""
    return tomllib.loads(files("gongkai.annualreport").joinpath("data/collections.toml").read_text("utf-8"))


def jumps(report: Figures, before: Figures) -> Iterator[Finding]:
    """Yield a finding for each figure that is ten-fold or a tenth of last year's; of money, 元 for 万元 apart."""
    for place, cell in report.cells():
        was = before.cell(*place).value
        if cell.value is None or was is None or not _is_amount(report, place):
            continue
        if _money(report, place) and _is_yuan(cell.value, was):
            yield _told("OUT-YUAN", report, place, before=was)
        elif _is_jump(cell.value, was, _money(report, place)):
            yield _told("OUT-TENFOLD", report, place, before=was)


def _told(rule: str, report: Figures, place: Place, **beside: Number) -> Finding:
    now = report.cell(*place).value
    facts = {"place": place_in_words(str(place), report.form), "now": None if now is None else plain(now)}
    return Finding(rule, str(place), facts | {name: plain(value) for name, value in beside.items()})


def _is_amount(report: Figures, place: Place) -> bool:
    """Tell whether a cell is looked at: no change, and of a row with a total only that."""
    table = report.form.tables[place.table]
    measure = table.measure(place.row, place.column)
    has_total = any(column.id == "total" for column in table.columns)
    return measure is not None and measure.kind != "change" and (place.column == "total" or not has_total)


def _money(report: Figures, place: Place) -> bool:
    measure = report.form.tables[place.table].measure(place.row, place.column)
    return measure is not None and measure.kind == "money"


def _is_yuan(now: Number, was: Number) -> bool:
    limit = limits()["outlying"]
    small, large = sorted((abs(Decimal(now)), abs(Decimal(was))))
    return small > 0 and bool(limit["yuan_from"] <= large / small <= limit["yuan_to"])


def _is_jump(now: Number, was: Number, money: bool) -> bool:
    limit = limits()["outlying"]
    small, large = sorted((abs(Decimal(now)), abs(Decimal(was))))
    return bool((money or large >= limit["smallest"]) and small > 0 and large >= limit["factor"] * small)


def middles(reports: Sequence[Figures]) -> Mapping[Place, Number]:
    """Return of each cell the middle of what the reports give above 0, where enough of them do."""
    from statistics import median  # costs milliseconds that reading need not pay

    given: dict[Place, list[Number]] = {}
    for report in reports:
        for place, cell in report.cells():
            if cell.value is not None and cell.value > 0:
                given.setdefault(place, []).append(cell.value)
    enough = limits()["outlying"]["sisters"]
    return {place: median(map(Decimal, values)) for place, values in given.items() if len(values) >= enough}


def apart(report: Figures, middle: Mapping[Place, Number]) -> Iterator[Finding]:
    """Yield a finding for each figure that is far above the middle of the sister agencies (`middles`)."""
    limit = limits()["outlying"]
    for place, cell in report.cells():
        usual = middle.get(place)
        if usual is None or cell.value is None or not _is_amount(report, place):
            continue
        if _money(report, place) and cell.value > usual and _is_yuan(cell.value, usual):
            yield _told("OUT-YUAN-SISTERS", report, place, middle=usual)
        elif cell.value >= max(limit["smallest"], limit["factor"] * usual):
            yield _told("OUT-SISTERS", report, place, middle=usual)
