"""What this room puts on the desk: the report of the year that ended, until it is public and reported upwards."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from django.urls import reverse
from django.utils import timezone

from gongkai.agencies.door import Due, Queue, RelationKind, Role, disclosure_offices
from gongkai.publishing.door import State
from gongkai.statute import report_due
from gongkai.yearend.life import WRITERS, Standing, standing
from gongkai.yearend.signing import ReportStep

if TYPE_CHECKING:
    from gongkai.agencies.door import Agency

_SIGNERS = frozenset({Role.LEADER})
_UNDER_REVIEW = {State.FIRST, State.SECOND, State.THIRD}  # on the desk of the reviewers


class _Step(NamedTuple):
    what: str
    roles: frozenset[Role]
    address: str  # the name of the page where it is done


def reports_due(agencies: Collection[Agency], at: datetime) -> Iterator[Due]:
    """Yield for each agency what its report on the year that ended waits for, due on the day of Art. 49."""
    today = timezone.localdate(at)
    year = today.year - 1
    due, offices = report_due(year), disclosure_offices(agencies, today)
    for agency in agencies:
        now = standing(agency, year)
        step = _step(now, agency, today)
        if step is not None:
            yield Due(
                what=f"{step.what}：{year}年度报告",
                address=reverse(step.address, args=[agency.slug, year]),
                agency=agency,
                roles=step.roles,
                due_date=due.publish_date,
                note=f"现在：{now.state}",
                office=offices[agency.pk].name if agency.pk in offices else "",
            )


def _step(now: Standing, agency: Agency, today: date) -> _Step | None:
    """Return what is to be done next, None where nothing is or where the reviewers have it."""
    if now.awaits_signature:
        return _Step("签发", _SIGNERS, "yearend:life")
    if now.awaits_publication:
        return _Step("公开", WRITERS, "yearend:life")
    if now.submission is not None and now.submission.state in _UNDER_REVIEW:
        return None
    if now.page is not None and now.page.live:
        return _Step("登记报送主管部门", WRITERS, "yearend:life") if _is_unreported(now, agency, today) else None
    return _Step("编制", WRITERS, "yearend:draft")


def _is_unreported(now: Standing, agency: Agency, today: date) -> bool:
    """Tell whether a signed report is public, and nobody has recorded that it went to the competent department."""
    if now.signed is None or not agency.related_body(RelationKind.DISCLOSURE_SUPERVISOR, today):
        return False
    return not now.signed.steps.filter(kind=ReportStep.Kind.SUBMITTED).exists()


QUEUES: tuple[Queue, ...] = (
    Queue("yearend.reports", "年度报告", "《条例》第四十九条", WRITERS | _SIGNERS, reports_due),
)
