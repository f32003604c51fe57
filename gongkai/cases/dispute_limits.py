"""What runs in a dispute, and until when: the agency's defence, the body's decision, the next way for the person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from gongkai import statute
from gongkai.cases.disputes import Dispute, DisputeStep, Procedure, Route, StepKind
from gongkai.statute import Calendar, DueDate

_DEFENCE = {
    (Route.RECONSIDERATION, Procedure.SIMPLE): "reconsideration_defence_simple",
    (Route.RECONSIDERATION, Procedure.ORDINARY): "reconsideration_defence_ordinary",
}
_DECISION = {Procedure.SIMPLE: "reconsideration_simple_decision", Procedure.ORDINARY: "reconsideration_decision"}
_NEXT_WAY = {Route.RECONSIDERATION: "litigation_after_reconsideration", Route.LITIGATION: "litigation_appeal"}


class Running(NamedTuple):
    """A period in a dispute: what for, whose, last day, article, and the day it was kept on, None for not yet."""

    name: str
    whose: str
    due: DueDate
    law: str
    done_date: date | None = None

    def is_late(self, today: date) -> bool:
        """Tell whether it was, or is being, missed."""
        return (self.done_date or today) > self.due.date


def running(dispute: Dispute, calendar: Calendar) -> list[Running]:
    """Return the periods of a dispute in the order in which they begin.

    A period whose law was not in force on its first day is left out: the rows do not reach back before it.
    """
    return [*_defence(dispute, calendar), *_decision(dispute, calendar), *_next_way(dispute, calendar)]


def _steps(dispute: Dispute, kind: StepKind) -> list[DisputeStep]:
    return [one for one in dispute.steps.all() if one.kind == kind]


def _defence(dispute: Dispute, calendar: Calendar) -> Iterator[Running]:
    limit = _DEFENCE.get((Route(dispute.route), Procedure(dispute.procedure)), "litigation_defence")
    handed_in = [one.step_date for one in _steps(dispute, StepKind.DEFENCE)]
    for copy in _steps(dispute, StepKind.COPY):
        done = next((day for day in handed_in if day >= copy.step_date), None)
        yield from _period(limit, dispute.agency.short_name, copy.step_date, calendar, done)


def _decision(dispute: Dispute, calendar: Calendar) -> Iterator[Running]:
    """Yield until when the organ of reconsideration decides; an extension lengthens it once (art. 62 ¶1)."""
    if dispute.route != Route.RECONSIDERATION:
        return
    decided = min((one.closed_date for one in dispute.instances.all()), default=None)
    plain = list(_period(_DECISION[Procedure(dispute.procedure)], dispute.body, dispute.filed_date, calendar, decided))
    extended = _steps(dispute, StepKind.EXTENSION) and plain
    if extended:
        yield from _period("reconsideration_extension", dispute.body, plain[0].due.date, calendar, decided)
    else:
        yield from plain


def _next_way(dispute: Dispute, calendar: Calendar) -> Iterator[Running]:
    """Yield until when the person may go on after each paper that was received."""
    for received in _steps(dispute, StepKind.RECEIVED):
        appealed = (one.step_date for one in _steps(dispute, StepKind.APPEAL) if one.step_date >= received.step_date)
        limit = _NEXT_WAY[Route(dispute.route)]
        yield from _period(limit, "申请人或者原告", received.step_date, calendar, next(appealed, None))


def _period(limit: str, whose: str, start: date, calendar: Calendar, done: date | None) -> Iterator[Running]:
    try:
        row = statute.limit_row(limit, on=start)
    except statute.LawUnknown:
        return
    yield Running(row.name, whose, statute.due_date(limit, start, calendar), row.law, done)
