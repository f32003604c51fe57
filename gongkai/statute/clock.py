"""The clock of an application: where it stands, when the reply is due, and why (Reg. ch. 4)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from gongkai.findings import Finding
from gongkai.statute.acts import run_through
from gongkai.statute.calendar import Calendar, DueDate
from gongkai.statute.consultations import CO_MAKER, FEE, THIRD_PARTY
from gongkai.statute.course import Course, EndedRun, excluded_in, reply_due
from gongkai.statute.events import ABANDONED, CLOSED, CaseFacts, Event, State, transitions
from gongkai.statute.opinions import Consulted, consulted
from gongkai.statute.receipt import confirmation_due, receipt_findings, receipt_refusals, safe_date
from gongkai.statute.refusals import LawUnknown
from gongkai.statute.settings import Terms
from gongkai.statute.traces import TracedDay, trace

MOST_YEARS = 50  # from receipt to the day of reading: more is a slip of the pen, and would be counted day by day


@dataclass(frozen=True, slots=True, kw_only=True)
class SubDeadline:
    """A period inside a case: ``confirmation``, ``correction``, ``third_party``, ``co_maker`` or ``fee_payment``.

    `id` is that of the consultation. `is_over` says that the day had passed without an answer when asked.
    """

    kind: str
    due: DueDate
    id: str = ""
    is_over: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """The clock of a case on a day.

    `due` is None while no time to reply is running: not confirmed, waiting for a correction or a fee,
    abandoned. `days_left` counts the working days after `today` up to and including the due date, negative
    when overdue, None once the case is closed. `safe_date` is by when to reply to what is not confirmed yet.
    `delayed_date` takes the place of the counted day where it was fixed (art. 35), or ordered by who annulled a reply.
    `consulted` are the letters that asked for an opinion, in their order, as they stand.
    `trace` explains the current run day by day, `ended_runs` names the earlier ones. `refusal` is the event
    that the law does not allow; all else is then as if it, and what follows it, had not been told.
    """

    state: State
    receipt_date: date | None = None
    due: DueDate | None = None
    days_left: int | None = None
    correction_notice_due: DueDate | None = None
    safe_date: date | None = None
    sub_deadlines: tuple[SubDeadline, ...] = ()
    extension: int = 0
    excluded_workdays: int = 0
    is_paused: bool = False
    delayed_date: date | None = None
    consulted: tuple[Consulted, ...] = ()
    trace: tuple[TracedDay, ...] = ()
    ended_runs: tuple[EndedRun, ...] = ()
    findings: tuple[Finding, ...] = ()
    refusal: Finding | None = None


def clock(case: CaseFacts, calendar: Calendar, *, today: date, chosen: Mapping[str, int] | None = None) -> Clock:
    """Return the clock of the case on `today`; `chosen` are settings that take the place of those of the case.

    What the law does not allow is told as `refusal`, nothing is raised but SettingInvalid for a setting that
    is no agency's to make. The law of the day of each event applies.
    """
    terms = Terms(calendar, {**case.chosen, **(chosen or {})})
    try:
        return _read(case, terms, today)
    except LawUnknown as error:
        return _unknown(Finding("CLOCK-LAW-UNKNOWN", "received.date", {"reason": str(error)}))
    except OverflowError:
        return _unknown(Finding("CLOCK-DATE-FAR", "received.date", {"day": case.receipt.arrival_date}))


def _unknown(refusal: Finding) -> Clock:
    """Return the clock of a case of which not even the receipt can be judged."""
    return Clock(state=State.REGISTERED, findings=(refusal,), refusal=refusal)


def _read(case: CaseFacts, terms: Terms, today: date) -> Clock:
    terms.workdays("reply", on=case.receipt.arrival_date)  # before all else: is there a law for that day?
    for impossible in _impossible(case, today):
        return _unknown(impossible)
    course, refusal = run_through(case, terms, today)
    due = None if course.state in ABANDONED else reply_due(course, today, terms)
    findings = [*([refusal] if refusal else []), *_findings(case, course, due, terms, today)]
    received, runs = course.receipt_date, due is not None and course.state not in CLOSED
    return Clock(
        state=course.state,
        receipt_date=received,
        due=due,
        days_left=terms.calendar.count_workdays(today, due.date).workdays if due and runs else None,
        correction_notice_due=terms.last_day("correction_notice", received) if received else None,
        safe_date=None if received else safe_date(case.receipt, terms),
        sub_deadlines=tuple(_sub_deadlines(case, course, terms, today)),
        extension=course.extension,
        excluded_workdays=sum(terms.calendar.day(day).is_workday for day in excluded_in(course, today, terms)),
        is_paused=course.is_consulting(today),
        delayed_date=course.delayed_date,
        consulted=tuple(consulted(one, one.standing(today)) for one in course.consultations if one.kind != FEE),
        trace=tuple(trace(course, today, terms)) if due else (),
        ended_runs=course.ended_runs,
        findings=tuple(findings),
        refusal=refusal,
    )


def _impossible(case: CaseFacts, today: date) -> Iterator[Finding]:
    yield from receipt_refusals(case.receipt, "received")
    if case.receipt.arrival_date > today:
        yield Finding("CLOCK-FUTURE", "received.date", {"day": case.receipt.arrival_date, "today": today})
    if today.year - case.receipt.arrival_date.year > MOST_YEARS:
        yield Finding("CLOCK-DATE-FAR", "today", {"day": today})


def _findings(case: CaseFacts, course: Course, due: DueDate | None, terms: Terms, today: date) -> Iterator[Finding]:
    confirmed = case.receipt.confirmed_date or course.receipt_date  # or by an act of its own
    yield from receipt_findings(replace(case.receipt, confirmed_date=confirmed), terms, today)
    yield from course.findings
    yield from _silences(course, today)
    if due is not None:
        yield from _lateness(course, due, terms, today)


def _silences(course: Course, today: date) -> Iterator[Finding]:
    rules = {THIRD_PARTY: "CLOCK-THIRD-PARTY-SILENT", CO_MAKER: "CLOCK-CO-MAKER-CONSENTS"}
    for letter in course.consultations:
        if letter.kind in rules and letter.is_silent(today):
            yield Finding(rules[letter.kind], "", {"id": letter.id, "limit": letter.limit_date})


def _lateness(course: Course, due: DueDate, terms: Terms, today: date) -> Iterator[Finding]:
    answered = course.answer_date
    if answered is None and course.state not in CLOSED and today > due.date:
        days = terms.calendar.count_workdays(due.date, today).workdays
        yield Finding("CLOCK-OVERDUE", "", {"due": due.date, "days": days, "today": today})
    if answered is not None and answered > due.date:
        days = terms.calendar.count_workdays(due.date, answered).workdays
        yield Finding("CLOCK-REPLIED-LATE", "", {"due": due.date, "days": days, "answered": answered})


def _sub_deadlines(case: CaseFacts, course: Course, terms: Terms, today: date) -> Iterator[SubDeadline]:
    if course.receipt_date is None:
        due = confirmation_due(case.receipt, terms)
        yield SubDeadline(kind="confirmation", due=DueDate(due), is_over=today > due)
    if course.correction is not None and course.correction.limit is not None:
        over = course.state is State.ABANDONED_CORRECTION_OVERDUE
        yield SubDeadline(kind="correction", due=course.correction.limit, is_over=over)
    for letter in course.consultations:
        if letter.limit is not None:
            yield SubDeadline(kind=letter.kind, due=letter.limit, id=letter.id, is_over=letter.is_silent(today))
    if course.fee is not None and course.fee.limit is not None:
        over = course.state is State.ABANDONED_FEE_OVERDUE
        yield SubDeadline(kind="fee_payment", due=course.fee.limit, is_over=over)


def refusal_of(
    event: Event, case: CaseFacts, calendar: Calendar, *, today: date, chosen: Mapping[str, int] | None = None
) -> Finding | None:
    """Return why the law does not allow `event` as the next one of the case, or None where it does."""
    return clock(replace(case, events=(*case.events, event)), calendar, today=today, chosen=chosen).refusal


def possible_acts(
    case: CaseFacts, calendar: Calendar, *, today: date, chosen: Mapping[str, int] | None = None
) -> tuple[str, ...]:
    """Return the acts that may be done today, in the order of the law.

    An act is offered unless the law refuses it whatever is filled in: only then the finding is about the act or
    its day.
    """
    state = clock(case, calendar, today=today, chosen=chosen).state

    def is_possible(act: str) -> bool:
        probe = Event(act=act, event_date=today, workdays=1, approved_by="?", due_date=today + timedelta(1))
        refusal = refusal_of(probe, case, calendar, today=today, chosen=chosen)
        return refusal is None or not refusal.where.endswith((".act", ".date"))

    rows = (row for row in transitions() if row.in_force(today) and state in row.allowed_in)
    own = (row.act for row in rows if not row.same_as and not row.by_others)
    return tuple(filter(is_possible, own))
