"""Reconsideration and litigation in the back office: all of them, registering one, its steps, results and periods."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.agencies.door import calendar, roles_of
from gongkai.cases.approvals import WRITERS
from gongkai.cases.archiving import Archive
from gongkai.cases.case import Case
from gongkai.cases.dispute_acts import record_result, record_step
from gongkai.cases.dispute_acts import register_dispute as put_on_record
from gongkai.cases.dispute_forms import COUNTED_AS, DisputeForm, ResultForm, StepForm, counted_as
from gongkai.cases.dispute_limits import running
from gongkai.cases.disputes import Dispute, Route
from gongkai.cases.office_views import A_PAGE, agencies_for
from gongkai.cases.refusals import Refused
from gongkai.cases.registering import agencies_where_writing
from gongkai.cases.remedies_told import goes_to_reconsideration_first
from gongkai.cases.supplements import kept_until
from gongkai.statute import dispute_result

_RECONSIDERATION_FIRST = (
    "这件答复依法应当先申请行政复议（《行政复议法》第二十三条）。请核对途径：经过复议的，应登记为“复议后起诉”；"
    "确系直接起诉的，答辩时可以提出。"
)


def _of_whoever_looks(request: HttpRequest) -> Any:
    found = Dispute.objects.filter(agency__in=agencies_for(request)).select_related("agency", "case")
    return found.prefetch_related("instances", "steps")


@require_safe
def all_disputes(request: HttpRequest) -> HttpResponse:
    """Show every dispute, the newest first, with where it counts this year and what runs."""
    today = timezone.localdate()
    page = Paginator(_of_whoever_looks(request).order_by("-filed_date", "-pk"), A_PAGE).get_page(request.GET.get("p"))
    rows = [
        {"row": one, "counted": counted_as(one, today.year), "due": _next_due(one, today)} for one in page.object_list
    ]
    may_register = agencies_where_writing(request.user).exists()
    context = {"page_of_disputes": page, "rows": rows, "year": today.year, "may_register": may_register}
    return render(request, "cases/office/disputes.html", context)


def _next_due(dispute: Dispute, today: Any) -> Any:
    """Return the period that ends first among those not kept yet and still to come, or missed by the agency."""
    own = dispute.agency.short_name
    left = [one for one in running(dispute, calendar()) if one.done_date is None]
    return min(
        (one for one in left if one.whose == own or one.due.date >= today), key=lambda one: one.due, default=None
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def register_dispute(request: HttpRequest) -> HttpResponse:
    """Ask for a dispute (GET), and put it on record (POST)."""
    today = timezone.localdate()
    sent = request.POST if request.method == "POST" else None
    initial = {name: request.GET.get(name, "") for name in ("agency", "case")}
    form = DisputeForm(sent, agencies=agencies_where_writing(request.user), today=today, initial=initial)
    if sent is None or not form.is_valid():
        status = HTTPStatus.BAD_REQUEST if form.errors else HTTPStatus.OK
        return render(request, "cases/office/register_dispute.html", {"form": form}, status=status)
    try:
        dispute = put_on_record(form.dispute(), by=request.user, at=timezone.now(), today=today)
    except (Refused, ValidationError) as error:  # somebody was faster, or the role ended meanwhile
        told = str(error) if isinstance(error, Refused) else "".join(error.messages)
        form.add_error("reference", told)
        return render(request, "cases/office/register_dispute.html", {"form": form}, status=HTTPStatus.CONFLICT)
    messages.success(request, f"已登记：{dispute.reference}。{_kept_longer(dispute)}")
    if form.cleaned_data["kind"] == Route.LITIGATION and dispute.case and goes_to_reconsideration_first(dispute.case):
        messages.warning(request, _RECONSIDERATION_FIRST)
    return redirect("cases:dispute", dispute.pk)


def _page_of(request: HttpRequest, dispute: Dispute, *, status: int = HTTPStatus.OK, **told: Any) -> HttpResponse:
    today = timezone.localdate()
    forms = [form(dispute=dispute, today=today) for form in (StepForm, ResultForm)]
    if wrong := told.get("wrong"):
        forms = [wrong if isinstance(wrong, type(one)) else one for one in forms]
    may_write = bool(roles_of(request.user, dispute.agency, on=today) & set(WRITERS))
    instances = [
        {"row": one, "result": dispute_result(dispute.route, one.result, on=one.closed_date)}
        for one in dispute.instances.all()
    ]
    for one in instances:
        one["counted"] = COUNTED_AS[one["result"].counts_as]
    years = range(dispute.filed_date.year, today.year + 1)
    context = {
        "dispute": dispute,
        "instances": instances,
        "periods": [{"row": one, "is_late": one.is_late(today)} for one in running(dispute, calendar())],
        "counted": [(year, words) for year in years if (words := counted_as(dispute, year))],
        "forms": forms if may_write else [],
        "wrong_form": told.get("wrong"),
        **told,
    }
    return render(request, "cases/office/dispute.html", context, status=status)


def _kept_longer(dispute: Dispute) -> str:
    """Return what is told where the case of a dispute was archived already, empty where it was not."""
    archive = Archive.objects.filter(case=dispute.case_id, case__destruction=None).first()
    if archive is None:
        return ""
    return f"所涉办件已归档，这一案作补充归档，保管期限为 {kept_until(archive):%Y-%m-%d}。"


def _told_of_case(dispute: Dispute) -> str:
    """Return what is told where the case has to be answered anew, empty where it has not."""
    case = Case.objects.filter(pk=dispute.case_id, remake_due__isnull=False).first()
    return f"办件 {case.number} 最迟 {case.remake_due:%Y-%m-%d} 重新答复，请拟新稿。" if case else ""


@never_cache
@require_safe
def dispute_page(request: HttpRequest, number: int) -> HttpResponse:
    """Show a dispute: its periods, steps and results, and where it counts in which year."""
    return _page_of(request, get_object_or_404(_of_whoever_looks(request), pk=number))


@never_cache
@require_POST
def add_step(request: HttpRequest, number: int) -> HttpResponse:
    """Record a step."""
    dispute, today = get_object_or_404(_of_whoever_looks(request), pk=number), timezone.localdate()
    form = StepForm(request.POST, dispute=dispute, today=today)
    return _added(request, dispute, form, record_step)


@never_cache
@require_POST
def add_result(request: HttpRequest, number: int) -> HttpResponse:
    """Record the result of an instance."""
    dispute, today = get_object_or_404(_of_whoever_looks(request), pk=number), timezone.localdate()
    form = ResultForm(request.POST, dispute=dispute, today=today)
    return _added(request, dispute, form, record_result)


def _added(request: HttpRequest, dispute: Dispute, form: StepForm | ResultForm, put: Any) -> HttpResponse:
    """Record what a form says; where something is wrong, it comes back with all that was typed."""
    if not form.is_valid():
        return _page_of(request, dispute, wrong=form, status=HTTPStatus.BAD_REQUEST)
    try:
        put(dispute.pk, form.cleaned_data, by=request.user, at=timezone.now(), today=form.today)
        told = _told_of_case(dispute)
    except Refused as refused:
        where = refused.finding.where
        form.add_error(where if where in form.fields else None, str(refused))
        return _page_of(request, dispute, wrong=form, problem=str(refused), status=HTTPStatus.CONFLICT)
    messages.success(request, f"已登记。{told}")
    return redirect("cases:dispute", dispute.pk)
