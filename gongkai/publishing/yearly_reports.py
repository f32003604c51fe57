"""The yearly report of a provident fund centre (住房公积金年度报告): by the end of March, whoever asked for nothing.

It is another document than the annual report on disclosure, with a date of its own, whatever twenty working days say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from gongkai.findings import Finding
from gongkai.pages.door import place_of
from gongkai.publishing.duty_list import DutyListPage
from gongkai.publishing.listing import public_information
from gongkai.publishing.rows import months_after, months_for
from gongkai.statute import report_due

if TYPE_CHECKING:
    from gongkai.agencies.door import Agency

PROVIDENT_FUND = "provident_fund_report"  # a row of statute's due dates, and the term in the list of duties
_TITLE = re.compile(r"住房公积金.*年度报告")


def yearly_report_findings(agency: Agency, on: date) -> Iterator[tuple[Any, Finding]]:
    """Yield that last year's provident fund report is due soon, or late, where the agency's list of duties names it."""
    page = DutyListPage.objects.filter(agency=agency, live=True).first()
    if page is None or not any(block.value.get("term") == PROVIDENT_FUND for block in page.rows):
        return
    year = on.year - 1
    due = report_due(year, PROVIDENT_FUND).publish_date
    if on <= months_after(due, -months_for("fund_report_notice")) or is_public(agency, year):
        return
    facts = {"year": year, "due": f"{due:%Y-%m-%d}"}
    yield page, Finding("FUND-REPORT-LATE" if on > due else "FUND-REPORT-DUE", facts=facts)


def is_public(agency: Agency, year: int) -> bool:
    """Tell whether the agency's report on a year is public, by its title; the report on disclosure is none."""
    titles = public_information(place_of(agency)).filter(title__contains=f"{year}年").values_list("title", flat=True)
    return any(_TITLE.search(title) and "政府信息公开" not in title for title in titles)
