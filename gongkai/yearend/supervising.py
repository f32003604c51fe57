"""Whose people act for a competent department, and for which agencies (Reg. art. 3)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from gongkai.agencies.door import Agency, Appointment, Relation, RelationKind, Role, acting, supervised_by
from gongkai.findings import Finding

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from gongkai.agencies.door import Person


def departments_of(person: Person, *, on: date) -> QuerySet[Agency]:
    """Return the competent departments for which somebody acts on a day; to a superuser, every one there is."""
    above = Relation.objects.filter(kind=RelationKind.DISCLOSURE_SUPERVISOR).in_force(on).exclude(other=None)
    departments = Agency.objects.filter(pk__in=above.values("other")).order_by("pk")
    if person.is_superuser:
        return departments
    return departments.filter(pk__in=[one.pk for one in departments if acting(person, Role.SUPERVISOR, one, on=on)])


def not_supervising(person: Person, department: Agency, *, on: date, agency: Agency | None = None) -> list[Finding]:
    """Return why `person` may not act for `department`, as that of `agency` where one is given; empty where they may.

    The department itself is among those whose report it takes in: that of its government.
    """
    if acting(person, Role.SUPERVISOR, department, on=on) is None:
        return [Finding("COLLECT-ROLE", facts={"department": department.name})]
    if agency is None or agency == department or supervised_by(department, on).filter(pk=agency.pk).exists():
        return []
    return [Finding("COLLECT-NOT-BELOW", facts={"department": department.name, "agency": agency.name})]


def departments_above(agency: Agency, on: date) -> list[Agency]:
    """Return the competent departments above an agency on a day, the nearest first, and the agency itself before."""
    relations = Relation.objects.filter(kind=RelationKind.DISCLOSURE_SUPERVISOR).in_force(on)
    above = {one.agency_id: one.other for one in relations.select_related("other") if one.other}
    chain, here = [agency], agency
    while (over := above.get(here.pk)) is not None and over not in chain:
        chain.append(over)
        here = over
    return chain


def department_here(agency: Agency, on: date) -> Agency | None:
    """Return the nearest department above an agency whose own people act in this installation on a day, if any does."""
    above = departments_above(agency, on)[1:]
    acting_for = Appointment.objects.filter(agency__in=above, role=Role.SUPERVISOR).in_force(on)
    at_work = set(acting_for.values_list("agency_id", flat=True))
    return next((one for one in above if one.pk in at_work), None)
