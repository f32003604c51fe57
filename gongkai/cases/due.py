"""What this room puts on the desk: open cases by their clock, and drafts of replies that wait for an approval."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone

from gongkai.agencies.door import Due, Queue, Role, calendar, disclosure_offices
from gongkai.cases.approvals import WRITERS
from gongkai.cases.disposals import APPROVERS, ended
from gongkai.cases.disposals import running as running_disposals
from gongkai.cases.dispute_limits import running
from gongkai.cases.disputes import Dispute, DisputeStep, StepKind
from gongkai.cases.draft_stage import Stage
from gongkai.cases.extension_proposals import proposals_waiting
from gongkai.cases.fee_duty import ROLES as FEE_ROLES
from gongkai.cases.fee_duty import fee_duty_denied
from gongkai.cases.queue import Group, Line, approvals_awaited, due_day, queue
from gongkai.cases.releasing import REVIEWERS, unreviewed
from gongkai.cases.seal_refusals import standing_refusals
from gongkai.cases.shown_clock import ShownClock
from gongkai.cases.undelivered import undelivered
from gongkai.cases.working_file import open_tasks

if TYPE_CHECKING:
    from gongkai.agencies.door import Agency

_DONE_BY = frozenset(WRITERS)
_APPROVERS = frozenset({Role.DISCLOSURE_OFFICE_HEAD, Role.LEADER})
_WORDS = {
    "unconfirmed": "与申请人确认收到申请",
    "untouched": "办理新收到的申请",
    "unserved": "送达答复",
    "waiting": "等待对方",
}
_SHOWN = 40  # characters of what is asked for


def _office_names(agencies: Collection[Agency], today: date) -> dict[int, str]:
    """Return what the disclosure office of each agency is called, by the agency's number."""
    return {number: office.name for number, office in disclosure_offices(agencies, today).items()}


def cases_due(agencies: Collection[Agency], at: datetime) -> Iterator[Due]:
    """Yield every open case with what is to be done about it; the day is that of its clock (Reg. art. 33)."""
    today = timezone.localdate(at)
    offices = _office_names(agencies, today)
    by_letter = {one.letter.case_id for one in undelivered(agencies, today=today)}
    for group in queue(agencies, today=today):
        for line in group.lines:
            case = line.case
            if group.id == "unserved" and case.pk in by_letter:
                continue  # its letter is on the desk, under 送达
            yield Due(
                what=f"{_to_do(group, line)}：{case.number}（{line.shown.state}）",
                address=reverse("cases:case", args=[case.pk]),
                agency=case.agency,
                roles=_DONE_BY,
                due_date=line.shown.confirm_by if group.id == "unconfirmed" else due_day(line.shown),
                note=_note(line),
                office=offices.get(case.agency_id, ""),
                waits=_waits(group, line) and not line.shown.is_overdue,
            )


def _to_do(group: Group, line: Line) -> str:
    """Return what is to be done about a case: first what others said of its reply, then what the queue says."""
    if line.stage and (line.stage is Stage.GIVEN_BACK or line.is_ready or group.id not in _WORDS):
        return line.stage.value
    return _WORDS.get(group.id, "办理申请")


def _waits(group: Group, line: Line) -> bool:
    """Tell whether somebody else has to act first: outside the agency, or whoever approves or looks through a reply."""
    if line.stage is Stage.GIVEN_BACK:
        return False
    return group.id == "waiting" or (line.stage is not None and line.stage.waits)


def _note(line: Line) -> str:
    """Return what is asked for; of a reply that was given back, with what words."""
    if line.stage is Stage.GIVEN_BACK:
        return f"退回意见：{list(line.case.drafts.all())[-1].given_back}"[:_SHOWN]
    return line.case.description[:_SHOWN]


def letters_undelivered(agencies: Collection[Agency], at: datetime) -> Iterator[Due]:
    """Yield every letter that went out and has not arrived (国办公开办函〔2016〕235号)."""
    today = timezone.localdate(at)
    offices = _office_names(agencies, today)
    for one in undelivered(agencies, today=today):
        case = one.letter.case
        yield Due(
            what=f"送达：{one.letter.number}（{one.standing}）",
            address=f"{reverse('cases:letter', args=[case.pk, one.letter.pk])}#delivery",
            agency=case.agency,
            roles=_DONE_BY,
            due_date=one.due_date,
            note=f"{one.letter.title}，{case.number}",
            office=offices.get(case.agency_id, ""),
            waits=one.waits,
        )


def drafts_to_approve(agencies: Collection[Agency], at: datetime) -> Iterator[Due]:
    """Yield every draft of a reply with the approval that is due next; its authors and earlier approvers are barred."""
    today = timezone.localdate(at)
    offices = _office_names(agencies, today)
    for draft, role, hats in approvals_awaited(agencies, today=today):
        case = draft.case
        yield Due(
            what=f"审批答复稿：{case.number}（第{draft.version}稿）",
            address=f"{reverse('cases:case', args=[case.pk])}#draft",
            agency=case.agency,
            roles=frozenset({role}),
            due_date=due_day(ShownClock(case.clock(today=today), today)),
            note=case.description[:_SHOWN],
            office=offices.get(case.agency_id, ""),
            barred=hats,
        )


def releases_to_review(agencies: Collection[Agency], at: datetime) -> Iterator[Due]:
    """Yield every draft that gives what nobody has looked through (Reg. art. 15, 37); its authors are barred."""
    today = timezone.localdate(at)
    offices = _office_names(agencies, today)
    for draft in unreviewed(agencies):
        case = draft.case
        yield Due(
            what=f"核对提供的内容：{case.number}（第{draft.version}稿）",
            address=reverse("cases:release", args=[case.pk]),
            agency=case.agency,
            roles=frozenset(REVIEWERS),
            due_date=due_day(ShownClock(case.clock(today=today), today)),
            note=case.description[:_SHOWN],
            office=offices.get(case.agency_id, ""),
            barred=draft.author_ids,
        )


