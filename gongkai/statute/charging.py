"""A fee is asked for, paid, or not paid (信息处理费, 国办函〔2020〕109号 art. 6)."""

from __future__ import annotations

from dataclasses import replace

from gongkai.statute.consultations import FEE, Consultation
from gongkai.statute.course import (
    Course,
    Forbidden,
    LetterLimit,
    last_day_after,
    refuse_after_due,
    refuse_before_end,
)
from gongkai.statute.events import Event
from gongkai.statute.settings import Terms


def issue_fee_notice(course: Course, event: Event, terms: Terms, where: str) -> Course:
    """Ask for the fee inside the handling period; no time to reply runs until it is paid."""
    if course.fee is not None:
        raise Forbidden("CLOCK-FEE-TWICE", "act", day=course.fee.letter_date)
    refuse_after_due(course, event, terms, "CLOCK-FEE-LATE")
    noticed = replace(course, fee=LetterLimit(event.event_date, last_day_after(event, "fee_payment", terms)))
    if terms.setting("fee_payment_restarts", on=event.event_date):
        return noticed.ending_run(event)
    wait = Consultation(kind=FEE, start_date=event.event_date)
    return replace(noticed, consultations=(*noticed.consultations, wait))


def fee_paid(course: Course, event: Event, terms: Terms, where: str) -> Course:
    """Take in the payment; the whole handling period is counted anew from the next day."""
    if terms.setting("fee_payment_restarts", on=event.event_date):
        return course.restarting(event.event_date)
    letters = (
        replace(letter, end_date=event.event_date) if letter.kind == FEE else letter for letter in course.consultations
    )
    return replace(course, consultations=tuple(letters))


def fee_overdue(course: Course, event: Event, terms: Terms, where: str) -> Course:
    """Treat the application as abandoned, since the fee was not paid in time."""
    refuse_before_end(course.fee, event, "CLOCK-FEE-RUNNING")
    return course
