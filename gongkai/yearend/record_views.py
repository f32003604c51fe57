"""The records that belong to no other page of the back office: tallies and notes of a year."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.db import transaction
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.agencies.door import (
    Agency,
    Tally,
    entries_about,
    files_undone,
    interrupt_held,
    record,
    save_with_file,
    size_of_stored,
    subject_of,
    to_keep,
    total_of,
)
from gongkai.yearend.browsing import grouped
from gongkai.yearend.carrying import CarryRelease
from gongkai.yearend.drafts import YearendAct
from gongkai.yearend.figure_views import agencies_for, require_writer
from gongkai.yearend.figures import BY_ID
from gongkai.yearend.notes import YearNote
from gongkai.yearend.record_forms import CarryReleaseForm, NoteForm, TallyForm

if TYPE_CHECKING:
    from gongkai.agencies.door import Person

_PROPOSED = ("kind", "part", "text", "source", "year", "answers")  # what an address may fill in beforehand


@require_safe
def tally(request: HttpRequest, number: int) -> HttpResponse:
    """Show a tally with its source, what it corrects or is corrected by, and what was done with it."""
    found = get_object_or_404(Tally.objects.filter(agency__in=agencies_for(request)), pk=number)
    context = {
        "tally": found,
        "value": grouped(total_of(Tally.objects.filter(pk=found.pk))),
        "evidence_name": PurePath(found.evidence.name).name if found.evidence else "",
        "evidence_size": size_of_stored(found.evidence) if found.evidence else None,
        "figure": BY_ID.get(found.kind),
        "entries": entries_about(subject_of(found)),
    }
    return render(request, "yearend/office/tally.html", context)


@require_safe
def tally_evidence(request: HttpRequest, number: int) -> FileResponse:
    """Return the file behind a tally as it was uploaded, to the agency's staff; it is never shown in the browser."""
    found = get_object_or_404(Tally.objects.filter(agency__in=agencies_for(request)).exclude(evidence=""), pk=number)
    return to_keep(found.evidence)


@require_safe
def note(request: HttpRequest, number: int) -> HttpResponse:
    """Show a note for a year's report with its source and what was done with it."""
    found = get_object_or_404(YearNote.objects.filter(agency__in=agencies_for(request)), pk=number)
    context = {"note": found, "entries": entries_about(subject_of(found))}
    return render(request, "yearend/office/note.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def register_tally(request: HttpRequest, agency: str) -> HttpResponse:
    """Register a tally with its source."""
    return _register(request, agency, TallyForm, YearendAct.REGISTER_TALLY, "yearend:tally", "登记统计数")


@require_http_methods(["GET", "HEAD", "POST"])
def register_note(request: HttpRequest, agency: str) -> HttpResponse:
    """Register a note for the year's report with its source."""
    return _register(request, agency, NoteForm, YearendAct.REGISTER_NOTE, "yearend:note", "登记年度情况")


@require_safe
def carry_release(request: HttpRequest, number: int) -> HttpResponse:
    """Show why a year's opening stock differs, and what was done with the record."""
    found = get_object_or_404(CarryRelease.objects.filter(agency__in=agencies_for(request)), pk=number)
    context = {"release": found, "entries": entries_about(subject_of(found))}
    return render(request, "yearend/office/carry_release.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def register_carry_release(request: HttpRequest, agency: str) -> HttpResponse:
    """Register why a year's opening stock differs from last year's published closing one."""
    act, heading = YearendAct.RELEASE_CARRY, "登记结转差异说明"
    return _register(request, agency, CarryReleaseForm, act, "yearend:carry_release", heading)


def _register(
    request: HttpRequest,
    slug: str,
    form_class: type[TallyForm | NoteForm | CarryReleaseForm],
    act: YearendAct,
    shown: str,
    heading: str,
) -> HttpResponse:
    agency = get_object_or_404(agencies_for(request), slug=slug)
    require_writer(request, agency)
    given = {"initial": {name: request.GET[name] for name in _PROPOSED if name in request.GET}}
    form = form_class(request.POST or None, request.FILES or None, agency=agency, **given)
    if request.method == "POST" and (row := _registered(form, act, agency, request.user)):
        messages.success(request, f"已{heading}。")
        return redirect(shown, row.pk)
    context = {"form": form, "agency": agency, "heading": heading}
    return render(request, "yearend/office/register.html", context, status=400 if form.errors else 200)


@transaction.atomic
def _registered(form: TallyForm | NoteForm | CarryReleaseForm, act: YearendAct, agency: Agency, by: Person) -> Any:
    """Store a valid form; None for another. Of two at once the second is judged when the first is there to be seen."""
    Agency.objects.select_for_update().get(pk=agency.pk)
    return _kept(form, act, agency, by) if form.is_valid() else None


def _kept(form: TallyForm | NoteForm | CarryReleaseForm, act: YearendAct, agency: Agency, by: Person) -> Any:
    """Store the record with its file and put it on the log; where one of the two fails, neither stays behind."""
    with interrupt_held(), files_undone() as undoing, transaction.atomic():
        row = form.save(commit=False)
        if "evidence" in form.fields:
            save_with_file(row, "evidence", undoing)
        else:
            row.save()
        record(act, agency=agency, by=by, subject=subject_of(row), facts={"name": row.record_line().name})
    return row
