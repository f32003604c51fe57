"""Delivering a letter in the back office: an attempt, its result, the form on which the addressee signs."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from gongkai.cases.deliveries import Way
from gongkai.cases.delivering import Doing, record_result, start_delivery
from gongkai.cases.delivery_forms import ResultForm, SendingForm
from gongkai.cases.free_letters import write_service_receipt
from gongkai.cases.letter_views import letter_for, shown_letter, tell_all
from gongkai.cases.refusals import Refused


def _doing(request: HttpRequest) -> Doing:
    now = timezone.now()
    return Doing(request.user, now, timezone.localdate(now))


@never_cache
@sensitive_post_parameters("address")
@require_POST
def send(request: HttpRequest, number: int, letter: int) -> HttpResponse:
    """Record that a letter is on its way."""
    case, found = letter_for(request, number, letter)
    doing = _doing(request)
    form = SendingForm(request.POST, letter=found, today=doing.today)
    if form.is_valid():
        try:
            made = start_delivery(found.pk, form.sending(), doing)
        except Refused as refused:
            tell_all(form, refused)
        else:
            told = f"已登记第 {made.number} 次送达：{made.get_way_display()}。"
            by_hand = made.way == Way.EMAIL and not made.by_system
            messages.success(request, f"{told}本系统没有代发，请您自己用邮箱把文书发给对方。" if by_hand else told)
            return redirect("cases:letter", case.pk, found.pk)
    return shown_letter(request, case, found, sending_form=form, status=HTTPStatus.BAD_REQUEST)


@never_cache
@sensitive_post_parameters("signed_by")
@require_POST
def result(request: HttpRequest, number: int, letter: int, delivery: int) -> HttpResponse:
    """Record what came of an attempt."""
    case, found = letter_for(request, number, letter)
    tried = get_object_or_404(found.deliveries, pk=delivery)
    doing = _doing(request)
    form = ResultForm(request.POST, request.FILES, delivery=tried, today=doing.today)
    if form.is_valid():
        try:
            made = record_result(tried.pk, form.result(), doing)
        except Refused as refused:
            tell_all(form, refused)
        else:
            told = "送达" if made.arrived else "没有送到，文书回到待办，请再次送达"
            messages.success(request, f"已登记：{told}。")
            return redirect("cases:letter", case.pk, found.pk)
    return shown_letter(request, case, found, result_form=form, status=HTTPStatus.BAD_REQUEST)


@never_cache
@require_POST
def service_receipt(request: HttpRequest, number: int, letter: int) -> HttpResponse:
    """Write the form on which the addressee signs (送达回证), and go to it."""
    case, found = letter_for(request, number, letter)
    now = timezone.now()
    try:
        made = write_service_receipt(found, by=request.user, at=now, today=timezone.localdate(now))
    except Refused as refused:
        return shown_letter(request, case, found, problem=str(refused), status=HTTPStatus.CONFLICT)
    messages.success(request, f"已制作{made}。请打印，送达时由对方签收，再登记送达结果并附上扫描件。")
    return redirect("cases:letter", case.pk, made.pk)
