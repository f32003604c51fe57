"""The page on which a signed version is held against its records of today, and what changed is answered."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from gongkai.agencies.door import Role, roles_of
from gongkai.yearend.drift_duties import NoAmendment
from gongkai.yearend.drift_watch import leave_as_signed
from gongkai.yearend.drifting import held_against_today
from gongkai.yearend.figure_views import agencies_for
from gongkai.yearend.life import standing
from gongkai.yearend.life_forms import NoAmendmentForm
from gongkai.yearend.refusals import Refused
from gongkai.yearend.signing import SignedReport


@require_http_methods(["GET", "HEAD", "POST"])
def drift_report(request: HttpRequest, agency: str, year: int, version: int) -> HttpResponse:
    """Show what a signed version froze, and what the records of today give instead; record why that is left so."""
    signed = get_object_or_404(
        SignedReport.objects.filter(agency__in=agencies_for(request)), agency__slug=agency, year=year, version=version
    )
    form, status = None, 200
    refused: list[dict[str, Any]] = []
    if request.method == "POST":
        form, status = NoAmendmentForm(request.POST), 400
        try:
            if form.is_valid() and _left(request, signed, form):
                return redirect("yearend:drift", agency, year, version)
        except Refused as refusal:
            refused, status = refusal.told(), 409
    context = _context(request, signed, form) | {"refused": refused}
    return render(request, "yearend/office/drift.html", context, status=status)


def _left(request: HttpRequest, signed: SignedReport, form: NoAmendmentForm) -> bool:
    given = form.cleaned_data
    leave_as_signed(signed, given["reason"], seen=given["seen"], by=request.user, at=timezone.now())
    messages.success(request, "已记录，这些变化不再列在工作台上；记录再有变化的，会重新列出。")
    return True


def _context(request: HttpRequest, signed: SignedReport, form: NoAmendmentForm | None) -> dict[str, Any]:
    now, life = held_against_today(signed), standing(signed.agency, signed.year)
    answers = list(NoAmendment.objects.filter(signed=signed).select_related("decided_by", "on_behalf_of"))
    newest = SignedReport.objects.filter(agency=signed.agency, year=signed.year).latest("version").version
    answered = next((one for one in answers if one.fingerprint == now.fingerprint), None)
    amending = life.is_under_way and life.signed != signed
    open_still = bool(now.drifted) and newest == signed.version and not answered and not amending
    roles = roles_of(request.user, signed.agency, on=timezone.localdate())
    return {
        "signed": signed,
        "agency": signed.agency,
        "year": signed.year,
        "drifted": now.drifted,
        "texts": now.texts,
        "fingerprint": now.fingerprint,
        "untouched": signed.is_untouched,
        "newest": newest,
        "answers": answers,
        "answered": answered,
        "amending": amending,
        "may_leave": open_still and Role.DISCLOSURE_OFFICE_HEAD in roles,
        "may_amend": open_still and Role.CLERK in roles,
        "form": form or NoAmendmentForm(),
    }
