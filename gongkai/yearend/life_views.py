"""The pages of a report's life: handed in, reviewed, signed, published, reported upwards, held against its records."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from gongkai import annualreport
from gongkai.agencies.door import Agency, Role, roles_of
from gongkai.publishing.door import ROUND_NAMES, DecisionForm, decide, may_review, recall
from gongkai.publishing.door import Refused as NotPublished
from gongkai.statute import LawUnknown, report_format
from gongkai.yearend import life
from gongkai.yearend.building import Built, build
from gongkai.yearend.collecting import awaits_better
from gongkai.yearend.differences import difference
from gongkai.yearend.draft_page import ways
from gongkai.yearend.due import is_unreported
from gongkai.yearend.figure_views import agencies_for
from gongkai.yearend.inspection import inspect
from gongkai.yearend.life_forms import HandInForm, SendBackForm, StepForm
from gongkai.yearend.models import AnnualReportPage
from gongkai.yearend.presentation import present
from gongkai.yearend.readiness import stored
from gongkai.yearend.receiving import ReceivedReport
from gongkai.yearend.refusals import Refused
from gongkai.yearend.signing import SignedReport
from gongkai.yearend.supervising import department_here

_DONE = {
    "hand_in": "已送审。",
    "sign": "已签发，报告和它的依据已封存。",
    "send_back": "已退回承办人，没有签发。",
    "publish": "已公开。",
    "recall": "已撤回，可以修改后重新送审。",
}


@require_safe
def review_of_page(request: HttpRequest, number: int) -> HttpResponse:
    """Lead from the list of reviews to the report's own page of review."""
    page = get_object_or_404(AnnualReportPage.objects.filter(agency__in=agencies_for(request)), pk=number)
    return redirect("yearend:life", page.agency.slug, page.year)


@require_http_methods(["GET", "HEAD", "POST"])
def report_life(request: HttpRequest, agency: str, year: int) -> HttpResponse:
    """Show what was handed in and where it stands; do the next act of its life."""
    found = get_object_or_404(agencies_for(request), slug=agency)
    _require_form(year)
    refused: list[dict[str, Any]] = []
    forms: dict[str, Any] = {}
    if request.method == "POST":
        try:
            forms = _done(request, found, year)
        except (Refused, NotPublished) as refusal:
            refused, forms = refusal.told(), _typed(request, found, year)
        if not refused and not any(form.errors for form in forms.values()):
            return redirect("yearend:life", agency, year)
    status = 409 if refused else 400 if forms else 200
    stand = bool(refused) and request.POST.get("act") == "hand_in"
    context = _context(request, found, year) | forms | {"refused": refused, "findings_stand": stand}
    return render(request, "yearend/office/life.html", context, status=status)


def _require_form(year: int) -> None:
    """Raise Http404 for a year that no statutory form serves."""
    try:
        report_format(year)
    except (LawUnknown, ValueError) as unknown:
        raise Http404 from unknown


def _typed(request: HttpRequest, agency: Agency, year: int) -> dict[str, Any]:
    """Return the form of the pressed button with what was typed into it: a refusal loses nothing."""
    submission = life.standing(agency, year).submission
    due = submission.round_due if submission else None
    typed = {
        "hand_in": HandInForm(request.POST),
        "send_back": SendBackForm(request.POST),
        "decide": DecisionForm(request.POST, number=due or 0),
        "step": _step_form(agency, request.POST),
    }
    act = request.POST.get("act", "")
    name = "decision" if act == "decide" else act
    return {f"{name}_form": typed[act]} if act in typed else {}


def _done(request: HttpRequest, agency: Agency, year: int) -> dict[str, Any]:
    """Do what the pressed button says; return the form that was not filled in rightly, if one was not."""
    at, by, act = timezone.now(), request.user, request.POST.get("act", "")
    if act == "hand_in":
        form = HandInForm(request.POST)
        if not form.is_valid():
            return {"hand_in_form": form}
        life.hand_in(agency, year, by=by, at=at, correction=form.cleaned_data["correction"])
    elif act == "decide":
        return _decided(request, agency, year)
    elif act == "sign":
        life.sign(agency, year, by=by, at=at)
    elif act == "send_back":
        back = SendBackForm(request.POST)
        if not back.is_valid():
            return {"send_back_form": back}
        life.send_back(agency, year, back.cleaned_data["reason"], by=by, at=at)
    elif act == "publish":
        life.publish_signed(agency, year, by=by, at=at)
    elif act == "recall":
        _recalled(request, agency, year)
    elif act == "step":
        return _stepped(request, agency, year)
    else:
        raise Http404
    messages.success(request, _DONE[act])
    return {}


