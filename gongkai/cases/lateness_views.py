"""期限情况: how old open cases are, what was late, where and why; for the office and for who supervises it."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from gongkai.agencies.door import Agency, Role, agencies_with, supervised_by
from gongkai.cases.lateness import ageing_chart, lateness, lateness_chart
from gongkai.cases.office_views import agencies_for

_YEARS = 5
MOST_SHOWN = 200


def _supervised(request: HttpRequest) -> QuerySet[Agency]:
    """Return the agencies whose disclosure work whoever looks supervises today."""
    today = timezone.localdate()
    below = Q(pk__in=[])
    for department in agencies_with(request.user, (Role.SUPERVISOR,)):
        below |= Q(pk__in=supervised_by(department, today))
    return Agency.objects.filter(below)


@require_safe
def lateness_page(request: HttpRequest) -> HttpResponse:
    """Show the cases of the own agencies, and the numbers of those supervised; of these no content, no applicant."""
    today = timezone.localdate()
    own = agencies_for(request)
    agencies = Agency.objects.filter(Q(pk__in=own) | Q(pk__in=_supervised(request))).order_by("slug")
    wanted = request.GET.get("year", "")
    years = [today.year - step for step in range(_YEARS)]
    year = int(wanted) if wanted.isdecimal() and int(wanted) in years else today.year
    found = lateness(list(agencies), year=year, today=today)
    context = {
        "year": year,
        "years": years,
        "agencies": agencies,
        "own": set(own.values_list("pk", flat=True)),
        "ageing": ageing_chart(found.open_lines, today),
        "by_cause": lateness_chart(found.late),
        "found": found,
        "late": found.late[:MOST_SHOWN],
        "more": max(0, len(found.late) - MOST_SHOWN),
        "on_time": found.replied - sum(one.answered_date is not None for one in found.late),
    }
    return render(request, "cases/office/lateness.html", context)
