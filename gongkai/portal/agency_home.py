"""What an agency's home shows: the parts of its disclosure section, what is new, and each section with its newest."""

from __future__ import annotations

from collections import defaultdict
from functools import reduce
from itertools import chain
from operator import or_
from typing import Any

from django.db.models import F, QuerySet, Window
from django.db.models.functions import RowNumber, Substr
from django.http import HttpRequest

from gongkai.pages.door import AgencyPage, BasePage, filled, public, within
from gongkai.portal.site_map import ways_at
from gongkai.publishing.door import DisclosureSectionPage, InformationPage, SectionPage, entries, public_information

NEWEST = 8  # of the whole agency
IN_A_SECTION = 6
LOOKED_THROUGH = 150  # of the agency's newest, for the newest of each section


def home_of(sender: Any, page: AgencyPage, request: HttpRequest, **_: Any) -> dict[str, Any]:
    """Return what the home of an agency shows beside its name and its disclosure office."""
    sections = list(filled(public(SectionPage.objects.child_of(page))).order_by("path"))
    looked_through = list(public_information(page).defer("body")[:LOOKED_THROUGH])
    shown, newest = _by_section(page, sections, looked_through), looked_through[:NEWEST]
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
                "entries": [told[one.pk] for one in shown.get(section.path, ())],
            }
            for section in sections
        ],
    }


def parts_of_disclosure(page: AgencyPage, request: HttpRequest | None) -> list[dict[str, Any]]:
    """Return the parts of the disclosure section that have content, in the notice's order, with title and address."""
    above = DisclosureSectionPage.objects.child_of(page).first()
    return above.parts(request) if above else []


def _by_section(
    page: AgencyPage, sections: list[SectionPage], newest: list[InformationPage]
) -> dict[str, list[InformationPage]]:
    """Return the newest of each section and all below it, by the section's path.

    The agency's newest give them for the sections that are busy; only the others are gone through.
    """
    length = len(page.path) + BasePage.steplen
    found: dict[str, list[InformationPage]] = defaultdict(list)
    for row in newest:
        found[row.path[:length]].append(row)
    quiet = [one.path for one in sections if len(found[one.path]) < IN_A_SECTION]
    if quiet and len(newest) == LOOKED_THROUGH:  # else they are all there is
        found |= _of_quiet_sections(quiet, length)
    return {path: rows[:IN_A_SECTION] for path, rows in found.items()}


def _of_quiet_sections(paths: list[str], length: int) -> dict[str, list[InformationPage]]:
    rank = Window(RowNumber(), partition_by=[F("part")], order_by=[F("search_entry__newness").desc()])
    below = reduce(or_, map(within, paths))
    rows: QuerySet[InformationPage] = public(InformationPage.objects.filter(below, search_entry__isnull=False))
    ranked = rows.annotate(part=Substr("path", 1, length)).annotate(rank=rank).filter(rank__lte=IN_A_SECTION)
    found: dict[str, list[InformationPage]] = defaultdict(list)
    for row in ranked.select_related("normativedocumentpage").defer("body").order_by("-search_entry__newness"):
        found[row.path[:length]].append(row)
    return found
