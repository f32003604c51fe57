"""Where an agency stands on the site: its own page, below the home page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wagtail.models import Site

from gongkai.pages.models import AgencyPage

if TYPE_CHECKING:
    from gongkai.agencies.door import Agency


def place_of(agency: Agency) -> AgencyPage:
    """Return the agency's place, made below the home page where it has none yet."""
    place = AgencyPage.objects.filter(agency=agency).first()
    if place is not None:
        return place
    home = Site.objects.get(is_default_site=True).root_page
    made: AgencyPage = home.add_child(instance=AgencyPage(title=agency.name, slug=agency.slug, agency=agency))
    return made
