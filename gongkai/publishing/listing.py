"""What is public in a section, as its list shows it."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from gongkai.pages.door import BasePage
from gongkai.publishing.information import InformationPage
from gongkai.publishing.normative import NormativeDocumentPage


def public_information(below: BasePage) -> QuerySet[InformationPage]:
    """Return what is public anywhere below a page, newest first."""
    found = InformationPage.objects.descendant_of(below).live()
    return found.order_by("-publication_date", "-pk")


def catalogue(below: BasePage) -> QuerySet[InformationPage]:
    """Return what the catalogue lists (Reg. art. 12): index number, title, summary and date are all there."""
    return public_information(below).exclude(summary="").exclude(index_number="")


def entries_of(section: BasePage, request: HttpRequest | None) -> list[dict[str, Any]]:
    """Return what stands directly in the section: title, address, date, and for a normative document its validity."""
    found = list(InformationPage.objects.child_of(section).live().order_by("-publication_date", "-pk"))
    documents = NormativeDocumentPage.objects.filter(pk__in=[page.pk for page in found])
    today = timezone.localdate()
    states = {page.pk: page.status_on(today) for page in documents.prefetch_related("validity_events__annulled_by")}
    return [
        {
            "title": page.title,
            "address": page.get_url(request),
            "date": page.publication_date,
            "validity": states.get(page.pk),
        }
        for page in found
    ]
