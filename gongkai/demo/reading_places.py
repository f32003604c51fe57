"""Where the demonstration's agencies bring what is newly public: one place has got it, another waits for it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from gongkai.agencies.door import Agency, Role
from gongkai.demo.staff import person_who_is
from gongkai.publishing.door import Handed, ReadingPlace, make_supply, record_handover


def open_reading_places(agency: Agency, records: list[dict[str, Any]], *, at: datetime) -> int:
    """Register the declared reading places of an agency, and hand over what is declared so; return how many there are.

    They receive what became public since the first day of the month before last.
    """
    today = timezone.localdate(at)
    month_before_last = (today.replace(day=1) - timedelta(32)).replace(day=1)  # no two months are as short
    clerk = person_who_is(Role.CLERK, agency)
    for told in records:
        said = {name: value for name, value in told.items() if name != "handed_over"}
        place = ReadingPlace.objects.create(agency=agency, since=month_before_last, **said)
        if told.get("handed_over"):
            supply = make_supply(place.pk, by=clerk, at=at)
            note = "演示：没有真的移交，所以没有签收凭证。"
            handed = Handed(way="online", handed_date=today, received_by="收集科（演示）", note=note)
            record_handover(supply.pk, handed, by=clerk, at=at)
    return len(records)
