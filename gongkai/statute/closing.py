"""A case is answered, served, withdrawn, archived (Reg. art. 33, 36, 45; 国办公开办函〔2016〕235号)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from gongkai.statute.consultations import Consultation
from gongkai.statute.course import Course, Forbidden
from gongkai.statute.events import ABANDONED, Event, state_name
from gongkai.statute.outcomes import outcomes
from gongkai.statute.rows import Row, read_rows, row_in_force
from gongkai.statute.settings import Terms

_MISSING_ACTS = {"ask_reasons": "CLOCK-REASONS-UNASKED", "correction_received": "CLOCK-UNCORRECTED"}


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryMethod(Row):
    """How a reply is served. `counts` is ``signed``, ``sent``, or ``unlawful`` where it is no service."""

    id: str
    name: str
    counts: str


@cache
def delivery_methods() -> tuple[DeliveryMethod, ...]:
    """Return every way of serving a reply, the unlawful ones too."""
    return read_rows(DeliveryMethod, "delivery_method", "delivery_methods.toml")


def reply(course: Course, event: Event, terms: Terms, where: str) -> Course:
    """Answer the application; the clock stops. A kind of reply that presupposes more is refused without it."""
    _refuse_outcome(course, event)
    running = [letter for letter in course.consultations if letter.is_open(event.event_date) and letter.limit]
    course = _stopped(replace(course, reply_date=event.event_date, answer_date=event.event_date), event.event_date)
    for letter in running:
        course = course.noting("CLOCK-REPLY-EARLY", f"{where}.date", day=event.event_date, limit=letter.limit_date)
    return course


def _refuse_outcome(course: Course, event: Event) -> None:
    """Refuse a kind of reply that is unknown, or that the case has not come to (art. 30, 35)."""
    known = {row.code: row for row in outcomes() if row.in_force(event.event_date)}
    if event.outcome and event.outcome not in known:
        raise Forbidden("CLOCK-OUTCOME-UNKNOWN", "outcome", outcome=event.outcome)
    row = known.get(event.outcome)
    in_state = row.in_state if row else ""
    if (in_state or course.state in ABANDONED) and in_state != course.state:
        name = row.name if row else "（未填）"
        raise Forbidden("CLOCK-OUTCOME-STATE", "outcome", outcome=name, state=state_name(course.state))
    if row and row.after_act and row.after_act not in course.acts:
        raise Forbidden(_MISSING_ACTS[row.after_act], "outcome")


def _stopped(course: Course, day: date) -> Course:
    """Return the course with what is still waited for ended on that day."""

    def ended(letter: Consultation) -> Consultation:
        return letter if letter.end_date else replace(letter, end_date=min(day, letter.limit_date))

    return replace(course, consultations=tuple(map(ended, course.consultations)))


def withdraw(course: Course, event: Event, terms: Terms, where: str) -> Course:
    """End the case since the applicant takes the application back."""
    return _stopped(course, event.event_date)


def service_failed(course: Course, event: Event, terms: Terms, where: str) -> Course:
    """Take back a service that did not happen: the reply counts by its own day until it is served."""
    return replace(course, answer_date=course.reply_date)


def remake_ordered(course: Course, event: Event, terms: Terms, where: str) -> Course:
    """Open the case anew, since its reply was annulled or a reply was ordered, by the day that was set for it.

    Where the decision sets none, the period for a reply runs from the day on which the agency had it.
    """
    due = event.due_date or terms.last_day("remade_reply", event.event_date).date
    ended = replace(course.ending_run(event), correction=None, fee=None, reply_date=None, answer_date=None, extension=0)
    return replace(ended, start_date=event.event_date, delayed_date=due)


def archive(course: Course, event: Event, terms: Terms, where: str) -> Course:
    """File the case away."""
    return course


def serve(course: Course, event: Event, terms: Terms, where: str) -> Course:
    """Serve the reply; which day counts as the day it was made depends on how (CLK-07).

    Where the way is not told, the day of the reply itself is taken.
    """
    if not event.method:
        return course
    rows = (row for row in delivery_methods() if row.id == event.method)
    method = row_in_force(rows, event.event_date)
    if method is None:
        known = "、".join(row.id for row in delivery_methods())
        raise Forbidden("CLOCK-METHOD-UNKNOWN", "method", method=event.method, known=known)
    if method.counts == "unlawful":
        raise Forbidden("CLOCK-METHOD-UNLAWFUL", "method", method=method.name, text=method.text)
    signed = event.received_by_applicant or event.event_date
    return replace(course, answer_date=signed if method.counts == "signed" else event.event_date)


def receive(course: Course, event: Event, terms: Terms, where: str) -> Course:
    """Receive an application whose confirmation came as an act of its own (Reg. art. 31)."""
    return replace(course, receipt_date=event.event_date, start_date=event.event_date)
