"""A collection added up and looked at as a whole: the department's tables, years, outliers, copied texts, files."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from http import HTTPStatus
from typing import Any, NamedTuple

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from gongkai import annualreport
from gongkai.annualreport import Copy, Mixed, Place, Report, RollUp, Summand
from gongkai.findings import Finding
from gongkai.yearend.collection import Collection, Entry, held_reports
from gongkai.yearend.collection_files import CELLS, FINDINGS, FileOfCollection
from gongkai.yearend.collection_shown import chart_of_years, followed, measures
from gongkai.yearend.collection_views import AGENCIES_A_PAGE, Asked, asked_collection
from gongkai.yearend.kept_figures import summands_of
from gongkai.yearend.presentation import number_findings, present
from gongkai.yearend.rollup_told import sum_as_document
from gongkai.yearend.shown import FindingView
from gongkai.yearend.year_before import set_beside

YEARS = 5  # years beside each other
SHOWN_COPIES = 50
_NAMED = 8  # agencies named where a cell lacks; the page of the cell has all


def total_of(collection: Collection) -> RollUp | None:
    """Return the sum of all reports that are there, None where none is, or no form has most of them."""
    expected = [one.agency.name for one in collection.entries]
    try:
        return annualreport.roll_up(
            collection.summands, year=collection.year, expected=expected, agency=collection.department.name
        )
    except Mixed:
        return None


def findings_about(total: RollUp, own: Report | None) -> list[Finding]:
    """Return what is to be said of the sum: its own sums, and the department's own tables beside it."""
    return [*annualreport.sum_balances(total), *(annualreport.below_children(own, total) if own else ())]


@require_safe
def rollup(request: HttpRequest, department: str, year: int) -> HttpResponse:
    """Show the tables of the department as the sum of those below, with who is missing from it."""
    asked = asked_collection(request, department, year)
    total = total_of(asked.collection)
    context: dict[str, Any] = {**asked._asdict(), "total": total, "kinds": ("docx", "pdf", "html", "md", "csv", "json")}
    if total is not None:
        own = asked.collection.own.read() if asked.collection.own else None
        told = [annualreport.RULES.tell(one) for one in findings_about(total, own)]
        ways = {str(place): _way(asked, place) for place in total.sums}
        context |= {
            "view": present(annualreport.to_dict(total.report()), told, ways),
            "own": own,
            "missing": [one.agency for one in asked.collection.entries if one.is_missing],
            "lacking": list(_lacking(asked, total)),
        }
    return render(request, "yearend/office/collection_rollup.html", context)


def _way(asked: Asked, place: Place) -> str:
    """Return where the agencies of a number are shown."""
    return reverse("yearend:collection_rollup_cell", args=[asked.department.slug, asked.year, str(place)])


def _lacking(asked: Asked, total: RollUp) -> Iterator[tuple[str, str, str]]:
    """Yield the cells that some reports do not give, where their agencies are shown, and the first of them."""
    for place, reports in total.incomplete.items():
        names = "、".join(report.agency or "" for report in reports[:_NAMED])
        more = f"等 {len(reports)} 个" if len(reports) > _NAMED else ""
        yield annualreport.place_in_words(str(place), total.form), _way(asked, place), names + more


@require_safe
def rollup_file(request: HttpRequest, department: str, year: int, kind: str) -> HttpResponse:
    """Return the sum as a file; the JSON says besides what the sum is worth."""
    asked = asked_collection(request, department, year)
    total = total_of(asked.collection)
    if total is None or kind not in annualreport.KINDS:
        raise Http404
    told = annualreport.KINDS[kind]
    if kind == "json":
        data = json.dumps(total.as_dict(), ensure_ascii=False, indent=1).encode()
    else:
        data = annualreport.write(sum_as_document(total, asked.collection), kind)
    response = HttpResponse(data, content_type=told.media_type)
    name = f"{asked.department.name}{year}年汇总表{told.suffix}"
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or ""
    return response


class Conspicuous(NamedTuple):
    """An agency with what stands out in its figures."""

    entry: Entry
    findings: tuple[FindingView, ...]


class Shared(NamedTuple):
    """Two agencies' section that is largely one text."""

    one: Entry
    other: Entry
    title: str
    copy: Copy


@require_safe
def conspicuous(request: HttpRequest, department: str, year: int) -> HttpResponse:
    """Show which figures stand out, and which texts two agencies share."""
    asked = asked_collection(request, department, year)
    here = [one for one in asked.collection.entries if one.held]
    outliers = Paginator(list(_outliers(asked, here)), AGENCIES_A_PAGE).get_page(request.GET.get("p"))
    context = {**asked._asdict(), "outliers": outliers, "shared": _shared(here, asked.collection.texts)}
    return render(request, "yearend/office/collection_conspicuous.html", context)


