"""Loading a year's notice in the back office: typed in, its effect on the open cases shown, then adopted."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from gongkai.agencies.door import HolidayNotice
from gongkai.cases.calendar_change import adopt, fingerprint, moved_by
from gongkai.cases.calendar_forms import NoticeForm
from gongkai.cases.refusals import Refused

MOST_SHOWN = 300


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def calendar_page(request: HttpRequest) -> HttpResponse:
    """Ask for a notice (GET); show what it moves, and adopt it once that was seen (POST)."""
    form = NoticeForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        status = HTTPStatus.BAD_REQUEST if form.errors else HTTPStatus.OK
        context = {"form": form, "adopted": HolidayNotice.objects.select_related("adopted_by")}
        return render(request, "cases/office/calendar.html", context, status=status)
    if request.POST.get("step") != "adopt":
        return _shown(request, form)
    now = timezone.now()
    try:
        seen = request.POST.get("seen", "")
        row = adopt(form.notice(), seen=seen, by=request.user, at=now, today=timezone.localdate(now))
    except Refused as refused:
        return _shown(request, form, problem=str(refused))
    messages.success(request, f"已启用 {row.year} 年放假安排，{len(row.moved)} 项期限按新的日历计算。")
    return redirect("cases:calendar")


def _shown(request: HttpRequest, form: NoticeForm, *, problem: str = "") -> HttpResponse:
    moved = moved_by(form.notice(), today=timezone.localdate())
    context = {
        "form": form,
        "notice": form.notice(),
        "moved": moved[:MOST_SHOWN],
        "more": max(0, len(moved) - MOST_SHOWN),
        "count": len(moved),
        "seen": fingerprint(form.notice(), moved),
        "problem": problem,
    }
    status = HTTPStatus.CONFLICT if problem else HTTPStatus.OK
    return render(request, "cases/office/calendar_moves.html", context, status=status)
