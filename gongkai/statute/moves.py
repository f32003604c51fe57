"""Which due dates move when a new year's notice is loaded: shown first, then applied as one act."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from gongkai.statute.calendar import Calendar, DueDate
from gongkai.statute.clock import Clock, clock
from gongkai.statute.events import CLOSED, CaseFacts


class Move(NamedTuple):
    """A due date that moves, or is provisional no longer: of which case, of what (``reply``, ``correction`` …)."""

    case_id: str
    kind: str
    before: DueDate
    after: DueDate


def moves(
    cases: Mapping[str, CaseFacts],
    before: Calendar,
    after: Calendar,
    *,
    today: date,
    chosen: Mapping[str, int] | None = None,
) -> Iterator[Move]:
    """Yield what `after` changes in the open cases, by their ids, against `before`."""
    for case_id, case in cases.items():
        old = clock(case, before, today=today, chosen=chosen)
        if old.state in CLOSED:
            continue
        new = _due_dates(clock(case, after, today=today, chosen=chosen))
        for kind, due in _due_dates(old).items():
            if kind in new and new[kind] != due:
                yield Move(case_id, kind, due, new[kind])


def _due_dates(read: Clock) -> dict[str, DueDate]:
    """Return the due dates of a clock by what they are for; a consultation's with its id."""
    found = {"reply": read.due, "correction_notice": read.correction_notice_due}
    found |= {f"{sub.kind}{':' if sub.id else ''}{sub.id}": sub.due for sub in read.sub_deadlines}
    return {kind: due for kind, due in found.items() if due is not None}
