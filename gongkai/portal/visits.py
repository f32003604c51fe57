"""The image by which a visit is counted, and the page that tells how many there were."""

from __future__ import annotations

from base64 import b64decode
from datetime import timedelta

from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gongkai.pages.door import note_visit, visits_of
from gongkai.portal.agency_context import at_place

DAYS = 30
_YEARS = 10
_PIXEL = b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")


@never_cache
@require_safe
def visit_image(request: HttpRequest, agency: str) -> HttpResponse:
    """Return a pixel that nobody sees, and note the visit; it asks nothing of the database."""
    if request.method == "GET":
        note_visit(request, agency)
    return HttpResponse(_PIXEL, content_type="image/gif")


@require_safe
def visit_statistics(request: HttpRequest, agency: str) -> HttpResponse:
    """Return the visits of the last days and of each year."""
    context = at_place(request, agency)
    today = timezone.localdate()
    first = today.replace(year=today.year - _YEARS, month=1, day=1)
    found = visits_of(context["agency"], first, today)
    years = found.values("day__year").annotate(views=Sum("page_views"), visitors=Sum("visitors")).order_by("-day__year")
    context |= {
        "days": found.filter(day__gt=today - timedelta(days=DAYS), day__lt=today).order_by("-day"),
        "years": [{"year": one["day__year"], **one} for one in years],
        "this_year": today.year,
    }
    return render(request, "portal/visits.html", context)
