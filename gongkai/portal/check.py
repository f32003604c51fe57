"""报告体检: anybody's annual report, read and checked, shown once and kept nowhere."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect, requires_csrf_token
from django.views.decorators.http import require_http_methods

from gongkai.portal.admission import HOUR, Busy, has_sent_too_many, place_to_read
from gongkai.portal.forms import CheckForm
from gongkai.portal.reading import Outcome, read_and_check
from gongkai.portal.uploads import FORM_BYTES, KeptInMemory, declared_bytes
from gongkai.yearend.door import judge, number_findings, present

MEGABYTE = 1024 * 1024
RETRY_SECONDS = 30


@csrf_exempt  # the token is checked below, once the upload handler is in place: checking reads the form
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check_report(request: HttpRequest) -> HttpResponse:
    """Return the form (GET), or a report as read beside what the checks find in it (POST)."""
    if request.method != "POST":
        return _ask(request)
    limit = settings.CHECK_MAX_BYTES
    if declared_bytes(request) > 2 * limit + FORM_BYTES:
        notice = f"文件超过 {limit // MEGABYTE} MB，没有接收。请另存为较小的文件，或只提交报告正文。"
        return _ask(request, notice=notice, status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    if has_sent_too_many(request):
        notice = f"这个网络地址一小时内已提交 {settings.CHECK_PER_HOUR} 次，请稍后再来。大量报告请用命令行在本机检查。"
        return _ask(request, notice=notice, status=HTTPStatus.TOO_MANY_REQUESTS, wait=HOUR)
    kept = KeptInMemory(limit)
    request.upload_handlers = [kept]
    return _answer(request, kept)


@requires_csrf_token  # a refused request is not read, so its token cannot be checked
def _ask(
    request: HttpRequest,
    asked: CheckForm | None = None,
    *,
    notice: str = "",
    status: int = HTTPStatus.OK,
    wait: int = 0,
) -> HttpResponse:
    """Return the page with the form; `asked` brings its errors, `notice` says why nothing was checked."""
    context = {"form": asked or CheckForm(), "notice": notice, **_limits()}
    response = render(request, "portal/check.html", context, status=status)
    if wait:
        response.headers["Retry-After"] = str(wait)
    return response


@csrf_protect
def _answer(request: HttpRequest, kept: KeptInMemory) -> HttpResponse:
    asked = CheckForm(
        request.POST, request.FILES, too_large=kept.too_large, megabytes=settings.CHECK_MAX_BYTES // MEGABYTE
    )
    if not asked.is_valid():
        return _ask(request, asked, status=HTTPStatus.BAD_REQUEST)
    try:
        with place_to_read():
            told = read_and_check(asked.cleaned_data["file"], asked.cleaned_data["previous"])
    except Busy:
        notice = f"现在检查的人较多，还没有轮到您。请过 {RETRY_SECONDS} 秒再提交一次；您的文件没有留下。"
        return _ask(request, notice=notice, status=HTTPStatus.SERVICE_UNAVAILABLE, wait=RETRY_SECONDS)
    return render(request, "portal/check_result.html", {**_result(told), **_limits(), "form": CheckForm()})


def _result(told: Outcome) -> dict[str, Any]:
    """Return the context of the result: the report made ready, or only the findings where it was not read."""
    view = present(told.report, told.findings) if told.report and not told.unreadable else None
    findings = view.findings if view else number_findings(told.findings, None)
    return {
        "file": told.file,
        "view": view,
        "findings": findings,
        "verdict": judge(findings, unreadable=told.unreadable),
        "compared": told.compared,
        "not_compared": told.not_compared,
    }


def _limits() -> dict[str, int]:
    return {
        "max_megabytes": settings.CHECK_MAX_BYTES // MEGABYTE,
        "max_seconds": settings.CHECK_SECONDS,
        "per_hour": settings.CHECK_PER_HOUR,
    }
