"""Two reports that somebody sends, set beside each other, shown once and kept nowhere."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from gongkai.annualreport import Report, from_dict
from gongkai.portal.forms import CompareForm
from gongkai.portal.reading import COMPARED_CHARACTERS, Outcome, read_file
from gongkai.portal.receiving import UploadPage
from gongkai.yearend.door import number_findings, set_beside


def _result(sent: dict[str, Any]) -> dict[str, Any]:
    """Return the context of the result: both reports beside each other, or why one of them was not read."""
    outcomes = tuple(read_file(sent[name]) for name in ("before", "after"))
    read = [from_dict(one.report) for one in outcomes if one.report and not one.unreadable]
    told: dict[str, Any] = {"outcomes": [_told(one) for one in outcomes], "comparison": None}
    if len(read) == len(outcomes):
        too_long = any(_characters(report) > COMPARED_CHARACTERS for report in read)
        before, after = (replace(report, sections=()) if too_long else report for report in read)
        told |= {"comparison": set_beside(before, after), "too_long": too_long}
    return told


def _told(outcome: Outcome) -> dict[str, Any]:
    """Return one file as the page shows it; its findings only where it was not read."""
    unread = outcome.unreadable or not outcome.report
    return {
        "file": outcome.file,
        "report": None if unread else from_dict(outcome.report),
        "findings": number_findings(outcome.findings, None) if unread else (),
    }


def _characters(report: Report) -> int:
    return sum(len(section.text) for section in report.sections)


_PAGE = UploadPage(CompareForm, "portal/compare.html", "portal/compare_result.html", _result)


@csrf_exempt  # the token is checked by the upload page
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def compare_reports(request: HttpRequest) -> HttpResponse:
    """Return the form (GET), or two reports beside each other (POST)."""
    return _PAGE.respond(request)
