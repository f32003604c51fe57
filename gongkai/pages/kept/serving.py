"""Serving kept pages before Django is asked: a WSGI application around another, without Django or a database."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from email.utils import formatdate
from http import HTTPStatus
from pathlib import Path
from typing import Any

from gongkai.pages.kept.files import kept_file
from gongkai.pages.kept.made import made_file
from gongkai.pages.kept.tree import GONE, PAGE, is_safe

Start = Callable[[str, list[tuple[str, str]]], Any]
Application = Callable[[dict[str, Any], Start], Iterable[bytes]]

_LARGEST = 2 * 1024 * 1024  # bytes held in memory for an answer; what is larger the application gives out, whole
_A_PIECE = 256 * 1024


class KeptPages:
    """Answers from the tree where a page is kept there, and asks `application` for everything else.

    `headers` go out with every page, as Django's own would; `scheme` is the only one answered:
    a request by another is left to the application, which sends it to the right one.
    """

    def __init__(
        self, application: Application, folder: Path, *, headers: list[tuple[str, str]], scheme: str = ""
    ) -> None:
        self.application = application
        self.folder = str(folder)
        self.shared = headers
        self.headers = [*headers, ("Content-Type", "text/html; charset=utf-8"), ("Vary", "Accept-Encoding")]
        self.scheme = scheme

    def __call__(self, environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
        """Return the page or the mark where one was, 304 where it is known, or the application's answer."""
        if environ.get("PATH_INFO", "").startswith(("/files/", "/open-data/")):
            return self._file(environ, start_response)
        kept = self._found(environ)
        if kept is None:
            return self.application(environ, start_response)
        data, status, tag, changed = kept
        headers = [*self.headers, ("ETag", tag), ("Last-Modified", formatdate(changed, usegmt=True))]
        headers.append(("Cache-Control", "public, no-cache"))
        if status == HTTPStatus.OK and tag in environ.get("HTTP_IF_NONE_MATCH", ""):
            start_response("304 Not Modified", headers)
            return []
        if tag.endswith('-gz"'):
            headers.append(("Content-Encoding", "gzip"))
        headers.append(("Content-Length", str(len(data))))
        start_response(f"{status.value} {status.phrase}", headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [data]

    def _file(self, environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
        """Return a kept picture, attachment or made file, 304 where it is known, or the application's answer."""
        address = environ["PATH_INFO"]
        found = None
        if self._may_answer(environ):
            found = kept_file(self.folder, address) or made_file(self.folder, address)
        if found is None:
            return self.application(environ, start_response)
        path, own = found
        told = path.stat()
        tag = dict(own).get("ETag") or f'"{int(told.st_mtime * 1000):x}-{told.st_size:x}"'
        own = [one for one in own if one[0] != "ETag"]
        headers = [*self.shared, *own, ("ETag", tag), ("Last-Modified", formatdate(told.st_mtime, usegmt=True))]
        headers.append(("Cache-Control", "public, no-cache"))
        if tag in environ.get("HTTP_IF_NONE_MATCH", ""):
            start_response("304 Not Modified", headers)
            return []
        headers.append(("Content-Length", str(told.st_size)))
        start_response("200 OK", headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else _pieces(path)

    def _may_answer(self, environ: dict[str, Any]) -> bool:
        """Tell whether a request is one that a file may answer, whatever its address."""
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or environ.get("QUERY_STRING"):
            return False
        return not self.scheme or _scheme(environ) == self.scheme

    def _found(self, environ: dict[str, Any]) -> tuple[bytes, HTTPStatus, str, float] | None:
        """Return the bytes kept for a request, with status, tag and time; None where the application is to answer."""
        if not self._may_answer(environ):
            return None
        address = environ.get("PATH_INFO", "")
        if not is_safe(address):
            return None
        ending = ".gz" if "gzip" in environ.get("HTTP_ACCEPT_ENCODING", "") else ""
        for name, status in ((PAGE, HTTPStatus.OK), (GONE, HTTPStatus.GONE)):
            found = _read(f"{self.folder}{address}{name}{ending}")
            if found:
                data, changed = found
                return data, status, f'"{int(changed * 1000):x}-{len(data):x}{"-gz" if ending else ""}"', changed
        return None


def _scheme(environ: dict[str, Any]) -> str:
    return str(environ.get("HTTP_X_FORWARDED_PROTO") or environ.get("wsgi.url_scheme", ""))


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(_A_PIECE):
            yield piece


def _read(path: str) -> tuple[bytes, float] | None:
    try:
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - each microsecond counts here
            told = os.fstat(file.fileno())
            return (file.read(), told.st_mtime) if told.st_size <= _LARGEST else None
    except OSError:
        return None
