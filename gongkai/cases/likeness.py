"""Applications that may be the same: of one person, or of several for the same information (Reg. art. 36 (6), 44)."""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

from django.db.models import QuerySet
from rapidfuzz import fuzz, process

from gongkai.cases.agency_settings import setting_of
from gongkai.cases.case import Case

ALIKE = 75  # of 100: from here on two descriptions are shown as alike; a person judges
MOST_SHOWN = 10
_NEWEST, _LONGEST = 5000, 500  # cases that are looked through, characters of each that are compared
_YEARS = timedelta(days=2 * 366)


class Alike(NamedTuple):
    """An earlier case whose description is alike: how much, 0 to 100, and whether the same person sent it."""

    case: Case
    percent: int
    same_person: bool


def of_the_same_person(case: Case) -> QuerySet[Case]:
    """Return the other cases of the same applicant in the agency, the newest first.

    The same is who has number and name in common; without a number, name and telephone.
    """
    if not case.person_hash:
        return Case.objects.none()
    same = Case.objects.filter(agency=case.agency, person_hash=case.person_hash).exclude(pk=case.pk)
    return same.order_by("-arrival_date", "-pk")


def of_another_name(case: Case) -> QuerySet[Case]:
    """Return the cases of the agency with the same identity number under another name, the newest first."""
    if not case.identity_hash:
        return Case.objects.none()
    others = Case.objects.filter(agency=case.agency, identity_hash=case.identity_hash)
    return others.exclude(person_hash=case.person_hash).order_by("-arrival_date", "-pk")


class Counted(NamedTuple):
    """How many applications a person sent to the agency: on the day, in the month and the year of one of them.

    `is_many`: in the month as many as the agency wants to be told of (art. 35 gives no number; a person judges).
    """

    day: int
    month: int
    year: int
    is_many: bool


def counted(case: Case) -> Counted | None:
    """Return how many the applicant of a case sent, itself included; None for one who cannot be known again."""
    if not case.person_hash:
        return None
    day = case.arrival_date
    same = Case.objects.filter(agency=case.agency, person_hash=case.person_hash, arrival_date__year=day.year)
    days = list(same.values_list("arrival_date", flat=True))
    month = sum(one.month == day.month for one in days)
    many = month >= setting_of(case.agency_id, "excessive_month", on=case.arrival_date)
    return Counted(days.count(day), month, len(days), many)


def alike(case: Case) -> list[Alike]:
    """Return the cases of the agency and the two years before whose description is alike, the likest first."""
    earliest = case.arrival_date - _YEARS
    standing = Case.objects.filter(destruction=None)  # of the others no word is left, which makes them all alike
    others = standing.filter(agency=case.agency, arrival_date__gte=earliest).exclude(pk=case.pk)
    told = dict(others.order_by("-pk").values_list("pk", "description")[:_NEWEST])
    wanted = plain(case.description)
    texts = {pk: plain(text) for pk, text in told.items()}
    found = process.extract(wanted, texts, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=MOST_SHOWN)
    cases = Case.objects.in_bulk([pk for _, _, pk in found])
    return [Alike(cases[pk], round(score), _is_same_person(case, cases[pk])) for _, score, pk in found]


def _is_same_person(one: Case, other: Case) -> bool:
    return bool(one.person_hash) and one.person_hash == other.person_hash


def plain(text: str) -> str:
    """Return the text as it is compared: without what does not tell two apart: blanks, punctuation, capitals."""
    return "".join(one for one in text[:_LONGEST].lower() if one.isalnum())
