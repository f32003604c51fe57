"""Problems for section five: last year's with what was done about them, this year's proposed from records and checks.

Nothing proposed stands in the report until somebody registers it: an office says itself what its problems are.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import F, Q

from gongkai import statute
from gongkai.agencies.door import calendar
from gongkai.cases.door import Case
from gongkai.findings import Finding
from gongkai.statute import is_late
from gongkai.yearend.due_dates import due_of
from gongkai.yearend.figures import Year
from gongkai.yearend.models import AnnualReportPage
from gongkai.yearend.notes import Part, notes_of

if TYPE_CHECKING:
    from gongkai.agencies.door import Agency
    from gongkai.yearend.building import Built

_LOOKED_AT = 2000  # cases whose clock is read for one page: those open longest
_SURELY_IN_TIME = timedelta(days=20)  # twenty working days are never fewer days


class Proposal(NamedTuple):
    """A problem in words, the law behind it, and what it was seen from."""

    text: str
    law: str
    seen_from: str


def unanswered(year: Year) -> Iterator[Finding]:
    """Yield a finding for each problem of last year's that no improvement of this year is about (Reg. art. 50)."""
    answered = {note.answers_id for note in notes_of(year.agency, Part.IMPROVEMENT, year.year)}
    for problem in notes_of(year.agency, Part.PROBLEM, year.year - 1):
        if problem.pk not in answered:
            yield Finding("YEAR-PROBLEM-UNANSWERED", "text.problems_and_improvements", {"problem": problem.text})


@cache
def _rows() -> Mapping[str, Mapping[str, Any]]:
    text = files("gongkai.yearend").joinpath("data/proposals.toml").read_text("utf-8")
    return {row["when"]: row for row in tomllib.loads(text)["proposal"]}


def proposals(agency: Agency, built: Built) -> list[Proposal]:
    """Return the problems that records and checks of the year show and that nobody has registered yet."""
    year = built.report.year or 0
    seen = {**_from_findings(built), **dict(_from_records(agency, year, built))}
    known = {note.text for note in notes_of(agency, Part.PROBLEM, year)}
    told = [
        Proposal(_rows()[when]["text"].format_map(facts), _rows()[when]["law"], facts["seen_from"])
        for when, facts in seen.items()
    ]
    return [one for one in told if one.text not in known]


def _from_findings(built: Built) -> dict[str, dict[str, Any]]:
    counts = Counter(finding.rule for finding in built.findings if finding.rule in _rows())
    return {rule: {"count": count, "seen_from": f"核对结果 {rule}"} for rule, count in counts.items()}


def _from_records(agency: Agency, year: int, built: Built) -> Iterator[tuple[str, dict[str, Any]]]:
    if late := late_replies(agency, year):
        yield "late_replies", {"count": late, "seen_from": "办件的答复日期和期限"}
    if late := late_open(agency, year):
        yield "late_open", {"count": late, "seen_from": "年末没有办结的办件"}
    cells = built.report.tables["review_litigation"]["cases"]
    corrected = sum(int(cell.value or 0) for column, cell in cells.items() if column.endswith("_corrected"))
    if corrected:
        yield "corrected_disputes", {"count": corrected, "seen_from": "表四“结果纠正”"}
    before = AnnualReportPage.objects.live().filter(agency=agency, year=year - 1).first()
    day = before.publication_date if before else None
    due = due_of(agency, year - 1, on=day).publish_date if day else None
    if day and due and is_late(day, due):
        facts = {"day": _in_words(day), "due": _in_words(due)}
        yield "late_report", facts | {"seen_from": "上年度报告的公开日期"}


def _in_words(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def late_replies(agency: Agency, year: int) -> int:
    """Return how many cases closed in a year were still open when their time to reply had passed (Reg. art. 33).

    Each is asked by its clock on the day it was closed; of very many, those that were open longest.
    """
    days = {"closed_date__year": year, "receipt_date__isnull": False}
    closed = Case.objects.filter(agency=agency, **days).annotate(took=F("closed_date") - F("receipt_date"))
    longest = closed.filter(took__gt=_SURELY_IN_TIME).order_by("-took").prefetch_related("events")[:_LOOKED_AT]
    return sum(_was_late(case) for case in longest)


def late_open(agency: Agency, year: int) -> int:
    """Return how many cases were open when a year ended though their time to reply had passed (Reg. art. 33)."""
    last = date(year, 12, 31)
    since_then = Q(closed_date=None) | Q(closed_date__gt=last)
    waiting = Case.objects.filter(since_then, agency=agency, receipt_date__lt=last - _SURELY_IN_TIME)
    oldest = waiting.order_by("receipt_date").prefetch_related("events")[:_LOOKED_AT]
    return sum(_is_late_on(last, case) for case in oldest)


def _is_late_on(day: date, case: Case) -> bool:
    facts = case.facts()
    until_then = replace(facts, events=tuple(event for event in facts.events if event.event_date <= day))
    return any(one.rule == "CLOCK-OVERDUE" for one in statute.clock(until_then, calendar(), today=day).findings)


def _was_late(case: Case) -> bool:
    assert case.closed_date is not None  # chosen by it
    return any(finding.rule == "CLOCK-REPLIED-LATE" for finding in case.clock(today=case.closed_date).findings)
