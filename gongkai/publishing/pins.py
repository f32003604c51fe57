"""Pinning (置顶): a public item stands first in the lists of its sections until a day, by a recorded decision."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from gongkai.agencies.door import AppendOnly, record
from gongkai.findings import Finding
from gongkai.pages.door import changed
from gongkai.publishing.acts import PublishingAct, acting_for, locked, subject
from gongkai.publishing.information import InformationPage
from gongkai.publishing.listing import public_information
from gongkai.publishing.refusals import refuse_on
from gongkai.publishing.withdrawing import DECIDERS

if TYPE_CHECKING:
    from gongkai.agencies.door import Person
    from gongkai.pages.door import BasePage


class Pin(AppendOnly):
    """A decision to pin an item up to a day, included, or (without a day) not any longer. The newest one counts."""

    page = models.ForeignKey(InformationPage, verbose_name="页面", on_delete=models.PROTECT, related_name="pins")
    last_date = models.DateField("置顶至", null=True, blank=True)
    reason = models.CharField("理由", max_length=200)
    decided_at = models.DateTimeField("决定时间")
    decided_by = models.ForeignKey("agencies.Person", verbose_name="决定人", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "置顶"
        verbose_name_plural = "置顶"
        ordering = ["pk"]
        constraints = [models.CheckConstraint(name="publishing_pin_has_a_reason", condition=~Q(reason=""))]

    def __str__(self) -> str:
        return f"置顶至{self.last_date:%Y-%m-%d}" if self.last_date else "取消置顶"


@transaction.atomic
def pin(page_id: int, last_date: date | None, reason: str, *, by: Person, at: datetime) -> Pin:
    """Pin a public item up to a day, or with None take the pin away. Raises Refused."""
    page = locked(page_id)
    today = timezone.localdate(at)
    refuse_on(_may_pin(page, last_date, reason, today))
    acted = acting_for(by, DECIDERS, page.agency, at, rule="PIN-ROLE")
    made = Pin.objects.create(page=page, last_date=last_date, reason=reason.strip(), decided_at=at, decided_by=by)
    record(
        PublishingAct.PIN,
        agency=page.agency,
        by=by,
        on_behalf_of=acted.on_behalf_of,
        subject=subject(page),
        facts={"last_date": last_date},
        reason=made.reason,
        at=at,
    )
    changed(page)
    return made


def _may_pin(page: Any, last_date: date | None, reason: str, today: date) -> Iterator[Finding]:
    if not (isinstance(page, InformationPage) and page.live):
        yield Finding("PIN-NOT-PUBLIC")
    if last_date and last_date < today:
        yield Finding("PIN-OVER", where="last_date")
    newest = Pin.objects.filter(page=page.pk).order_by("-pk").first()
    if last_date is None and (newest is None or newest.last_date is None or newest.last_date < today):
        yield Finding("PIN-NONE", where="ends")
    if not reason.strip():
        yield Finding("PIN-REASON", where="reason")


def pinned_below(section: BasePage, on: date) -> QuerySet[InformationPage]:
    """Return the public items anywhere below a section that are pinned on a day, newest first."""
    newest = Pin.objects.filter(page=OuterRef("pk")).order_by("-pk").values("last_date")[:1]
    few = public_information(section).filter(pk__in=Pin.objects.filter(last_date__gte=on).values("page"))
    return few.annotate(pinned_until=Subquery(newest)).filter(pinned_until__gte=on)
