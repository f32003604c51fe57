"""How often somebody did something within the hour, by the network he comes from.

The count is kept in this process: with several web processes each has its own, so the sum
of the installation is the bound times the processes.
"""

from __future__ import annotations

import hashlib

from django.core.cache import cache
from django.http import HttpRequest

from gongkai.agencies.door import client_network

HOUR = 3600


def has_done_too_often(request: HttpRequest, what: str, most: int) -> bool:
    """Count that this network did `what`, and tell whether it was more than `most` times within the hour.

    The network is kept for that hour only, and only as a hash.
    """
    key = f"{what}:" + hashlib.sha256(client_network(request).encode()).hexdigest()
    cache.add(key, 0, HOUR)
    try:
        return cache.incr(key) > most
    except ValueError:  # the hour ended between the two calls
        return False
