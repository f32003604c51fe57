"""The pages of the back office for what is withheld: when each is to be looked at again, and the decision."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.agencies.door import agencies_of
from gongkai.publishing.attributes import Attribute
from gongkai.publishing.forms import WithheldForm
from gongkai.publishing.information import InformationPage
from gongkai.publishing.refusals import Refused
from gongkai.publishing.review_views import page_of
from gongkai.publishing.withdrawing import decides_on
from gongkai.publishing.withheld import is_coming, review_withheld, withheld_by


@require_safe
def withheld_information(request: HttpRequest) -> HttpResponse:
    """Show everything that is withheld, with the day by which it is to be looked at again."""
    today = timezone.localdate()
    rows = withheld_by(list(agencies_of(request.user, on=today)))
    told = [{"row": row, "late": row.due_date < today, "coming": is_coming(row, today)} for row in rows]
    return render(request, "publishing/admin/withheld_list.html", {"rows": told, "heading": "不予公开的定期评估"})


@require_http_methods(["GET", "HEAD", "POST"])
def withheld_page(request: HttpRequest, number: int) -> HttpResponse:
    """Show why something is withheld and what was decided before, and take a decision."""
    page = page_of(request, number)
    if not isinstance(page, InformationPage):
        raise PermissionDenied("只有政府信息有公开属性。")
    refused: list[dict[str, Any]] = []
    form = WithheldForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            review = review_withheld(page.pk, told["outcome"], told["reason"], by=request.user, at=timezone.now())
        except Refused as refusal:
            refused = refusal.told()
        else:
            messages.success(request, f"《{page.draft_title}》：{review.get_outcome_display()}，已登记。")
            return redirect("publishing_withheld")
    context = {
        "page": page,
        "form": form,
        "refused": refused,
        "is_withheld": page.attribute == Attribute.WITHHELD,
        "may": decides_on(page, request.user, timezone.now()),
        "reviews": page.withheld_reviews.select_related("reviewed_by"),
        "heading": "不予公开的定期评估",
    }
    status = 409 if refused else 400 if form.errors else 200
    return render(request, "publishing/admin/withheld.html", context, status=status)
