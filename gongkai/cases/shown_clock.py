"""The clock of a case as people read it: a sentence, a strip of days, and why each day counts or not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from gongkai.agencies.door import calendar
from gongkai.statute import (
    Clock,
    State,
    TracedDay,
    in_chinese,
    remedies_when_overdue,
    state_name,
    transitions,
    workdays_for,
)

UNCONFIRMED_TOO_LONG = "CLOCK-UNCONFIRMED-OVERDUE"
_UNCONFIRMED = (UNCONFIRMED_TOO_LONG, "CLOCK-UNCONFIRMED")
_WEEKDAYS = "一二三四五六日"
_SIGNS = {"rest": "休", "worked_weekend": "班", "excluded": "停"}
_OVER = {State.ABANDONED_CORRECTION_OVERDUE, State.ABANDONED_FEE_OVERDUE, State.WITHDRAWN}
_ANSWERED = {State.REPLIED, State.SERVED, State.ARCHIVED}


def day_in_words(day: date) -> str:
    """Return the day as a sentence names it: 2026年12月25日（周五）."""
    return f"{in_chinese(day)}（周{_WEEKDAYS[day.weekday()]}）"


@dataclass(frozen=True)
class ShownDay:
    """One day of the strip: `sign` is 休, 班 or 停, empty for a plain working day; `number` which counted day it is."""

    traced: TracedDay
    is_today: bool
    is_due: bool

    @property
    def sign(self) -> str:
        """Return the sign that tells the kind of day without colour."""
        return _SIGNS.get(self.traced.kind, "")

    @property
    def column(self) -> int:
        """Return its place in the week, Monday 1."""
        return self.traced.date.isoweekday()


@dataclass(frozen=True)
class ShownClock:
    """A clock on a day, ready to be shown."""

    clock: Clock
    today: date

    @property
    def state(self) -> str:
        """Return what the state is called."""
        return state_name(self.clock.state)

    @property
    def is_overdue(self) -> bool:
        """Tell whether the time to reply has passed without a reply; where nobody confirmed, that from the arrival."""
        if self.clock.days_left is None:
            safe = self.clock.safe_date if self.clock.receipt_date is None else None
            return safe is not None and safe < self.today and self.clock.state == State.REGISTERED
        return self.clock.days_left < 0

    @property
    def is_unconfirmed_too_long(self) -> bool:
        """Tell whether the day to confirm with the applicant has passed (Reg. art. 31 (3))."""
        return any(finding.rule == UNCONFIRMED_TOO_LONG for finding in self.clock.findings)

    @property
    def confirm_by(self) -> date | None:
        """Return by when the receipt was to be confirmed with the applicant, None where it is not open any more."""
        return next((finding.facts["due"] for finding in self.clock.findings if finding.rule in _UNCONFIRMED), None)

    @property
    def runs(self) -> bool:
        """Tell whether a time to reply is running."""
        return self.clock.days_left is not None

    @property
    def days(self) -> list[ShownDay]:
        """Return the strip, from the day after receipt to the due date."""
        due = self.clock.due.date if self.clock.due else None
        return [ShownDay(day, day.date == self.today, day.date == due) for day in self.clock.trace]

    @property
    def due_sentence(self) -> str:
        """Return by when the agency replies, or why no time is running."""
        return next(_due_sentence(self.clock, self.today))

    @property
    def promise(self) -> str:
        """Return by when the agency has to reply as a receipt tells the applicant: not by how much it is late."""
        if self.is_overdue and self.clock.due:
            return f"应在 {day_in_words(self.clock.due.date)}前答复。"
        return self.due_sentence

    @property
    def reasons(self) -> list[str]:
        """Return why the due date is what it is, sentence by sentence."""
        return list(_reasons(self.clock)) if self.clock.due else []

    def limit(self, kind: str) -> date | None:
        """Return the last day of a period inside the case (``correction``, ``fee_payment`` …), None where none runs."""
        found = (one.due.date for one in self.clock.sub_deadlines if one.kind == kind and not one.is_over)
        return next(found, None)


def _due_sentence(clock: Clock, today: date) -> Iterator[str]:
    """Yield the sentence that fits, the most telling first."""
    if clock.state in _OVER or clock.state in _ANSWERED:
        yield f"{state_name(clock.state)}，期限不再计算。"
    if clock.receipt_date is None:
        yield f"还没有双方确认，收到申请之日未定；按到达之日推算，应在 {day_in_words(clock.safe_date or today)}前答复。"
    if clock.due is None:
        yield "正在等申请人补正或者缴费，这段时间里答复期限不走；办好之后重新计算。"
        return
    words = day_in_words(clock.due.date)
    left = clock.days_left or 0
    if left < 0:
        yield f"应在 {words}前答复，已经逾期 {-left} 个工作日。答复的义务不因逾期而免除。"
    doubt = f"（{clock.due.date.year} 年放假安排尚未公布，日期为暂定）" if clock.due.provisional else ""
    yield f"最迟在 {words}答复{doubt}，" + (f"还剩 {left} 个工作日。" if left else "就是今天。")


def _reasons(clock: Clock) -> Iterator[str]:
    first = clock.trace[0].date if clock.trace else None
    base = workdays_for("reply", on=clock.receipt_date) if clock.receipt_date else 0
    yield f"收到申请之日是 {day_in_words(clock.receipt_date)}，当天不算。" if clock.receipt_date else ""
    for run in clock.ended_runs:
        yield f"{day_in_words(run.end_date)}{_act_name(run.because, run.end_date)}，原来的期限到此作废。"
    if clock.delayed_date:
        yield _fixed(clock, clock.delayed_date)
    elif first:
        which = "现在的期限" if clock.days_left is not None else "期限"
        yield f"{which}从 {day_in_words(first)}起算，只数工作日，数满 {base} 个（《条例》第三十三条第二款）。"
    if clock.extension:
        yield f"经公开工作机构负责人同意，延长 {clock.extension} 个工作日。"
    if not clock.delayed_date:
        yield from _excluded(clock)


def _fixed(clock: Clock, day: date) -> str:
    """Return why the reply is due on a day that was fixed, not counted: by the agency, or by who annulled a reply."""
    if clock.ended_runs and clock.ended_runs[-1].because == "remake_ordered":
        return f"复议决定或者裁判责令重新答复，新的答复最迟在 {day_in_words(day)}作出。"
    told = "申请的数量、频次明显超过合理范围，说明的理由合理，但无法在规定的期限内答复"
    return f"{told}；经公开工作机构负责人同意，确定最迟在 {day_in_words(day)}答复（第三十五条）。"


def _excluded(clock: Clock) -> Iterator[str]:
    """Yield what the days went on that do not count, each with its own law."""
    days = Counter((day.because, day.law) for day in clock.trace if day.kind == "excluded")
    for (because, law), count in days.items():
        yield f"{because}：共 {count} 个工作日（{law}）。"


def _act_name(act: str, on: date) -> str:
    return next((row.name for row in transitions() if row.act == act and row.in_force(on)), act)


def overdue_remedies(clock: Clock, *, body: str, court: str) -> list[str]:
    """Return what an applicant may do where the reply did not come in time: paragraphs, empty where it is not late."""
    if clock.due is None or clock.days_left is None or clock.days_left >= 0:
        return []
    found = remedies_when_overdue(clock.due.date, calendar())
    said = [found.paragraph(one, act="答复", body=body, court=court) for one in found.readings]
    return [*said, *(note.text for note in found.notes)]
