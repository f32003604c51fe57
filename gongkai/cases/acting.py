"""Acting on a case: lock it, ask the law, record one event, all in one transaction."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import transaction

from gongkai import statute
from gongkai.agencies.door import Agency, calendar, next_number, record, subject_of
from gongkai.cases.answers import answers_of_state, decision
from gongkai.cases.approvals import unapproved
from gongkai.cases.case import Case, CaseEvent, name_of_act, told_of
from gongkai.cases.log_acts import CaseAct
from gongkai.cases.refusals import Refused, refuse_on
from gongkai.findings import Finding
from gongkai.statute import Clock, Event, Judgement, State, applicant_column

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gongkai.agencies.door import Person
    from gongkai.cases.drafts import Draft

SERIES = "case"
REMAKE = "remake_ordered"
CORRECTION_OVERDUE, FEE_OVERDUE, WITHDRAWN = "R14_corr_overdue", "R15_fee_overdue", "R16_other"
_LAPSES = {
    State.ABANDONED_CORRECTION_OVERDUE: ("correction_overdue", "correction", CORRECTION_OVERDUE),
    State.ABANDONED_FEE_OVERDUE: ("fee_overdue", "fee_payment", FEE_OVERDUE),
}
_LETTERS_WITH_PERIOD = ("request_correction", "late_correction_notice", "issue_fee_notice")
_OUTCOME_OF_ACT = {
    "withdraw": WITHDRAWN,
    "correction_overdue": CORRECTION_OVERDUE,
    "fee_overdue": FEE_OVERDUE,
    "correction_unclear": "R9_unclear",
}


@transaction.atomic
def register(case: Case, *, by: Person | None, at: datetime, today: date) -> Case:
    """Put an application on record and give it the next number of its year, unless it brings its own.

    `case` is unsaved. `by` is None where the applicant did it on our own site. Raises Refused for a
    receipt that cannot be, such as a confirmation before the arrival.
    """
    received = case.clock(today=today)
    _refuse(received)
    case.number = case.number or _next_number(case.agency, case.arrival_date.year)
    case.registered_at, case.registered_by = at, by
    case.report_column = applicant_column(case.applicant_class, on=case.arrival_date)
    case.receipt_date = received.receipt_date
    case.full_clean()
    case.save()
    facts = {"number": case.number, "channel": case.channel, "arrival": case.arrival_date, "source": case.source}
    facts["digest"] = case.digest_now()
    record(CaseAct.REGISTER, agency=case.agency, by=by, subject=subject_of(case), facts=facts, at=at)
    return case


def _next_number(agency: Agency, year: int) -> str:
    return f"{year}-{next_number(agency, SERIES, year):04d}"


@transaction.atomic
def act(
    case_id: int,
    event: Event,
    *,
    by: Person | None,
    at: datetime,
    today: date,
    on_behalf_of: Person | None = None,
    ground: str = "",
    amount_yuan: Decimal | None = None,
    note: str = "",
    draft: Draft | None = None,
) -> CaseEvent:
    """Record one act on a case; raise Refused where the law does not allow it in that state on that day.

    A reply needs its approved `draft`, an extension the head of the disclosure office as `by`: whoever calls this
    cannot go round them.
    """
    case = Case.objects.select_for_update().select_related("agency").get(pk=case_id)
    after = tried(case, event, today=today)
    refuse_on(unapproved(case, event, ground, draft, (by, on_behalf_of), on=today))
    answers = _answers(event, after, draft, today)
    done = CaseEvent.objects.create(
        case=case,
        seq=case.events.count() + 1,
        act=event.act,
        event_date=event.event_date,
        facts=told_of(event),
        ground=ground,
        amount_yuan=amount_yuan,
        note=note,
        answers=answers,
        recorded_at=at,
        recorded_by=by,
        on_behalf_of=on_behalf_of,
    )
    _derive(case, done, after)
    told = {"act": event.act, "date": event.event_date, "seq": done.seq, "digest": done.digest_now()}
    record(
        CaseAct.ACT, agency=case.agency, by=by, on_behalf_of=on_behalf_of, subject=subject_of(case), facts=told, at=at
    )
    return done


def tried(case: Case, event: Event, *, today: date) -> Clock:
    """Return the clock as it would be after one more act; raise Refused where the law does not allow it."""
    facts = case.facts()
    after = statute.clock(replace(facts, events=(*facts.events, event)), calendar(), today=today)
    _refuse(after)
    return after


def _answers(event: Event, after: Clock, draft: Draft | None, today: date) -> dict[str, Any] | None:
    """Return what was judged that leads to the outcome of an act, as data; None where it gives none.

    Raises Refused where nothing was judged, or something else.
    """
    outcome = _outcome(event.act, event.outcome)
    if not outcome:
        return None
    by_itself = Judgement((answers_of_state(after.state, on=event.event_date),))
    judgement = draft.judgement(on=today) if draft else by_itself
    found = decision(judgement, on=today)
    if found is None or found.code != outcome:
        raise Refused(Finding("ACT-UNDECIDED", facts={"act": name_of_act(event.act)}))
    return judgement.as_data()


def _refuse(after: Clock) -> None:
    if after.refusal is not None:
        raise Refused(after.refusal)


def outcome_of(event: CaseEvent) -> str:
    """Return the outcome that an act gives its case, empty where it ends nothing."""
    return _outcome(event.act, str(event.facts.get("outcome", "")))


def _outcome(act_name: str, told: str) -> str:
    return _OUTCOME_OF_ACT.get(act_name) or told


def _derive(case: Case, done: CaseEvent, after: Clock) -> None:
    """Set the columns that follow from the events; the first act that ends a case decides how it counts."""
    case.receipt_date = after.receipt_date
    outcome = outcome_of(done)
    if case.closed_date is None and outcome:
        case.closed_date, case.outcome, case.ground = done.event_date, outcome, done.ground
    if done.act == REMAKE:
        case.remake_due = after.delayed_date
    elif outcome:
        case.remake_due = None
    case.save(update_fields=["receipt_date", "closed_date", "outcome", "ground", "remake_due"])


def record_lapses(agency: Agency, *, at: datetime, today: date) -> list[CaseEvent]:
    """Record for each open case what the passing of time has ended: no correction, no fee in time.

    The law ends such a case by itself the day after; the event is of that day, whenever it is recorded.
    """
    waiting = Case.objects.filter(agency=agency, closed_date=None, events__act__in=_LETTERS_WITH_PERIOD)
    numbers = list(waiting.order_by("pk").values_list("pk", flat=True).distinct())
    return [event for pk in numbers for event in _lapsed(pk, at, today)]


@transaction.atomic
def _lapsed(case_id: int, at: datetime, today: date) -> list[CaseEvent]:
    """Record what has ended one case, unless somebody else did so meanwhile."""
    case = Case.objects.select_for_update().get(pk=case_id)
    ended = () if case.closed_date else _lapse(case.clock(today=today))
    return [act(case_id, event, by=None, at=at, today=today) for event in ended]


def record_all_lapses(*, at: datetime, today: date) -> int:
    """Record the lapses of every agency that has a letter with a period out; return how many there were."""
    waiting = Case.objects.filter(closed_date=None, events__act__in=_LETTERS_WITH_PERIOD)
    agencies = Agency.objects.filter(pk__in=waiting.values("agency"))
    return sum(len(record_lapses(agency, at=at, today=today)) for agency in agencies)


def _lapse(now: Clock) -> Iterator[Event]:
    if now.state not in _LAPSES:
        return
    act_name, kind, outcome = _LAPSES[now.state]
    limit = next(one.due.date for one in now.sub_deadlines if one.kind == kind)
    yield Event(act=act_name, event_date=date.fromordinal(limit.toordinal() + 1), outcome=outcome)
