"""Applications that may be the same: of one person, or of several for the same information (Reg. art. 36 (6), 44)."""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

from django.db.models import QuerySet
from rapidfuzz import fuzz, process

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
    """Return the other cases of the same applicant in the agency, the newest first; none without an identity number."""
    if not case.identity_hash:
        return Case.objects.none()
    same = Case.objects.filter(agency=case.agency, identity_hash=case.identity_hash).exclude(pk=case.pk)
    return same.order_by("-arrival_date", "-pk")


def alike(case: Case) -> list[Alike]:
    """Return the cases of the agency and the two years before whose description is alike, the likest first."""
    earliest = case.arrival_date - _YEARS
    others = Case.objects.filter(agency=case.agency, arrival_date__gte=earliest).exclude(pk=case.pk)
    told = dict(others.order_by("-pk").values_list("pk", "description")[:_NEWEST])
    wanted = plain(case.description)
    texts = {pk: plain(text) for pk, text in told.items()}
    found = process.extract(wanted, texts, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=MOST_SHOWN)
    cases = Case.objects.in_bulk([pk for _, _, pk in found])
    return [Alike(cases[pk], round(score), _is_same_person(case, cases[pk])) for _, score, pk in found]


def _is_same_person(one: Case, other: Case) -> bool:
    return bool(one.identity_hash) and one.identity_hash == other.identity_hash


def plain(text: str) -> str:
    """Return the text as it is compared: without what does not tell two apart: blanks, punctuation, capitals."""
    return "".join(one for one in text[:_LONGEST].lower() if one.isalnum())
