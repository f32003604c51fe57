"""Which submissions wait for whom."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from gongkai.agencies.door import Agency, Person, agencies_of
from gongkai.findings import Finding
from gongkai.publishing.responses import urgent_among
from gongkai.publishing.rounds import ROLES, acting_in, hats
from gongkai.publishing.submissions import ROUND_NAMES, Submission

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest


def waiting_for(person: Person, at: datetime) -> list[Submission]:
    """Return the submissions `person` may decide at that moment: clarifications first, then the oldest.

    What he wrote himself, or has reviewed before, waits for somebody else.
    """
    found = [submission for number in ROLES for submission in waiting_in(number, person, at)]
    urgent = urgent_among([submission.page_id for submission in found])
    for submission in found:
        submission.is_urgent = submission.page_id in urgent
    return sorted(found, key=lambda one: (not one.is_urgent, one.submitted_at, one.pk))


def waiting_in(number: int, person: Person, at: datetime) -> list[Submission]:
    """Return the submissions that `person` may decide in round `number` at that moment."""
    agencies = agencies_of(person, on=timezone.localdate(at), role=ROLES[number])
    rows = Submission.objects.at_round(number).filter(bundle=None, agency__in=agencies)
    return [one for one in rows.select_related("agency", "submitted_by") if may_review(one, number, person, at)]


def may_review(submission: Submission, number: int, person: Person, at: datetime) -> bool:
    """Return whether `person` acts in round `number` of the submission and wears no second hat."""
    return not list(barred(submission, number, person, at))


def barred(submission: Submission, number: int, person: Person, at: datetime) -> Iterator[Finding]:
    """Yield why round `number` of the submission is not for `person` to decide: the role, or a hat worn before."""
    as_whom = acting_in(number, person, submission.agency, at)
    if as_whom is None:
        yield Finding("REVIEW-ROLE", facts={"agency": submission.agency.name, "round": ROUND_NAMES[number]})
    else:
        yield from hats(submission, person, as_whom.on_behalf_of)


def people_who_handed_in(request: HttpRequest) -> QuerySet[Person]:
    """Return who handed something in where whoever asks has a role, for the filter of Wagtail's report."""
    person = request.user
    agencies = Agency.objects.all() if person.is_superuser else agencies_of(person, on=timezone.localdate())
    handed_in = Submission.objects.filter(agency__in=agencies).values("submitted_by")
    return Person.objects.filter(pk__in=handed_in).order_by("username")


def under_way_for(person: Person, at: datetime) -> list[Submission]:
    """Return every open submission of the agencies where `person` has any role, the newest first."""
    agencies = agencies_of(person, on=timezone.localdate(at))
    found = Submission.objects.open().filter(agency__in=agencies).select_related("agency", "submitted_by")
    return list(found.order_by("-submitted_at", "-pk"))
