"""The page of the back office on which is recorded what happened to a normative document (修改、废止、延续、清理)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from gongkai.publishing.forms import HappeningForm
from gongkai.publishing.normative import NormativeDocumentPage
from gongkai.publishing.refusals import Refused
from gongkai.publishing.review_views import page_of
from gongkai.publishing.validity_events import record_validity


@require_http_methods(["GET", "HEAD", "POST"])
def change_validity(request: HttpRequest, number: int) -> HttpResponse:
    """Show a document's validity today and what was recorded, and take a further act."""
    page = page_of(request, number)
    if not isinstance(page, NormativeDocumentPage):
        raise PermissionDenied("只有行政规范性文件有有效性。")
    refused: list[dict[str, Any]] = []
    form = HappeningForm(request.POST or None, document=page)
    if request.method == "POST" and form.is_valid():
        try:
            event = record_validity(page.pk, form.happening(), by=request.user, at=timezone.now())
        except Refused as refusal:
            refused = refusal.told()
        else:
            messages.success(request, f"已登记：自{event.effective_date:%Y-%m-%d}起{event.get_act_display()}。")
            return redirect("publishing_change_validity", page.pk)
    context = {
        "page": page,
        "form": form,
        "refused": refused,
        "validity": page.status_on(timezone.localdate()),
        "events": page.validity_events.select_related("by_document", "recorded_by"),
    }
    wrong = refused or form.errors
    return render(request, "publishing/admin/validity.html", context, status=409 if wrong else 200)
