"""Whoever charged the processing fee in a year has something to publish about fees (Reg. art. 20 (8))."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone

from gongkai.agencies.door import Due, Role
from gongkai.cases.case import CaseEvent
from gongkai.publishing.door import DutyListPage

if TYPE_CHECKING:
    from gongkai.agencies.door import Agency

FEE_DUTY = "art20_08_fees"
ROLES = frozenset({Role.CLERK, Role.DISCLOSURE_OFFICE_HEAD})


def fee_duty_denied(agencies: Collection[Agency], at: datetime) -> Iterator[Due]:
    """Yield each public list of duties that says item (8) does not apply though the fee was charged this year."""
    today = timezone.localdate(at)
    year = (date(today.year, 1, 1), today)
    charged = CaseEvent.objects.filter(case__agency__in=agencies, act="fee_paid", event_date__range=year)
    lists = DutyListPage.objects.live().filter(agency__in=charged.values("case__agency")).select_related("agency")
    for page in lists:
        if FEE_DUTY not in {row["duty"] for row in page.applying()}:
            yield Due(
                what="修订主动公开基本目录：第（八）项收费今年适用",
                address=reverse("wagtailadmin_pages:edit", args=[page.pk]),
                agency=page.agency,
                roles=ROLES,
                note="今年收取了信息处理费，目录里仍写“不适用”",
            )
