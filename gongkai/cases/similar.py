"""What there is already and may be what the applicant looks for: found by the words of its title."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gongkai.cases.title_index import index_of, pairs_of
from gongkai.pages.door import AgencyPage, BasePage
from gongkai.publishing.door import InformationPage

if TYPE_CHECKING:
    from gongkai.agencies.door import Agency

MOST = 5


def similar_information(agency: Agency, description: str, *, request: Any = None) -> list[dict[str, Any]]:
    """Return public pages of the agency whose titles are like the description: title and address, the likest first."""
    place = AgencyPage.objects.filter(agency=agency).first()
    wanted = set(pairs_of(description))
    if place is None or not wanted:
        return []
    public = BasePage.objects.descendant_of(place).filter(live=True, reviewed_type=True)
    likest = index_of(("public", agency.pk), public).likest(wanted, MOST)
    pages = public.in_bulk(likest)
    found = [pages[pk] for pk in likest if pk in pages]
    return [{"title": one.title, "address": one.specific.get_url(request)} for one in found]


def likely_found(agency: Agency, description: str) -> list[InformationPage]:
    """Return information of the agency, public or not, whose titles are like the description, the likest first."""
    wanted = set(pairs_of(description))
    if not wanted:
        return []
    own = InformationPage.objects.filter(agency=agency)
    likest = index_of(("own", agency.pk), own).likest(wanted, MOST)
    pages = own.in_bulk(likest)
    return [pages[pk] for pk in likest if pk in pages]
