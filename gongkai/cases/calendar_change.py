"""A new year's notice on rest days: which open cases it moves, from what to what, and adopting it as one act."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import transaction

from gongkai import statute
from gongkai.agencies.door import HolidayNotice, adopt_notice, calendar_with
from gongkai.cases.case import Case, in_hand
from gongkai.cases.refusals import Refused
from gongkai.findings import Finding
from gongkai.statute import Move, Notice

if TYPE_CHECKING:
    from gongkai.agencies.door import Person

_KINDS = {
    "reply": "答复",
    "correction_notice": "告知补正",
    "correction": "申请人补正",
    "fee_payment": "缴费",
    "third_party": "第三方意见",
    "co_maker": "共同制作机关意见",
    "confirmation": "与申请人确认",
}


class Moved(NamedTuple):
    """A due date that moves, with its case and what it is for in Chinese."""

    case: Case
    what: str
    move: Move

    def told(self) -> dict[str, Any]:
        """Return it as it is put on record."""
        return {
            "case": self.case.pk,
            "number": self.case.number,
            "kind": self.move.kind,
            "before": self.move.before.date.isoformat(),
            "after": self.move.after.date.isoformat(),
        }

    @property
    def stays(self) -> bool:
        """Tell whether only the doubt goes: the day is the same, and provisional no longer."""
        return self.move.before.date == self.move.after.date


def moved_by(notice: Notice, *, today: date) -> list[Moved]:
    """Return what a notice moves in the open cases of every agency, the nearest new day first."""
    open_cases = Case.objects.filter(in_hand()).select_related("agency").prefetch_related("events")
    cases = {str(case.pk): case for case in open_cases}
    found = statute.moves(
        {pk: case.facts() for pk, case in cases.items()}, calendar_with(), calendar_with(notice), today=today
    )
    return sorted((Moved(cases[one.case_id], _what(one.kind), one) for one in found), key=_order)


def _what(kind: str) -> str:
    return _KINDS.get(kind.partition(":")[0], kind)


def _order(moved: Moved) -> tuple[date, int, str]:
    return moved.move.after.date, moved.case.pk, moved.move.kind


def fingerprint(notice: Notice, moved: Iterable[Moved]) -> str:
    """Return the SHA-256, in hex, of a notice and all it moves: what somebody saw before adopting it."""
    rest = {day.isoformat(): name for day, name in notice.rest_days.items()}
    worked = sorted(day.isoformat() for day in notice.worked_weekends)
    told = [notice.year, notice.law, rest, worked, [one.told() for one in moved]]
    return hashlib.sha256(json.dumps(told, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


@transaction.atomic
def adopt(notice: Notice, *, seen: str, by: Person, at: datetime, today: date) -> HolidayNotice:
    """Adopt a notice; raise Refused where it would no longer move exactly what was `seen` (a fingerprint)."""
    moved = moved_by(notice, today=today)
    if fingerprint(notice, moved) != seen:
        raise Refused(Finding("CALENDAR-STALE", facts={"year": notice.year}))
    return adopt_notice(notice, moved=[one.told() for one in moved], by=by, at=at)
