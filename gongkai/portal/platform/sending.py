"""How a message leaves the house: to a host that the installation allows, by https, and led nowhere else."""

from __future__ import annotations

import http.client
import ipaddress
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Collection, Mapping
from typing import NamedTuple
from urllib.parse import SplitResult, urlsplit

SECONDS = 10
_LARGEST = 64 * 1024
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class Unreachable(Exception):
    """No answer came; str() says why, in Chinese."""


class Answer(NamedTuple):
    """What the platform answered: status and the first bytes of the body."""

    status: int
    body: bytes


def refusal_of(address: str, hosts: Collection[str]) -> str:
    """Return why nothing is sent to `address`, empty where it may be; `hosts` are the allowed ones (``host:port``)."""
    try:
        told = urlsplit(address)
        port = told.port
    except ValueError:
        return "地址写得不对。"
    if told.scheme not in ("https", "http") or not told.hostname or told.username or told.fragment:
        return "地址应形如 https://平台域名/路径，不带用户名，也不带 # 后面的部分。"
    if told.scheme == "http" and told.hostname not in _LOOPBACK:
        return "要用 https：没有加密的连接，别人能看到也能改动。"
    if _named(told, port) not in hosts:
        return f"本系统没有获准连接 {_named(told, port)}。请系统管理员在 GONGKAI_PLATFORM_HOSTS 里加上它。"
    return ""


def post(address: str, body: bytes, headers: Mapping[str, str], *, hosts: Collection[str]) -> Answer:
    """Post `body` and return what was answered, whatever its status. Raises Unreachable.

    Redirects are not followed, no proxy of the environment is used, and no more is read than a receipt needs.
    """
    if refusal := refusal_of(address, hosts):
        raise Unreachable(refusal)
    _refuse_own_network(urlsplit(address))
    request = urllib.request.Request(address, data=body, headers=dict(headers), method="POST")  # noqa: S310 - http(s) alone: refusal_of
    try:
        with _OPENER.open(request, timeout=SECONDS) as answer:
            return Answer(answer.status, _read(answer))
    except urllib.error.HTTPError as error:
        with error:
            return Answer(error.code, _read(error))
    except TimeoutError:
        raise Unreachable(f"{SECONDS} 秒内没有回应。") from None
    except urllib.error.URLError as error:
        if isinstance(error.reason, TimeoutError):
            raise Unreachable(f"{SECONDS} 秒内没有回应。") from None
        raise Unreachable(f"连接不上：{_in_short(error.reason)}") from None
    except (OSError, http.client.HTTPException) as error:
        raise Unreachable(f"连接中断：{_in_short(error)}") from None


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Let nobody lead a signed message to another address."""

    def redirect_request(self, *_: object) -> None:
        return None


_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirect)


def _read(answer: object) -> bytes:
    """Return the beginning of an answer; raise TimeoutError for one that drips."""
    end, data = time.monotonic() + SECONDS, b""
    while len(data) < _LARGEST and (more := answer.read1(4096)):
        data += more
        if time.monotonic() > end:
            raise TimeoutError
    return data


def _refuse_own_network(told: SplitResult) -> None:
    """Raise Unreachable where a name leads to addresses that are no host's: those of a cloud's own services."""
    try:
        found = socket.getaddrinfo(told.hostname, told.port or 443, type=socket.SOCK_STREAM)
    except OSError:
        raise Unreachable("域名解析不了。") from None
    for *_, (host, *_) in found:
        address = ipaddress.ip_address(str(host).partition("%")[0])
        if address.is_link_local or address.is_multicast or address.is_unspecified:
            raise Unreachable(f"域名指向 {host}，不是平台该用的地址。")


def _named(told: SplitResult, port: int | None) -> str:
    return f"{told.hostname}:{port}" if port else str(told.hostname)


def _in_short(error: object) -> str:
    return getattr(error, "strerror", None) or type(error).__name__
