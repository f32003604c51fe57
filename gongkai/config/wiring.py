"""How the rooms are put together: who hears whose events, and what `gongkai verify` goes through."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from django.db.models.signals import post_save
from wagtail.signals import page_published, page_unpublished

from gongkai.agencies.door import LOG_RULES, Queue, verify_log
from gongkai.cases.door import RULES as CASES_RULES
from gongkai.cases.door import sources_asked, verify_cases
from gongkai.desk.door import queues_asked
from gongkai.findings import Finding, RuleBook
from gongkai.pages.door import agency_home_shown, page_kept
from gongkai.portal.door import QUEUES as PORTAL_QUEUES
from gongkai.portal.door import (
    home_of,
    sources_of_portal,
    tell_platform_of_publication,
    tell_platform_of_validity,
    tell_platform_of_withdrawal,
)
from gongkai.publishing.door import RULES as PUBLISHING_RULES
from gongkai.publishing.door import (
    ValidityEvent,
    record_kept,
    shown_on_home,
    verify_kept,
    verify_opinions,
    verify_public,
    verify_supplies,
    verify_workflow,
)
from gongkai.yearend.door import RULES as YEAREND_RULES
from gongkai.yearend.door import verify_figures, verify_signed


class Verification(NamedTuple):
    """One thing that nobody may have tampered with: its name, what finds out, and the rules that tell of it."""

    title: str
    find: Callable[[], Iterator[Finding]]
    rules: RuleBook


# Each room adds its own line: what it keeps, and how it sees that it was changed behind its back.
VERIFICATIONS: tuple[Verification, ...] = (
    Verification("操作记录", verify_log, LOG_RULES),
    Verification("公开的内容", verify_public, PUBLISHING_RULES),
    Verification("三审流程", verify_workflow, PUBLISHING_RULES),
    Verification("页面文件", verify_kept, PUBLISHING_RULES),
    Verification("公众意见", verify_opinions, PUBLISHING_RULES),
    Verification("移交包", verify_supplies, PUBLISHING_RULES),
    Verification("依申请公开办件", verify_cases, CASES_RULES),
    Verification("签发的年度报告", verify_signed, YEAREND_RULES),
    Verification("汇总用的数", verify_figures, YEAREND_RULES),
)


def connect() -> None:
    """Let each room hear the events it answers; Django calls this once when it starts (apps.py)."""
    agency_home_shown.connect(home_of, dispatch_uid="portal.home_of")
    agency_home_shown.connect(shown_on_home, dispatch_uid="publishing.shown_on_home")
    page_kept.connect(record_kept, dispatch_uid="publishing.record_kept")
    page_published.connect(tell_platform_of_publication, dispatch_uid="portal.platform.publication")
    page_unpublished.connect(tell_platform_of_withdrawal, dispatch_uid="portal.platform.withdrawal")
    post_save.connect(tell_platform_of_validity, sender=ValidityEvent, dispatch_uid="portal.platform.validity")
    sources_asked.connect(sources_of_portal, dispatch_uid="portal.sources")
    queues_asked.connect(queues_of_portal, dispatch_uid="portal.queues")


def queues_of_portal(sender: Any, **_: Any) -> tuple[Queue, ...]:
    """Return what the portal puts on the desk: the two rooms stand on one floor."""
    return PORTAL_QUEUES
