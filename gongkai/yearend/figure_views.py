"""The figures of the back office: all of them, one of them with its records, and as CSV.

Whoever is on the staff may look through the figures of any agency; the records behind a number are shown to
those alone who have a role there, since they may name people.
"""

from __future__ import annotations

import csv
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from gongkai.agencies.door import Agency, agencies_of, roles_of
from gongkai.yearend import browsing
from gongkai.yearend.figures import BY_ID
from gongkai.yearend.forms import PeriodForm
from gongkai.yearend.life import WRITERS
from gongkai.yearend.record_lines import line_of

RECORDS_A_PAGE = 50


def agencies_for(request: HttpRequest) -> QuerySet[Agency]:
    """Return the agencies whose records whoever looks may see: those where the person has a role today."""
    if request.user.is_superuser:
        return Agency.objects.order_by("pk")
    return agencies_of(request.user, on=timezone.localdate()).order_by("pk")


def require_writer(request: HttpRequest, agency: Agency) -> None:
    """Raise PermissionDenied unless whoever asks writes the report of `agency`: a clerk, or the office's head."""
    if not roles_of(request.user, agency, on=timezone.localdate()) & WRITERS:
        raise PermissionDenied


def asked(request: HttpRequest) -> PeriodForm:
    """Return the form of whose figures of which days, any agency's, filled with what the address says."""
    every, own = Agency.objects.order_by("pk"), agencies_for(request).first()
    return PeriodForm(request.GET, agencies=every, own=own, today=timezone.localdate())


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Show every figure of an agency in some days, beside the same days a year before."""
    form = asked(request)
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        agency, period = form.cleaned_data["agency"], form.period
        context |= {
            "agency": agency,
            "period": period,
            "rooms": browsing.by_room(agency, period),
            "query": urlencode(browsing.addresses_of(period, agency)),
            "query_before": urlencode(browsing.addresses_of(period.year_before(), agency)),
        }
    return render(request, "yearend/office/figures.html", context, status=200 if form.is_valid() else 400)


@require_safe
def figures_csv(request: HttpRequest) -> HttpResponse:
    """Return the same as CSV, with a mark at its beginning by which spreadsheets know its letters."""
    form = asked(request)
    if not form.is_valid():
        return render(request, "yearend/office/figures.html", {"form": form}, status=400)
    agency, period = form.cleaned_data["agency"], form.period
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    csv.writer(response).writerows(browsing.lines(agency, period))
    name = f"{agency.slug}-{period.since:%Y%m%d}-{period.until:%Y%m%d}.csv"
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or ""
    return response


@require_safe
def figure(request: HttpRequest, figure_id: str) -> HttpResponse:
    """Show one figure: what it counts, its charts, and page by page the records behind it where they may be seen."""
    if figure_id not in BY_ID:
        raise Http404
    form = asked(request)
    if not form.is_valid():
        return render(request, "yearend/office/figures.html", {"form": form}, status=400)
    counted, agency, period = BY_ID[figure_id], form.cleaned_data["agency"], form.period
    records = counted.records(agency, period.since, period.until)
    is_open = agencies_for(request).filter(pk=agency.pk).exists()
    context = {
        "form": form,
        "figure": counted,
        "agency": agency,
        "period": period,
        "compared": browsing.compared(counted, agency, period),
        "charts": browsing.charts(counted, agency, period),
        "records": page_of_records(request, records) if is_open else None,
        "closed": None if is_open else records.count(),
        "query": urlencode(browsing.addresses_of(period, agency)),
        "query_before": urlencode(browsing.addresses_of(period.year_before(), agency)),
    }
    return render(request, "yearend/office/figure.html", context)


def page_of_records(request: HttpRequest, records: QuerySet[Any]) -> Any:
    """Return the page of `records` that the address asks for, each record as a line to show."""
    ordered = records.select_related(*records.model.record_relations)
    page = Paginator(ordered, RECORDS_A_PAGE).get_page(request.GET.get("p"))
    page.object_list = [line_of(record) for record in page.object_list]
    return page
