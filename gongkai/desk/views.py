"""The pages of the desk beside the home page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gongkai.agencies.door import Agency, Role, agencies_with
from gongkai.desk.gates_walked import fewest, passages
from gongkai.desk.workload import LEADING, OVERSEERS, everything_due, load_chart, loads

SHOWN = 100
STAFFING = (Role.ADMINISTRATOR, *LEADING)


@never_cache
@require_safe
def staffing(request: HttpRequest) -> HttpResponse:
    """Show whether the people of the agencies one leads or administers can pass every gate."""
    person, today = request.user, timezone.localdate()
    agencies = Agency.objects.all() if person.is_superuser else agencies_with(person, STAFFING)
    told = []
    for agency in agencies:
        found = passages(agency, today)
        told.append({"agency": agency, "passages": found, "closed": [one.gate.title for one in found if not one.opens]})
    return render(request, "desk/staffing.html", {"agencies": told, "fewest": fewest()})


@never_cache
@require_safe
def workload(request: HttpRequest) -> HttpResponse:
    """Show how the work lies in the agencies one leads, inspects or supervises; who leads opens things from here."""
    person = request.user
    agencies = list(Agency.objects.all() if person.is_superuser else agencies_with(person, OVERSEERS))
    led = set(Agency.objects.all() if person.is_superuser else agencies_with(person, LEADING))
    lines = everything_due(agencies, timezone.now())
    urgent = [line for line in lines if line.group in ("overdue", "today")]
    rows = loads(lines)
    context = {
        "rows": rows,
        "chart": load_chart(rows),
        "urgent": [{"line": line, "opens": line.due.agency in led} for line in urgent[:SHOWN]],
        "more": max(len(urgent) - SHOWN, 0),
        "several": len(agencies) > 1,
    }
    return render(request, "desk/workload.html", context)
