"""Writing marked pages: each is asked of the site as a stranger would, and kept as the answer came."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from http import HTTPStatus
from importlib.metadata import version
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.db import connection, transaction
from django.http import HttpResponse
from django.utils import timezone
from wagtail.models import Site

from gongkai.pages.events import page_kept
from gongkai.pages.kept.beside import keep_beside
from gongkai.pages.kept.rows import KeptPage, mark_everything, mark_parts, mark_told, stale
from gongkai.pages.kept.tree import Tree, is_safe

logger = logging.getLogger(__name__)

AT_ONCE = 40  # behind an act, before it answers; the rest by the clock
_A_BATCH = 20
_keeping = threading.Event()
VISITOR = "gongkai-keeper (bot)"
_TELLS_THE_DAY = b"data-told-date"  # what a template writes where it tells something of today


@dataclass(frozen=True, slots=True)
class Written:
    """How many files were written, and how many addresses could not be."""

    files: int = 0
    failed: int = 0

    def __add__(self, other: Written) -> Written:
        return Written(self.files + other.files, self.failed + other.failed)


def tree() -> Tree:
    """Return the tree of this installation."""
    return Tree(settings.KEPT_PAGES)


def stamp() -> str:
    """Return what a tree of this software and this database is stamped with."""
    home = Site.objects.select_related("root_page").get(is_default_site=True).root_page
    return f"{version('gongkai')} {home.translation_key} {settings.PUBLIC_ADDRESS}"


def begin_where_foreign() -> bool:
    """Begin the tree anew where another software, database or address wrote it; return whether it was so."""
    if tree().stamp == stamp():
        return False
    with tree().held():
        tree().begin(stamp())
    mark_everything()
    return True


def keep_here() -> None:
    """Let this process write behind its own acts: the server does, a command that takes in thousands does not."""
    _keeping.set()


def write_behind(addresses: Iterable[str]) -> None:
    """Write these addresses once the transaction is through, where this process keeps pages (`keep_here`)."""
    if _keeping.is_set():
        wanted = connection.__dict__.setdefault("kept_pages_wanted", {})
        wanted |= dict.fromkeys(addresses)
        transaction.on_commit(_write_wanted, robust=True)


def _write_wanted() -> None:
    """Write what all acts of the transaction marked, once; what was rolled back is not marked and not written."""
    wanted = list(connection.__dict__.pop("kept_pages_wanted", {}))
    rows = {row.address: row for row in KeptPage.objects.filter(address__in=wanted[:AT_ONCE]).exclude(stale_at=None)}
    ordered = [rows[address] for address in wanted if address in rows]
    write(ordered)
    parts = KeptPage.objects.filter(page__in=[row.page_id for row in ordered], stale_at__isnull=False)
    write(list(parts.order_by("pk")[:AT_ONCE]))


def write_everything_stale(told: Callable[[int], None] = lambda _: None, *, most: int | None = None) -> Written:
    """Write what is marked, batch by batch, what tells the day too; `told` hears how many were done.

    What fails stays marked and is left for the next time.
    """
    mark_told(timezone.localdate())
    done = Written()
    while most is None or done.files + done.failed < most:
        batch = stale(_A_BATCH + done.failed)[done.failed :]
        if not batch:
            break
        done += write(batch)
        told(len(batch))
    return done


def write(rows: list[KeptPage]) -> Written:
    """Write these addresses and tell the rows; a failure is logged and leaves the row marked."""
    done = Written()
    with tree().held():
        for row in rows:
            try:
                _write(row)
            except Exception:
                logger.exception("the page %s could not be kept as a file", row.address)
                tree().drop(row.address)  # rather asked of the site than shown as it was
                done += Written(failed=1)
            else:
                done += Written(files=1)
    return done


def _write(row: KeptPage) -> None:
    response = ask(row.address)
    page = row.page.specific
    seen = KeptPage.objects.filter(pk=row.pk, stale_at=row.stale_at)  # none where it was marked again meanwhile
    is_page = _may_be_kept(row, response) and response.status_code == HTTPStatus.OK
    if page.reviewed_type and row.address == row.page.url:
        keep_beside(page, shown=is_page)  # before it is shown, and gone before it goes
    if not _may_be_kept(row, response):
        tree().drop(row.address)
        seen.delete()
        return
    if row.parts_from and row.address == row.page.url:
        mark_parts(row.page, page.addresses_of_parts(since=row.parts_from))
    digest = tree().put(row.address, response.content, gone=not is_page)
    if is_page and page.reviewed_type and digest != row.sha256:
        page_kept.send(type(page), page=page, data=response.content)
    KeptPage.objects.filter(pk=row.pk).update(sha256=digest, written_at=timezone.now())
    seen.update(stale_at=None, parts_from=None, told_date=_day_told(row, response.content))


def _day_told(row: KeptPage, content: bytes) -> date | None:
    """Return today where the page tells something of the day: marked by its template, or a home or a list."""
    is_newest = not row.page.reviewed_type and row.address == row.page.url
    return timezone.localdate() if is_newest or _TELLS_THE_DAY in content else None


def _may_be_kept(row: KeptPage, response: HttpResponse) -> bool:
    """Return whether an answer is the same for everybody, and stays until something is recorded."""
    if response.status_code not in (HTTPStatus.OK, HTTPStatus.GONE) or not is_safe(row.address):
        return False
    said = ", ".join(response.headers.get(name, "") for name in ("Vary", "Cache-Control")).lower()
    is_personal = response.cookies or any(word in said for word in ("cookie", "private", "no-store"))
    return not (is_personal or row.page.expire_at)


def ask(address: str) -> HttpResponse:
    """Return what the site answers a stranger at an address."""
    parts = urlsplit(settings.PUBLIC_ADDRESS)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": address,
        "SCRIPT_NAME": "",
        "QUERY_STRING": "",
        "SERVER_NAME": parts.hostname or "localhost",
        "SERVER_PORT": str(parts.port or (443 if parts.scheme == "https" else 80)),
        "HTTP_HOST": parts.netloc,
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.url_scheme": parts.scheme,
        "HTTP_X_FORWARDED_PROTO": parts.scheme,
        "HTTP_USER_AGENT": VISITOR,
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.input": BytesIO(),
    }
    response: HttpResponse = _handler().get_response(WSGIRequest(environ))
    return response


@cache
def _handler() -> WSGIHandler:
    return WSGIHandler()
