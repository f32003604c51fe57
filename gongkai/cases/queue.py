"""The office's queue: every open case in the one place where it matters most, derived from its clock today."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Q

from gongkai.agencies.door import Agency, Role, acting
from gongkai.cases.approvals import approvals_due
from gongkai.cases.case import Case, in_hand
from gongkai.cases.draft_stage import READ_FIRST, Stage, stage_of
from gongkai.cases.drafts import Draft
from gongkai.cases.shown_clock import ShownClock
from gongkai.statute import State

if TYPE_CHECKING:
    from gongkai.agencies.door import Person

SOON_WORKDAYS = 3
_WAITING = {State.REGISTERED, State.CORRECTION_REQUESTED, State.FEE_PENDING, State.CONSULTING}


class Line(NamedTuple):
    """A case in the queue, with its clock, and where its reply stands (None while nobody has drafted one)."""

    case: Case
    shown: ShownClock
    stage: Stage | None

    @property
    def is_ready(self) -> bool:
        """Tell whether its approved reply can get its letter now: nobody outside is waited for."""
        return self.stage is not None and self.stage.is_ready and self.shown.clock.state not in _WAITING


class Group(NamedTuple):
    """A part of the queue: its id, what it is called, what to do where it is empty, its cases."""

    id: str
    title: str
    lines: list[Line]


# In the order of urgency: a case stands in the first that fits.
_GROUPS: tuple[tuple[str, str, Callable[[Line], bool]], ...] = (
    ("overdue", "已逾期", lambda one: one.shown.is_overdue),
    ("today", "今天到期", lambda one: one.shown.clock.days_left == 0),
    ("soon", f"{SOON_WORKDAYS} 个工作日内到期", lambda one: (one.shown.clock.days_left or 99) <= SOON_WORKDAYS),
    ("unconfirmed", "早该与申请人确认（1 个工作日内）", lambda one: one.shown.is_unconfirmed_too_long),
    ("returned", "答复稿被退回，等您修改", lambda one: one.stage is Stage.GIVEN_BACK),
    ("ready", "答复稿已审批完毕，等成文、用印、发出", lambda one: one.is_ready),
    ("unserved", "已答复、待送达", lambda one: one.shown.clock.state == State.REPLIED),
    ("waiting", "等待别人（确认、补正、缴费、征求意见）", lambda one: one.shown.clock.state in _WAITING),
    ("untouched", "还没有动过", lambda one: not (one.case.events.all() or one.case.drafts.all())),
    ("open", "办理中", lambda one: True),
)


def queue(agencies: Iterable[Agency], *, today: date) -> list[Group]:
    """Return the groups of the queue, each with its cases, the nearest due date first."""
    unserved = Q(outcome__gt="") & ~Q(events__act__in=("serve", "archive", "withdraw")) & Q(events__act="reply")
    remade = Q(events__act__in=("remake_ordered", "service_failed"))
    found = Case.objects.filter(in_hand() | unserved | remade, agency__in=list(agencies)).distinct()
    lines = [
        Line(case, ShownClock(case.clock(today=today), today), stage_of(case, on=today))
        for case in found.select_related("agency").prefetch_related("events", *READ_FIRST)
    ]
    lines = [one for one in lines if one.case.is_in_hand or one.shown.clock.state == State.REPLIED]
    lines.sort(key=lambda one: (due_day(one.shown) or date.max, one.case.pk))
    groups = [Group(name, title, []) for name, title, _ in _GROUPS]
    for line in lines:
        place = next(number for number, (_, _, fits) in enumerate(_GROUPS) if fits(line))
        groups[place].lines.append(line)
    return groups


def due_day(shown: ShownClock) -> date | None:
    """Return by when the agency must reply, the safe day where the receipt is not certain, None where no time runs."""
    return shown.clock.due.date if shown.clock.due else shown.clock.safe_date


def to_approve(person: Person, agencies: Iterable[Agency], *, today: date) -> list[Draft]:
    """Return the drafts whose next approval is due from `person`, who neither wrote them nor approved them before."""
    return [
        draft
        for draft, role, hats in approvals_awaited(agencies, today=today)
        if _may(person, role, draft, hats, today)
    ]


def approvals_awaited(agencies: Iterable[Agency], *, today: date) -> Iterator[tuple[Draft, Role, frozenset[int]]]:
    """Yield each draft with the role whose approval is due, and the ids of people who wrote or approved it already."""
    open_cases = Case.objects.filter(in_hand(), agency__in=list(agencies), drafts__isnull=False).distinct()
    for case in open_cases.prefetch_related("drafts__approvals", "events").select_related("agency"):
        draft = list(case.drafts.all())[-1]
        before = {one for row in draft.approvals.all() for one in (row.person_id, row.on_behalf_of_id)} - {None}
        if due := approvals_due(draft, on=today):
            yield draft, due[0], frozenset(before | draft.author_ids)


def _may(person: Person, role: Role, draft: Draft, hats: frozenset[int], today: date) -> bool:
    as_whom = acting(person, role, draft.case.agency, on=today)
    if as_whom is None:
        return False
    return not hats & {person.pk, as_whom.on_behalf_of.pk if as_whom.on_behalf_of else person.pk}
