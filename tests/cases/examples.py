"""Cases as the tests of this room write them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from gongkai.agencies.door import Agency
from gongkai.cases.door import Case, act, register
from gongkai.statute import Event

AT = datetime(2026, 11, 27, 2, tzinfo=UTC)
TODAY = date(2026, 11, 27)


def a_case(agency: Agency, arrival: date, today: date | None = None, **changes: Any) -> Case:
    """Return an application handed in on that day."""
    said = {
        "channel": "in_person",
        "applicant_class": "natural_person",
        "applicant_name": "甲某",
        "description": "某文件",
    }
    case = Case(agency=agency, arrival_date=arrival, **{**said, **changes})
    return register(case, by=None, at=AT, today=today or TODAY)


def do(case: Case, name: str, day: date, *, today: date | None = None, **said: Any) -> Case:
    """Record one act on the case and return it as it is then."""
    extra = {key: said.pop(key) for key in ("ground", "amount_yuan", "note", "by") if key in said}
    act(case.pk, Event(act=name, event_date=day, **said), at=AT, today=today or TODAY, **{"by": None, **extra})
    case.refresh_from_db()
    return case
