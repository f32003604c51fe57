"""What the report says of itself, and whether it was made public in time (Reg. art. 49)."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.annualreport.checks.phrases import phrases
from gongkai.annualreport.checks.sentences import folded, texts_of
from gongkai.annualreport.forms import DISCLOSURE
from gongkai.annualreport.model import Report
from gongkai.findings import Finding
from gongkai.statute import LawUnknown, is_late, report_due


def period(report: Report, _previous: Report | None = None) -> Iterator[Finding]:
    """Yield a finding where the statistical period is not stated, or is not the whole report year."""
    if report.period is None:
        stated = phrases().sections["period"]
        if not any(stated.search(folded(text)) for _, text in texts_of(report)):
            yield Finding("PERIOD-MISSING", "period")
        return
    start, end = report.period
    whole_year = (start.month, start.day, end.month, end.day) == (1, 1, 12, 31)
    if not whole_year or start.year != end.year or report.year not in (None, start.year):
        year = report.year if report.year is not None else start.year
        yield Finding("PERIOD-WRONG", "period", {"start": str(start), "end": str(end), "year": year})


def legal_basis(report: Report, _previous: Report | None = None) -> Iterator[Finding]:
    """Yield a finding where the report does not say on what law it is made."""
    basis = phrases().sections["basis"]
    if not any(basis.search(folded(text)) for _, text in texts_of(report)):
        yield Finding("BASIS-MISSING", "text.preamble")


def publication(report: Report, _previous: Report | None = None) -> Iterator[Finding]:
    """Yield a finding where the report came out after its due date, or before its year was over.

    A government's own report is due later than a department's (Reg. art. 49 ¶2), the provident
    fund's annual report on its own day (建金〔2015〕26号); a rest day moves nothing.
    """
    published, year = report.publication_date, report.year
    if published is None or year is None:
        return
    if published.year <= year:
        rule = "PUB-EARLY" if report.form.report == DISCLOSURE else "PF-EARLY"
        yield Finding(rule, "publication_date", {"published": str(published), "year": year})
        return
    try:
        due = report_due(year, _kind(report)).publish_date
    except LawUnknown:
        return  # before the Regulation of 2019
    if is_late(published, due):
        rule = "PUB-LATE" if report.form.report == DISCLOSURE else "PF-LATE"
        yield Finding(rule, "publication_date", {"published": str(published), "due": str(due)})


def _kind(report: Report) -> str:
    """Return the id by which the law's due dates know the report."""
    if report.form.report != DISCLOSURE:
        return report.form.report
    of_government = phrases().scope["government"].search(report.agency or "")
    return "government_annual_report" if of_government else DISCLOSURE
