"""Where pages stand, for many at once: below which agency's place, in whose office's section."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from gongkai.agencies.door import Appointment, calendar
from gongkai.pages.door import AgencyPage, BasePage
from gongkai.publishing.sections import SectionPage

if TYPE_CHECKING:
    from gongkai.agencies.door import Agency


def places_of(agencies: Collection[Agency]) -> dict[str, Agency]:
    """Return the places of agencies in the tree: path -> agency."""
    by_number = {agency.pk: agency for agency in agencies}
    places = AgencyPage.objects.filter(agency__in=by_number).values_list("path", "agency_id")
    return {path: by_number[agency] for path, agency in places}


def below(paths: Iterable[str], lookup: str = "path") -> Q:
    """Return the condition that a page, at `lookup`, stands at one of the paths or below."""
    return reduce(or_, (Q(**{f"{lookup}__startswith": path}) for path in paths), Q(pk__in=()))


def agency_at(path: str, places: Mapping[str, Agency]) -> Agency:
    """Return the agency in whose place, of those given, the path lies."""
    return next(agency for place, agency in places.items() if path.startswith(place))


def offices_of(pages: Iterable[Any]) -> dict[int, str]:
    """Return for each page the office whose section it stands in, by the page's number; empty where nobody said."""
    sections = {page.pk: page.path[: -BasePage.steplen] for page in pages}
    rows = SectionPage.objects.filter(path__in=set(sections.values())).select_related("office")
    offices = {row.path: row.office.name for row in rows if row.office}
    return {number: offices.get(path, "") for number, path in sections.items()}


def last_day_of(page: Any) -> date | None:
    """Return the last day to publish a page for the first time; None where it is public, or nothing asks for a day."""
    if not hasattr(page, "due_date") or page.publication_date is not None:
        return None
    due = page.due_date(calendar())
    return due.date if due else None


def still_there(people: Iterable[int | None], roles: Collection[str], on: date) -> set[int]:
    """Return of these ids of people those who hold one of `roles` on that day: whose work has not fallen to others."""
    held = Appointment.objects.filter(person__in=set(people) - {None}, role__in=roles).in_force(on)
    return set(held.values_list("person_id", flat=True))
