"""The page of the back office on which a text is proofread (校对): finding by finding, round by round."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from gongkai.agencies.door import Role, acting
from gongkai.pages.door import content_hash
from gongkai.publishing.proof_rounds import finish_round, justify, proofs_told
from gongkai.publishing.refusals import Refused
from gongkai.publishing.review_views import page_of
from gongkai.publishing.telling import parts_of


@require_http_methods(["GET", "HEAD", "POST"])
def proofread(request: HttpRequest, number: int) -> HttpResponse:
    """Show what the checks found in the newest version; take a justification, or the end of the due round."""
    page = page_of(request, number)
    refused: list[dict[str, Any]] = []
    if request.method == "POST":
        try:
            messages.success(request, _done(request, page.pk))
        except Refused as refusal:
            refused = refusal.told()
        else:
            return redirect("publishing_proofread", page.pk)
    clerk = acting(request.user, Role.CLERK, page.agency, on=timezone.localdate())
    context = _context(page) | {"refused": refused, "kept": request.POST, "hands_in": clerk}
    return render(request, "publishing/admin/proofread.html", context, status=409 if refused else 200)


def _done(request: HttpRequest, page_id: int) -> str:
    """Do what was asked for and return what to say of it."""
    now = timezone.now()
    if fingerprint := request.POST.get("fingerprint", ""):
        justification = request.POST.get("justification", "")
        mark = justify(page_id, fingerprint[:24], justification, by=request.user, at=now)
        return f"已记下说明：{mark.justification}"
    finished = finish_round(page_id, request.POST.get("seen_hash", "")[:64], by=request.user, at=now)
    return f"{finished.get_number_display()}完成。"


def _context(page: Any) -> dict[str, Any]:
    content = page.get_latest_revision_as_object()
    told = proofs_told(page, content)
    return told | {
        "page": page,
        "seen_hash": content_hash(content),
        "must": sum(one["severity"] != "notice" for one in told["open"]),
        "parts": parts_of(content),
    }
