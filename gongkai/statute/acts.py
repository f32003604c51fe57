"""Takes the acts of a case one after another, and refuses the one the law does not allow (Reg. art. 30-37)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from gongkai.findings import Finding
from gongkai.statute import charging, closing, consulting, correction, extension
from gongkai.statute.course import Course, Forbidden, advanced
from gongkai.statute.events import ABANDONED, CaseFacts, Event, State, state_name, transition
from gongkai.statute.receipt import receipt_date
from gongkai.statute.settings import MOST_WORKDAYS, Terms

Act = Callable[[Course, Event, Terms, str], Course]

ACTS: dict[str, Act] = {
    "receive": closing.receive,
    "answer_on_spot": closing.reply,
    "request_correction": correction.request_correction,
    "late_correction_notice": correction.late_correction_notice,
    "correction_received": correction.correction_received,
    "correction_overdue": correction.correction_overdue,
    "correction_unclear": correction.correction_unclear,
    "consult_third_party": consulting.consult,
    "third_party_replied": consulting.opinion_received,
    "third_party_silent": consulting.silence,
    "consult_other_organ": consulting.consult,
    "other_organ_replied": consulting.opinion_received,
    "consult_co_maker": consulting.consult,
    "co_maker_replied": consulting.opinion_received,
    "co_maker_silent": consulting.silence,
    "extend": extension.extend,
    "issue_fee_notice": charging.issue_fee_notice,
    "fee_paid": charging.fee_paid,
    "fee_waived": charging.fee_waived,
    "fee_reduced": charging.fee_reduced,
    "fee_overdue": charging.fee_overdue,
    "ask_reasons": extension.ask_reasons,
    "reasons_received": extension.reasons_received,
    "set_delayed_date": extension.set_delayed_date,
    "reply": closing.reply,
    "serve": closing.serve,
    "service_failed": closing.service_failed,
    "archive": closing.archive,
    "remake_ordered": closing.remake_ordered,
    "withdraw": closing.withdraw,
}

_IN_HAND = (State.PROCESSING, State.EXTENDED, State.REASONS_REQUESTED)


def run_through(case: CaseFacts, terms: Terms, today: date) -> tuple[Course, Finding | None]:
    """Return the course of a case on `today`, and the finding that refused an event, or None.

    The events after a refused one are not looked at: the course is that of a case without it and them.
    """
    received = receipt_date(case.receipt)
    state = State.RECEIVED if received else State.REGISTERED
    course = Course(state=state, receipt_date=received, start_date=received)
    for place, event in enumerate(case.events):
        where = f"events[{place}]"
        try:
            _refuse_impossible(case, place, course, today)
            course = _followed(advanced(course, event.event_date), event, terms, where)
        except Forbidden as error:
            return advanced(course, today), Finding(error.rule, f"{where}.{error.field}".rstrip("."), error.facts)
    return advanced(course, today), None


def _followed(course: Course, event: Event, terms: Terms, where: str) -> Course:
    """Return the course after one event; raise Forbidden where the law does not allow it."""
    row = transition(event.act, on=event.event_date)
    if row is None:
        raise Forbidden("CLOCK-ACT-UNKNOWN", "act", act=event.act)
    if event == _same_receipt(course, event):
        return course
    if course.state not in row.allowed_in:
        _refuse_in_state(course, event, row.name, dict(row.refused_in or {}))
    after = ACTS[event.act](course, event, terms, where)
    return replace(after, state=_state_after(after, event, row.leads_to), acts=(*after.acts, event.act))


def _same_receipt(course: Course, event: Event) -> Event | None:
    """Return the event where it only tells the receipt again."""
    again = event.act == "receive" and not course.acts and event.event_date == course.receipt_date
    return event if again else None


def _refuse_in_state(course: Course, event: Event, name: str, refused_in: dict[str, str]) -> None:
    rule = refused_in.get(course.state, "CLOCK-NOT-ALLOWED")
    raise Forbidden(rule, "act", act=name, state=state_name(course.state), day=event.event_date)


def _state_after(course: Course, event: Event, leads_to: str) -> State:
    """Return where the act leads: an abandoned case stays so when this is told, an open letter keeps it consulting."""
    target = State(leads_to)
    if course.state in ABANDONED and target in (State.REPLIED, State.SERVED):
        return course.state
    if event.act in consulting.ANSWERED_BY and course.state is not State.CONSULTING:
        return course.state
    if target in _IN_HAND and course.is_consulting(event.event_date):
        return State.CONSULTING
    return target


def _day_before(case: CaseFacts, place: int) -> date:
    """Return the day of the event before the one at a place; a service that was taken back does not count."""
    back = 3 if case.events[place - 1].act == "service_failed" else 1
    return case.events[place - back].event_date if place >= back else date.min


def _refuse_impossible(case: CaseFacts, place: int, course: Course, today: date) -> None:
    """Refuse an event that cannot be true, whatever the law: out of order, before the receipt, in the future."""
    event = case.events[place]
    earliest = _day_before(case, place)
    if event.event_date < earliest:
        raise Forbidden("CLOCK-DATE-ORDER", "date", day=event.event_date, before=earliest)
    arrived = course.receipt_date or case.receipt.arrival_date
    if event.event_date < arrived:
        raise Forbidden("CLOCK-BEFORE-RECEIPT", "date", day=event.event_date, received=arrived)
    if event.event_date > today:
        raise Forbidden("CLOCK-FUTURE", "date", day=event.event_date, today=today)
    for field in ("received_by_applicant", "received_by_other", "confirmed_date"):
        reached = getattr(event, field)
        if reached is not None and reached < event.event_date:
            raise Forbidden("CLOCK-LETTER-ORDER", field, day=event.event_date, reached=reached)
    if event.period_workdays is not None and not 1 <= event.period_workdays <= MOST_WORKDAYS:
        raise Forbidden("CLOCK-PERIOD-LENGTH", "period_workdays", days=event.period_workdays, most=MOST_WORKDAYS)
