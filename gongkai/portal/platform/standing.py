"""How the sending to the shared platform stands, and sending at once: for the command line."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from gongkai.agencies.door import record, subject_of
from gongkai.portal.opendata.rows import full
from gongkai.portal.platform.delivering import deliver_due
from gongkai.portal.platform.messages import message_id
from gongkai.portal.platform.records import (
    PlatformAct,
    PlatformConnection,
    PlatformNotice,
    not_arrived,
    try_again,
    with_last_attempt,
)

if TYPE_CHECKING:
    from gongkai.agencies.door import Agency

State = PlatformNotice.State


def standing_of(agency: Agency) -> dict[str, Any]:
    """Return whether and where an agency sends, how many notices are in which state, and each that has not arrived."""
    connection = PlatformConnection.objects.filter(agency=agency).first()
    counted = PlatformNotice.objects.filter(agency=agency).order_by().values_list("state").annotate(Count("pk"))
    many = dict(counted)
    missing = with_last_attempt(not_arrived([agency]).select_related("agency", "page"))
    return {
        "agency": agency.slug,
        "connected": bool(connection and connection.active),
        "address": connection.address if connection else "",
        **{state.value: many.get(state.value, 0) for state in (State.WAITING, State.REFUSED, State.ARRIVED)},
        "not_arrived": [_told(notice) for notice in missing],
    }


def _told(notice: Any) -> dict[str, Any]:
    return {
        "id": message_id(notice),
        "title": notice.page.title,
        "address": full(notice.page.specific_deferred.get_url()),
        "since": timezone.localtime(notice.at).isoformat(timespec="seconds"),
        "state": notice.state,
        "tried": notice.tried,
        "last_tried": timezone.localtime(notice.last_at).isoformat(timespec="seconds") if notice.last_at else None,
        "reason": notice.reason or "",
    }


def push_now(
    agencies: Collection[Agency], *, refused: bool, at: Callable[[], datetime], arrived: Callable[[int], None]
) -> int:
    """Try what these agencies have waiting at once, what was `refused` too if wished; return how many arrived.

    `arrived` hears of each turn how many did. It ends when everything was tried, or a platform does not take more.
    """
    for agency in agencies:
        _make_due(agency, refused=refused, at=at())
    done = 0
    while turn := deliver_due(at=at(), agencies=agencies):
        done += turn
        arrived(turn)
    return done


@transaction.atomic
def _make_due(agency: Agency, *, refused: bool, at: datetime) -> None:
    wanted = not_arrived([agency])
    many = try_again(wanted if refused else wanted.filter(state=State.WAITING), at=at)
    if many:
        facts = {"notices": many, "refused": refused}
        record(PlatformAct.SEND_AGAIN, agency=agency, by=None, subject=subject_of(agency), facts=facts, at=at)
