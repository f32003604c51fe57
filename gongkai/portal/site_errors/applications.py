"""A report that asks for a document: cases may open an application from it, with the consent of whoever wrote it."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from gongkai.cases.door import Source, Written
from gongkai.portal.site_errors.records import SiteErrorReport


def written(number: int) -> Written | None:
    """Return what stands in a report, None where there is none."""
    report = SiteErrorReport.objects.select_related("agency").filter(pk=number).first()
    if report is None:
        return None
    address = reverse("portal_site_error", args=[report.pk])
    return Written(report.agency, report.received_date, report.description, address)


SITE_ERRORS = Source("portal.site_error", "网站找错", written)
SOURCES = (SITE_ERRORS,)


def sources_of_portal(sender: Any, **_: Any) -> tuple[Source, ...]:
    """Return whose records of this room may turn out to be applications."""
    return SOURCES