def extensions_to_approve(agencies: Collection[Agency], at: datetime) -> Iterator[Due]:
    """Yield every proposal of an extension, for the head to decide before the due date; its authors are barred."""
    today = timezone.localdate(at)
    offices = _office_names(agencies, today)
    for proposal in proposals_waiting(agencies):
        case = proposal.case
        yield Due(
            what=f"审批延期建议：{case.number}（{proposal.asked_for}）",
            address=f"{reverse('cases:case', args=[case.pk])}#extension",
            agency=case.agency,
            roles=frozenset({Role.DISCLOSURE_OFFICE_HEAD}),
            due_date=due_day(ShownClock(case.clock(today=today), today)),
            note=proposal.reason[:_SHOWN],
            office=offices.get(case.agency_id, ""),
            barred=proposal.author_ids,
        )


def tasks_due(agencies: Collection[Agency], at: datetime) -> Iterator[Due]:
    """Yield what other offices were asked to do for an open case and have not done."""
    for task in open_tasks(agencies):
        yield Due(
            what=f"协办：{task.case.number}（{task.office.name}）",
            address=reverse("cases:case", args=[task.case_id]),
            agency=task.case.agency,
            roles=_DONE_BY,
            due_date=task.due_date,
            note=task.asked[:_SHOWN],
            office=task.office.name,
        )


def defences_due(agencies: Collection[Agency], at: datetime) -> Iterator[Due]:
    """Yield each dispute in which the agency has to answer and has not (行政复议答复、行政诉讼答辩)."""
    copies = DisputeStep.objects.filter(kind=StepKind.COPY).values("dispute")
    disputes = Dispute.objects.filter(agency__in=list(agencies), pk__in=copies).select_related("agency")
    counted, offices = calendar(), _office_names(agencies, timezone.localdate(at))
    for dispute in disputes.prefetch_related("steps", "instances"):
        for one in running(dispute, counted):
            if one.done_date is None and one.whose == dispute.agency.short_name:
                yield Due(
                    what=f"{one.name}：{dispute.reference}",
                    address=reverse("cases:dispute", args=[dispute.pk]),
                    agency=dispute.agency,
                    roles=_DONE_BY | {Role.LEADER},
                    due_date=one.due.date,
                    note=f"{dispute.get_route_display()}，{dispute.body}",
                    office=offices.get(dispute.agency_id, ""),
                )


def seals_refused(agencies: Collection[Agency], at: datetime) -> Iterator[Due]:
    """Yield every letter whose sealed copy a seal service gave back and that was not taken: it waits for another."""
    today = timezone.localdate(at)
    offices = _office_names(agencies, today)
    for one in standing_refusals(agencies):
        letter, case = one.letter, one.letter.case
        yield Due(
            what=f"用印：{letter.number}的盖章件没有接收",
            address=f"{reverse('cases:letter', args=[case.pk, letter.pk])}#seal",
            agency=case.agency,
            roles=_DONE_BY,
            due_date=due_day(ShownClock(case.clock(today=today), today)),
            note="".join(reason["message"] for reason in one.reasons),
            office=offices.get(case.agency_id, ""),
        )


def disposals_due(agencies: Collection[Agency], at: datetime) -> Iterator[Due]:
    """Yield what is to be done about archived cases whose time is over; no day is set, nothing happens by itself."""
    over = Counter(ended(agencies, today=timezone.localdate(at)).values_list("case__agency", flat=True))
    for agency in (one for one in agencies if over[one.pk]):
        what = f"期满鉴定：{over[agency.pk]} 件办件的保管期限已满"
        yield Due(what=what, address=reverse("cases:disposals"), agency=agency, roles=_DONE_BY)
    for one in running_disposals(agencies):
        role = next(iter(one.roles_due()), None)
        yield Due(
            what=f"{'审批' if role else '执行'}鉴定清册：{one.number}",
            address=reverse("cases:disposal", args=[one.pk]),
            agency=one.agency,
            roles=frozenset({role}) if role else _DONE_BY,
            note=one.opinion[:_SHOWN],
            barred=one.hats if role else frozenset(),
        )


QUEUES: tuple[Queue, ...] = (
    Queue("cases.open", "依申请公开", "《条例》第三十三条", _DONE_BY, cases_due),
    Queue("cases.deliveries", "文书送达", "国办公开办函〔2016〕235号", _DONE_BY, letters_undelivered),
    Queue("cases.approvals", "答复审批", "《条例》第三十三条、第三十六条", _APPROVERS, drafts_to_approve),
    Queue("cases.releases", "提供内容核对", "《条例》第十五条、第三十七条", frozenset(REVIEWERS), releases_to_review),
    Queue(
        "cases.extensions",
        "延期审批",
        "《条例》第三十三条第二款",
        frozenset({Role.DISCLOSURE_OFFICE_HEAD}),
        extensions_to_approve,
    ),
    Queue(
        "cases.defences",
        "复议诉讼",
        "《行政复议法》第四十八条、第五十四条；《行政诉讼法》第六十七条",
        _DONE_BY | {Role.LEADER},
        defences_due,
    ),
    Queue("cases.fee_duty", "收费公示", "《条例》第二十条第（八）项", FEE_ROLES, fee_duty_denied),
    Queue("cases.seals", "文书用印", "《条例》第三十六条", _DONE_BY, seals_refused),
    Queue("cases.disposals", "期满鉴定", "《档案法》", _DONE_BY | frozenset(APPROVERS), disposals_due),
    Queue("cases.tasks", "协办", "《条例》第四条", _DONE_BY, tasks_due),
)
