"""Where a request comes from: its network address, and the network by which bounds are counted."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

_ONE_CUSTOMER = 64  # bits of an IPv6 address that are a connection's; the others are its owner's to choose


def client_address(request: HttpRequest) -> str:
    """Return the address the request came from; behind our own proxy, the one the proxy saw."""
    if settings.BEHIND_PROXY and (forwarded := request.headers.get("X-Forwarded-For", "")):
        return str(forwarded.rpartition(",")[2].strip())
    return str(request.META.get("REMOTE_ADDR", ""))


def client_network(request: HttpRequest) -> str:
    """Return by what the bounds of a request are counted (`network_of` its address)."""
    return network_of(client_address(request))


def network_of(address: str) -> str:
    """Return the IPv4 address itself, of an IPv6 address the first of its /64; what is neither, as it is."""
    try:
        at = ip_address(address)
    except ValueError:
        return address
    if not isinstance(at, IPv6Address):
        return str(at)
    return str(at.ipv4_mapped or ip_network((at, _ONE_CUSTOMER), strict=False).network_address)
