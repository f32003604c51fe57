"""What each piece of the demonstration's information says of itself, and the section it is put into."""

from __future__ import annotations

from datetime import date
from typing import Any

from gongkai.agencies.door import Agency
from gongkai.pages.door import place_of
from gongkai.publishing.door import SectionPage


def facts_of(told: dict[str, Any], agency: Agency, *, slug: str, day: date) -> dict[str, Any]:
    """Return the fields of a page, not public yet, from what is declared of it (`title`, `summary`, `body`)."""
    return {
        "title": told["title"],
        "slug": slug,
        "agency": agency,
        "summary": told["summary"],
        "body": [("text", told["body"])],
        "issue_date": day,
        "source": "演示数据",
        "live": False,
    }


def section_at(agency: Agency, address: str) -> SectionPage:
    """Return the section of an agency at an address below its place (``policy/local``)."""
    return SectionPage.objects.get(url_path=f"{place_of(agency).url_path}{address}/")
