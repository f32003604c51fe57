"""An applicant answers on the own case's page what the office asked: the correction, the reasons, with files."""

from __future__ import annotations

from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from gongkai.cases.applying import files_too_large
from gongkai.cases.case import Case
from gongkai.cases.case_files import MEGABYTE, MOST_BYTES, MOST_FILES
from gongkai.cases.following import asked_page, followed, recorded, told_of
from gongkai.cases.following_forms import AnswerForm, CorrectionForm, ReasonsForm
from gongkai.cases.submitting import PORTAL
from gongkai.pages.door import FORM_BYTES, KeptInMemory, declared_bytes
from gongkai.statute import Event


class _Asked(NamedTuple):
    """What the office asked for: the act that answers it, how that came in, its page and its form."""

    act: str
    channel: str
    template: str
    form: type[AnswerForm]


_CORRECTION = _Asked("correction_received", PORTAL, "cases/correction.html", CorrectionForm)
_REASONS = _Asked("reasons_received", "", "cases/reasons.html", ReasonsForm)


@csrf_exempt  # the token is checked once the upload handler is in place
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def send_correction(request: HttpRequest) -> HttpResponse:
    """Ask for the correction, and take it in with its files (Reg. art. 30)."""
    return _answered(request, _CORRECTION)


@csrf_exempt  # the token is checked once the upload handler is in place
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def send_reasons(request: HttpRequest) -> HttpResponse:
    """Ask for the reasons of many applications, and take them in with their files (Reg. art. 35)."""
    return _answered(request, _REASONS)


def _answered(request: HttpRequest, asked: _Asked) -> HttpResponse:
    case = followed(request)
    if case is None:
        return redirect("track")
    if request.method != "POST":
        return asked_page(request, asked.template, case, asked.form())
    if declared_bytes(request) > MOST_FILES * MOST_BYTES + FORM_BYTES:
        return files_too_large(request, told_of(case))
    kept = KeptInMemory(MOST_BYTES)
    request.upload_handlers = [kept]
    answer: HttpResponse = csrf_protect(_taken)(request, case, kept, asked)
    return answer


def _taken(request: HttpRequest, case: Case, kept: KeptInMemory, asked: _Asked) -> HttpResponse:
    form = asked.form(request.POST, request.FILES)
    if kept.too_large:
        form.add_error("files", f"有文件超过 {MOST_BYTES // MEGABYTE} MB，没有接收。请换成较小的，重新选择全部文件。")
    if form.is_valid():
        said = form.cleaned_data
        event = Event(act=asked.act, event_date=timezone.localdate(), channel=asked.channel)
        if recorded(form, "text", case, event, note=said["text"], files=said["files"]):
            return redirect("tracked_case")
    return asked_page(request, asked.template, case, form)
