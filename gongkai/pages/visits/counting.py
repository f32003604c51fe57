"""Visits as they happen: noted in this process at once, written into the database each minute.

A page names an image of one pixel, so that pages kept as files are counted as well. Nothing is
asked of the database meanwhile: the image is there when the database is not.
"""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db import DatabaseError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from gongkai.agencies.door import client_address
from gongkai.pages.visitors import has_done_too_often
from gongkai.pages.visits.daily import write

MOST_PER_HOUR = 3_000  # of one address: an office behind one address, not a program
MOST_WAITING = 50_000  # distinct visitors between two minutes; more are an attack, and not noted
_FINGERPRINT = 32  # hex digits
_PROGRAMS = re.compile(
    r"bot\b|bot/|spider|crawl|slurp|archiv|monitor|scan|check|preview|fetch|feed|lighthouse|headless|phantom|selenium"
    r"|curl|wget|libwww|httpclient|http-client|okhttp|python|java/|go-http|scrapy|axios",
    re.IGNORECASE,
)


@dataclass
class _Waiting:
    """What was noted and is not written yet: views by agency and day, and who they were, as fingerprints."""

    views: Counter[tuple[str, date]] = field(default_factory=Counter)
    visitors: dict[tuple[str, date], set[str]] = field(default_factory=dict)


_lock = threading.Lock()
_waiting = _Waiting()


def note(request: HttpRequest, agency: str) -> None:
    """Note a view of one page of the agency with this slug; of a program, nothing."""
    if is_program(request.headers) or has_done_too_often(request, "visit", MOST_PER_HOUR):
        return
    day = timezone.localdate()
    who = fingerprint(client_address(request), request.headers.get("User-Agent", ""), day)
    with _lock:
        if sum(map(len, _waiting.visitors.values())) >= MOST_WAITING:
            return
        _waiting.views[agency, day] += 1
        _waiting.visitors.setdefault((agency, day), set()).add(who)


def is_program(headers: Mapping[str, str]) -> bool:
    """Return whether a program asks, as far as it says so, or a browser that only prepares for what may come."""
    agent = headers.get("User-Agent", "")
    ahead = headers.get("Sec-Purpose", "") + headers.get("Purpose", "")
    return not agent or bool(_PROGRAMS.search(agent)) or "prefetch" in ahead


def fingerprint(address: str, agent: str, day: date) -> str:
    """Return what tells one visitor from another on one day; the next day the same visitor has another."""
    salt = f"gongkai.pages.visits.{day.isoformat()}"
    return salted_hmac(salt, f"{address}\n{agent}", algorithm="sha256").hexdigest()[:_FINGERPRINT]


def write_noted() -> int:
    """Write what was noted since the last time, and return how many views; what cannot be written waits on."""
    global _waiting  # exchanged whole, under its lock
    with _lock:
        taken, _waiting = _waiting, _Waiting()
    try:
        write(taken.views, taken.visitors, today=timezone.localdate())
    except DatabaseError:
        _put_back(taken)
        raise
    return taken.views.total()


def _put_back(taken: _Waiting) -> None:
    with _lock:
        _waiting.views.update(taken.views)
        for place, visitors in taken.visitors.items():
            _waiting.visitors.setdefault(place, set()).update(visitors)
