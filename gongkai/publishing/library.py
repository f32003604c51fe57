"""The policy library (政策文件库): documents with their state on a day, beside what explains and what applies them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from django.http import HttpRequest

from gongkai.pages.door import BasePage, public
from gongkai.publishing.explaining import ExplainerPage, ServiceGuidePage
from gongkai.publishing.normative import NormativeDocumentPage, lifetimes_of
from gongkai.publishing.validity import Validity


class Standing(NamedTuple):
    """A public document with its state on a day, and the last day it holds as known then (None: no limit)."""

    document: NormativeDocumentPage
    validity: Validity
    last_date: date | None


class Companion(NamedTuple):
    """What is public beside a document: its title and address."""

    title: str
    address: str


def standings(place: BasePage, day: date) -> list[Standing]:
    """Return every public document below a page that was made by `day`, the newest first; in two queries."""
    found = public(NormativeDocumentPage.objects.descendant_of(place)).filter(issue_date__lte=day)
    documents = list(found.defer("body").order_by("-issue_date", "-pk"))
    lifetimes = lifetimes_of(documents)
    return [
        Standing(page, lifetimes[page.pk].status_on(day), lifetimes[page.pk].last_date_on(day)) for page in documents
    ]


def explainers_of(
    documents: Iterable[NormativeDocumentPage], request: HttpRequest | None
) -> dict[int, list[Companion]]:
    """Return the public explainers of each document by its number, in one query."""
    return _companions(ExplainerPage, "explains", documents, request)


def service_guides_of(
    documents: Iterable[NormativeDocumentPage], request: HttpRequest | None
) -> dict[int, list[Companion]]:
    """Return the public service guides that rest on each document by its number, in one query."""
    return _companions(ServiceGuidePage, "rests_on", documents, request)


def _companions(
    kind: Any, document: str, documents: Iterable[NormativeDocumentPage], request: HttpRequest | None
) -> dict[int, list[Companion]]:
    numbers = [page.pk for page in documents]
    rows = public(kind.objects.filter(**{f"{document}__in": numbers})).defer("body").order_by("pk")
    found: dict[int, list[Companion]] = defaultdict(list)
    for page in rows if numbers else ():
        found[getattr(page, f"{document}_id")].append(Companion(page.title, page.get_url(request) or ""))
    return found
