"""The pages of the back office for what goes to archive and library: what waits, each package, its handover."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.agencies.door import Agency, agencies_of, to_keep
from gongkai.publishing.refusals import Refused
from gongkai.publishing.supply.forms import HandoverForm
from gongkai.publishing.supply.outstanding import last_month_end, outstanding, receiving
from gongkai.publishing.supply.places import ReadingPlace
from gongkai.publishing.supply.records import Handover, Supply
from gongkai.publishing.supply.supplying import make_supply, may_supply, record_handover

A_PAGE = 50
_SHOWN = 30  # items of those that wait, by name


def _agencies(request: HttpRequest) -> QuerySet[Agency]:
    if request.user.is_superuser:
        return Agency.objects.all()
    return agencies_of(request.user, on=timezone.localdate())


def _supplies(request: HttpRequest) -> QuerySet[Supply]:
    found = Supply.objects.filter(agency__in=_agencies(request)).select_related("place", "agency", "made_by")
    return found.prefetch_related("handovers__recorded_by").order_by("-until", "-pk")


@require_safe
def supplies(request: HttpRequest) -> HttpResponse:
    """Show what each place has not got yet, and what was brought where."""
    return _overview(request)


def _overview(
    request: HttpRequest, refused: list[dict[str, Any]] | None = None, status: int = HTTPStatus.OK
) -> HttpResponse:
    today = timezone.localdate()
    agencies = list(_agencies(request).order_by("slug"))
    context = {
        "agencies": [{"agency": one, "places": list(_told(request, one))} for one in agencies],
        "supplies": Paginator(_supplies(request).annotate(many=Count("items")), A_PAGE).get_page(request.GET.get("p")),
        "today": today,
        "until": last_month_end(today),
        "refused": refused or [],
        "heading": "向档案馆、图书馆提供信息",
    }
    return render(request, "publishing/supply/supplies.html", context, status=status)


def _told(request: HttpRequest, agency: Agency) -> Iterator[dict[str, Any]]:
    today = timezone.localdate()
    acts = may_supply(request.user, agency, timezone.now())
    for place in receiving([agency], today):
        found = outstanding(place, last_month_end(today))
        shown = list(found.publications[:_SHOWN])
        yield {"place": place, "found": found, "shown": shown, "more": found.new - len(shown), "acts": acts}


@require_POST
def make(request: HttpRequest, place: int) -> HttpResponse:
    """Make the package of what a place has not got."""
    row = get_object_or_404(ReadingPlace, pk=place, agency__in=_agencies(request))
    try:
        supply = make_supply(row.pk, by=request.user, at=timezone.now())
    except Refused as refusal:
        return _overview(request, refusal.told(), HTTPStatus.CONFLICT)
    messages.success(request, "移交包已经做好。请下载移交，再在这一页登记。")
    return redirect("publishing_supply", supply.pk)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def supply(request: HttpRequest, number: int) -> HttpResponse:
    """Show a package with what is in it; record its handover (POST)."""
    found = get_object_or_404(_supplies(request), pk=number)
    sent = request.method == "POST"
    today = timezone.localdate()
    form = HandoverForm(*((request.POST, request.FILES) if sent else ()), initial={"handed_date": today})
    refused: list[dict[str, Any]] = []
    if sent and form.is_valid():
        try:
            record_handover(found.pk, form.handed(), by=request.user, at=timezone.now())
        except Refused as refusal:
            refused = refusal.told()
        else:
            messages.success(request, "移交已登记。")
            return redirect("publishing_supply", found.pk)
    status = HTTPStatus.CONFLICT if refused else HTTPStatus.BAD_REQUEST if form.errors else HTTPStatus.OK
    items = found.items.select_related("publication__page").order_by("pk")
    context = {
        "supply": found,
        "items": Paginator(items, A_PAGE).get_page(request.GET.get("p")),
        "form": form,
        "refused": refused,
        "acts": may_supply(request.user, found.agency, timezone.now()),
        "heading": "移交包",
    }
    return render(request, "publishing/supply/supply.html", context, status=status)


@require_safe
def package(request: HttpRequest, number: int) -> FileResponse:
    """Return a package to keep."""
    found = get_object_or_404(_supplies(request), pk=number)
    return to_keep(found.package, f"{found.agency.short_name}-{found.place.name}-{found.until:%Y%m}.zip")


@require_safe
def proof(request: HttpRequest, number: int) -> FileResponse:
    """Return the proof of a handover to keep; it is never shown in the browser."""
    rows = Handover.objects.filter(supply__agency__in=_agencies(request)).exclude(proof="")
    found = get_object_or_404(rows, pk=number)
    return to_keep(found.proof)
