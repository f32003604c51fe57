"""A case is answered, served, withdrawn, archived (Reg. art. 33, 36, 45; 国办公开办函〔2016〕235号)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from gongkai.statute.consultations import Consultation
from gongkai.statute.course import Course, Forbidden
from gongkai.statute.events import Event
from gongkai.statute.rows import Row, read_rows, row_in_force
from gongkai.statute.settings import Terms


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
    """Answer the application; the clock stops."""
    running = [letter for letter in course.consultations if letter.is_open(event.event_date) and letter.limit]
    course = _stopped(replace(course, reply_date=event.event_date, answer_date=event.event_date), event.event_date)
    for letter in running:
        course = course.noting("CLOCK-REPLY-EARLY", f"{where}.date", day=event.event_date, limit=letter.limit_date)
    return course


def _stopped(course: Course, day: date) -> Course:
    """Return the course with what is still waited for ended on that day."""

    def ended(letter: Consultation) -> Consultation:
        return letter if letter.end_date else replace(letter, end_date=min(day, letter.limit_date))

    return replace(course, consultations=tuple(map(ended, course.consultations)))


def withdraw(course: Course, event: Event, terms: Terms, where: str) -> Course:
    """End the case since the applicant takes the application back."""
    return _stopped(course, event.event_date)


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
