"""The pages of a competent department: the collection of a year, each report in it, files taken in, due dates."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from gongkai import annualreport
from gongkai.agencies.door import Agency, supervised_by
from gongkai.statute import LawUnknown
from gongkai.yearend import collecting, due_dates, receiving
from gongkai.yearend.collection import (
    Collection,
    Entry,
    collect,
    findings_of,
    unread_cells,
)
from gongkai.yearend.collection_forms import AnswerForm, CollectionForm, EntriesForm, LocalDueForm, ReceiveForm
from gongkai.yearend.collection_shown import chart_of, summary
from gongkai.yearend.differences import difference
from gongkai.yearend.last_year import public_report
from gongkai.yearend.presentation import present
from gongkai.yearend.receiving import ReceivedReport
from gongkai.yearend.refusals import Refused
from gongkai.yearend.supervising import departments_of
from gongkai.yearend.year_before import set_beside

AGENCIES_A_PAGE = 50


class Asked(NamedTuple):
    """Which collection the address names, as it stands today."""

    department: Agency
    year: int
    collection: Collection


def asked_department(request: HttpRequest, slug: str) -> Agency:
    """Return the department of the address; 404 where whoever asks does not act for it today."""
    found: Agency = get_object_or_404(departments_of(request.user, on=timezone.localdate()), slug=slug)
    return found


def asked_collection(request: HttpRequest, slug: str, year: int) -> Asked:
    """Return the collection; 404 for a department not one's own or a year the law does not know."""
    department, today = asked_department(request, slug), timezone.localdate()
    if year > today.year:
        raise Http404("这一年还没有到")
    try:
        return Asked(department, year, collect(department, year, today=today))
    except (LawUnknown, ValueError, OverflowError) as unknown:
        raise Http404 from unknown


@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """Choose the department and the year; with one department the year that has just ended is opened."""
    today = timezone.localdate()
    departments = departments_of(request.user, on=today)
    first = departments.first()
    initial = {"department": first, "year": today.year - 1}
    form = CollectionForm(request.GET or None, departments=departments, latest=today.year, initial=initial)
    if request.GET and form.is_valid():
        return redirect("yearend:collection_of", form.cleaned_data["department"].slug, form.cleaned_data["year"])
    if not request.GET and len(departments) == 1 and first:
        return redirect("yearend:collection_of", first.slug, today.year - 1)
    context = {"form": form, "any": first is not None}
    return render(request, "yearend/office/collection_choose.html", context, status=400 if form.errors else 200)


