"""Others are asked for their opinion, answer, or stay silent (征求意见, Reg. art. 32-34)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from gongkai.statute.calendar import DueDate
from gongkai.statute.consultations import CO_MAKER, OTHER_ORGAN, THIRD_PARTY, Consultation
from gongkai.statute.course import Course, Forbidden, reply_due
from gongkai.statute.events import Event
from gongkai.statute.opinions import opinions
from gongkai.statute.settings import Terms

OPENED_BY = {"consult_third_party": THIRD_PARTY, "consult_other_organ": OTHER_ORGAN, "consult_co_maker": CO_MAKER}
ANSWERED_BY = {
    "third_party_replied": (THIRD_PARTY,),
    "other_organ_replied": (OTHER_ORGAN, CO_MAKER),  # who made it too is another organ
    "co_maker_replied": (CO_MAKER,),
    "third_party_silent": (THIRD_PARTY,),
    "co_maker_silent": (CO_MAKER,),
}


def consult(course: Course, event: Event, terms: Terms, where: str) -> Course:
    """Send a letter for an opinion; from the next day on the time does not count while it is waited for."""
    kind = OPENED_BY[event.act]
    if event.id and any(letter.id == event.id for letter in course.consultations):
        raise Forbidden("CLOCK-CONSULTATION-DOUBLED", "id", id=event.id)
    limit = _limit(kind, event.received_by_other, terms)
    due = reply_due(course, event.event_date, terms)
    effective = due is None or event.event_date <= due.date
    letter = Consultation(kind=kind, start_date=event.event_date, id=event.id, limit=limit, effective=effective)
    course = replace(course, consultations=(*course.consultations, letter))
    if effective or due is None:
        return course
    return course.noting("CLOCK-CONSULTATION-LATE", f"{where}.date", day=event.event_date, due=due.date)


def _limit(kind: str, received: date | None, terms: Terms) -> DueDate | None:
    """Return the last day to answer: none for another organ, none before the letter has arrived."""
    return None if kind == OTHER_ORGAN or received is None else terms.last_day(kind, received)


def opinion_received(course: Course, event: Event, terms: Terms, where: str) -> Course:
    """Take in an opinion; the clock runs again on the next working day."""
    place = _waiting(course, event)
    letter = course.consultations[place]
    if event.event_date < letter.start_date:
        raise Forbidden("CLOCK-DATE-ORDER", "date", day=event.event_date, before=letter.start_date)
    if event.opinion and event.opinion not in {row.id for row in opinions() if row.asked}:
        raise Forbidden("CLOCK-OPINION-UNKNOWN", "opinion", opinion=event.opinion)
    answered = replace(letter, end_date=event.event_date, replied=True, opinion=event.opinion)
    course = _with_letter(course, place, answered)
    if event.event_date <= letter.limit_date:
        return course
    return course.noting("CLOCK-ANSWER-LATE", f"{where}.date", day=event.event_date, limit=letter.limit_date)


def silence(course: Course, event: Event, terms: Terms, where: str) -> Course:
    """Record that the period ended without an opinion: a third party's silence decides nothing, a co-maker's agrees."""
    place = _waiting(course, event)
    letter = course.consultations[place]
    if letter.limit is None or event.event_date < letter.limit.date:
        limit = letter.limit.date if letter.limit else "对方收到之日未登记"
        raise Forbidden("CLOCK-CONSULTATION-RUNNING", "date", day=event.event_date, limit=limit)
    return _with_letter(course, place, replace(letter, end_date=letter.limit.date))


def _waiting(course: Course, event: Event) -> int:
    """Return the place of the consultation that the event answers: the one with its id, else the oldest without answer.

    Which of several without id is meant does not matter to the days excluded, as they are united.
    """
    kinds = ANSWERED_BY[event.act]
    for place, letter in enumerate(course.consultations):
        if letter.kind in kinds and letter.end_date is None and event.id in ("", letter.id):
            return place
    raise Forbidden("CLOCK-CONSULTATION-UNKNOWN", "id" if event.id else "act", id=event.id or "（未填编号）")


def _with_letter(course: Course, place: int, letter: Consultation) -> Course:
    letters = (*course.consultations[:place], letter, *course.consultations[place + 1 :])
    return replace(course, consultations=letters)
