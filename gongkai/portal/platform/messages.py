"""What the platform is told of a page: how it stands for the public at the moment of sending."""

from __future__ import annotations

import json
from typing import Any

from django.utils import timezone

from gongkai.pages.door import BasePage, public
from gongkai.portal.opendata import rows
from gongkai.portal.platform.records import PlatformAttempt, PlatformNotice
from gongkai.publishing.door import InformationPage, Withdrawal
from gongkai.yearend.door import AnnualReportPage

VERSION = 1
PUBLISH, CHANGE, WITHDRAW = "publish", "change", "withdraw"


def act_for(notice: PlatformNotice) -> str:
    """Return what the platform is to do about the page; empty where it need not hear of it at all."""
    told = PlatformAttempt.objects.filter(notice__page=notice.page_id, outcome=PlatformAttempt.Outcome.ARRIVED)
    last = told.order_by("-notice", "-pk").values_list("act", flat=True).first()
    if not public(BasePage.objects.filter(pk=notice.page_id)).exists():
        is_known = PlatformNotice.objects.filter(page=notice.page_id, tried__gt=0).exists()
        return WITHDRAW if last in (PUBLISH, CHANGE) or (last is None and is_known) else ""
    return CHANGE if last in (PUBLISH, CHANGE) else PUBLISH


def message(notice: PlatformNotice, act: str) -> bytes:
    """Return the body of a message: JSON in UTF-8, described in docs/platform-push.md."""
    page, agency = notice.page.specific, notice.agency
    told: dict[str, Any] = {
        "version": VERSION,
        "id": message_id(notice),
        "sequence": notice.pk,
        "act": act,
        "at": timezone.localtime(notice.at).isoformat(timespec="seconds"),
        "notice": rows.notice_of(agency),
        "agency": {"slug": agency.slug, "name": agency.name},
        "page": {"number": page.pk, "address": rows.full(page.get_url()), "kind": str(page._meta.verbose_name)},
        **(_withdrawn(page) if act == WITHDRAW else _content(page)),
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def message_id(notice: PlatformNotice) -> str:
    """Return the name of a notice that stays the same however often it is sent."""
    return f"{notice.agency.slug}-{notice.pk}"


def _content(page: Any) -> dict[str, Any]:
    """Return the content of a public page as the open data give it, else its title and text."""
    if isinstance(page, AnnualReportPage):
        return {"report": rows.report_row(page).model_dump(mode="json")}
    found = InformationPage.objects.filter(pk=page.pk).select_related("search_entry").first()
    if found is not None:
        return {"document": rows.whole_document(found, timezone.localdate()).model_dump(mode="json")}
    entry = page.search_entry
    day = entry.publication_date.isoformat()
    return {
        "text": {"title": page.title, "text": entry.text, "publication_date": day, "content_hash": page.cleared_hash}
    }


def _withdrawn(page: Any) -> dict[str, Any]:
    last = Withdrawal.objects.filter(page=page.pk).last()
    if last is None:
        return {"withdrawal": {"date": timezone.localdate().isoformat(), "kind": "下线", "reason": ""}}
    day = last.withdrawal_date.isoformat()
    return {"withdrawal": {"date": day, "kind": last.get_kind_display(), "reason": last.reason}}
