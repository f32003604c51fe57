"""How old open cases are and which were answered late, with the office and the reason where they are known."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from django.db import models

from gongkai import statute
from gongkai.agencies.door import Blank, calendar
from gongkai.cases.case import Case
from gongkai.cases.queue import Line, queue
from gongkai.cases.shown_clock import ShownClock
from gongkai.cases.working_file import OfTheOffice
from gongkai.pages.door import Bar, Chart, Group, bar_chart
from gongkai.statute import DueDate

if TYPE_CHECKING:
    from gongkai.agencies.door import Agency

UNKNOWN = "没有登记原因"
# Working days since the receipt: the last of each step, and what the step is called.
_STEPS = ((5, "1 至 5 个"), (10, "6 至 10 个"), (15, "11 至 15 个"), (20, "16 至 20 个"), (40, "21 至 40 个"))
_ANSWERS = ("reply", "answer_on_spot", "correction_unclear")
_OLDER = "40 个以上"


class Cause(models.TextChoices):
    """Why a reply came, or will come, late."""

    SEARCH = "search", "检索耗时长"
    OFFICE = "office", "协办处室迟延"
    CONSULTATION = "consultation", "征求意见启动晚"
    APPROVAL = "approval", "审核审批耗时长"
    REGISTRATION = "registration", "收件没有及时登记或者确认"
    VOLUME = "volume", "申请集中、人手不足"
    OTHER = "other", "其他"


class LatenessReason(OfTheOffice):
    """Why a case is late, and in which office the time went; the latest of a case holds."""

    blankable = {"told": Blank.WORDS}
    cause = models.CharField("逾期原因", max_length=20, choices=Cause.choices)
    office = models.ForeignKey("agencies.Office", verbose_name="责任处室", on_delete=models.PROTECT, related_name="+")
    told = models.TextField("情况说明")

    class Meta(OfTheOffice.Meta):
        verbose_name = "逾期原因"
        verbose_name_plural = "逾期原因"

    def __str__(self) -> str:
        return f"{self.case} {self.get_cause_display()}"


class Late(NamedTuple):
    """A case that was answered late, or is late: its due date, when it was answered, by how many working days."""

    case: Case
    due: DueDate
    answered_date: date | None
    workdays: int
    reason: LatenessReason | None

    @property
    def cause(self) -> str:
        """Return the cause in words."""
        return self.reason.get_cause_display() if self.reason else UNKNOWN

    @property
    def office(self) -> str:
        """Return the office, empty where nobody told."""
        return self.reason.office.name if self.reason else ""


@dataclass(frozen=True)
class Lateness:
    """How the cases of some agencies stand on a day, and what was late in the year up to it."""

    open_lines: list[Line]
    late: list[Late]
    replied: int

    @property
    def unconfirmed(self) -> list[Line]:
        """Return what should have been confirmed with its applicant and was not."""
        return [line for line in self.open_lines if line.shown.is_unconfirmed_too_long]

    @property
    def by_cause(self) -> list[tuple[str, str, int]]:
        """Return office, cause and number of cases, the most first."""
        counted = Counter((one.office, one.cause) for one in self.late)
        return [(office, cause, number) for (office, cause), number in counted.most_common()]


def lateness(agencies: Collection[Agency], *, year: int, today: date) -> Lateness:
    """Return how things stand: every open case, and each reply of `year` that came after its due date."""
    lines = [line for group in queue(agencies, today=today) for line in group.lines if not line.case.closed_date]
    replied = Case.objects.filter(agency__in=agencies, closed_date__year=year, events__act__in=_ANSWERS)
    answered = list(replied.distinct().select_related("agency").prefetch_related("events"))
    late = [*_late_now(lines, today), *(one for case in answered if (one := _answered_late(case)))]
    reasons = _reasons(one.case.pk for one in late)
    told = [one._replace(reason=reasons.get(one.case.pk)) for one in late]
    return Lateness(lines, sorted(told, key=lambda one: (-one.workdays, one.case.pk)), len(answered))


def _late_now(lines: Iterable[Line], today: date) -> Iterator[Late]:
    for line in lines:
        clock = line.shown.clock
        if line.shown.is_overdue:
            due = clock.due or DueDate(clock.safe_date or today)
            yield Late(line.case, due, None, calendar().count_workdays(due.date, today).workdays, None)


def _answered_late(case: Case) -> Late | None:
    """Return the case as late where its reply came after the due date that held then, else None."""
    facts = case.facts()
    ended = next((place for place, one in enumerate(facts.events) if one.event_date == case.closed_date), None)
    if ended is None or case.closed_date is None:
        return None
    before = statute.clock(replace(facts, events=facts.events[:ended]), calendar(), today=case.closed_date)
    if before.due is None or case.closed_date <= before.due.date:
        return None
    days = calendar().count_workdays(before.due.date, case.closed_date).workdays
    return Late(case, before.due, case.closed_date, days, None)


def is_late(case: Case, today: date) -> bool:
    """Tell whether a case is late on `today`, or was answered late."""
    if case.closed_date:
        return _answered_late(case) is not None
    return ShownClock(case.clock(today=today), today).is_overdue


def _reasons(cases: Iterable[int]) -> dict[int, LatenessReason]:
    """Return the latest reason of each case, by the case's id."""
    told = LatenessReason.objects.filter(case__in=list(cases)).select_related("office").order_by("pk")
    return {one.case_id: one for one in told}


def ageing_chart(lines: Collection[Line], today: date) -> Chart:
    """Return the open cases by the working days since their receipt (or arrival), a bar for each step."""
    counted = Counter(_step(line.case, today) for line in lines)
    names = [*(name for _, name in _STEPS), _OLDER]
    bars = tuple(Bar(name, counted[name]) for name in names)
    return bar_chart(
        "ageing", "未办结的申请已过去几个工作日", _reading(lines), (Group("", bars),), unit="件", series=("件数",)
    )


def _step(case: Case, today: date) -> str:
    passed = calendar().count_workdays(case.receipt_date or case.arrival_date, today).workdays
    return next((name for last, name in _STEPS if passed <= last), _OLDER)


def _reading(lines: Collection[Line]) -> str:
    late = sum(line.shown.is_overdue for line in lines)
    return f"未办结 {len(lines)} 件，" + (f"其中逾期 {late} 件。" if late else "没有逾期。")


def lateness_chart(late: Collection[Late]) -> Chart:
    """Return what was late by cause, a group for each office."""
    by_office: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for one in late:
        by_office[one.office][one.cause] += 1
    groups = tuple(
        Group(office or "没有登记处室", tuple(Bar(cause, number) for cause, number in counted.most_common()))
        for office, counted in by_office.items()
    )
    reading = f"逾期 {len(late)} 件。" if late else "没有逾期。"
    return bar_chart("lateness", "逾期的原因和责任处室", reading, groups, unit="件", series=("件数",))
