"""Noting the documents whose validity changed by the mere passing of a day: they came into force, or lapsed."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from gongkai.pages.door import public
from gongkai.portal.platform.outbox import note
from gongkai.portal.platform.records import PlatformAttempt, PlatformConnection, not_arrived
from gongkai.publishing.door import NormativeDocumentPage, validity_on

if TYPE_CHECKING:
    from gongkai.agencies.door import Agency

_looked: dict[int, date] = {}  # by agency: once a day in each process is enough, and nothing is lost with it


def note_turned(at: datetime) -> int:
    """Note each document that the platform was told of in another state than it has today; return how many."""
    today = timezone.localdate(at)
    noted = 0
    for connection in PlatformConnection.objects.filter(active=True).select_related("agency"):
        if _looked.get(connection.agency_id) == today:
            continue
        with transaction.atomic():
            turned = _turned(connection.agency, today)
            note(turned, connection.agency, at)
        noted += len(turned)
        _looked[connection.agency_id] = today
    return noted


def _turned(agency: Agency, today: date) -> list[int]:
    """Return the numbers of the documents told of on an earlier day whose state is another today."""
    waiting = not_arrived([agency]).values("page")  # what goes out tells of its day
    ours = public(NormativeDocumentPage.objects.filter(agency=agency)).exclude(pk__in=waiting)
    documents = {page.pk: page for page in ours}
    by_day: dict[date, list[NormativeDocumentPage]] = defaultdict(list)
    for number, day in _days_told(list(documents)).items():
        by_day[day].append(documents[number])
    now = validity_on(today, documents.values())
    before = {number: state for day, told in by_day.items() for number, state in validity_on(day, told).items()}
    return [number for number, state in before.items() if state != now[number]]


def _days_told(numbers: list[int]) -> dict[int, date]:
    """Return for each page the day on which the platform last took something of it."""
    arrived = PlatformAttempt.objects.filter(outcome=PlatformAttempt.Outcome.ARRIVED, notice__page__in=numbers)
    told = arrived.order_by().values_list("notice__page").annotate(Max("at"))
    return {number: timezone.localdate(at) for number, at in told}
