"""Random courses of cases, beside a counter that walks from day to day with a finger on the calendar."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from hypothesis import example, given, settings
from hypothesis import strategies as st

from gongkai.statute import Calendar, CaseFacts, Event, Receipt, clock

CALENDAR = Calendar()
ONE = timedelta(1)
STEPS = (
    "request_correction",
    "correction_received",
    "consult_third_party",
    "third_party_replied",
    "consult_other_organ",
    "other_organ_replied",
    "extend",
    "issue_fee_notice",
    "fee_paid",
    "fee_waived",
)


def is_workday(day: date) -> bool:
    return CALENDAR.day(day).is_workday


def walked(day: date, workdays: int) -> date:
    """So many working days on, one step at a time."""
    while workdays:
        day += ONE
        workdays -= is_workday(day)
    return day


@dataclass
class Letter:
    kind: str
    sent: date
    limit: date | None
    counts: bool
    answered: date | None = None

    def last(self, now: date) -> date:
        ends = [day for day in (self.limit, self.answered) if day]
        return min(ends) if ends else now

    def is_out(self, now: date) -> bool:
        return self.answered is None and (self.limit is None or now <= self.limit)


@dataclass
class Finger:
    """What a clerk with a paper calendar knows of a case."""

    received: date
    day0: date | None
    budget: int = 20
    waiting_for: str = ""  # "correction" or "fee"
    corrected_late: bool = False
    before_fee: date | None = None  # day 0 of the run that the fee notice ended
    noticed: date | None = None
    stands_extended: bool = False  # the state is "extended": no letter has gone out since
    done: list[str] = field(default_factory=list)
    letters: list[Letter] = field(default_factory=list)

    def is_left_out(self, day: date, now: date) -> bool:
        return any(letter.counts and letter.sent < day <= letter.last(now) for letter in self.letters)

    def due(self, now: date) -> date | None:
        """Walk until the budget is used, and on while the days that follow are left out."""
        if self.day0 is None:
            return None
        day, used = self.day0, 0
        last = day
        while used < self.budget:
            day += ONE
            if is_workday(day) and not self.is_left_out(day, now):
                used += 1
                last = day
        while True:
            day += ONE
            if is_workday(day) and not self.is_left_out(day, now):
                return last
            if is_workday(day):
                last = day

    def is_late(self, now: date) -> bool:
        due = self.due(now)
        return due is not None and now > due

    def take(self, act: str, now: date, days: int) -> bool:
        """Do the act, or return False where it may not be done."""
        if not getattr(self, f"may_{act}")(now):
            return False
        getattr(self, act)(now, days)
        self.done.append(act)
        return True

    def may_request_correction(self, now: date) -> bool:
        fresh = "request_correction" not in self.done and not self.waiting_for and not self.stands_extended
        return fresh and not self.is_consulting(now)

    def is_consulting(self, now: date) -> bool:
        return any(letter.is_out(now) for letter in self.letters)

    def request_correction(self, now: date, days: int) -> None:
        self.waiting_for = "correction"
        self.corrected_late = now > walked(self.received, 7)
        if not self.corrected_late:
            self.day0 = None

    def may_correction_received(self, now: date) -> bool:
        return self.waiting_for == "correction"

    def correction_received(self, now: date, days: int) -> None:
        self.waiting_for = ""
        if not self.corrected_late:
            self.day0 = now

    def may_consult_third_party(self, now: date) -> bool:
        return not self.waiting_for

    may_consult_other_organ = may_consult_third_party

    def consult_third_party(self, now: date, days: int) -> None:
        self.stands_extended = False
        self.letters.append(Letter("third", now, walked(now + timedelta(days % 4), 15), not self.is_late(now)))

    def consult_other_organ(self, now: date, days: int) -> None:
        self.stands_extended = False
        self.letters.append(Letter("organ", now, None, not self.is_late(now)))

    def _unanswered(self, kind: str) -> list[Letter]:
        return [letter for letter in self.letters if letter.kind == kind and letter.answered is None]

    def may_third_party_replied(self, now: date) -> bool:
        return self.waiting_for != "correction" and bool(self._unanswered("third"))

    def may_other_organ_replied(self, now: date) -> bool:
        return self.waiting_for != "correction" and bool(self._unanswered("organ"))

    def third_party_replied(self, now: date, days: int) -> None:
        self._unanswered("third")[0].answered = now

    def other_organ_replied(self, now: date, days: int) -> None:
        self._unanswered("organ")[0].answered = now

    def may_extend(self, now: date) -> bool:
        return not self.waiting_for and "extend" not in self.done and not self.is_late(now)

    def extend(self, now: date, days: int) -> None:
        self.budget += 1 + days % 20
        self.stands_extended = not self.is_consulting(now)

    def may_issue_fee_notice(self, now: date) -> bool:
        return not self.waiting_for and "issue_fee_notice" not in self.done and not self.is_late(now)

    def issue_fee_notice(self, now: date, days: int) -> None:
        self.waiting_for, self.day0, self.before_fee = "fee", None, self.day0
        self.noticed = now

    def may_fee_paid(self, now: date) -> bool:
        return self.waiting_for == "fee"

    def fee_paid(self, now: date, days: int) -> None:
        self.waiting_for, self.day0, self.stands_extended = "", now, False

    def may_fee_waived(self, now: date) -> bool:
        return self.waiting_for == "fee"

    def fee_waived(self, now: date, days: int) -> None:
        self.waiting_for, self.day0, self.stands_extended = "", self.before_fee, False
        self.letters.append(Letter("fee", self.noticed, None, counts=True, answered=now))


def an_event(act: str, now: date, days: int) -> Event:
    received = now + timedelta(days % 4) if act == "consult_third_party" else None
    return Event(
        act=act,
        event_date=now,
        workdays=1 + days % 20,
        approved_by="head",
        reason="because",
        received_by_other=received,
    )


receipts = st.dates(date(2022, 1, 1), date(2026, 1, 31))
courses = st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 14), st.integers(0, 39)), max_size=9)


@settings(max_examples=150)
@given(receipts, courses, st.integers(0, 40))
@example(date(2022, 1, 1), [("consult_third_party", 0, 0), ("extend", 10, 0), ("request_correction", 14, 0)], 0)
def test_the_clock_agrees_with_a_finger_on_the_calendar(received, course, later):
    finger = Finger(received, received)
    receipt, events, now = Receipt(channel="in_person", arrival_date=received), [], received
    for act, gap, days in course:
        now += timedelta(gap)
        tried = CaseFacts(receipt=receipt, events=(*events, an_event(act, now, days)))
        found = clock(tried, CALENDAR, today=now)
        assert (found.refusal is None) == finger.take(act, now, days), (act, now, found.refusal)
        if found.refusal is None:
            events.append(tried.events[-1])
        assert (found.due.date if found.due else None) == finger.due(now)
    agree_on(now + timedelta(later), CaseFacts(receipt=receipt, events=tuple(events)), finger)


def agree_on(today: date, case: CaseFacts, finger: Finger) -> None:
    """The due date, the days left and the trace of that day, walked once more."""
    found, due = clock(case, CALENDAR, today=today), finger.due(today)
    assert (found.due.date if found.due else None) == due
    if due is None:
        assert (found.days_left, found.trace) == (None, ())
        return
    first, last, sign = (today, due, 1) if today <= due else (due, today, -1)
    assert found.days_left == sign * sum(is_workday(first + n * ONE) for n in range(1, (last - first).days + 1))
    assert [traced.date for traced in found.trace] == [
        finger.day0 + n * ONE for n in range(1, (due - finger.day0).days + 1)
    ]
    assert [traced.number for traced in found.trace if traced.number] == list(range(1, finger.budget + 1))
    for traced in found.trace:
        if traced.kind != "rest":
            assert (traced.kind == "excluded") == finger.is_left_out(traced.date, today)


def test_the_finger_itself_finds_the_worked_cases():
    assert Finger(date(2025, 9, 19), date(2025, 9, 19)).due(date(2025, 9, 19)) == date(2025, 10, 23)
    asked = Finger(date(2026, 4, 20), date(2026, 4, 20))
    asked.take("consult_other_organ", date(2026, 4, 24), 0)
    asked.take("other_organ_replied", date(2026, 5, 11), 0)
    assert asked.due(date(2026, 5, 11)) == date(2026, 6, 2)
