"""The page of the back office on which is recorded that a leader leaves office."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from gongkai.agencies.door import row_number
from gongkai.publishing.forms import DepartureForm
from gongkai.publishing.leaders import LeaderPage, annul_departure, record_departure
from gongkai.publishing.refusals import Refused
from gongkai.publishing.review_views import page_of
from gongkai.publishing.withdrawing import decides_on
from gongkai.statute import in_chinese


@require_http_methods(["GET", "HEAD", "POST"])
def leave_office(request: HttpRequest, number: int) -> HttpResponse:
    """Show what is on record of a leader's leaving; record it, or correct what has not come yet."""
    page = page_of(request, number)
    if not isinstance(page, LeaderPage):
        raise PermissionDenied("只有领导页登记离任。")
    annuls = request.POST.get("act") == "annul"
    form = DepartureForm(request.POST if request.method == "POST" and not annuls else None)
    refused: list[dict[str, Any]] = []
    if request.method == "POST" and (annuls or form.is_valid()):
        try:
            messages.success(request, _annulled(request, page) if annuls else _left(request, page, form))
        except Refused as refusal:
            refused = refusal.told()
        else:
            return redirect("publishing_departure", page.pk)
    context = {
        "page": page,
        "form": form,
        "refused": refused,
        "may": decides_on(page, request.user, timezone.now()),
        "standing": page.standing_departure,
        "departures": page.departures.select_related("recorded_by", "annulled_by"),
        "heading": "离任",
    }
    wrong = refused or form.errors
    return render(request, "publishing/admin/departure.html", context, status=409 if wrong else 200)


def _left(request: HttpRequest, page: LeaderPage, form: DepartureForm) -> str:
    told = form.cleaned_data
    row = record_departure(page.pk, told["left_date"], told["basis"], by=request.user, at=timezone.now())
    return f"已登记：自{in_chinese(row.left_date)}起不再显示，记录保留。"


def _annulled(request: HttpRequest, page: LeaderPage) -> str:
    wrong = get_object_or_404(page.departures, pk=row_number(request.POST.get("departure")))
    annul_departure(wrong.pk, request.POST.get("reason", "")[:200], by=request.user, at=timezone.now())
    return "已更正，这条登记不再有效。"
