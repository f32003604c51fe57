"""What this room puts on the desk: the report of the year that ended, until it is public and reported upwards."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from django.urls import reverse
from django.utils import timezone

from gongkai.agencies.door import Due, Queue, Relation, RelationKind, Role, disclosure_offices
from gongkai.publishing.door import Closing, State, Submission
from gongkai.yearend.collecting import all_sent, awaits_better
from gongkai.yearend.collection import collect
from gongkai.yearend.drift_duties import SignedDrift
from gongkai.yearend.due_dates import due_of
from gongkai.yearend.life import WRITERS, Standing, standing
from gongkai.yearend.models import AnnualReportPage
from gongkai.yearend.signing import ReportStep

if TYPE_CHECKING:
    from gongkai.agencies.door import Agency
    from gongkai.statute import ReportDue

_SIGNERS = frozenset({Role.LEADER})
_SUPERVISORS = frozenset({Role.SUPERVISOR})
_PUBLISH = "公开"
_NAMED = 5  # of the agencies whose report is missing
_TOLD = 3  # of the numbers that differ from what was signed
_HOW = "重新送审更正，或者由公开工作机构负责人写明理由、不更正"
_UNDER_REVIEW = {State.FIRST, State.SECOND, State.THIRD}  # on the desk of the reviewers


class _Step(NamedTuple):
    what: str
    roles: frozenset[Role]
    address: str  # the name of the page where it is done
    note: str = ""

    def due_date(self, due: ReportDue) -> date:
        """Return by when: what only publishing is left of by that day, all before by the day to send it if earlier."""
        return due.publish_date if self.what == _PUBLISH else min(due.submit_date or due.publish_date, due.publish_date)


def reports_due(agencies: Collection[Agency], at: datetime) -> Iterator[Due]:
    """Yield for each agency what its report on the year that ended waits for, by Art. 49 or an earlier local day.

    Amendments of earlier years, which no day is set for, are there from the third round until they are public.
    """
    today = timezone.localdate(at)
    year = today.year - 1
    offices = disclosure_offices(agencies, today)
    for agency, asked in [*((agency, year) for agency in agencies), *_amendments(agencies, before=year)]:
        now = standing(agency, asked)
        step = _step(now, agency, today) if asked == year else _amending(now)
        if step is not None:
            yield Due(
                what=f"{step.what}：{asked}年度报告",
                address=reverse(step.address, args=[agency.slug, asked]),
                agency=agency,
                roles=step.roles,
                due_date=step.due_date(due_of(agency, year, on=today)) if asked == year else None,
                note=step.note or f"现在：{now.state}",
                office=offices[agency.pk].name if agency.pk in offices else "",
            )


def _amendments(agencies: Collection[Agency], *, before: int) -> Iterator[tuple[Agency, int]]:
    """Yield whose report on which earlier year passed three rounds and is not public."""
    approved = Submission.objects.at_round(4).filter(agency__in=agencies)
    pages = AnnualReportPage.objects.filter(pk__in=approved.values("page"), year__lt=before)
    for page in pages.select_related("agency").only("year", "agency"):
        yield page.agency, page.year


def _amending(now: Standing) -> _Step | None:
    if now.awaits_signature:
        return _Step("签发", _SIGNERS, "yearend:life")
    return _Step(_PUBLISH, WRITERS, "yearend:life") if now.awaits_publication else None


def _step(now: Standing, agency: Agency, today: date) -> _Step | None:
    """Return what is to be done next, None where nothing is: reviewers have it, or another software's was sent."""
    if now.submission is not None and now.submission.state in _UNDER_REVIEW:
        return None
    if now.awaits_signature:
        return _Step("签发", _SIGNERS, "yearend:life")
    if returned := awaits_better(agency, today.year - 1):
        return _Step("按主管部门的意见修改、重新报送", WRITERS, "yearend:life", f"退回意见：{returned.note}")
    if now.awaits_publication:
        return _Step(_PUBLISH, WRITERS, "yearend:life")
    if now.page is not None and now.page.live:
        return _Step("登记报送主管部门", WRITERS, "yearend:life") if is_unreported(now, agency, today) else None
    sent = all_sent([agency], today.year - 1)
    return None if sent else _Step("编制", WRITERS, "yearend:draft", _given_back(now))


def _given_back(now: Standing) -> str:
    """Return why the leader or a reviewer gave the report back last, if one did; the desk says it to the writer."""
    last = now.submission
    closing = getattr(last, "closing", None)
    if closing is not None and closing.cause == Closing.Cause.SENT_BACK:
        return f"{closing.get_cause_display()}：{closing.note}"
    returned = last.rounds[-1] if last is not None and last.state == State.RETURNED else None
    return f"{returned.get_round_display()}退回：{returned.reason}" if returned else ""


def is_unreported(now: Standing, agency: Agency, today: date) -> bool:
    """Tell whether a signed report is public, and nobody has recorded that it went to the competent department."""
    if now.signed is None or not agency.related_body(RelationKind.DISCLOSURE_SUPERVISOR, today):
        return False
    return not now.signed.steps.filter(kind=ReportStep.Kind.SUBMITTED).exists()


def drifts_due(agencies: Collection[Agency], at: datetime) -> Iterator[Due]:
    """Yield each signed report, of any year, whose records changed afterwards, until it is amended or said why not."""
    own = {agency.pk: agency for agency in agencies}
    found = list(SignedDrift.objects.unanswered().filter(signed__agency__in=own).select_related("signed"))
    offices = disclosure_offices(agencies, timezone.localdate(at)) if found else {}
    for row in found:
        agency, signed, changes = own[row.signed.agency_id], row.signed, row.changed()
        more = f"等 {len(changes)} 处" if len(changes) > _TOLD else ""
        yield Due(
            what=f"签发后记录有变化：{signed.year}年度报告",
            address=reverse("yearend:drift", args=[agency.slug, signed.year, signed.version]),
            agency=agency,
            roles=WRITERS,
            note=f"{'；'.join(map(str, changes[:_TOLD]))}{more}。{_HOW}",
            office=offices[agency.pk].name if agency.pk in offices else "",
        )


def collections_due(agencies: Collection[Agency], at: datetime) -> Iterator[Due]:
    """Yield for each competent department among `agencies` how many reports of the year that ended it still lacks."""
    today = timezone.localdate(at)
    relations = Relation.objects.filter(kind=RelationKind.DISCLOSURE_SUPERVISOR).in_force(today)
    above = set(relations.values_list("other", flat=True))
    for department in (one for one in agencies if one.pk in above):
        held = collect(department, today.year - 1, today=today)
        if missing := held.tally()["missing"]:
            yield Due(
                what=f"收集{held.year}年度报告：{len(missing)} 个机关未报送",
                address=reverse("yearend:collection_of", args=[department.slug, held.year]),
                agency=department,
                roles=_SUPERVISORS,
                due_date=held.due.submit_date or held.due.publish_date,
                note="、".join(entry.agency.short_name for entry in missing[:_NAMED]),
            )


QUEUES: tuple[Queue, ...] = (
    Queue("yearend.reports", "年度报告", "《条例》第四十九条", WRITERS | _SIGNERS, reports_due),
    Queue("yearend.drifts", "签发后的变化", "《条例》第四十九条", WRITERS, drifts_due),
    Queue("yearend.collections", "报告收集", "《条例》第三条、第四十九条", _SUPERVISORS, collections_due),
)
