"""The page of the back office on which is recorded that a penalty decision does not stand, and on which it goes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from gongkai.agencies.door import row_number
from gongkai.publishing.attributes import Genre
from gongkai.publishing.forms import ReversalForm
from gongkai.publishing.penalties import (
    PenaltyReversal,
    annul_reversal,
    record_reversal,
    standing_reversal,
    withdraw_penalty,
)
from gongkai.publishing.refusals import Refused
from gongkai.publishing.review_views import page_of
from gongkai.publishing.withdrawing import decides_on
from gongkai.statute import in_chinese


@require_http_methods(["GET", "HEAD", "POST"])
def reverse_penalty(request: HttpRequest, number: int) -> HttpResponse:
    """Show what was recorded of a penalty decision; record, correct the record, or withdraw the decision."""
    page = page_of(request, number)
    if getattr(page, "genre", "") != Genre.PENALTY:
        raise PermissionDenied("只有行政处罚决定登记变动。")
    act = request.POST.get("act", "record")
    form = ReversalForm(request.POST if request.method == "POST" and act == "record" else None)
    refused: list[dict[str, Any]] = []
    if request.method == "POST" and act in _ACTS and (act != "record" or form.is_valid()):
        try:
            messages.success(request, _ACTS[act](request, page, form))
        except Refused as refusal:
            refused = refusal.told()
        else:
            return redirect("publishing_penalty", page.pk)
    context = {
        "page": page,
        "form": form,
        "refused": refused,
        "standing": standing_reversal(page),
        "may": decides_on(page, request.user, timezone.now()),
        "reversals": page.penalty_reversals.select_related("recorded_by", "annulled_by"),
        "today": timezone.localdate(),
        "heading": "处罚决定的变动",
    }
    wrong = refused or form.errors
    return render(request, "publishing/admin/penalty.html", context, status=409 if wrong else 200)


def _record(request: HttpRequest, page: Any, form: ReversalForm) -> str:
    row = record_reversal(page.pk, form.reversal(), by=request.user, at=timezone.now())
    return f"已登记，请在{in_chinese(row.due_date)}前撤回。"


def _annul(request: HttpRequest, page: Any, form: ReversalForm) -> str:
    number = request.POST.get("reversal", "")
    wrong = get_object_or_404(PenaltyReversal, pk=row_number(number), page=page.pk)
    annul_reversal(wrong.pk, request.POST.get("reason", "")[:300], by=request.user, at=timezone.now())
    return "已更正，这条登记不再有效。"


def _withdraw(request: HttpRequest, page: Any, form: ReversalForm) -> str:
    withdraw_penalty(page.pk, by=request.user, at=timezone.now())
    return f"《{page.title}》已撤回，原地址显示日期和理由。"


_ACTS: dict[str, Callable[[HttpRequest, Any, ReversalForm], str]] = {
    "record": _record,
    "annul": _annul,
    "withdraw": _withdraw,
}
