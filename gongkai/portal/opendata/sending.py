"""How an answer goes out: counted by address, read by anybody, sent again only where it changed."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from typing import Any

from django.conf import settings
from django.db.models import Max
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.http import quote_etag
from ninja import Schema

from gongkai.annualreport import inert
from gongkai.pages.door import HOUR, BasePage, has_done_too_often
from gongkai.publishing.door import Publication, ValidityEvent, Withdrawal

View = Callable[..., HttpResponseBase]


def open_to_all(view: View) -> View:
    """Count the request of an address, and let the pages of other sites read the answer."""

    @wraps(view)
    def respond(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if has_done_too_often(request, "open-data", settings.OPEN_DATA_PER_HOUR):
            detail = f"这个网络地址一小时内已请求 {settings.OPEN_DATA_PER_HOUR} 次，请稍后再来；整批取用请下载 CSV。"
            response: HttpResponseBase = JsonResponse({"detail": detail}, status=429)
            response.headers["Retry-After"] = str(HOUR)
        else:
            response = view(request, *args, **kwargs)
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Cache-Control"] = "public, no-cache"  # kept by anybody, and asked about before each use
        return response

    return respond


def say_of_demonstration(response: HttpResponse, rows: Iterable[Any], notice: str = "") -> str:
    """Return `notice`, else that of any of the rows, and ask search engines to leave such an answer alone."""
    notice = notice or next((row.notice for row in rows if row.notice), "")
    if notice:
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return notice


def edition() -> str:
    """Return a hash that changes whenever anything public may have: the records of all acts, and the day."""
    acts = [model.objects.aggregate(last=Max("pk"))["last"] for model in (Publication, Withdrawal, ValidityEvent)]
    now = timezone.now()
    over = BasePage.objects.filter(live=True, expire_at__lte=now).count()
    changed = BasePage.objects.filter(reviewed_type=False).aggregate(last=Max("latest_revision_created_at"))["last"]
    return hashlib.sha256(repr([acts, over, changed, timezone.localdate(now)]).encode()).hexdigest()


def as_csv(shape: type[Schema], rows: Iterable[Schema], name: str) -> StreamingHttpResponse:
    """Return rows as a CSV file to keep (UTF-8 with its mark, for spreadsheets), written while they are read."""
    response = StreamingHttpResponse(_lines(shape, rows), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    response.headers["ETag"] = quote_etag(edition())
    response.headers["X-Robots-Tag"] = "noindex, nofollow"  # a page of the site says the same, for people
    return response


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, line: str) -> str:
        """Return the line."""
        return line


def _lines(shape: type[Schema], rows: Iterable[Schema]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow([field.title for field in shape.model_fields.values()])
    for row in rows:
        values = (getattr(row, name) for name in shape.model_fields)
        yield writer.writerow(["" if value is None else inert(str(value)) for value in values])
