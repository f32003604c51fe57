"""The checks of a report: all of them in one visible tuple for each yearly report.

A check takes a report and last year's (or None), yields findings, raises nothing, changes
nothing. Those that need last year's report are silent without it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from gongkai.annualreport.checks.arithmetic import numbers, sums
from gongkai.annualreport.checks.authorship import other_agency
from gongkai.annualreport.checks.breakdown import breakdowns
from gongkai.annualreport.checks.carryover import (
    carried_over,
    comparable,
    copied_text,
    pending_disputes,
    stock_of_documents,
    stock_of_items,
)
from gongkai.annualreport.checks.completeness import aspects, blanks, named, sections, tables
from gongkai.annualreport.checks.consistency import dates, placeholders, same_thing, years
from gongkai.annualreport.checks.items import heads, rates, stated, totals, whose
from gongkai.annualreport.checks.narrative import claims, denials
from gongkai.annualreport.checks.privacy import personal_data
from gongkai.annualreport.checks.publication import legal_basis, period, publication
from gongkai.annualreport.forms import DISCLOSURE, PROVIDENT_FUND
from gongkai.annualreport.model import How, Report
from gongkai.annualreport.rules import RULES
from gongkai.findings import Finding

Check = Callable[[Report, Report | None], Iterator[Finding]]

CHECKS: tuple[Check, ...] = (
    # arithmetic
    sums,
    numbers,
    # against last year's report
    comparable,
    carried_over,
    stock_of_documents,
    stock_of_items,
    pending_disputes,
    copied_text,
    # the text against the tables
    claims,
    denials,
    # the text against itself
    breakdowns,
    same_thing,
    years,
    dates,
    placeholders,
    other_agency,
    # completeness
    named,
    sections,
    aspects,
    tables,
    blanks,
    period,
    legal_basis,
    publication,
    # personal data
    personal_data,
)

# Those of the provident fund's annual report.
PROVIDENT_FUND_CHECKS: tuple[Check, ...] = (
    sums,
    rates,
    comparable,
    totals,
    heads,
    stated,
    whose,
    publication,
    personal_data,
)

_CHECKS_OF = {DISCLOSURE: CHECKS, PROVIDENT_FUND: PROVIDENT_FUND_CHECKS}

# The reader's findings after which nothing of the report is left to check.
FATAL = frozenset(
    [
        "READ-UNREADABLE",
        "READ-EMPTY",
        "READ-ENCRYPTED",
        "READ-DAMAGED",
        "READ-TOO-LARGE",
        "READ-MOJIBAKE",
        "READ-NEEDS-OFFICE",
        "READ-NEEDS-OCR",
        "READ-TIMEOUT",
        "READ-NOT-A-REPORT",
    ]
)

# The reader's findings of figures that are printed and were not read: no errors, but no pass either.
UNREAD = frozenset(
    ["READ-UNIT-TWICE", "READ-TABLE-YEAR", "READ-CELL-UNREAD", "READ-ROW-UNREAD", "READ-HEADER", "READ-OCR-LAYER"]
)


def check(report: Report, previous: Report | None = None) -> tuple[Finding, ...]:
    """Return what the reader and every check found in a report, the reader's findings first.

    `previous` is the same agency's report of the year before, where it is at hand. A report
    of which nothing could be read is not checked: it is told unreadable, never clean.
    """
    if any(finding.rule in FATAL for finding in report.findings):
        return report.findings
    if not report.sections and all(cell.how is How.ABSENT for _, cell in report.cells()):
        return (*report.findings, Finding("READ-NOT-A-REPORT"))
    checks = _CHECKS_OF[report.form.report]
    return (*report.findings, *(finding for one in checks for finding in one(report, previous)))


def status(findings: Iterable[Finding]) -> str:
    """Return ``unreadable``, ``errors`` or ``clean`` for what was found in a report.

    A figure that is printed but not certain is no error of the document; yet a report of which
    a part was not read has not passed: it is never ``clean``.
    """
    found = tuple(findings)
    if any(finding.rule in FATAL for finding in found):
        return "unreadable"
    failed = RULES.worst(found) == "error" or any(finding.rule in UNREAD for finding in found)
    return "errors" if failed else "clean"


__all__ = ["CHECKS", "FATAL", "PROVIDENT_FUND_CHECKS", "UNREAD", "Check", "check", "status"]
