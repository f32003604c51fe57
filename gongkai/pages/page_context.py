"""What every public page is drawn with: the way to it, the agency whose it is, and the national page labels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings

if TYPE_CHECKING:
    from django.http import HttpRequest

    from gongkai.pages.models import BasePage

HOME_DEPTH = 2  # the root is above it


def told_of(page: BasePage, request: HttpRequest) -> dict[str, Any]:
    """Return what the layout asks of a page beside its own context."""
    place, agency = page.agency_page, page.agency
    return {
        "trail": [
            {"title": above.title if above.depth > HOME_DEPTH else "首页", "address": above.get_url(request)}
            for above in page.way
        ],
        "place": place,
        "agency": agency,
        "office": agency.disclosure_office if agency else None,
        "place_address": place.get_url(request) if place else "",
        "site_domain": urlsplit(settings.PUBLIC_ADDRESS).netloc,
        "canonical": settings.PUBLIC_ADDRESS + (page.get_url(request) or ""),
        "column_name": page.column_name,
        "column_type": page.column_type,
        "schema_type": page.schema_type,
    }
