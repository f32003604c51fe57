"""The annual report as open data."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from gongkai.yearend.models import AnnualReportPage


@require_safe
def annual_report_json(request: HttpRequest, agency: str, year: int) -> JsonResponse:
    """Return a public report as a JSON file to keep; 404 where there is none."""
    page = get_object_or_404(AnnualReportPage.objects.live(), agency__slug=agency, year=year)
    response = JsonResponse(page.report, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response.headers["Content-Disposition"] = f'attachment; filename="{agency}-{year}.json"'
    return response
