"""A correction is asked for once, comes in, or does not (补正, Reg. art. 30)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from gongkai.statute.course import Course, Forbidden, LetterLimit, last_day_after, refuse_before_end
from gongkai.statute.events import Event, State
from gongkai.statute.receipt import Receipt, receipt_date, receipt_refusals
from gongkai.statute.settings import Terms


def request_correction(course: Course, event: Event, terms: Terms, where: str) -> Course:
    """Ask once for all what must be corrected; in time, this ends the run.

    「自收到申请之日起7个工作日内一次性告知申请人作出补正」 After the seventh day the first run goes on.
    """
    if course.correction is not None:
        raise Forbidden("CLOCK-CORRECTION-TWICE", "act", day=course.correction.letter_date)
    assert course.receipt_date is not None  # only a received case may be asked for a correction
    due = terms.last_day("correction_notice", course.receipt_date).date
    limit = last_day_after(event, "correction", terms, event.period_workdays)
    late = event.event_date > due
    asked = replace(course, correction=LetterLimit(event.event_date, limit, late))
    if not late:
        return asked.ending_run(event)
    return asked.noting("CLOCK-CORRECTION-LATE-NOTICE", f"{where}.date", day=event.event_date, due=due)


def late_correction_notice(course: Course, event: Event, terms: Terms, where: str) -> Course:
    """Ask for a correction after the seventh working day; refused where the day is still in time."""
    asked = request_correction(course, event, terms, where)
    if asked.correction is not None and not asked.correction.late:
        raise Forbidden("CLOCK-CORRECTION-NOT-LATE", "act", day=event.event_date)
    return asked


def correction_received(course: Course, event: Event, terms: Terms, where: str) -> Course:
    """Take in the corrected application; its time to reply starts on the day it is received.

    「答复期限自行政机关收到补正的申请之日起计算。」 After the period only with a good cause (正当理由).
    """
    assert course.correction is not None  # the state says that one was asked for
    limit = course.correction.limit
    if course.state is State.ABANDONED_CORRECTION_OVERDUE and not event.reason:
        over = limit.date if limit else course.correction.letter_date
        raise Forbidden("CLOCK-CORRECTION-OVER", "date", day=event.event_date, due=over)
    if course.correction.late and not terms.setting("late_notice_restarts", on=event.event_date):
        return course
    return course.restarting(_received_on(event, where))


def _received_on(event: Event, where: str) -> date:
    """Return the day a correction is received, by the rules on channels where one is given (art. 31 by analogy)."""
    if not event.channel:
        return event.event_date
    receipt = Receipt(channel=event.channel, arrival_date=event.event_date, confirmed_date=event.confirmed_date)
    for finding in receipt_refusals(receipt, where):
        raise Forbidden(finding.rule, finding.where.rpartition(".")[2], **finding.facts)
    return receipt_date(receipt) or event.event_date


def correction_overdue(course: Course, event: Event, terms: Terms, where: str) -> Course:
    """Treat the application as abandoned, since the period ended without a correction and without good cause."""
    refuse_before_end(course.correction, event, "CLOCK-CORRECTION-RUNNING")
    return course


def correction_unclear(course: Course, event: Event, terms: Terms, where: str) -> Course:
    """Reply that the application is unclear even as corrected; there is no second notice."""
    if "correction_received" not in course.acts:
        raise Forbidden("CLOCK-UNCORRECTED", "act")
    return course