def _outliers(asked: Asked, here: list[Entry]) -> Iterator[Conspicuous]:
    reports = asked.collection.summands
    before = summands_of([one.before.key for one in here if one.before])
    middle = annualreport.middles(reports)
    for entry, report in zip(here, reports, strict=True):
        last = before[entry.before.key] if entry.before else None
        found = [*(annualreport.jumps(report, last) if last else ()), *annualreport.apart(report, middle)]
        if found:
            told = [annualreport.RULES.tell(one) for one in found]
            yield Conspicuous(entry, number_findings(told, report.form))


def _shared(here: list[Entry], reports: list[Report]) -> list[Shared]:
    found = sorted(annualreport.copied(reports), key=lambda one: -one.percent)[:SHOWN_COPIES]
    return [Shared(here[one.one], here[one.other], _title(reports[one.one], one.section), one) for one in found]


def _title(report: Report, section: str) -> str:
    return next(one.title for one in report.form.sections if one.id == section)


@require_safe
def years(request: HttpRequest, department: str, year: int) -> HttpResponse:
    """Follow one figure over agencies and the last years."""
    asked = asked_collection(request, department, year)
    shown = list(range(year - YEARS + 1, year + 1))
    agencies = [one.agency for one in asked.collection.entries]
    held = [held_reports(agencies, one) for one in shown]
    form = _form_of(asked)
    offered = measures(form)
    chosen = next((one for one in offered if one.place == request.GET.get("figure")), None)
    wrong = chosen is None and "figure" in request.GET
    chosen = chosen or next(one for one in offered if one.place == "applications.new_received.total")
    kept = [summands_of([one.key for one in there.values()]) for there in held]
    given = [{pk: kept[at][one.key] for pk, one in there.items()} for at, there in enumerate(held)]
    rows = [followed(one, [of_year.get(one.pk) for of_year in given], chosen.place) for one in agencies]
    sums = [_summed(of_year.values()) for of_year in given]
    context = {**asked._asdict(), "measures": offered, "chosen": chosen, "shown": shown, "rows": rows}
    without = [one for one, there in zip(shown, held, strict=True) if not there]
    context["sums"] = followed(
        asked.department, [annualreport.summand(one) if one else None for one in sums], chosen.place
    )
    context["chart"] = chart_of_years(chosen, dict(zip(shown, sums, strict=True)), without=without)
    status = HTTPStatus.BAD_REQUEST if wrong else HTTPStatus.OK
    return render(request, "yearend/office/collection_years.html", context | {"wrong": wrong}, status=status)


def _form_of(asked: Asked) -> annualreport.Form:
    from gongkai.statute import report_format

    return annualreport.form(report_format(asked.year).id)


def _summed(reports: Iterable[Summand]) -> Report | None:
    try:
        return annualreport.roll_up(reports).report()
    except Mixed:
        return None


@require_safe
def beside(request: HttpRequest, department: str, year: int) -> HttpResponse:
    """Set two agencies' reports of the year beside each other, cell by cell and section by section."""
    asked = asked_collection(request, department, year)
    names = [request.GET.get("one", ""), request.GET.get("other", "")]
    pair = [asked.collection.entry_of(name) for name in names]
    reports = [one.held.read() for one in pair if one and one.held]
    context: dict[str, Any] = {**asked._asdict(), "names": names, "asked": bool(any(names))}
    if len(reports) == len(names):
        context |= {"comparison": set_beside(*reports), "pair": [one.agency for one in pair if one]}
    context["here_agencies"] = [one.agency for one in asked.collection.entries if one.held]
    status = HTTPStatus.BAD_REQUEST if any(names) and len(reports) < len(names) else HTTPStatus.OK
    return render(request, "yearend/office/collection_beside.html", context, status=status)


@require_safe
def collection_file(request: HttpRequest, department: str, year: int, part: str, kind: str) -> HttpResponseBase:
    """Return every cell, or every finding, of the collection as CSV (as it is made) or Parquet."""
    asked = asked_collection(request, department, year)
    if part not in (CELLS, FINDINGS) or kind not in ("csv", "parquet"):
        raise Http404
    told = FileOfCollection(asked.collection, part)
    name = f"{department}-{year}-{part}.{kind}"
    if kind == "parquet":
        return FileResponse(
            told.parquet(), as_attachment=True, filename=name, content_type="application/vnd.apache.parquet"
        )
    response = StreamingHttpResponse(told.lines(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or ""
    return response
