"""What may be done against a reply or its absence, by the law of its day (Reg. art. 51; 《行政复议法》)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import NamedTuple

from gongkai.statute.calendar import Calendar, DueDate
from gongkai.statute.limits import due_date, limit_row
from gongkai.statute.refusals import LawUnknown
from gongkai.statute.rows import Row, read_rows, row_in_force

RECONSIDERATION, LITIGATION = "reconsideration", "litigation"
RECONSIDERATION_FIRST, CHOICE, BOTH = "reconsideration_first", "choice", "both"
OVERDUE = "overdue"


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedy(Row):
    """The remedy some outcomes carry in one reading of the law.

    `order` is ``reconsideration_first``, ``choice`` or ``both``; `text` is the paragraph of the letter with
    ``{act}``, ``{body}``, ``{court}``, ``{reconsideration_date}``, ``{litigation_date}`` (overdue: ``{due_date}``)
    to be filled in; `note` is for the officer.
    """

    id: str
    outcomes: tuple[str, ...]
    order: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RemedyNote(Row):
    """A paragraph that stands beside a remedy, or says that there is none."""

    id: str


class Route(NamedTuple):
    """One way to go: ``reconsideration`` or ``litigation``, the last day for it, and its article."""

    kind: str
    due: DueDate
    law: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedies:
    """What may be done, and by when.

    `start_date` is day 0: that of service, or the due date that passed. `readings` is one row where the law is
    clear; several are readings, or laws of two days, that the officer must see and choose from. `routes` are open,
    in order; with reconsideration first only that one. `notes` are the paragraphs that belong beside them.
    """

    start_date: date
    readings: tuple[Remedy, ...]
    routes: tuple[Route, ...]
    notes: tuple[RemedyNote, ...]

    @property
    def is_clear(self) -> bool:
        """Whether there is only one reading, so that a letter may carry it without the officer's choice."""
        return len(self.readings) == 1

    @property
    def reconsideration_first(self) -> bool:
        """Whether nobody may sue before a reconsideration, in every reading."""
        return all(one.order == RECONSIDERATION_FIRST for one in self.readings)

    def paragraph(self, reading: Remedy, *, act: str, body: str, court: str) -> str:
        """Return the paragraph of a letter in that reading: `act` is what the letter is called, ``答复``.

        `body` decides on reconsideration, `court` on a suit. The dates are those of both routes, in Chinese.
        """
        dates = {f"{route.kind}_date": in_chinese(route.due.date) for route in self.routes}
        return reading.text.format(act=act, body=body, court=court, due_date=in_chinese(self.start_date), **dates)


def in_chinese(day: date) -> str:
    """Return the day as a letter writes it: 2026年10月8日."""
    return f"{day.year}年{day.month}月{day.day}日"


@cache
def remedy_rows() -> tuple[Remedy, ...]:
    """Return every remedy, past and present, in the order of the data."""
    return read_rows(Remedy, "remedy", "remedies.toml")


@cache
def _notes() -> tuple[RemedyNote, ...]:
    return read_rows(RemedyNote, "remedy_note", "remedies.toml")


def remedy_note(note_id: str, *, on: date) -> RemedyNote:
    """Return a paragraph as law on that day (``procedural`` for a correction or an extension, ``fee_notice`` …)."""
    row = row_in_force((row for row in _notes() if row.id == note_id), on)
    if row is None:
        raise LawUnknown("no_remedy", outcome=note_id, on=on)
    return row


def _readings(outcome: str, on: date) -> tuple[Remedy, ...]:
    rows = tuple(row for row in remedy_rows() if outcome in row.outcomes and row.in_force(on))
    if not rows:
        raise LawUnknown("no_remedy", outcome=outcome, on=on)
    return rows


def remedies(
    outcome: str, *, decided_date: date, served_date: date, calendar: Calendar, by_internet: bool = False
) -> Remedies:
    """Return the remedies against a reply of that kind (a code of `outcomes`).

    Where the law of the day it was made and of the day it was served differ, both are readings for the officer to
    see. Natural days and months run from the day of service; a last day that is a rest day moves on. Raises
    LawUnknown for a kind that carries no remedy, such as what the applicant took back.
    """
    readings = _readings(outcome, decided_date)
    later = [row for row in _readings(outcome, served_date) if row.order not in {known.order for known in readings}]
    return _remedies((*readings, *later), served_date, calendar, by_internet)


def remedies_when_overdue(due: date, calendar: Calendar) -> Remedies:
    """Return the remedies where the reply did not come by its due date: both routes, no advice."""
    return _remedies(_readings(OVERDUE, due), due, calendar, by_internet=False)


def _remedies(readings: tuple[Remedy, ...], start_date: date, calendar: Calendar, by_internet: bool) -> Remedies:
    routes = [_route(RECONSIDERATION, start_date, calendar)]
    if any(row.order != RECONSIDERATION_FIRST for row in readings):
        routes.append(_route(LITIGATION, start_date, calendar))
    wanted = ["complaint", "not_both"] + (["internet_filing"] if by_internet else [])
    notes = (row for row in _notes() if row.id in wanted and row.in_force(start_date))
    return Remedies(start_date=start_date, readings=readings, routes=tuple(routes), notes=tuple(notes))


def _route(kind: str, start_date: date, calendar: Calendar) -> Route:
    return Route(kind, due_date(kind, start_date, calendar), limit_row(kind, on=start_date).law)
