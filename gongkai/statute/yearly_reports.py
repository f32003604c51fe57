"""Which form a yearly report takes, when it is due, and whether it came late."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date
from functools import cache
from typing import NamedTuple

from gongkai.statute.refusals import LawUnknown, LocalDueInvalid
from gongkai.statute.rows import Row, read_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFormat(Row):
    """A statutory form of the annual report and the report years it is for (both included)."""

    id: str
    first_report_year: int
    last_report_year: int | None = None

    def serves(self, report_year: int) -> bool:
        """Return whether a report of that year uses this form."""
        last = self.last_report_year
        return self.first_report_year <= report_year and (last is None or report_year <= last)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportDueRow(Row):
    """When a yearly report is due: `submit` and `publish` as ``MM-DD`` of the year after."""

    report: str
    title: str
    publish: str
    submit: str = ""


@dataclass(frozen=True, slots=True)
class LocalDue:
    """A local rule that asks for the report of one year earlier than the law does, and which rule it is."""

    report_year: int
    law: str
    submit_date: date | None = None
    publish_date: date | None = None


class ReportDue(NamedTuple):
    """When a report is due. `submit_date` is None where it goes to nobody above; `laws` names each rule that counts."""

    publish_date: date
    submit_date: date | None
    laws: tuple[str, ...]


@cache
def report_formats() -> tuple[ReportFormat, ...]:
    """Return the forms in the order they were issued."""
    return read_rows(ReportFormat, "report_format", "report_formats.toml")


def report_format(report_year: int) -> ReportFormat:
    """Return the form that a report on that year uses (Reg. art. 50 ¶2).

    Raises LawUnknown for a year before the first form.
    """
    for row in report_formats():
        if row.serves(report_year):
            return row
    raise LawUnknown("no_report_format", year=report_year, first=report_formats()[0].first_report_year)


@cache
def _due_rows() -> tuple[ReportDueRow, ...]:
    return read_rows(ReportDueRow, "report_due", "report_due_dates.toml")


def _day_of_next_year(report_year: int, month_and_day: str) -> date:
    month, day = month_and_day.split("-")
    return date(report_year + 1, int(month), int(day))


def _due_row(report_year: int, report: str) -> ReportDueRow:
    """Return the row in force on the day it makes the report due."""
    rows = [row for row in _due_rows() if row.report == report]
    if MINYEAR <= report_year < MAXYEAR:
        for row in rows:
            if row.in_force(_day_of_next_year(report_year, row.publish)):
                return row
    raise LawUnknown("no_report_due", year=report_year, report=rows[0].title if rows else report)


def report_due(report_year: int, report: str = "annual_report", local: Iterable[LocalDue] = ()) -> ReportDue:
    """Return when the report on `report_year` is due (Reg. art. 49), a rest day or not.

    `report` is ``annual_report`` (an agency's, 31 January), ``government_annual_report`` (published by the
    competent department, 31 March) or ``provident_fund_report`` (31 March). Of the law and the `local`
    rules for that year the earliest day counts. Raises LawUnknown for a report or a year the rows do not
    know, LocalDueInvalid where a local rule is later than the law.
    """
    row = _due_row(report_year, report)
    due = ReportDue(
        publish_date=_day_of_next_year(report_year, row.publish),
        submit_date=_day_of_next_year(report_year, row.submit) if row.submit else None,
        laws=(row.law,),
    )
    return _earliest(due, [rule for rule in local if rule.report_year == report_year])


def _earliest(due: ReportDue, local: Iterable[LocalDue]) -> ReportDue:
    statutory = due
    for rule in local:
        _refuse_later(rule, statutory)
        submits = [day for day in (due.submit_date, rule.submit_date) if day is not None]
        due = ReportDue(
            publish_date=min(due.publish_date, rule.publish_date or due.publish_date),
            submit_date=min(submits, default=None),
            laws=(*due.laws, rule.law),
        )
    return due


def _refuse_later(rule: LocalDue, statutory: ReportDue) -> None:
    pairs = (
        (rule.publish_date, statutory.publish_date),
        (rule.submit_date, statutory.submit_date or statutory.publish_date),
    )
    for local, law in pairs:
        if local is not None and local > law:
            raise LocalDueInvalid("local_due_later", law=rule.law, local=local, statutory=law)


def is_late(published: date, due: date) -> bool:
    """Return whether something published on that day came after its due date.

    For what is not published yet pass the day of asking: no report can be earlier than that.
    """
    return published > due
