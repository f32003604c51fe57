"""The time to reply is extended, or put off after reasons were asked for (Reg. art. 33, 35)."""

from __future__ import annotations

from dataclasses import replace

from gongkai.statute.course import Course, Forbidden, refuse_after_due, reply_due
from gongkai.statute.events import Event
from gongkai.statute.settings import Terms


def extend(course: Course, event: Event, terms: Terms, where: str) -> Course:
    """Extend the time to reply, with the consent of the head of the disclosure office, before it is over.

    「应当经政府信息公开工作机构负责人同意并告知申请人，延长的期限最长不得超过20个工作日」
    """
    most = terms.workdays("extension", on=event.event_date)
    _refuse_formless(event)
    if course.delayed_date is not None:
        raise Forbidden("CLOCK-EXTEND-DELAYED", "act", due=course.delayed_date)
    refuse_after_due(course, event, terms, "CLOCK-EXTEND-LATE")
    times, allowed = course.acts.count("extend"), terms.setting("extensions", on=event.event_date)
    if times >= allowed:
        raise Forbidden("CLOCK-EXTEND-TWICE", "act", times=times, allowed=allowed)
    total = course.extension + (event.workdays or 0)
    if total > most:
        raise Forbidden("CLOCK-EXTEND-TOO-LONG", "workdays", total=total, most=most)
    return replace(course, extension=total)


def _refuse_formless(event: Event) -> None:
    """Refuse an extension without a length, without the head's consent, or without notice to the applicant."""
    if event.workdays is None or event.workdays < 1:
        raise Forbidden("CLOCK-EXTEND-LENGTH", "workdays")
    if not event.approved_by.strip():
        raise Forbidden("CLOCK-EXTEND-UNAPPROVED", "approved_by")
    if event.notified is False:
        raise Forbidden("CLOCK-EXTEND-UNTOLD", "notified")


def ask_reasons(course: Course, event: Event, terms: Terms, where: str) -> Course:
    """Ask for the reasons of clearly excessive applications; the clock keeps running, as art. 35 stops nothing."""
    return course


def reasons_received(course: Course, event: Event, terms: Terms, where: str) -> Course:
    """Take in the reasons that were asked for."""
    _refuse_unasked(course)
    return course


def set_delayed_date(course: Course, event: Event, terms: Terms, where: str) -> Course:
    """Fix a reasonable later day to reply, since the reasons are reasonable but the time is too short, once (art. 35).

    「无法在本条例第三十三条规定的期限内答复申请人的，可以确定延迟答复的合理期限」
    """
    _refuse_unasked(course)
    if event.due_date is None or event.due_date <= event.event_date:
        raise Forbidden("CLOCK-DELAY-DATE", "due_date", day=event.event_date)
    most = terms.setting("delay_days", on=event.event_date)
    if (event.due_date - event.event_date).days > most:
        raise Forbidden("CLOCK-DELAY-FAR", "due_date", due=event.due_date, most=most)
    if course.delayed_date is not None:
        raise Forbidden("CLOCK-DELAY-TWICE", "act", due=course.delayed_date)
    due = reply_due(course, event.event_date, terms)
    if due is not None and event.due_date <= due.date:
        raise Forbidden("CLOCK-DELAY-EARLY", "due_date", delayed=event.due_date, due=due.date)
    delayed = replace(course, delayed_date=event.due_date)
    if due is None or event.event_date <= due.date:
        return delayed
    return delayed.noting("CLOCK-DELAY-LATE", f"{where}.date", day=event.event_date, due=due.date)


def _refuse_unasked(course: Course) -> None:
    if "ask_reasons" not in course.acts:
        raise Forbidden("CLOCK-REASONS-UNASKED", "act")
