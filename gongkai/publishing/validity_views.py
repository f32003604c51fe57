"""The page of the back office on which is recorded what happened to a normative document (修改、废止、延续、清理).

An act is looked at twice: first what the public will read, then it is recorded. A wrong record is corrected from here.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from gongkai.agencies.door import row_number
from gongkai.publishing.forms import HappeningForm
from gongkai.publishing.normative import NormativeDocumentPage, ValidityEvent
from gongkai.publishing.refusals import RULES, Refused
from gongkai.publishing.review_views import page_of
from gongkai.publishing.validity_events import (
    correct_validity,
    doubts,
    looked_at,
    may_record_validity,
    record_validity,
)


@require_http_methods(["GET", "HEAD", "POST"])
def change_validity(request: HttpRequest, number: int) -> HttpResponse:
    """Show a document's validity today and what was recorded; take a further act, or the correction of a record."""
    page = page_of(request, number)
    if not isinstance(page, NormativeDocumentPage):
        raise PermissionDenied("只有行政规范性文件有有效性。")
    if request.method != "POST":
        return _shown(request, page, HappeningForm(document=page, today=timezone.localdate()))
    if "correct" in request.POST:
        return _corrected(request, page)
    form = HappeningForm(request.POST, document=page, today=timezone.localdate())
    if request.POST.get("step") == "change":
        return _shown(request, page, form)
    return _taken(request, page, form)


def _taken(request: HttpRequest, page: NormativeDocumentPage, form: HappeningForm) -> HttpResponse:
    """Show what the public will read; record it once that was seen."""
    recording = request.POST.get("step") == "record"
    if not form.is_valid():
        return _shown(request, page, form)
    act, by, at = form.happening(), request.user, timezone.now()
    try:
        event = record_validity(page.pk, act, by=by, at=at) if recording else looked_at(page, act, by=by, at=at)
    except Refused as refusal:
        return _shown(request, page, form, refused=refusal.told())
    except ValidationError as error:  # somebody else recorded an act since the form was looked at
        form.add_error(None, error)
        return _shown(request, page, form)
    if not recording:
        return render(request, "publishing/admin/validity_look.html", _foreseen(page, event) | {"form": form})
    messages.success(request, f"已登记：自{event.effective_date:%Y-%m-%d}起{event.get_act_display()}。")
    return redirect("publishing_change_validity", page.pk)


def _corrected(request: HttpRequest, page: NormativeDocumentPage) -> HttpResponse:
    wrong = get_object_or_404(page.validity_events, pk=row_number(request.POST["correct"]))
    reason = request.POST.get("reason", "")[:300]
    try:
        correct_validity(wrong.pk, reason, by=request.user, at=timezone.now())
    except Refused as refusal:
        form = HappeningForm(document=page, today=timezone.localdate())
        return _shown(request, page, form, refused=refusal.told(), corrected=wrong.pk, reason=reason)
    messages.success(request, f"已更正：“{wrong}”这条登记不再有效，原页面已恢复。")
    return redirect("publishing_change_validity", page.pk)


def _shown(
    request: HttpRequest,
    page: NormativeDocumentPage,
    form: HappeningForm,
    *,
    refused: Iterable[dict[str, Any]] = (),
    **typed: Any,
) -> HttpResponse:
    """Return the page; `typed` is what was said of a record to be corrected (`corrected`, `reason`)."""
    again = request.POST.get("step") == "change"
    context = {
        "page": page,
        "form": form,
        "refused": refused,
        "validity": page.status_on(timezone.localdate()),
        "events": page.validity_events.select_related("by_document", "recorded_by", "annulled_by"),
        "may_record": may_record_validity(page, request.user, timezone.now()),
        **typed,
    }
    wrong = refused or (form.is_bound and form.errors and not again)
    return render(request, "publishing/admin/validity.html", context, status=409 if wrong else 200)


def _foreseen(page: NormativeDocumentPage, event: ValidityEvent) -> dict[str, Any]:
    """Return what the page, its lists and the count say before and after, on the day it takes effect or today."""
    today = timezone.localdate()
    day = max(event.effective_date, today)
    after = page.lifetime([*page.standing_events(), event])
    return {
        "page": page,
        "event": event,
        "day": day,
        "is_past": event.effective_date < today,
        "before": page.status_on(day),
        "after": after.status_on(day),
        "last_date": after.last_date_on(day),
        "row": {"event": event, "address": event.by_document.get_url() if event.is_by_public_document else ""},
        "doubts": [RULES.tell(finding) for finding in doubts(event)],
    }
