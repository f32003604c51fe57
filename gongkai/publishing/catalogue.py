"""The catalogue of government information (政府信息公开目录): every public item from its record, page by page.

「政府信息公开目录包括政府信息的索引、名称、内容概述、生成日期等内容。」 (Reg. art. 12)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q
from django.http import Http404, HttpRequest
from django.utils import timezone

from gongkai.findings import Finding
from gongkai.pages.door import BasePage, place_of
from gongkai.publishing.listing import catalogue, public_information
from gongkai.publishing.normative import validity_on
from gongkai.publishing.paging import number_in, part_of
from gongkai.publishing.rows import statistical_classes

if TYPE_CHECKING:
    from gongkai.agencies.door import Agency

TITLE = "政府信息公开目录"


def catalogue_shown(section: Any, request: HttpRequest, parts: Sequence[str]) -> dict[str, Any]:
    """Return what a page of the catalogue shows; `parts` are those of its address behind ``catalogue``.

    ``policy`` narrows it to a class, ``page-3`` names a page. Raises Http404 for what it does not have.
    """
    number = number_in(parts[-1]) if parts else None
    chosen = "/".join(parts[:-1] if number else parts)
    if chosen and chosen not in statistical_classes():
        raise Http404("没有这一类")
    listed = catalogue(section.agency_page)
    counted = dict(listed.order_by().values_list("statistical_class").annotate(number=Count("pk")))
    part = part_of(listed.filter(statistical_class=chosen) if chosen else listed, number)
    if not part.total:
        raise Http404("目录里还没有内容")
    here = f"{section.get_url(request)}catalogue/"
    return {
        "list_title": TITLE,
        "part": part,
        "rows": _rows(part.entries, request),
        "classes": [
            {
                "label": row.label,
                "address": f"{here}{row.id}/",
                "number": counted[row.id],
                "is_chosen": row.id == chosen,
            }
            for row in statistical_classes().values()
            if counted.get(row.id)
        ],
        "all": {"address": here, "number": sum(counted.values()), "is_chosen": not chosen},
        "here": f"{here}{chosen}/" if chosen else here,
    }


def _rows(pages: Sequence[Any], request: HttpRequest) -> list[dict[str, Any]]:
    documents = [page.normativedocumentpage for page in pages if hasattr(page, "normativedocumentpage")]
    states = validity_on(timezone.localdate(), documents)
    return [{"page": page, "address": page.get_url(request), "validity": states.get(page.pk)} for page in pages]


def has_catalogue(section: Any) -> bool:
    """Return whether the catalogue of the section's agency lists anything."""
    return catalogue(section.agency_page).exists()


def kinds_of_lists() -> tuple[type[BasePage], ...]:
    """Return the types of page that are lists beside the four parts of the disclosure section."""
    from gongkai.publishing.duty_list import DutyListPage
    from gongkai.publishing.leaders import LeadersPage
    from gongkai.publishing.organisation import OrganisationPage

    return (DutyListPage, OrganisationPage, LeadersPage)


def catalogue_findings(agency: Agency, on: date) -> Iterator[tuple[Any, Finding]]:
    """Yield whether public items lack what the catalogue needs, and so are not in it: how many, and the newest."""
    defective = public_information(place_of(agency)).filter(Q(summary="") | Q(index_number=""))
    newest = defective.first()
    if newest:
        facts = {"number": defective.count(), "title": newest.title}
        yield newest, Finding("CATALOGUE-DEFECT", facts=facts)
