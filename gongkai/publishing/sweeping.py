"""What is due by the clock, derived from the records: scheduled publications, expiries, leaders who have left."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from django.utils import timezone

from gongkai.pages.door import BasePage
from gongkai.publishing.leaders import departures_due, leave
from gongkai.publishing.publication import publish
from gongkai.publishing.refusals import Refused
from gongkai.publishing.submissions import Submission
from gongkai.publishing.withdrawing import expire

logger = logging.getLogger(__name__)


def sweep(at: datetime) -> dict[str, int]:
    """Do everything that is due at that moment, each in its own transaction; return how much of each was done.

    Running it twice, or in two processes, does nothing twice: each act looks again under its lock.
    """
    return {"published": _done(_publications(at)), "expired": _done(_expiries(at)), "left": _done(_departures(at))}


def _publications(at: datetime) -> Iterator[tuple[str, Callable[[], Any]]]:
    approved = Submission.objects.at_round(4).exclude(go_live_at__gt=at).order_by("go_live_at", "pk")
    for submission in approved.select_related("page"):
        if getattr(submission.page.specific_class, "published_by_hand", False):
            continue
        third = submission.rounds[-1].person

        def act(number: int = submission.pk, by: Any = third) -> Any:
            return publish(number, by=by, at=at)

        yield f"submission {submission.pk}", act


def _expiries(at: datetime) -> Iterator[tuple[str, Callable[[], Any]]]:
    over = BasePage.objects.filter(live=True, reviewed_type=True, expire_at__lte=at).order_by("expire_at")
    for number in over.values_list("pk", flat=True):
        yield f"page {number}", lambda number=number: expire(number, at=at)


def _departures(at: datetime) -> Iterator[tuple[str, Callable[[], Any]]]:
    for row in departures_due(timezone.localdate(at)):
        yield f"departure {row.pk}", lambda number=row.pk: leave(number, at=at)


def _done(acts: Iterator[tuple[str, Callable[[], Any]]]) -> int:
    done = 0
    for name, act in list(acts):
        try:
            act()
        except Refused as refusal:
            logger.info("%s waits: %s", name, refusal)
        else:
            done += 1
    return done
