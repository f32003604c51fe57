"""The page of the back office on which is decided that a document goes out without an explainer."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from gongkai.publishing.forms import WaiverForm
from gongkai.publishing.normative import NormativeDocumentPage
from gongkai.publishing.refusals import Refused
from gongkai.publishing.review_views import page_of
from gongkai.publishing.waivers import waive
from gongkai.publishing.withdrawing import decides_on


@require_http_methods(["GET", "HEAD", "POST"])
def waive_explainer(request: HttpRequest, number: int) -> HttpResponse:
    """Show what was decided about explaining a document, and take a decision."""
    page = page_of(request, number)
    if not isinstance(page, NormativeDocumentPage):
        raise PermissionDenied("只有行政规范性文件需要解读。")
    refused: list[dict[str, Any]] = []
    form = WaiverForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            waiver = waive(page.pk, told["kind"], told["reason"], by=request.user, at=timezone.now())
        except Refused as refusal:
            refused = refusal.told()
        else:
            messages.success(request, f"已记下决定：{waiver.get_kind_display()}。")
            return redirect("publishing_submit", page.pk)
    waivers = page.explainer_waivers.select_related("decided_by")
    context = {"page": page, "form": form, "refused": refused, "waivers": waivers}
    context["may"] = decides_on(page, request.user, timezone.now())
    return render(request, "publishing/admin/waiver.html", context, status=409 if refused else 200)
