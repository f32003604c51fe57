"""Telling the platform what is due, and keeping what it answered; what did not arrive is tried again with patience."""

from __future__ import annotations

import hashlib
import json
import logging
import time
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings
from django.db import transaction
from django.db.models import F

from gongkai.portal.platform.messages import act_for, message, message_id
from gongkai.portal.platform.records import PlatformAttempt, PlatformConnection, PlatformNotice
from gongkai.portal.platform.sending import Answer, Unreachable, post
from gongkai.portal.platform.signing import signed_headers

if TYPE_CHECKING:
    from gongkai.agencies.door import Agency

logger = logging.getLogger(__name__)

SECONDS_A_TURN = 30  # for one platform: the clock has other things to do each minute
_A_BATCH = 50
_LEASE = timedelta(minutes=3)  # whoever took a notice and died leaves it for this long
_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=6)
_FOR_A_WHILE = {408, 425, 429}  # every other 4xx is a refusal: the same message will not be taken later either
_ABOUT_THE_KEY = {401, 403}
Outcome, State = PlatformAttempt.Outcome, PlatformNotice.State


class Result(NamedTuple):
    """What came of an attempt; `goes_on` is whether the next notice may be tried at once."""

    outcome: str
    reason: str = ""
    receipt: str = ""
    goes_on: bool = True


def deliver_due(*, at: datetime, agencies: Iterable[Agency] | None = None) -> int:
    """Tell each connected platform (of these agencies; None: of all) what is due then; return how many arrived."""
    connected = PlatformConnection.objects.filter(active=True).select_related("agency")
    if agencies is not None:
        connected = connected.filter(agency__in=list(agencies))
    return sum(_deliver_to(connection, at) for connection in connected)


def pause_after(tried: int) -> timedelta:
    """Return how long to wait after so many attempts in vain: one minute, then twice as long, six hours at most."""
    return min(_LONGEST_PAUSE, _FIRST_PAUSE * 2 ** min(tried - 1, 12))


def _deliver_to(connection: PlatformConnection, at: datetime) -> int:
    """Return how many arrived; a platform that does not answer, or refuses our key, is left alone for this turn."""
    arrived, end = 0, time.monotonic() + SECONDS_A_TURN
    due = PlatformNotice.objects.filter(agency=connection.agency_id, due_at__lte=at).order_by("due_at", "pk")
    while batch := list(due.select_related("agency", "page")[:_A_BATCH]):
        for notice in batch:
            if not _take(notice, at):
                continue
            result = _deliver(connection, notice, at)
            arrived += result.outcome == Outcome.ARRIVED
            if not result.goes_on or time.monotonic() > end:
                return arrived
    return arrived


def _take(notice: PlatformNotice, at: datetime) -> bool:
    """Return whether this process has the notice now: no other is at it."""
    still = PlatformNotice.objects.filter(pk=notice.pk, state=State.WAITING, due_at=notice.due_at)
    return bool(still.update(due_at=at + _LEASE))


def _deliver(connection: PlatformConnection, notice: PlatformNotice, at: datetime) -> Result:
    act = act_for(notice)
    if not act:
        _settle(notice, State.UNNEEDED)
        return Result("")
    body = message(notice, act)
    PlatformNotice.objects.filter(pk=notice.pk).update(tried=F("tried") + 1)
    notice.tried += 1
    result = _sent(connection, notice, body, at)
    with transaction.atomic():
        PlatformAttempt.objects.create(
            notice=notice,
            act=act,
            at=at,
            outcome=result.outcome,
            reason=result.reason[:300],
            receipt=result.receipt,
            sha256=hashlib.sha256(body).hexdigest(),
        )
        _follow(notice, result, at)
    return result


def _follow(notice: PlatformNotice, result: Result, at: datetime) -> None:
    if result.outcome == Outcome.FAILED:
        waiting = PlatformNotice.objects.filter(pk=notice.pk, state=State.WAITING)
        waiting.update(due_at=at + pause_after(notice.tried))
        logger.warning("the shared platform did not take %s: %s", message_id(notice), result.reason)
    elif result.outcome == Outcome.REFUSED:
        _settle(notice, State.REFUSED)
    else:
        _settle(notice, State.ARRIVED)


def _settle(notice: PlatformNotice, state: str) -> None:
    """Let nobody try it any more; what a newer notice has taken the place of is only told to have arrived."""
    rows = PlatformNotice.objects.filter(pk=notice.pk)
    if state != State.ARRIVED:
        rows = rows.filter(state=State.WAITING)
    rows.update(state=state, due_at=None)


def _sent(connection: PlatformConnection, notice: PlatformNotice, body: bytes, at: datetime) -> Result:
    headers = signed_headers(
        body,
        connection.address,
        algorithm=connection.algorithm,
        key_name=connection.key_name,
        key=connection.key,
        created=int(at.timestamp()),
    )
    try:
        answer = post(connection.address, body, headers, hosts=settings.PLATFORM_HOSTS)
    except Unreachable as problem:
        return Result(Outcome.FAILED, str(problem), goes_on=False)
    return result_of(answer, message_id(notice))


def result_of(answer: Answer, wanted: str) -> Result:
    """Return what an answer means: only a receipt for this very message (`wanted`, its id) says that it arrived."""
    told = _read(answer.body)
    receipt = str(told.get("receipt") or "")[:100]
    if answer.status in (200, 201, 202, 409) and receipt and told.get("id") == wanted:
        return Result(Outcome.ARRIVED, receipt=receipt)
    reason = f"HTTP {answer.status} {told.get('detail') or ''}".strip()
    if 200 <= answer.status < 300:
        return Result(Outcome.FAILED, f"{reason}：没有给出这条报文的回执。", goes_on=False)
    if 400 <= answer.status < 500 and answer.status not in _FOR_A_WHILE:
        return Result(Outcome.REFUSED, reason, goes_on=answer.status not in _ABOUT_THE_KEY)
    return Result(Outcome.FAILED, reason, goes_on=False)


def _read(body: bytes) -> dict[str, object]:
    try:
        told = json.loads(body)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}
