"""The page on which the office registers what came otherwise than on our own site."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from gongkai.cases.form_tokens import kept_token, new_token, number_sent
from gongkai.cases.likeness import alike
from gongkai.cases.refusals import Refused
from gongkai.cases.registering import RegistrationForm, agencies_where_writing, register_together
from gongkai.cases.shown_clock import ShownClock
from gongkai.cases.submitting import SentOtherwise


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def register_page(request: HttpRequest) -> HttpResponse:
    """Register an application that came otherwise; show its receipt with the tracking code, to this form alone."""
    today = timezone.localdate()
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = RegistrationForm(*sent, agencies=agencies_where_writing(request.user), today=today)
    if not form.is_valid():
        return _registration(request, form)
    try:
        done = register_together(
            form.cases(),
            number=number_sent(request.POST.get("token", "")),
            files=form.cleaned_data["files"],
            oral_reason=form.cleaned_data["oral_reason"],
            by=request.user,
            at=timezone.now(),
            today=today,
        )
    except SentOtherwise as before:
        told = f"这张表已经登记过，编号 {before.case.number}。这次的内容不同：确要另登记一件的，请再点一次登记。"
        return _registration(request, form, problem=told, token=new_token())
    except Refused as refused:
        form.add_error("arrival_date", str(refused))
        return _registration(request, form)
    cases = [case for case, _ in done]
    shown = ShownClock(cases[0].clock(today=today), today)
    lines = [{"case": case, "code": code, "alike": alike(case)} for case, code in done]
    told = {"lines": lines, "any_alike": any(line["alike"] for line in lines), "case": cases[0], "shown": shown}
    return render(request, "cases/office/registered.html", told)


def _registration(request: HttpRequest, form: RegistrationForm, *, problem: str = "", token: str = "") -> HttpResponse:
    status = HTTPStatus.CONFLICT if problem else HTTPStatus.BAD_REQUEST if form.errors else HTTPStatus.OK
    told = {"form": form, "problem": problem, "token": token or kept_token(request.POST.get("token", ""))}
    return render(request, "cases/office/register.html", told, status=status)
