"""How many strangers' files are read at once, and how many one address may send.

Both are counted in this process: with several web processes each has its own count, so
the sums of the installation are these numbers times the processes.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from threading import BoundedSemaphore

from django.conf import settings
from django.http import HttpRequest

from gongkai.pages.door import has_done_too_often

WAIT_SECONDS = 3.0


class Busy(Exception):
    """All places for reading a file are taken."""


def has_sent_too_many(request: HttpRequest) -> bool:
    """Count this request, and tell whether its address has sent more than CHECK_PER_HOUR within the hour."""
    return has_done_too_often(request, "check", settings.CHECK_PER_HOUR)


@cache
def _places(number: int) -> BoundedSemaphore:
    return BoundedSemaphore(number)


@contextmanager
def place_to_read() -> Iterator[None]:
    """Hold one of the CHECK_AT_ONCE places while the block runs; raise Busy where none becomes free soon."""
    places = _places(settings.CHECK_AT_ONCE)
    if not places.acquire(timeout=WAIT_SECONDS):
        raise Busy
    try:
        yield
    finally:
        places.release()
