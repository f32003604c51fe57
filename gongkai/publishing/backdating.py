"""Attempts to give something another day of publication than the server recorded (VETO-1: 伪造发稿日期).

Each is refused, and the refusal is put on the log, where the inspector finds it. What a caller rolls back
together with the attempt is left in the server's own log only.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from gongkai.agencies.door import LogEntry, record
from gongkai.findings import Finding
from gongkai.pages.door import BasePage
from gongkai.publishing.acts import PublishingAct, subject

if TYPE_CHECKING:
    from gongkai.agencies.door import Agency, Person

logger = logging.getLogger(__name__)
SHOWN_DAYS = 90  # how long an attempt stays among what the inspector is shown; the log keeps it for good


def record_attempt(page: Any, names: Collection[str], *, by: Person | None) -> None:
    """Put on the log that somebody tried to set these fields (by name) of a page himself, and was refused."""
    told = [str(page._meta.get_field(name).verbose_name) for name in sorted(names)]
    logger.warning("page %s: an attempt to set %s was refused", page.pk, ", ".join(sorted(names)))
    facts = {"fields": told}
    record(PublishingAct.REFUSE_BACKDATING, agency=page.agency, by=by, subject=subject(page), facts=facts)


def backdating_findings(agency: Agency, on: date) -> Iterator[tuple[Any, Finding]]:
    """Yield each attempt of the last months, with the page that it was about."""
    since = timezone.now() - timedelta(SHOWN_DAYS)
    tried = LogEntry.objects.filter(agency=agency, act=PublishingAct.REFUSE_BACKDATING, at__gte=since)
    for entry in tried.order_by("-seq"):
        page = BasePage.objects.filter(pk=int(entry.subject.rpartition(":")[2])).first()
        facts = {
            "title": page.title if page else "已删除的草稿",
            "who": entry.by_name or "系统以外的程序",
            "at": f"{timezone.localtime(entry.at):%Y-%m-%d %H:%M}",
        }
        yield page, Finding("BACKDATING-TRIED", facts=facts)
