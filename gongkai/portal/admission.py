"""How many strangers' files are read at once, and how many one address may send.

Both are counted in this process: with several web processes each has its own count, so
the sums of the installation are these numbers times the processes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from threading import BoundedSemaphore

from django.conf import settings
from django.core.cache import cache as shared
from django.http import HttpRequest

WAIT_SECONDS = 3.0
HOUR = 3600


class Busy(Exception):
    """All places for reading a file are taken."""


def client_address(request: HttpRequest) -> str:
    """Return the address the request came from; behind our own proxy, the one the proxy saw."""
    if settings.BEHIND_PROXY and (forwarded := request.headers.get("X-Forwarded-For", "")):
        return str(forwarded.rpartition(",")[2].strip())
    return str(request.META.get("REMOTE_ADDR", ""))


def has_sent_too_many(request: HttpRequest) -> bool:
    """Count this request, and tell whether its address has sent more than CHECK_PER_HOUR within the hour.

    The address is kept for that hour only, and only as a hash.
    """
    key = "check:" + hashlib.sha256(client_address(request).encode()).hexdigest()
    shared.add(key, 0, HOUR)
    try:
        return shared.incr(key) > settings.CHECK_PER_HOUR
    except ValueError:  # the hour ended between the two calls
        return False


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
