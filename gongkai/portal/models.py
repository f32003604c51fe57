"""The home page; and, for Django to find them, the records of 我为政府网站找错 and of the shared platform."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpRequest
from django.utils import timezone

from gongkai.agencies.door import disclosure_offices
from gongkai.pages.door import AgencyPage, BasePage, public
from gongkai.portal.platform.records import PlatformAttempt, PlatformConnection, PlatformNotice
from gongkai.portal.site_errors.records import SiteErrorAnswer, SiteErrorReport
from gongkai.yearend.door import AnnualReportPage

__all__ = [
    "HomePage",
    "PlatformAttempt",
    "PlatformConnection",
    "PlatformNotice",
    "SiteErrorAnswer",
    "SiteErrorReport",
]


class HomePage(BasePage):
    """The entrance: the agencies whose information is here, and what else one can do."""

    column_type: ClassVar[str] = "首页"
    parent_page_types: ClassVar[list[str]] = ["pages.BasePage"]  # the root of the tree
    subpage_types: ClassVar[list[str]] = ["pages.AgencyPage"]
    max_count = 1

    class Meta:
        verbose_name = "首页"
        verbose_name_plural = "首页"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return the context with the agencies in the order of their names, each with its newest report."""
        context = super().get_context(request, *args, **kwargs)
        places = public(AgencyPage.objects.child_of(self)).select_related("agency").order_by("agency__slug")
        newest = {page.agency_id: page for page in public(AnnualReportPage.objects.all()).order_by("year")}
        offices = disclosure_offices([place.agency for place in places], timezone.localdate())
        context["places"] = [
            {
                "agency": place.agency,
                "office": offices.get(place.agency_id),
                "address": place.get_url(request),
                "report": (report := newest.get(place.agency_id)),
                "report_address": report.get_url(request) if report else "",
            }
            for place in places
        ]
        context["unlisted"] = bool(places) and all(place.agency.demonstration for place in places)
        return context
