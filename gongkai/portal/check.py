"""报告体检: anybody's annual report, read and checked, shown once and kept nowhere."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from gongkai.portal.forms import CheckForm
from gongkai.portal.mended import offer
from gongkai.portal.reading import Outcome, read_and_check
from gongkai.portal.receiving import UploadPage
from gongkai.yearend.door import judge, number_findings, present


def _result(sent: dict[str, Any]) -> dict[str, Any]:
    """Return the context of the result: the report made ready, or only the findings where it was not read."""
    told: Outcome = read_and_check(sent["file"], sent["previous"])
    read = told.report if not told.unreadable else None
    view = present(read, told.findings) if read else None
    findings = view.findings if view else number_findings(told.findings, None)
    return {
        "file": told.file,
        "view": view,
        "findings": findings,
        "verdict": judge(findings, unreadable=told.unreadable, uncompared=bool(told.not_compared)),
        "compared": told.compared,
        "not_compared": told.not_compared,
        "mended": offer(read) if read else None,
    }


_PAGE = UploadPage(CheckForm, "portal/check.html", "portal/check_result.html", _result)


@csrf_exempt  # the token is checked by the upload page
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check_report(request: HttpRequest) -> HttpResponse:
    """Return the form (GET), or a report as read beside what the checks find in it (POST)."""
    return _PAGE.respond(request)
