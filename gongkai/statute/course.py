"""Where a case stands after some of its events, and when its reply is due (Reg. art. 30, 33)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

from gongkai.findings import Finding
from gongkai.statute.calendar import DueDate
from gongkai.statute.consultations import FEE, Consultation, excluded_days
from gongkai.statute.events import Event, State
from gongkai.statute.settings import Terms


class Forbidden(Exception):
    """An event the law does not allow; `rule` says why, `field` is the key of the event that is wrong."""

    def __init__(self, rule: str, field: str = "", **facts: Any) -> None:
        super().__init__(rule)
        self.rule = rule
        self.field = field
        self.facts = facts


class EndedRun(NamedTuple):
    """A time to reply that ended without a reply: void by a correction notice, or replaced after a fee notice."""

    start_date: date
    end_date: date
    because: str  # the act
    delayed_date: date | None = None  # what art. 35 had put in place of the time


class LetterLimit(NamedTuple):
    """A letter to the applicant and the last day to act on it; None where it has not arrived yet."""

    letter_date: date
    limit: DueDate | None
    late: bool = False

    def is_over(self, on: date) -> bool:
        """Return whether the applicant's time has passed on that day."""
        return self.limit is not None and on > self.limit.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """A case so far. `start_date` is day 0 of the current run, None while no time to reply is running."""

    state: State
    receipt_date: date | None
    start_date: date | None
    acts: tuple[str, ...] = ()
    extension: int = 0
    delayed_date: date | None = None
    consultations: tuple[Consultation, ...] = ()
    correction: LetterLimit | None = None
    fee: LetterLimit | None = None
    reply_date: date | None = None
    answer_date: date | None = None
    ended_runs: tuple[EndedRun, ...] = ()
    findings: tuple[Finding, ...] = ()

    def noting(self, rule: str, where: str, **facts: Any) -> Course:
        """Return the course with one more finding."""
        return replace(self, findings=(*self.findings, Finding(rule, where, facts)))

    def is_consulting(self, on: date) -> bool:
        """Return whether somebody's opinion is waited for on that day."""
        return any(letter.is_open(on) for letter in self.consultations if letter.kind != FEE)

    def ending_run(self, event: Event) -> Course:
        """Return the course with its run ended by that act."""
        if self.start_date is None:
            return self
        ended = EndedRun(self.start_date, event.event_date, event.act, self.delayed_date)
        return replace(self, start_date=None, delayed_date=None, ended_runs=(*self.ended_runs, ended))

    def resuming(self, wait: Consultation) -> Course:
        """Return the course with its last run going on, `wait` being days of it that do not count."""
        *earlier, ended = self.ended_runs
        letters = (*self.consultations, wait)
        started = replace(self, start_date=ended.start_date, delayed_date=ended.delayed_date)
        return replace(started, ended_runs=tuple(earlier), consultations=letters)

    def restarting(self, start_date: date) -> Course:
        """Return the course with a new run whose day 0 is `start_date`."""
        return replace(self, start_date=start_date, delayed_date=None)


def excluded_in(course: Course, as_of: date, terms: Terms) -> dict[date, str]:
    """Return the days of the current run that are excluded, each with the kind of consultation behind it."""
    if course.start_date is None:
        return {}
    return excluded_days(course.consultations, course.start_date, as_of, terms)


def reply_due(course: Course, as_of: date, terms: Terms) -> DueDate | None:
    """Return the last day to reply as `as_of` knows it, or None while no time is running (Reg. art. 33).

    Twenty working days after day 0, and as many more as were granted and as are excluded; a date fixed under
    art. 35 takes their place.
    """
    if course.start_date is None:
        return None
    if course.delayed_date is not None:
        return DueDate(course.delayed_date)
    excluded = sum(terms.calendar.day(day).is_workday for day in excluded_in(course, as_of, terms))
    days = terms.workdays("reply", on=course.start_date) + course.extension + excluded
    return terms.calendar.add_workdays(course.start_date, days)


def advanced(course: Course, on: date) -> Course:
    """Return the course with what the mere passing of time has done to it by that day."""
    if course.state is State.CORRECTION_REQUESTED and course.correction and course.correction.is_over(on):
        return replace(course, state=State.ABANDONED_CORRECTION_OVERDUE)
    if course.state is State.FEE_PENDING and course.fee and course.fee.is_over(on):
        return replace(course, state=State.ABANDONED_FEE_OVERDUE)
    if course.state is State.CONSULTING and not course.is_consulting(on):
        return replace(course, state=State.PROCESSING)
    return course


def refuse_after_due(course: Course, event: Event, terms: Terms, rule: str) -> None:
    """Raise Forbidden where the time to reply was over on the day of the event."""
    due = reply_due(course, event.event_date, terms)
    if due is not None and event.event_date > due.date:
        raise Forbidden(rule, "date", day=event.event_date, due=due.date)


def last_day_after(event: Event, act: str, terms: Terms, workdays: int | None = None) -> DueDate | None:
    """Return the last day of the applicant's period, which starts when the letter has reached him, or None."""
    received = event.received_by_applicant
    return None if received is None else terms.last_day(act, received, workdays)


def refuse_before_end(letter: LetterLimit | None, event: Event, rule: str) -> None:
    """Raise Forbidden where the applicant's time has not passed, or never began since the letter has not arrived."""
    if letter is None or letter.limit is None or event.event_date <= letter.limit.date:
        limit = letter.limit.date if letter and letter.limit else "对方收到之日未登记"
        raise Forbidden(rule, "date", day=event.event_date, limit=limit)
