"""What this room puts on the desk: errors that readers reported, and what the shared platform has not taken."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils import timezone

from gongkai.agencies.door import Due, Queue, Role
from gongkai.portal.platform.records import PlatformNotice, not_arrived
from gongkai.portal.site_errors.office import HANDLERS
from gongkai.portal.site_errors.records import SiteErrorReport

if TYPE_CHECKING:
    from gongkai.agencies.door import Agency

CONNECTORS = frozenset({Role.DISCLOSURE_OFFICE_HEAD, Role.ADMINISTRATOR})
PATIENCE = 3  # attempts in vain before somebody is asked to look
_SHOWN = 40


def site_errors_due(agencies: Collection[Agency], at: datetime) -> Iterator[Due]:
    """Yield every report of an error on the site that nobody has answered, with its last day."""
    for report in SiteErrorReport.objects.filter(agency__in=agencies, answer=None).select_related("agency"):
        yield Due(
            what=f"答复网站找错：{report.number}（{report.get_kind_display()}）",
            address=reverse("portal_site_error", args=[report.pk]),
            agency=report.agency,
            roles=frozenset(HANDLERS),
            due_date=report.due_date,
            note=report.description[:_SHOWN],
        )


def platform_due(agencies: Collection[Agency], at: datetime) -> Iterator[Due]:
    """Yield for each agency how much the shared platform refused, or did not take after several attempts."""
    own = {agency.pk: agency for agency in agencies}
    stuck = not_arrived(agencies).filter(Q(state=PlatformNotice.State.REFUSED) | Q(tried__gte=PATIENCE))
    for found in stuck.order_by().values("agency").annotate(many=Count("pk"), since=Min("at")).order_by("agency"):
        agency, since = own[found["agency"]], timezone.localdate(found["since"])
        yield Due(
            what=f"集约化平台：{found['many']} 条没有送达，最早的是 {since.month} 月 {since.day} 日的",
            address=reverse("portal_platform", args=[agency.slug]),
            agency=agency,
            roles=CONNECTORS,
        )


QUEUES: tuple[Queue, ...] = (
    Queue(
        "portal.site_errors",
        "网站找错",
        "国办发〔2017〕47号",
        frozenset(HANDLERS),
        site_errors_due,
    ),
    Queue("portal.platform", "集约化平台", "国办公开办函〔2019〕61号", CONNECTORS, platform_due),
)
