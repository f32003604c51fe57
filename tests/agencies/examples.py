"""People and offices as the tests of this room write them."""

from __future__ import annotations

from datetime import date
from typing import Any

from gongkai.agencies.door import Agency, Appointment, Deputyship, Person, Role
from tests.yearend.examples import LONG_AGO, an_agency, an_office

__all__ = ["LONG_AGO", "a_deputyship", "a_person", "an_agency", "an_office", "appoint"]

TODAY = date(2026, 11, 27)


def a_person(username: str = "wang", **changes: Any) -> Person:
    """Return a saved person."""
    return Person.objects.create(username=username, **{"last_name": username, **changes})


def appoint(person: Person, role: Role, agency: Agency, since: date = LONG_AGO, until: date | None = None) -> Person:
    """Give `person` a role in `agency`, and return the person."""
    Appointment.objects.create(person=person, agency=agency, role=role, since=since, until=until)
    return person


def a_deputyship(
    absent: Person, deputy: Person, agency: Agency, since: date, until: date, role: str = ""
) -> Deputyship:
    """Let `deputy` act for `absent` between two days."""
    return Deputyship.objects.create(
        absent=absent,
        deputy=deputy,
        agency=agency,
        since=since,
        until=until,
        role=role,
        reason="休假",
        recorded_by=absent,
    )
