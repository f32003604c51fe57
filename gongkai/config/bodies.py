"""Who sends slowly may not take every thread: so many requests wait for their bodies at a time, and no more.

The server reads a body while the application does, in the thread of the request, and sets it no time. Without a bound a
few dozen senders who send nothing would keep everybody else out, from the kept pages too. It knows no Django.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from typing import Any

Start = Callable[[str, list[tuple[str, str]]], Any]
Application = Callable[[dict[str, Any], Start], Iterable[bytes]]

_AGAIN_SECONDS = "10"
_FULL = (
    '<!doctype html><html lang="zh-Hans"><meta charset="utf-8"><title>请稍后再提交</title>'
    "<h1>请稍后再提交</h1><p>现在同时在接收的内容太多，这次没有收下，也没有保存。"
    "请按浏览器的“后退”回到填写的页面，过十几秒再提交；填写的内容一般还在。</p>"
).encode()


class BoundedBodies:
    """Lets at most `most` requests at a time wait for their bodies; one more is answered 503, unread."""

    def __init__(self, application: Application, *, most: int) -> None:
        self.application = application
        self._places = threading.Semaphore(most)

    def __call__(self, environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
        """Return the application's answer; a request without a body needs no place."""
        declared = environ.get("CONTENT_LENGTH") or ""
        if declared in ("", "0") and "HTTP_TRANSFER_ENCODING" not in environ:
            return self.application(environ, start_response)
        if not self._places.acquire(blocking=False):
            return _refused(start_response)
        body = _Body(environ["wsgi.input"], int(declared) if declared.isdecimal() else None, self._places)
        environ["wsgi.input"] = body
        try:
            return self.application(environ, start_response)
        finally:
            body.leave()


def _refused(start_response: Start) -> Iterable[bytes]:
    told = [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(_FULL)))]
    start_response("503 Service Unavailable", [*told, ("Retry-After", _AGAIN_SECONDS), ("Connection", "close")])
    return [_FULL]


class _Body:
    """A body that gives its place back when it has come whole, so that work on it holds nobody up."""

    def __init__(self, stream: Any, declared: int | None, places: threading.Semaphore) -> None:
        self._stream, self._declared, self._places = stream, declared, places
        self._come = 0
        self._has_left = False

    def read(self, *size: int) -> bytes:
        return self._counted(self._stream.read(*size))

    def readline(self, *size: int) -> bytes:
        return self._counted(self._stream.readline(*size))

    def __iter__(self) -> Any:
        return iter(self.readline, b"")

    def _counted(self, data: bytes) -> bytes:
        self._come += len(data)
        if not data or self._come == self._declared:
            self.leave()
        return data

    def leave(self) -> None:
        """Give the place back, once."""
        if not self._has_left:
            self._has_left = True
            self._places.release()
