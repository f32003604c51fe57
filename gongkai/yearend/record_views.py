"""The records that belong to no other page of the back office: tallies and notes of a year."""

from __future__ import annotations

from pathlib import PurePath

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from gongkai.agencies.door import Tally, entries_about, subject_of, total_of
from gongkai.yearend.browsing import grouped
from gongkai.yearend.figure_views import agencies_for
from gongkai.yearend.figures import BY_ID
from gongkai.yearend.notes import YearNote


@require_safe
def tally(request: HttpRequest, number: int) -> HttpResponse:
    """Show a tally with its source, what it corrects or is corrected by, and what was done with it."""
    found = get_object_or_404(Tally.objects.filter(agency__in=agencies_for(request)), pk=number)
    context = {
        "tally": found,
        "value": grouped(total_of(Tally.objects.filter(pk=found.pk))),
        "evidence_name": PurePath(found.evidence.name).name if found.evidence else "",
        "figure": BY_ID.get(found.kind),
        "entries": entries_about(subject_of(found)),
    }
    return render(request, "yearend/office/tally.html", context)


@require_safe
def note(request: HttpRequest, number: int) -> HttpResponse:
    """Show a note for a year's report with its source and what was done with it."""
    found = get_object_or_404(YearNote.objects.filter(agency__in=agencies_for(request)), pk=number)
    context = {"note": found, "entries": entries_about(subject_of(found))}
    return render(request, "yearend/office/note.html", context)
