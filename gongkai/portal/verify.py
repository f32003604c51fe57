"""防伪核验: whether a file, or a printed code, is of something that was published here."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect, requires_csrf_token
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.pages.door import FORM_BYTES, HOUR, Hashed, declared_bytes, has_done_too_often, manifest
from gongkai.portal.forms import CodeForm, FileToVerifyForm
from gongkai.publishing.door import Fate, matches

_MEGABYTE = 1024 * 1024
_WORDS = {
    Fate.CURRENT: ("ok", "相符，是现在公开的内容"),
    Fate.REPLACED: ("warning", "相符，但已有更新的版本"),
    Fate.WITHDRAWN: ("warning", "相符，但已经下线"),
    Fate.GONE: ("warning", "曾经公开，现在不公开"),
}


@csrf_exempt  # the token is checked once the upload handler is in place, since checking reads the form
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Return the two forms; with a code (GET) or a file (POST) what it is, or that nothing here matches."""
    if request.method != "POST":
        return _by_code(request)
    most = settings.VERIFY_MAX_BYTES
    if declared_bytes(request) > most + FORM_BYTES:
        return _page(request, notice=_too_large(), status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    if has_done_too_often(request, "verify", settings.VERIFY_PER_HOUR):
        notice = f"这个网络地址一小时内已核验 {settings.VERIFY_PER_HOUR} 次，请稍后再来。"
        return _page(request, notice=notice, status=HTTPStatus.TOO_MANY_REQUESTS)
    hashed = Hashed(most)
    request.upload_handlers = [hashed]
    answer: HttpResponse = csrf_protect(_by_file)(request, hashed)
    return answer


@require_safe
def kept_manifest(request: HttpRequest) -> FileResponse:
    """Return the SHA-256 of every page kept as a file, as ``sha256sum`` reads it; 404 where none are kept."""
    if not manifest().exists():
        raise Http404("这里没有把页面存成文件")
    response = FileResponse(manifest().open("rb"), content_type="text/plain; charset=utf-8")
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _by_code(request: HttpRequest) -> HttpResponse:
    if "code" not in request.GET:
        return _page(request)
    form = CodeForm(request.GET)
    if not form.is_valid():
        return _page(request, code_form=form, status=HTTPStatus.BAD_REQUEST)
    code = form.cleaned_data["code"]
    return _page(request, code_form=form, code=code, results=list(_told(code)))


def _by_file(request: HttpRequest, hashed: Hashed) -> HttpResponse:
    form = FileToVerifyForm(request.POST, request.FILES)
    if hashed.is_too_large:
        return _page(request, notice=_too_large(), status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    if not form.is_valid():
        return _page(request, file_form=form, status=HTTPStatus.BAD_REQUEST)
    sent = form.cleaned_data["file"]
    return _page(request, code=sent.sha256, file_name=sent.name, results=list(_told(sent.sha256)))


def _told(code: str) -> Iterator[dict[str, Any]]:
    """Yield each match in words; of what is not public and left no mark, only when it was."""
    for match in matches(code):
        kind, words = _WORDS[match.fate]
        is_named = match.fate != Fate.GONE
        yield {
            "match": match,
            "kind": kind,
            "words": words,
            "title": match.page.title if is_named else "",
            "address": match.page.get_url() if is_named else "",
            "file": match.file if is_named else None,
        }


def _too_large() -> str:
    megabytes = settings.VERIFY_MAX_BYTES // _MEGABYTE
    return f"文件超过 {megabytes} MB，没有接收。可以在自己的电脑上算出文件的 SHA-256，把它填在上面的一栏里核验。"


@requires_csrf_token  # a refused request is not read, so its token cannot be checked
def _page(request: HttpRequest, *, status: int = HTTPStatus.OK, **told: Any) -> HttpResponse:
    context = {
        "code_form": CodeForm(),
        "file_form": FileToVerifyForm(),
        "megabytes": settings.VERIFY_MAX_BYTES // _MEGABYTE,
        "per_hour": settings.VERIFY_PER_HOUR,
        "has_manifest": manifest().exists(),
        "unlisted": bool(told.get("code")),
        **told,
    }
    response = render(request, "portal/verify.html", context, status=status)
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        response.headers["Retry-After"] = str(HOUR)
    return response
