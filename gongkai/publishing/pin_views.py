"""The page of the back office on which an item is pinned to the top of its lists."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from gongkai.publishing.forms import PinForm
from gongkai.publishing.information import InformationPage
from gongkai.publishing.pins import pin
from gongkai.publishing.refusals import Refused
from gongkai.publishing.review_views import page_of
from gongkai.publishing.withdrawing import decides_on


@require_http_methods(["GET", "HEAD", "POST"])
def pin_page(request: HttpRequest, number: int) -> HttpResponse:
    """Show what was decided about pinning an item, and take a decision."""
    page = page_of(request, number)
    if not isinstance(page, InformationPage):
        raise PermissionDenied("只有政府信息可以置顶。")
    refused: list[dict[str, Any]] = []
    form = PinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        last_date = None if told["ends"] else told["last_date"]
        try:
            made = pin(page.pk, last_date, told["reason"], by=request.user, at=timezone.now())
        except Refused as refusal:
            refused = refusal.told()
        else:
            messages.success(request, f"已记下决定：{made}。")
            return redirect("publishing_pin", page.pk)
    context = {
        "page": page,
        "form": form,
        "refused": refused,
        "may": decides_on(page, request.user, timezone.now()),
        "pins": page.pins.select_related("decided_by").order_by("-pk"),
        "heading": "置顶",
    }
    wrong = refused or form.errors
    return render(request, "publishing/admin/pin.html", context, status=409 if wrong else 200)
