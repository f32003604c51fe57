"""Information that several people asked for and got: proposed to be published without being asked (Reg. art. 44)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import QuerySet
from rapidfuzz import fuzz, process

from gongkai import statute
from gongkai.cases.agency_settings import setting_of
from gongkai.cases.case import Case
from gongkai.cases.contents import PARTIAL
from gongkai.cases.likeness import ALIKE, Alike, plain
from gongkai.cases.remedies_told import kinds_of

if TYPE_CHECKING:
    from gongkai.agencies.door import Agency

ALREADY_PUBLIC = "R1_already_public"
_NEWEST = 400  # cases that are compared with each other
_YEARS = timedelta(days=2 * 366)


class Proposal(NamedTuple):
    """Cases of one agency in which different people asked for the same and got it, the newest first."""

    cases: list[Case]
    applicants: int


def given_codes() -> list[str]:
    """Return the kinds of reply by which information was given that was not public already."""
    return sorted({row.code for row in statute.outcomes() if row.kind in statute.GIVEN and row.code != ALREADY_PUBLIC})


def applicants_needed(agency: Agency, today: date) -> int:
    """Return how many different applicants make a proposal in an agency (art. 44 says 多个)."""
    return setting_of(agency.pk, "proposal_applicants", on=today)


def others_who_got_it(case: Case, like: Iterable[Alike]) -> int:
    """Return how many other people asked for what is like a case and got it; those without a number do not count."""
    given = set(given_codes())
    people = {one.case.identity_hash for one in like if one.case.outcome in given and _gave_anew(one.case)}
    return len(people - {case.identity_hash, ""})


def proposals(agencies: Collection[Agency], *, today: date) -> list[Proposal]:
    """Return what is proposed to be published, where most people asked first."""
    found = [
        one for agency in agencies for one in _of(agency, today) if one.applicants >= applicants_needed(agency, today)
    ]
    return sorted(found, key=lambda one: -one.applicants)


def _of(agency: Agency, today: date) -> list[Proposal]:
    left = {case.pk: case for case in _given(agency, today) if _gave_anew(case)}
    texts = {pk: plain(case.description) for pk, case in left.items()}
    found = []
    while left:
        first = next(iter(left))
        like = process.extract(texts[first], texts, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=None)
        group = [left.pop(pk) for _, _, pk in like]
        for case in group:
            del texts[case.pk]
        found.append(Proposal(group, len({case.identity_hash for case in group})))
    return found


def _gave_anew(case: Case) -> bool:
    """Tell whether one of the contents was given that was not public already; of several the rest may be refused."""
    if case.outcome != PARTIAL:
        return True
    replied = next((one for one in case.events.all() if one.facts.get("outcome")), None)
    return replied is None or bool(set(kinds_of(replied)) & set(given_codes()))


def _given(agency: Agency, today: date) -> QuerySet[Case]:
    """Return the newest cases by which information was given, of people who are told apart, none published since."""
    closed = Case.objects.filter(agency=agency, outcome__in=given_codes(), closed_date__gte=today - _YEARS)
    known = closed.exclude(identity_hash="").filter(handovers=None).select_related("agency").prefetch_related("events")
    return known.order_by("-closed_date", "-pk")[:_NEWEST]
