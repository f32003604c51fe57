"""How a short message leaves the house: into a folder that a gateway empties, or by a signed request to one."""

from __future__ import annotations

import hashlib
import hmac
import json
import urllib.error
import urllib.request
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

SIGNATURE = "X-Gongkai-Signature"
_SECONDS = 10
_LOCAL = {"127.0.0.1", "localhost", "::1"}


class NotSent(Exception):
    """The gateway did not take the message; str() says why, without the number it was for."""


class Gateway(Protocol):
    """Whatever takes messages."""

    def send(self, key: str, mobile: str, text: str) -> None:
        """Hand over a message; `key` is the same where it is tried again. Raises NotSent."""


class Folder:
    """A folder in which each message is a JSON file, named by its key, for a gateway to fetch."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def send(self, key: str, mobile: str, text: str) -> None:
        """Write the file whole or not at all."""
        whole, part = self.path / f"{key}.json", self.path / f".{key}.part"
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            part.write_bytes(_told(key, mobile, text))
            part.chmod(0o600)
            part.replace(whole)
        except OSError as error:
            raise NotSent(f"{type(error).__name__}: {error.strerror}") from None


class Http:
    """A gateway that takes a POST of JSON; the header X-Gongkai-Signature is the HMAC-SHA256 of the body, in hex."""

    def __init__(self, address: str, key: str) -> None:
        self.address, self.key = address, key

    def send(self, key: str, mobile: str, text: str) -> None:
        """Post the message; any answer but 2xx is a refusal."""
        body = _told(key, mobile, text)
        signature = hmac.new(self.key.encode(), body, hashlib.sha256).hexdigest()
        headers = {"Content-Type": "application/json; charset=utf-8", SIGNATURE: signature}
        request = urllib.request.Request(self.address, data=body, headers=headers, method="POST")  # noqa: S310 - by https alone
        try:
            with _OPENER.open(request, timeout=_SECONDS) as answer:
                if not 200 <= answer.status < 300:
                    raise NotSent(f"HTTP {answer.status}")
        except urllib.error.HTTPError as error:
            raise NotSent(f"HTTP {error.code}") from None
        except OSError as error:
            raise NotSent(type(error).__name__) from None


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Let nobody lead a message, with the number it is for, to another address."""

    def redirect_request(self, *_: object) -> None:
        return None


_OPENER = urllib.request.build_opener(_NoRedirect)


def _told(key: str, mobile: str, text: str) -> bytes:
    return json.dumps({"id": key, "to": mobile, "text": text}, ensure_ascii=False).encode()


def gateway_of(address: str, key: str) -> Gateway | None:
    """Return the gateway that a setting names, None for none: ``file:/folder``, ``https://…``, or http on this host.

    Raises ValueError, in Chinese, for what is neither.
    """
    if not address:
        return None
    told = urlsplit(address)
    if told.scheme == "file" and told.path:
        return Folder(Path(told.path))
    if told.scheme == "https" or (told.scheme == "http" and told.hostname in _LOCAL):
        if not key:
            raise ValueError("用 HTTP 发短信的，要设 GONGKAI_SMS_KEY，用来签名。")
        return Http(address, key)
    raise ValueError("GONGKAI_SMS 应为 file:/文件夹 或者 https://地址（本机可以用 http）。")
