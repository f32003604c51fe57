"""The draft of a year's report in the back office: shown with its records, written, and its findings answered."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.agencies.door import Agency, roles_of
from gongkai.annualreport import place_in_words
from gongkai.statute import LawUnknown
from gongkai.yearend import drafts
from gongkai.yearend.building import Built, build
from gongkai.yearend.draft_forms import JustificationForm, ReportForm, SectionForm
from gongkai.yearend.draft_page import draft_page, live_figures, records_address
from gongkai.yearend.figure_views import agencies_for, page_of_records, require_writer
from gongkai.yearend.filling import LEDGERS, fills
from gongkai.yearend.last_year import last_year
from gongkai.yearend.life import WRITERS, standing

_OVERTAKEN = "别人刚刚保存了新的一版，您写的没有覆盖它，仍在下面；请对照新的一版后再保存。"


class Asked(NamedTuple):
    """Whose report on which year, as the records give it now."""

    agency: Agency
    year: int
    built: Built


def asked_report(request: HttpRequest, slug: str, year: int) -> Asked:
    """Return the report that the address names; 404 for an agency not one's own or a year that no form serves."""
    agency = get_object_or_404(agencies_for(request), slug=slug)
    if year > timezone.localdate().year:
        raise Http404("这一年还没有到")
    try:
        return Asked(agency, year, build(agency, year))
    except (LawUnknown, ValueError) as unknown:
        raise Http404 from unknown


@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """Choose whose report on which year; the year that has just ended is proposed."""
    latest = timezone.localdate().year
    initial = {"year": latest - 1, "agency": agencies_for(request).first()}
    form = ReportForm(request.GET or None, agencies=agencies_for(request), latest=latest, initial=initial)
    if request.GET and form.is_valid():
        return redirect("yearend:draft", form.cleaned_data["agency"].slug, form.cleaned_data["year"])
    return render(request, "yearend/office/reports.html", {"form": form}, status=400 if form.errors else 200)


@require_safe
def draft(request: HttpRequest, agency: str, year: int) -> HttpResponse:
    """Show the report as its records give it now: every number opens its records, every finding stands beside it."""
    asked = asked_report(request, agency, year)
    return render(request, "yearend/office/draft.html", _context(request, asked))


def _context(request: HttpRequest, asked: Asked) -> dict[str, Any]:
    roles = roles_of(request.user, asked.agency, on=timezone.localdate())
    marks = drafts.marks_of(asked.agency, asked.year)
    return {
        "agency": asked.agency,
        "year": asked.year,
        "may_write": bool(roles & WRITERS),
        "now": standing(asked.agency, asked.year),
        **draft_page(asked.built, asked.agency, marks, today=timezone.localdate()),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def section(request: HttpRequest, agency: str, year: int, section: str) -> HttpResponse:
    """Write one section; an empty form field is an empty section, the other button drafts it from the records again."""
    asked = asked_report(request, agency, year)
    require_writer(request, asked.agency)
    written = {one.id for one in asked.built.report.form.sections if one.kind == "text"}
    drafted = next((one for one in asked.built.draft if one.id == section and section in written), None)
    if drafted is None:
        raise Http404
    seen = asked.built.written.seq if asked.built.written else 0
    figures = live_figures(asked.agency, year)
    earlier = drafts.earlier_texts(asked.agency, year, section)
    taken = next((one for one in earlier if str(one.seq) == request.GET.get("version")), None)
    text = taken.texts[section] if taken else drafted.text
    form = SectionForm(request.POST or None, initial={"text": text, "seen": seen}, figures=figures)
    if request.method == "POST" and form.is_valid() and _written(request, asked, section, form):
        return redirect("yearend:draft", asked.agency.slug, year)
    context = {"agency": asked.agency, "year": year, "section": drafted, "form": form, "figures": figures}
    context["now"] = standing(asked.agency, year)
    context["earlier"] = [{"version": one, "text": one.texts[section]} for one in earlier]
    context["taken"] = taken
    context["before"] = last_year(asked.agency, year, section)
    return render(request, "yearend/office/section.html", context, status=400 if form.errors else 200)


def _written(request: HttpRequest, asked: Asked, section: str, form: SectionForm) -> bool:
    text = None if "from_records" in request.POST else form.cleaned_data["text"]
    seen = form.cleaned_data["seen"]
    try:
        drafts.write(asked.agency, asked.year, section, text, seen=seen, by=request.user, at=timezone.now())
    except drafts.Overtaken:
        form.add_error("text", _OVERTAKEN)
        return False
    messages.success(request, "已按记录重新起草。" if text is None else "已保存，原来的各版都保留。")
    return True


@require_POST
def justify(request: HttpRequest, agency: str, year: int) -> HttpResponse:
    """Record why a warning is no fault; what is typed in vain stays in its field."""
    asked = asked_report(request, agency, year)
    require_writer(request, asked.agency)
    form = JustificationForm(request.POST)
    found = {one["fingerprint"]: one for one in asked.built.told() if one["severity"] != "error"}
    told = found.get(request.POST.get("fingerprint", ""))
    if told is None:
        messages.warning(request, "这一条已不在核对结果里：记录或者文字改过了，不需要再说明。")
    elif form.is_valid():
        drafts.justify(asked.agency, year, told, form.cleaned_data["justification"], by=request.user, at=timezone.now())
        messages.success(request, "已记下说明。所依据的数不变，重新核对时仍然有效。")
    else:
        context = _context(request, asked) | {"failed": form}
        return render(request, "yearend/office/draft.html", context, status=400)
    return redirect(reverse("yearend:draft", args=[agency, year]) + "#findings")


@require_safe
def cell(request: HttpRequest, agency: str, year: int, place: str) -> HttpResponse:
    """Show the records behind one cell of the report's tables."""
    asked = asked_report(request, agency, year)
    form = asked.built.report.form
    found = next((one for one, _ in asked.built.report.cells() if str(one) == place), None)
    if found is None:
        raise Http404
    if found.table in LEDGERS:
        records = LEDGERS[found.table](asked.agency, year, form).records(found.row, found.column)
        context = {"agency": asked.agency, "year": year, "words": place_in_words(place, form), "query": ""}
        context["records"] = page_of_records(request, records)
        return render(request, "yearend/office/cell.html", context)
    source = fills()[form.id][found]
    return redirect(records_address(source.figure, asked.agency, year + source.year) + "#records")
