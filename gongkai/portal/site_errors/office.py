"""我为政府网站找错 in the back office: what waits for an answer, the first due first, and what was answered."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import IntegrityError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.agencies.door import Agency, Role, agencies_with, record, subject_of
from gongkai.cases.door import opened_from
from gongkai.portal.site_errors.applications import SITE_ERRORS
from gongkai.portal.site_errors.forms import AnswerForm
from gongkai.portal.site_errors.records import SiteErrorAct, SiteErrorReport, answer

HANDLERS = (Role.CLERK, Role.DISCLOSURE_OFFICE_HEAD)
A_PAGE = 50


def reports_for(request: HttpRequest) -> QuerySet[SiteErrorReport]:
    """Return the reports of the agencies where whoever looks handles them."""
    agencies = Agency.objects.all() if request.user.is_superuser else agencies_with(request.user, HANDLERS)
    return SiteErrorReport.objects.filter(agency__in=agencies).select_related("agency", "answer")


@require_safe
def site_error_queue(request: HttpRequest) -> HttpResponse:
    """Show what is unanswered, the first due first, and what was answered, newest first."""
    today, found = timezone.localdate(), reports_for(request)
    waiting = sorted(found.filter(answer=None), key=lambda one: (one.due_date, one.pk))
    context = {
        "waiting": [{"report": one, "is_overdue": one.is_overdue(on=today)} for one in waiting],
        "answered": Paginator(found.exclude(answer=None), A_PAGE).get_page(request.GET.get("p")),
    }
    return render(request, "portal/site_errors/office/queue.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def site_error_page(request: HttpRequest, number: int) -> HttpResponse:
    """Show a report; record its answer (POST)."""
    report = get_object_or_404(reports_for(request), pk=number)
    if request.method != "POST":
        return _page(request, report, AnswerForm())
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, report, form, status=HTTPStatus.BAD_REQUEST)
    try:
        answer(report, **form.cleaned_data, by=request.user, at=timezone.now())
    except IntegrityError:
        form.add_error(None, "这件找错已经答复，不能再改；您写的没有登记。")
        return _page(request, report, form, status=HTTPStatus.CONFLICT)
    messages.success(request, f"已答复 {report.number}。")
    return redirect("portal_site_errors")


@never_cache
@require_POST
def site_error_contact(request: HttpRequest, number: int) -> HttpResponse:
    """Show how to reach whoever reported it; that it was looked at is on the log first."""
    report = get_object_or_404(reports_for(request), pk=number)
    record(SiteErrorAct.SEE_CONTACT, agency=report.agency, by=request.user, subject=subject_of(report))
    return _page(request, report, AnswerForm(), contact=report.contact)


def _page(
    request: HttpRequest, report: SiteErrorReport, form: AnswerForm, *, status: int = HTTPStatus.OK, **told: Any
) -> HttpResponse:
    context = {"report": report, "answer": getattr(report, "answer", None), "form": form, **told}
    context["source"], context["opened"] = SITE_ERRORS.id, opened_from(SITE_ERRORS.key(report.pk))
    context["is_overdue"] = report.is_overdue(on=timezone.localdate())
    return render(request, "portal/site_errors/office/report.html", context, status=status)