def _recalled(request: HttpRequest, agency: Agency, year: int) -> None:
    submission = life.standing(agency, year).submission
    if submission is None:
        raise Http404
    recall(submission.pk, by=request.user, at=timezone.now())


def _decided(request: HttpRequest, agency: Agency, year: int) -> dict[str, Any]:
    submission = life.standing(agency, year).submission
    due = submission.round_due if submission else None
    if submission is None or due is None:
        raise Http404
    form = DecisionForm(request.POST, number=due)
    if not form.is_valid():
        return {"decision_form": form}
    decided = decide(submission.pk, due, form.decision(), by=request.user, at=timezone.now())
    messages.success(request, f"{decided.get_round_display()}{decided.get_verdict_display()}，已记录。")
    return {}


def _stepped(request: HttpRequest, agency: Agency, year: int) -> dict[str, Any]:
    signed = SignedReport.objects.filter(agency=agency, year=year).last()
    form = _step_form(agency, request.POST)
    if signed is None:
        raise Http404
    if form.is_valid():
        told = form.cleaned_data
        try:
            life.record_step(signed, told["kind"], told["day"], told["note"], by=request.user, at=timezone.now())
        except ValidationError as wrong:
            form.add_error("note", wrong.messages[0])
        else:
            messages.success(request, "已登记。")
            return {}
    return {"step_form": form}


def _step_form(agency: Agency, sent: Any = None) -> StepForm:
    today = timezone.localdate()
    return StepForm(sent, initial={"day": today}, department=department_here(agency, today))


def _context(request: HttpRequest, agency: Agency, year: int) -> dict[str, Any]:
    now, at = life.standing(agency, year), timezone.now()
    roles = roles_of(request.user, agency, on=timezone.localdate(at))
    versions = SignedReport.objects.filter(agency=agency, year=year).select_related("drift").prefetch_related("steps")
    due = now.submission.round_due if now.submission else None
    shown = now.submission.revision.as_object().report if now.submission else None
    built = build(agency, year) if shown else None
    return {
        "agency": agency,
        "year": year,
        "now": now,
        "view": _view(agency, built, shown, now.page) if built else None,
        "overtaken": _overtaken(now, built, shown) if built else [],
        "changes": _changes(now, shown) if shown else [],
        "versions": versions,
        "received": ReceivedReport.objects.filter(agency=agency, year=year).exclude(report=None).order_by("-pk"),
        "returned": awaits_better(agency, year),
        "unreported": bool(now.page and now.page.live and is_unreported(now, agency, timezone.localdate(at))),
        "unchanged": bool(built and now.page and now.page.live and stored(built) == now.page.report),
        "round_name": ROUND_NAMES.get(due or 0, ""),
        "may_decide": bool(due and now.submission and may_review(now.submission, due, request.user, at)),
        "may_hand_in": Role.CLERK in roles and not now.is_under_way,
        "may_recall": Role.CLERK in roles and now.is_under_way,
        "may_sign": Role.LEADER in roles and now.awaits_signature,
        "may_publish": bool(roles & life.WRITERS) and now.awaits_publication,
        "may_step": bool(roles & life.WRITERS and versions),
        "decision_form": DecisionForm(
            number=due or 0, initial={"seen_hash": now.submission.content_hash if now.submission else ""}
        ),
        "hand_in_form": HandInForm(),
        "send_back_form": SendBackForm(),
        "justified": now.signed.justified if now.signed else life.justified(built, agency) if built else [],
        "step_form": StepForm(
            initial={"day": timezone.localdate(at)}, department=department_here(agency, timezone.localdate(at))
        ),
    }


def _view(agency: Agency, built: Built, report: dict[str, Any], page: AnnualReportPage | None) -> Any:
    before = page.report_before() if page else None
    return present(report, inspect(report, before), dict(ways(built, agency)))


def _overtaken(now: life.Standing, built: Built, report: dict[str, Any]) -> list[str]:
    """Return what the records and texts of now would change in the report that is reviewed: it cannot be signed."""
    if now.signed or not now.is_under_way:
        return []
    return difference(annualreport.from_dict(report), built.report)


def _changes(now: life.Standing, report: dict[str, Any]) -> list[str]:
    """Return what the report under review changes in the one that is public."""
    if now.page is None or not now.page.live or now.page.report == report:
        return []
    return difference(annualreport.from_dict(now.page.report), annualreport.from_dict(report))