@require_safe
def overview(request: HttpRequest, department: str, year: int) -> HttpResponse:
    """Show who sent the report of the year, who is late, and what the checks find in each."""
    asked = asked_collection(request, department, year)
    form = EntriesForm(request.GET)
    context = {
        **asked._asdict(),
        "form": form,
        "query": form.query,
        "entries": Paginator(form.chosen(asked.collection), AGENCIES_A_PAGE).get_page(request.GET.get("p")),
        "summary": summary(asked.collection),
        "chart": chart_of(asked.collection),
        "years": [one for one in (year - 1, year + 1) if one <= timezone.localdate().year],
    }
    return render(request, "yearend/office/collection.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def receive(request: HttpRequest, department: str, year: int) -> HttpResponse:
    """Take in a report that came as a file."""
    above, today = asked_department(request, department), timezone.localdate()
    if year > today.year:
        raise Http404("这一年还没有到")
    below = Agency.objects.filter(Q(pk__in=supervised_by(above, today)) | Q(pk=above.pk)).order_by("pk")
    initial = {"agency": request.GET.get("agency"), "day": today}
    form = ReceiveForm(request.POST or None, request.FILES or None, agencies=below, initial=initial)
    if request.method == "POST" and form.is_valid() and (taken := _taken_in(request, above, year, form)):
        messages.success(request, f"已收存“{taken.file_name}”，SHA-256 {taken.digest[:16]}…")
        if taken.agency == above:
            return redirect("yearend:collection_rollup", above.slug, year)
        return redirect("yearend:collection_agency", above.slug, year, taken.agency.slug)
    context = {"department": above, "year": year, "form": form, "year_open": receiving.year_open(year, today)}
    return render(request, "yearend/office/collection_receive.html", context, status=400 if form.errors else 200)


def _taken_in(request: HttpRequest, above: Agency, year: int, form: ReceiveForm) -> ReceivedReport | None:
    """Read the file apart and take it in; what is refused stands beside the field it is about."""
    given = form.cleaned_data
    data = given["file"].read()
    named = receiving.Named(given["agency"], year, given["day"], given["other_name"])
    upload = receiving.Upload(given["file"].name, data, annualreport.read_apart(data, given["file"].name))
    try:
        return receiving.receive(above, named, upload, by=request.user, at=timezone.now())
    except Refused as refusal:
        for told in refusal.told():
            field = told["where"] if told["where"] in form.fields else None
            form.add_error(field, f"{told['message']}{told['advice']}")
        return None


@require_http_methods(["GET", "HEAD", "POST"])
def of_agency(request: HttpRequest, department: str, year: int, agency: str) -> HttpResponse:
    """Show one agency's report with what the checks find; return it with comments, or clear it."""
    asked = asked_collection(request, department, year)
    entry = asked.collection.entry_of(agency)
    if entry is None:
        raise Http404
    form, status = AnswerForm(request.POST or None), 200
    if request.method == "POST":
        if form.is_valid() and _answered(request, asked, entry, form):
            return redirect("yearend:collection_agency", department, year, agency)
        status = 400
    context = {**asked._asdict(), "entry": entry, "form": form, **_shown(entry, year), **_files(asked, entry)}
    return render(request, "yearend/office/collection_agency.html", context, status=status)


def _answered(request: HttpRequest, asked: Asked, entry: Entry, form: AnswerForm) -> bool:
    row = entry.held.row if entry.held else None
    if row is None:
        raise Http404
    given = form.cleaned_data
    try:
        collecting.answer(row, given["kind"], given["note"], of=asked.department, by=request.user, at=timezone.now())
    except Refused as refusal:
        where = refusal.findings[0].where
        form.add_error(where if where in form.fields else None, str(refusal))
        return False
    messages.success(request, "已记录，报送机关在报告的“审核和签发”页可以看到。")
    return True


def _shown(entry: Entry, year: int) -> dict[str, Any]:
    if entry.held is None:
        return {}
    earlier, public = collecting.sent_before(entry.held.row), public_report(entry.agency, year)
    before, report = entry.before, entry.held.read()
    return {
        "view": present(dict(entry.held.report), findings_of(entry.held, before)),
        "jumps": [annualreport.RULES.tell(one) for one in annualreport.jumps(report, before.read())] if before else [],
        "unread": list(unread_cells(report)),
        "comparison": set_beside(before.read(), report) if before else None,
        "resent": difference(earlier, report) if earlier else None,
        "unlike_public": difference(report, public) if public else [],
    }


def _files(asked: Asked, entry: Entry) -> dict[str, Any]:
    files = ReceivedReport.objects.filter(department=asked.department, agency=entry.agency, year=asked.year)
    row = entry.held.row if entry.held else None
    is_file = isinstance(row, ReceivedReport)
    return {
        "files": files.order_by("-pk"),
        "steps": collecting.steps_with(entry.agency, asked.year),
        "may_answer": bool(row) and (is_file or not entry.is_cleared),
        "is_file": is_file,
    }


@require_safe
def received_file(request: HttpRequest, number: int) -> HttpResponseBase:
    """Return a file as it came, to the department's people; it is never shown in the browser."""
    row = get_object_or_404(
        ReceivedReport.objects.filter(department__in=departments_of(request.user, on=timezone.localdate())), pk=number
    )
    response = FileResponse(
        row.file.open("rb"), as_attachment=True, filename=row.file_name, content_type="application/octet-stream"
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def local_due(request: HttpRequest, department: str, year: int) -> HttpResponse:
    """Set days earlier than the law's for the reports of a year."""
    asked = asked_collection(request, department, year)
    rows = due_dates.LocalDueDate.objects.filter(department=asked.department, year=year).order_by("-pk")
    form = LocalDueForm(request.POST or None, initial=_days_of(rows.first()))
    if request.method == "POST" and form.is_valid() and _due_set(request, asked, form):
        messages.success(request, "已登记，主管的每个机关都按新的期限提醒。")
        return redirect(reverse("yearend:collection_of", args=[department, year]))
    context = {**asked._asdict(), "form": form, "rows": rows}
    return render(request, "yearend/office/collection_due.html", context, status=400 if form.errors else 200)


def _days_of(row: due_dates.LocalDueDate | None) -> dict[str, Any]:
    """Return the days that are set now: whoever changes one of them keeps the other."""
    return {"submit_date": row.submit_date, "publish_date": row.publish_date} if row else {}


def _due_set(request: HttpRequest, asked: Asked, form: LocalDueForm) -> bool:
    given = due_dates.Given(asked.year, *form.days(), form.cleaned_data["basis"])
    try:
        due_dates.set_local_due(asked.department, given, by=request.user, at=timezone.now())
    except Refused as refusal:
        form.add_error("publish_date" if refusal.findings[0].where else None, str(refusal))
        return False
    except ValidationError as wrong:
        form.add_error(None, wrong)
        return False
    return True
