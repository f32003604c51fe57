"""Somebody for every role of the demonstration's agencies, with names that are evidently invented."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path
from typing import Any

from django.contrib.auth.hashers import make_password

from gongkai.agencies.door import Agency, Appointment, Person, Relation, RelationKind, Role

IN_OFFICE_SINCE = date(2019, 5, 15)
AUTHORITY = "演示市人民政府"


def appoint_staff(agencies: list[Agency], *, password: str) -> list[Person]:
    """Give every agency somebody for each role, all with the same password; return the people.

    The supervisors work in an agency of their own, above the others.
    """
    hashed = make_password(password)  # once: it is slow on purpose
    above = _supervising(agencies)
    roles = [role for role in Role if role != Role.SUPERVISOR]
    posts = [(agency, role) for agency in agencies for role in roles] + [(above, Role.SUPERVISOR)]
    return [_appoint(agency, role, hashed) for agency, role in posts]


def _supervising(agencies: list[Agency]) -> Agency:
    above = Agency.objects.create(
        slug="demo-office", name=f"{AUTHORITY}办公室", short_name="演示政府办", city="演示市", demonstration=True
    )
    for agency in agencies:
        bodies: dict[RelationKind, dict[str, Any]] = {
            RelationKind.DISCLOSURE_SUPERVISOR: {"other": above},
            RelationKind.ADMINISTRATIVE_SUPERIOR: {"named_body": AUTHORITY},
            RelationKind.RECONSIDERATION_BODY: {"named_body": AUTHORITY},
        }
        for kind, body in bodies.items():
            Relation.objects.create(agency=agency, kind=kind, since=IN_OFFICE_SINCE, **body)
    return above


def _appoint(agency: Agency, role: Role, hashed: str) -> Person:
    username = f"{agency.slug}-{role.replace('_', '-')}"
    person = Person.objects.create(username=username, last_name="演示", first_name=role.label, password=hashed)
    Appointment.objects.create(person=person, agency=agency, role=role, since=IN_OFFICE_SINCE)
    return person


def person_who_is(role: Role, agency: Agency) -> Person:
    """Return the person of an agency with a role."""
    return Appointment.objects.filter(agency=agency, role=role).select_related("person").earliest("pk").person


def listed(password: str) -> dict[str, Any]:
    """Return the accounts as the sign-in page of a demonstration shows them."""
    appointments = Appointment.objects.select_related("agency", "person").order_by("agency__slug", "pk")
    agencies: dict[str, list[dict[str, str]]] = {}
    for one in appointments:
        person = {"role": str(one.get_role_display()), "username": one.person.username}
        agencies.setdefault(one.agency.name, []).append(person)
    return {"password": password, "agencies": [{"name": name, "people": people} for name, people in agencies.items()]}


def leave_list(path: Path, accounts: dict[str, Any]) -> None:
    """Write the accounts where the sign-in page looks for them, readable by the file's owner alone."""
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        json.dump(accounts, file, ensure_ascii=False)
