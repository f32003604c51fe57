"""Whether a report may be handed in: made from the records as they stand, no error, every warning answered."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from gongkai import annualreport
from gongkai.findings import Finding, settle
from gongkai.yearend.building import Built, build
from gongkai.yearend.drafts import marks_of
from gongkai.yearend.rules import RULES

if TYPE_CHECKING:
    from gongkai.agencies.door import Agency
    from gongkai.yearend.models import AnnualReportPage


def stored(built: Built) -> dict[str, Any]:
    """Return the report as a page stores it."""
    told: dict[str, Any] = json.loads(json.dumps(annualreport.to_dict(built.report)))
    return told


def keeps_open(built: Built, agency: Agency) -> Iterator[Finding]:
    """Yield the errors, and the warnings that nobody has answered."""
    marks = marks_of(agency, built.report.year or 0)
    for finding in settle(built.findings, marks, RULES).open:
        if RULES[finding.rule].severity != "notice":
            yield finding


def unready(page: AnnualReportPage) -> Iterator[Finding]:
    """Yield, as publishing tells it, what keeps the report on a page from being handed in."""
    built = build(page.agency, page.year)
    if stored(built) != page.report:
        yield _incomplete("年度报告", "不是按现在的记录和文稿生成的，请在“年终”的年度报告页送审。")
    for finding in keeps_open(built, page.agency):
        yield _incomplete("核对结果", RULES.tell(finding)["message"])


def _incomplete(field: str, problem: str) -> Finding:
    return Finding("SUBMIT-INCOMPLETE", facts={"field": field, "problem": problem})
