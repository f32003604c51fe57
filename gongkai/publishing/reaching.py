"""Whether an address outside answers: asked carefully, since whoever writes a text chooses the address.

Only http and https, only hosts whose every network address is public, at each step of a redirect
anew; nothing of the answer is read but its status, and the whole takes seconds at most.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable
from enum import StrEnum
from http.client import HTTPConnection, HTTPException
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

SECONDS = 8.0  # for one address, its redirects included
_REDIRECTS = 5
_MOVED = {301, 302, 303, 307, 308}
_GONE = {404, 410}
_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")  # an IPv4 address inside, whichever
_AGENT = "gongkai-links/1.0"


class Outcome(StrEnum):
    """What came of asking: it answers; there is no such page or host; or nobody can tell yet."""

    ANSWERS = "answers"
    GONE = "gone"
    SILENT = "silent"


Answer = tuple[Outcome, str]  # with the reason in Chinese


def is_public_host(address: str) -> bool:
    """Return whether an IP address belongs to the public internet."""
    one = ipaddress.ip_address(address.partition("%")[0])
    inside = getattr(one, "ipv4_mapped", None) or getattr(one, "sixtofour", None) or one
    return bool(inside.is_global and not inside.is_multicast and one not in _TRANSLATED)


def answer_of(address: str, *, may_reach: Callable[[str], bool] = is_public_host, seconds: float = SECONDS) -> Answer:
    """Return whether `address` answers, and why not; `may_reach` says of an IP address whether it may be asked."""
    guard = _Deadline(seconds)
    try:
        return _followed(address, may_reach, guard)
    except socket.gaierror:
        return Outcome.GONE, "没有这个域名"
    except ssl.SSLError:
        return Outcome.SILENT, "安全证书有问题"
    except TimeoutError:
        return Outcome.SILENT, "没有及时应答"
    except (OSError, HTTPException, UnicodeError, ValueError):
        return Outcome.SILENT, "没有及时应答" if guard.is_over else "连接不上"
    finally:
        guard.cancel()


def _followed(address: str, may_reach: Callable[[str], bool], guard: _Deadline) -> Answer:
    for _ in range(_REDIRECTS + 1):
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            return Outcome.GONE, "转到了不能打开的地址"
        status, moved = _status(parts, may_reach, guard)
        if status is None:
            return Outcome.GONE, "指向内网，公众打不开"
        if status not in _MOVED or not moved:
            return _judged(status)
        address = urljoin(address, moved)
    return Outcome.GONE, "转了太多次"


def _judged(status: int) -> Answer:
    """Return what a status says; a site that turns programs away (403, 412, 521 …) is there for people."""
    if status in _GONE:
        return Outcome.GONE, f"HTTP {status}"
    return (Outcome.SILENT, f"HTTP {status}") if status in (500, 502, 503, 504) else (Outcome.ANSWERS, f"HTTP {status}")


def _status(parts: Any, may_reach: Callable[[str], bool], guard: _Deadline) -> tuple[int | None, str]:
    """Return status and the place it moved to; None where a network address of the host may not be asked.

    The connection goes to the very address that was judged: a name that answers otherwise the second time misleads
    nobody.
    """
    host, secure = parts.hostname.encode("idna").decode("ascii"), parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    found = [str(row[4][0]) for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not all(map(may_reach, found)):
        return None, ""
    connection = HTTPConnection(host, port)
    connection.sock = _connected(found[0], port, guard)
    try:
        if secure:
            connection.sock = guard.watch(
                ssl.create_default_context().wrap_socket(connection.sock, server_hostname=host)
            )
        target = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
        query = f"?{quote(parts.query, safe='/%:@!$&()*+,;=~-._?')}" if parts.query else ""
        connection.request("GET", target + query, headers={"User-Agent": _AGENT, "Accept": "*/*"})
        answer = connection.getresponse()
        return answer.status, answer.headers.get("Location") or ""
    finally:
        connection.close()


def _connected(address: str, port: int, guard: _Deadline) -> socket.socket:
    return guard.watch(socket.create_connection((address, port), timeout=guard.seconds))


class _Deadline:
    """Ends whatever connection is open when the time is over: a host that sends a letter a second holds nobody."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.is_over = False
        self._open: socket.socket | None = None
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True
        self._timer.start()

    def watch(self, opened: socket.socket) -> socket.socket:
        if self.is_over:
            opened.close()
            raise TimeoutError
        self._open = opened
        return opened

    def _end(self) -> None:
        self.is_over = True
        if self._open is None:
            return
        try:
            self._open.shutdown(socket.SHUT_RDWR)
        except OSError:
            return  # closed already

    def cancel(self) -> None:
        self._timer.cancel()
