"""A form of the office that is sent twice is done once: one guard before all of them, whatever they do.

Each page that is shown gives its forms a number (`form_tokens`). What came with the number before, to the same
address, with the same words, is not done again: whoever pressed twice is led to where the first answer led. What was
refused may be sent again, and the same act may be done again from a page that is asked for anew.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.signing import BadSignature
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.html import format_html

from gongkai.cases.form_tokens import LONGEST, new_token, number_of

FIELD = "once"
_CSRF = "csrfmiddlewaretoken"
_KEPT = 2 * LONGEST
_LOOKS = (0.1, 0.2, 0.4, 0.8)  # seconds between looks whether the first has its answer
_LONGEST_ADDRESS = 500
_DONE = "这一页刚才已经提交过，没有再办一次。"
_RUNNING = "这一页刚才已经提交过，正在办理，没有再办一次；请稍候再打开看结果。"

View = Callable[..., HttpResponse]


class SentForm(models.Model):
    """A form that was sent: `key` is the SHA-256 of who sent what, `location` where its answer led."""

    key = models.CharField("摘要", max_length=64, unique=True, editable=False)
    at = models.DateTimeField("提交时间", db_index=True, editable=False)
    location = models.CharField("答复的地址", max_length=_LONGEST_ADDRESS, blank=True, editable=False)

    class Meta:
        verbose_name = "提交过的表单"
        verbose_name_plural = "提交过的表单"

    def __str__(self) -> str:
        return self.key


def once(request: HttpRequest) -> dict[str, Any]:
    """Return the number that the forms of a page carry, as a hidden field; it is made where a page shows one."""
    return {FIELD: SimpleLazyObject(_hidden_field)}


def _hidden_field() -> str:
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, new_token())


def each_sent_once(patterns: Iterable[URLPattern], *, shows_result: Iterable[str] = ()) -> Iterator[URLPattern]:
    """Yield addresses whose forms are done once; `shows_result` are names of those that answer with a page.

    Of the others a page tells that nothing was done yet, such as a preview or a further question.
    """
    shown = frozenset(shows_result)
    for pattern in patterns:
        pattern.callback = _guarded(pattern.callback, shows_result=pattern.name in shown)
        yield pattern


def _guarded(view: View, *, shows_result: bool) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        key = _key(request)
        if not key:
            return view(request, *args, **kwargs)
        sent, is_first = _sent(key, timezone.now())
        if not is_first:
            return _again(request, sent)
        try:
            answer = view(request, *args, **kwargs)
        except BaseException:
            sent.delete()
            raise
        _remember(sent, request, answer, shows_result=shows_result)
        return answer

    return guarded


def _key(request: HttpRequest) -> str:
    """Return the hash of what was sent, by whom and where; empty for what carries no number of ours."""
    if request.method != "POST":
        return ""
    try:
        number = number_of(request.POST.get(FIELD, ""))
    except BadSignature:
        return ""
    fields = sorted((name, values) for name, values in request.POST.lists() if name not in (FIELD, _CSRF))
    files = sorted((name, [(one.name, one.size) for one in all_]) for name, all_ in request.FILES.lists())
    told = json.dumps([number, request.user.pk, request.path, fields, files], ensure_ascii=False)
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()


def _sent(key: str, now: datetime) -> tuple[SentForm, bool]:
    """Return the row of a form, and whether this is the first time it comes; rows of old pages go."""
    SentForm.objects.filter(at__lt=now - _KEPT).delete()
    return SentForm.objects.get_or_create(key=key, defaults={"at": now})


def _remember(sent: SentForm, request: HttpRequest, answer: HttpResponse, *, shows_result: bool) -> None:
    if "Location" in answer or (shows_result and answer.status_code == HTTPStatus.OK):
        address = answer.get("Location", request.path)
        sent.location = address if len(address) <= _LONGEST_ADDRESS else request.path
        sent.save(update_fields=["location"])
    else:
        sent.delete()


def _again(request: HttpRequest, sent: SentForm) -> HttpResponse:
    """Lead to where the first answer led, once it is there."""
    for pause in _LOOKS:
        if sent.location:
            break
        time.sleep(pause)
        sent = SentForm.objects.filter(pk=sent.pk).first() or sent
    messages.info(request, _DONE if sent.location else _RUNNING)
    return redirect(sent.location or "cases:queue")
