"""The way strangers' files take into a page: counted, bounded while they arrive, read in turn, kept nowhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_protect, requires_csrf_token

from gongkai.pages.door import FORM_BYTES, HOUR, KeptInMemory, declared_bytes
from gongkai.portal.admission import Busy, has_sent_too_many, place_to_read
from gongkai.portal.forms import UploadForm

MEGABYTE = 1024 * 1024
RETRY_SECONDS = 30


@dataclass(frozen=True, slots=True)
class UploadPage:
    """A page that takes files: its form, its template, that of its answer, and what the answer shows.

    `result` is given the cleaned form while a place to read is held, and returns the answer's context.
    Its view must be exempt from the usual check of the form's token: that is done here, once
    the upload handler is in place, since checking reads the form.
    """

    form: type[UploadForm]
    template: str
    result_template: str
    result: Callable[[dict[str, Any]], dict[str, Any]]

    def respond(self, request: HttpRequest) -> HttpResponse:
        """Return the form (GET), the answer to its files (POST), or why they were not taken."""
        if request.method != "POST":
            return self.ask(request)
        limit = settings.CHECK_MAX_BYTES
        if declared_bytes(request) > 2 * limit + FORM_BYTES:
            notice = f"文件超过 {limit // MEGABYTE} MB，没有接收。请另存为较小的文件，或只提交报告正文。"
            return self.ask(request, notice=notice, status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        if has_sent_too_many(request):
            notice = (
                f"这个网络地址一小时内已提交 {settings.CHECK_PER_HOUR} 次，请稍后再来。大量报告请用命令行在本机检查。"
            )
            return self.ask(request, notice=notice, status=HTTPStatus.TOO_MANY_REQUESTS, wait=HOUR)
        kept = KeptInMemory(limit)
        request.upload_handlers = [kept]
        answer: HttpResponse = csrf_protect(self._answer)(request, kept)
        return answer

    def ask(
        self,
        request: HttpRequest,
        asked: UploadForm | None = None,
        *,
        notice: str = "",
        status: int = HTTPStatus.OK,
        wait: int = 0,
    ) -> HttpResponse:
        """Return the page with the form; `asked` brings its errors, `notice` says why nothing was done."""
        return _asked(request, self, asked or self.form(), notice, status, wait)

    def _answer(self, request: HttpRequest, kept: KeptInMemory) -> HttpResponse:
        asked = self.form(request.POST, request.FILES, too_large=kept.too_large)
        if not asked.is_valid():
            return self.ask(request, asked, status=HTTPStatus.BAD_REQUEST)
        try:
            with place_to_read():
                told = self.result(asked.cleaned_data)
        except Busy:
            notice = f"现在检查的人较多，还没有轮到您。请过 {RETRY_SECONDS} 秒再提交一次；您的文件没有留下。"
            return self.ask(request, notice=notice, status=HTTPStatus.SERVICE_UNAVAILABLE, wait=RETRY_SECONDS)
        return render(request, self.result_template, {**told, **limits(), "form": self.form()})


@requires_csrf_token  # a refused request is not read, so its token cannot be checked
def _asked(
    request: HttpRequest, page: UploadPage, form: UploadForm, notice: str, status: int, wait: int
) -> HttpResponse:
    context = {"form": form, "notice": notice, **limits()}
    response = render(request, page.template, context, status=status)
    if wait:
        response.headers["Retry-After"] = str(wait)
    return response


def limits() -> dict[str, int]:
    """Return the bounds that the pages tell."""
    return {
        "max_megabytes": settings.CHECK_MAX_BYTES // MEGABYTE,
        "max_seconds": settings.CHECK_SECONDS,
        "per_hour": settings.CHECK_PER_HOUR,
    }
