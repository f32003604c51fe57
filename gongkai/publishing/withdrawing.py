"""Taking down what is public (下线): nothing is deleted; its address says when it went and why."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from gongkai.agencies.door import Role, acting_in, record
from gongkai.findings import Finding
from gongkai.pages.door import take_down
from gongkai.publishing.acts import PublishingAct, acting_for, locked, subject
from gongkai.publishing.bundles import mates_of
from gongkai.publishing.refusals import Refused
from gongkai.publishing.submissions import Closing, open_submission
from gongkai.publishing.submitting import close
from gongkai.publishing.withdrawals import Withdrawal

if TYPE_CHECKING:
    from gongkai.agencies.door import Person

KEEP, TOO = "keep", "too"
DECIDERS = (Role.DISCLOSURE_OFFICE_HEAD, Role.LEADER)


def decides_on(page: Any, by: Person, at: datetime) -> bool:
    """Return whether taking a page down, and pinning it, is for `by` to decide, in an own role or as a deputy."""
    return acting_in(by, DECIDERS, page.agency, on=timezone.localdate(at)) is not None


@transaction.atomic
def withdraw(
    page_id: int, reason: str, *, by: Person, at: datetime, kind: str = Withdrawal.Kind.WITHDRAWN, mates: str = ""
) -> Withdrawal:
    """Take a public page down; what was approved and is not public yet is void. Raises Refused.

    Where more of its bundle is public, `mates` must say what is to become of it: ``keep`` or ``too``.
    """
    page = locked(page_id)
    if not page.live:
        raise Refused([Finding("WITHDRAW-NOT-PUBLIC")])
    acted = acting_for(by, DECIDERS, page.agency, at, rule="WITHDRAW-ROLE")
    if not reason.strip():
        raise Refused([Finding("WITHDRAW-REASON", where="reason")])
    public = [mate for mate in mates_of(page) if mate.live]
    if public and mates not in (KEEP, TOO):
        titles = "、".join(f"《{mate.title}》" for mate in public)
        raise Refused([Finding("WITHDRAW-BUNDLE", where="mates", facts={"titles": titles})])
    for mate in public if mates == TOO else ():
        told = f"与《{page.title}》一并下线：{reason.strip()}"[:500]
        take_down_for(locked(mate.pk), kind, told, by=by, at=at, on_behalf_of=acted.on_behalf_of)
    return take_down_for(page, kind, reason.strip(), by=by, at=at, on_behalf_of=acted.on_behalf_of)


@transaction.atomic
def expire(page_id: int, *, at: datetime) -> Withdrawal:
    """Take down a page whose time has come as its reviewers approved it; raise Refused where it is not public."""
    page = locked(page_id)
    if not page.live:
        raise Refused([Finding("WITHDRAW-NOT-PUBLIC")])
    due = timezone.localtime(page.expire_at)
    return take_down_for(page, Withdrawal.Kind.EXPIRED, f"公开期限到{due:%Y年%m月%d日 %H:%M}为止。", by=None, at=at)


def take_down_for(
    page: Any, kind: str, reason: str, *, by: Person | None, at: datetime, on_behalf_of: Person | None = None
) -> Withdrawal:
    """Take a public page down, with its record and an entry in the log, inside the caller's transaction."""
    if submission := open_submission(page):
        close(submission, Closing.Cause.WITHDRAWAL, by=by, at=at)
    withdrawal = Withdrawal.objects.create(
        page_id=page.pk,
        kind=kind,
        reason=reason,
        withdrawal_date=timezone.localdate(at),
        withdrawn_at=at,
        withdrawn_by=by,
    )
    take_down(page, by=by, expired=kind == Withdrawal.Kind.EXPIRED)
    record(
        PublishingAct.WITHDRAW,
        agency=page.agency,
        by=by,
        subject=subject(page),
        facts={"kind": kind, "withdrawal": withdrawal.pk},
        reason=reason,
        on_behalf_of=on_behalf_of,
        at=at,
    )
    return withdrawal
