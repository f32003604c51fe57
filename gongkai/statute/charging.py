"""A fee is asked for, paid, given up, or not paid (信息处理费, 国办函〔2020〕109号 art. 6)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

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
    return _waited(course, event.event_date)


def _waited(course: Course, until: date) -> Course:
    """Return the course with its wait for the fee over."""
    letters = (replace(letter, end_date=until) if letter.kind == FEE else letter for letter in course.consultations)
    return replace(course, consultations=tuple(letters))


def fee_waived(course: Course, event: Event, terms: Terms, where: str) -> Course:
    """Give up the fee after its notice went out, as art. 42 only permits one (「可以收取信息处理费」).

    Nobody paid, so nothing is counted anew: the time of the notice goes on, without the days it waited, unless the
    agency has set otherwise.
    """
    _refuse_unfounded(event)
    if terms.setting("fee_waiver_restarts", on=event.event_date):
        return course.restarting(event.event_date)
    if course.start_date is not None:  # the notice only made the time pause
        return _waited(course, event.event_date)
    noticed = course.ended_runs[-1]
    wait = Consultation(kind=FEE, start_date=noticed.end_date)
    return _waited(course.resuming(wait), event.event_date)


def fee_reduced(course: Course, event: Event, terms: Terms, where: str) -> Course:
    """Ask for less than the notice did; the time to pay stays that of the notice."""
    _refuse_unfounded(event)
    return course


def _refuse_unfounded(event: Event) -> None:
    """Refuse to give up money of the treasury without a reason, or without the head's consent."""
    if not event.reason.strip():
        raise Forbidden("CLOCK-FEE-REASON", "reason")
    if not event.approved_by.strip():
        raise Forbidden("CLOCK-FEE-UNAPPROVED", "approved_by")


def fee_overdue(course: Course, event: Event, terms: Terms, where: str) -> Course:
    """Treat the application as abandoned, since the fee was not paid in time."""
    refuse_before_end(course.fee, event, "CLOCK-FEE-RUNNING")
    return course
