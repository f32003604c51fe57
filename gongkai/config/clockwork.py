"""What is due by the clock is done each minute while the site is served, derived from the records each time.

Every web process ticks; whoever comes second finds nothing left to do, since each act looks
again under its lock. Nothing is remembered between two ticks, so nothing is lost when a
process dies.
"""

from __future__ import annotations

import logging
import threading

from django.db import close_old_connections
from django.utils import timezone

from gongkai.agencies.door import forget_calendar
from gongkai.cases.door import (
    forget_old_unsent,
    forget_settings,
    hand_over_and_collect,
    record_all_lapses,
    send_due_emails,
    send_due_sms,
)
from gongkai.pages.door import write_visits
from gongkai.portal.door import deliver_due, note_turned
from gongkai.publishing.door import sweep, try_links
from gongkai.yearend.door import keep_missing_figures, look_again

logger = logging.getLogger(__name__)

EVERY_SECONDS = 60


def start() -> threading.Event:
    """Tick now and each minute, in a thread that ends with the process; return the event that stops it sooner."""
    stopped = threading.Event()
    threading.Thread(target=_tick_until, args=(stopped,), name="clockwork", daemon=True).start()
    return stopped


def _tick_until(stopped: threading.Event) -> None:
    tick()
    while not stopped.wait(EVERY_SECONDS):
        tick()


def tick() -> None:
    """Do what is due; a failure is logged and tried again with the next tick."""
    close_old_connections()
    forget_calendar()
    forget_settings()
    try:
        now = timezone.now()
        today = timezone.localdate(now)
        done = {
            **sweep(now),
            "lapsed": record_all_lapses(at=now, today=today),
            "unsent": forget_old_unsent(today=today),
            "sms": send_due_sms(at=now),
            "emails": send_due_emails(at=now),
            "sealed": hand_over_and_collect(at=now),
        }
        write_visits()
        done["links"] = try_links(now)
        done["turned"] = note_turned(now)
        done["platform"] = deliver_due(at=now)  # these two: others' machines may take their time
        done["signed"] = look_again(now)  # a year is built for each
        done["figures"] = keep_missing_figures()
    except Exception:
        logger.exception("the sweep of what is due failed")
    else:
        if any(done.values()):
            logger.info("due by the clock: %s", done)
    finally:
        close_old_connections()
