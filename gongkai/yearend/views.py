"""The annual report as open data: one address a format."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django.views.decorators.http import condition, require_safe

from gongkai.annualreport import KINDS, json_schema
from gongkai.pages.door import public
from gongkai.publishing.door import record_made
from gongkai.yearend.downloads import Busy, Download
from gongkai.yearend.models import AnnualReportPage

RETRY_SECONDS = 10


@require_safe
def annual_report_file(request: HttpRequest, agency: str, year: int, kind: str) -> HttpResponseBase:
    """Return a public report as a file of `kind` to keep; 404 where there is none, 304 where it is known."""
    if kind not in KINDS:
        raise Http404
    pages = public(AnnualReportPage.objects.all()).select_related("agency")
    page = get_object_or_404(pages, agency__slug=agency, year=year)
    download = Download(page, KINDS[kind])
    own, changed = download.headers(), page.last_published_at
    last_modified = int(changed.timestamp()) if changed else None
    known = get_conditional_response(request, etag=own["ETag"], last_modified=last_modified)
    response = known or _sent(download)
    if response.status_code != HTTPStatus.SERVICE_UNAVAILABLE:
        for name, value in own.items():
            response.headers[name] = value
        response.headers["Cache-Control"] = "public, no-cache"  # kept by anybody, and asked about before each use
        if changed:
            response.headers["Last-Modified"] = http_date(changed.timestamp())
    return response


@require_safe
@condition(etag_func=lambda request: quote_etag(_schema()[1]))
def report_schema(request: HttpRequest) -> HttpResponse:
    """Return the JSON Schema that the JSON of every report fits; another schema will have another address."""
    response = HttpResponse(_schema()[0], content_type="application/schema+json")
    response.headers["Cache-Control"] = "public, no-cache"
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


@cache
def _schema() -> tuple[bytes, str]:
    """Return the schema as it is sent, and its SHA-256."""
    data = json.dumps(json_schema(), ensure_ascii=False).encode()
    return data, hashlib.sha256(data).hexdigest()


def _sent(download: Download) -> HttpResponse:
    try:
        data = download.data()
    except Busy:
        later = "现在下载的人较多，请过几秒再点一次。"
        headers = {"Retry-After": str(RETRY_SECONDS)}
        return HttpResponse(
            later, status=HTTPStatus.SERVICE_UNAVAILABLE, headers=headers, content_type="text/plain; charset=utf-8"
        )
    record_made(download.page, download.file_name, data)  # so that who keeps it can have it verified
    return HttpResponse(data, content_type=download.kind.media_type)
