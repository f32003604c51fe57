"""What is public in a section, as its list shows it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from gongkai.pages.door import BasePage, public, walked_within
from gongkai.publishing.information import InformationPage
from gongkai.publishing.normative import validity_on
from gongkai.publishing.validity import Validity


class Entry(NamedTuple):
    """A page as a list shows it; `validity` is None for what is no normative document."""

    title: str
    address: str
    date: date | None
    validity: Validity | None = None


def public_information(below: BasePage) -> QuerySet[InformationPage]:
    """Return what is public anywhere below a page, newest first.

    They are looked for from the agency's newest on, along the index, so that a long list costs what is shown of it.
    """
    pages = InformationPage.objects.filter(search_entry__agency=below.agency)
    found: QuerySet[InformationPage] = public(walked_within(pages, below.path))
    return found.select_related("normativedocumentpage").order_by("-search_entry__newness")


def catalogue(below: BasePage) -> QuerySet[InformationPage]:
    """Return what the catalogue lists (Reg. art. 12): index number, title, summary and date are all there."""
    return public_information(below).exclude(summary="").exclude(index_number="")


def entries(pages: Iterable[InformationPage], request: HttpRequest | None) -> list[Entry]:
    """Return pages as a list shows them, in their order; ask for them with their `normativedocumentpage`."""
    shown = list(pages)
    documents = {page.pk: page.normativedocumentpage for page in shown if hasattr(page, "normativedocumentpage")}
    states = validity_on(timezone.localdate(), documents.values())
    return [
        Entry(page.title, page.get_url(request) or "", page.publication_date, states.get(page.pk)) for page in shown
    ]
