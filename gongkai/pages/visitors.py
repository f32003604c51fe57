"""Who asks, as far as it matters: a network address, and how often it did something within the hour.

The count is kept in this process: with several web processes each has its own, so the sum
of the installation is the bound times the processes.
"""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

HOUR = 3600


def client_address(request: HttpRequest) -> str:
    """Return the address the request came from; behind our own proxy, the one the proxy saw."""
    if settings.BEHIND_PROXY and (forwarded := request.headers.get("X-Forwarded-For", "")):
        return str(forwarded.rpartition(",")[2].strip())
    return str(request.META.get("REMOTE_ADDR", ""))


def has_done_too_often(request: HttpRequest, what: str, most: int) -> bool:
    """Count that this address did `what`, and tell whether it was more than `most` times within the hour.

    The address is kept for that hour only, and only as a hash.
    """
    key = f"{what}:" + hashlib.sha256(client_address(request).encode()).hexdigest()
    cache.add(key, 0, HOUR)
    try:
        return cache.incr(key) > most
    except ValueError:  # the hour ended between the two calls
        return False
