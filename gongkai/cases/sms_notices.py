"""Short messages to applicants about acts that they should not miss, where the installation sends any.

What is due is derived from the events each time: those of the last days that have none yet. An attempt is on
record before it is made, so that two processes do not send the same twice.
"""

from __future__ import annotations

import logging
import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files

from django.conf import settings
from django.db import IntegrityError, models, transaction

from gongkai.cases.case import CaseEvent
from gongkai.cases.sms_sending import Gateway, NotSent, gateway_of

logger = logging.getLogger(__name__)

MOST_ATTEMPTS, MOST_AT_ONCE = 6, 50
_RECENT = timedelta(days=3)  # older acts are no news: switching it on sends nothing about the past
_MOBILE = re.compile(r"(?:\+?86)?(1[3-9]\d{9})")


class SmsAttempt(models.Model):
    """One attempt to tell an applicant of an event: `delivered` once the gateway took it, else `told` says why not."""

    event = models.ForeignKey("cases.CaseEvent", verbose_name="事项", on_delete=models.PROTECT, related_name="sms")
    number = models.PositiveSmallIntegerField("第几次")
    at = models.DateTimeField("时间")
    delivered = models.BooleanField("已交发", default=False)
    told = models.CharField("没有交发的原因", max_length=200, blank=True)

    class Meta:
        verbose_name = "短信提醒"
        verbose_name_plural = "短信提醒"
        ordering = ["event", "number"]
        constraints = [models.UniqueConstraint(fields=["event", "number"], name="cases_one_sms_a_number")]

    def __str__(self) -> str:
        return f"{self.event} {self.number}"


@cache
def _texts() -> Mapping[str, str]:
    rows = tomllib.loads(files("gongkai.cases").joinpath("data/sms.toml").read_text("utf-8"))["sms"]
    return {row["act"]: row["text"] for row in rows}


def mobile_of(telephone: str) -> str:
    """Return the mobile number in what was typed, empty where it is none of mainland China."""
    found = _MOBILE.fullmatch(re.sub(r"[\s()（）-]", "", telephone))
    return found[1] if found else ""


def text_of(event: CaseEvent) -> str:
    """Return the message about an event."""
    agency = event.case.agency
    office = agency.disclosure_office
    return _texts()[event.act].format(
        agency=agency.short_name,
        number=event.case.number,
        address=f"{settings.PUBLIC_ADDRESS}/track/",
        telephone=office.telephone if office else "见网站",
    )


def send_due_sms(*, at: datetime) -> int:
    """Send what is due by the gateway of the settings; return how many were taken. Where none is set, nothing."""
    gateway = gateway_of(settings.SMS, settings.SMS_KEY)
    if gateway is None:
        return 0
    return sum(_sent(gateway, event, mobile, number, at) for event, mobile, number in _due(at))


def _due(at: datetime) -> Iterator[tuple[CaseEvent, str, int]]:
    """Yield the events to tell of, each with the mobile number and which attempt it will be."""
    recent = CaseEvent.objects.filter(act__in=_texts(), recorded_at__gt=at - _RECENT).exclude(case__tracking_hash="")
    waiting = recent.exclude(sms__delivered=True).select_related("case__agency").prefetch_related("sms")
    found = 0
    for event in waiting.order_by("recorded_at", "pk"):
        mobile, attempts = mobile_of(event.case.telephone), list(event.sms.all())
        if mobile and found < MOST_AT_ONCE and _may_try(attempts, at):
            found += 1
            yield event, mobile, len(attempts) + 1


def _may_try(attempts: list[SmsAttempt], at: datetime) -> bool:
    """Tell whether it is time: at once, then after 2, 4, 8 … minutes, and no more after the last attempt."""
    if len(attempts) >= MOST_ATTEMPTS:
        return False
    return not attempts or at - attempts[-1].at >= timedelta(minutes=2 ** len(attempts))


def _sent(gateway: Gateway, event: CaseEvent, mobile: str, number: int, at: datetime) -> bool:
    try:
        with transaction.atomic():
            attempt = SmsAttempt.objects.create(event=event, number=number, at=at)
    except IntegrityError:  # another process is at it
        return False
    try:
        gateway.send(f"case-event-{event.pk}", mobile, text_of(event))
    except NotSent as refused:
        attempt.told = str(refused)[:200]
        logger.warning("short message about %s was not taken: %s", event, refused)
    else:
        attempt.delivered = True
    attempt.save()
    return attempt.delivered
