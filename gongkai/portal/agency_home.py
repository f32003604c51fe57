"""What an agency's home shows: the parts of its disclosure section, what is new, and each section with its newest."""

from __future__ import annotations

from collections import defaultdict
from itertools import chain
from typing import Any

from django.db.models import F, QuerySet, Window
from django.db.models.functions import RowNumber, Substr
from django.http import HttpRequest

from gongkai.pages.door import AgencyPage, BasePage, filled, public
from gongkai.portal.site_map import ways_at
from gongkai.publishing.door import DisclosureSectionPage, InformationPage, SectionPage, entries, public_information

NEWEST = 8  # of the whole agency
IN_A_SECTION = 6
_LIST = ("-publication_date", "-pk")


def home_of(sender: Any, page: AgencyPage, request: HttpRequest, **_: Any) -> dict[str, Any]:
    """Return what the home of an agency shows beside its name and its disclosure office."""
    sections = list(filled(public(SectionPage.objects.child_of(page))).order_by("path"))
    shown = _by_section(page, sections)
    newest = list(public_information(page)[:NEWEST])
    pages = [*newest, *chain.from_iterable(shown.values())]
    told = dict(zip((one.pk for one in pages), entries(pages, request), strict=True))
    return {
        "ways": ways_at(page.agency.slug),
        "parts": parts_of_disclosure(page, request),
        "newest": [told[one.pk] for one in newest],
        "sections": [
            {
                "title": section.title,
                "address": section.get_url(request),
                "entries": [told[one.pk] for one in shown[section.path]],
            }
            for section in sections
        ],
    }


def parts_of_disclosure(page: AgencyPage, request: HttpRequest | None) -> list[dict[str, Any]]:
    """Return the parts of the disclosure section that have content, in the notice's order, with title and address."""
    above = DisclosureSectionPage.objects.child_of(page).first()
    return above.parts(request) if above else []


def _by_section(page: AgencyPage, sections: list[SectionPage]) -> dict[str, list[InformationPage]]:
    """Return the newest of each section and all below it, by the section's path, in one query."""
    length = len(page.path) + BasePage.steplen
    found: dict[str, list[InformationPage]] = defaultdict(list)
    rank = Window(RowNumber(), partition_by=[F("part")], order_by=[F(name[1:]).desc() for name in _LIST])
    rows: QuerySet[InformationPage] = public(InformationPage.objects.descendant_of(page))
    rows = (
        rows.select_related("normativedocumentpage")
        .annotate(part=Substr("path", 1, length))
        .annotate(rank=rank)
        .filter(rank__lte=IN_A_SECTION)
    )
    for row in rows.order_by(*_LIST) if sections else ():
        found[row.path[:length]].append(row)
    return found
