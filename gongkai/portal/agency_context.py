"""What a page beside the tree shows of the agency it is about: its place, its office, the way here."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from gongkai.pages.door import AgencyPage, public


def at_place(request: HttpRequest, slug: str) -> dict[str, Any]:
    """Return the context of a page about the agency with this slug; raise Http404 where it has no public place."""
    place = get_object_or_404(public(AgencyPage.objects.all()), agency__slug=slug)
    address = place.get_url(request)
    return {
        "place": place,
        "agency": place.agency,
        "office": place.agency.disclosure_office,
        "place_address": address,
        "trail": [{"title": "首页", "address": "/"}, {"title": place.title, "address": address}],
        "canonical": settings.PUBLIC_ADDRESS + request.path,
    }
