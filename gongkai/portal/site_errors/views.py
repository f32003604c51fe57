"""Reporting an error on the site without an account, and seeing what became of it by the address one was given."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.cases.door import TokenRefused, form_number, kept_token
from gongkai.pages.door import HOUR, has_done_too_often, parts_of_address
from gongkai.portal.agency_context import at_place
from gongkai.portal.site_errors.forms import SiteErrorForm
from gongkai.portal.site_errors.records import LIMIT, SiteErrorReport, receive
from gongkai.statute import limit_row

TRAP = "homepage"  # a field that nobody sees: who fills it in is a program


@never_cache
@sensitive_post_parameters("contact")
@require_http_methods(["GET", "HEAD", "POST"])
def report_site_error(request: HttpRequest, agency: str) -> HttpResponse:
    """Return the form (GET); register what was sent and lead to its receipt (POST)."""
    context = at_place(request, agency)
    if request.method != "POST":
        form = SiteErrorForm(initial={"page_address": _address_from(request), "kind": SiteErrorReport.Kind.WORDING})
        return _form_page(request, context, form)
    form = SiteErrorForm(request.POST)
    if not form.is_valid():
        return _form_page(request, context, form, status=HTTPStatus.BAD_REQUEST)
    try:
        number = _admitted(request)
    except TokenRefused as refused:
        return _form_page(request, context, form, problem=str(refused), status=HTTPStatus.BAD_REQUEST)
    if has_done_too_often(request, "site_error", settings.SITE_ERRORS_PER_HOUR):
        told = f"这个网络地址一小时内已提交 {settings.SITE_ERRORS_PER_HOUR} 次。请过一会儿再提交，或者打电话告诉我们。"
        return _form_page(request, context, form, problem=told, status=HTTPStatus.TOO_MANY_REQUESTS)
    report = receive(form.save(commit=False), context["agency"], token_number=number, at=timezone.now())
    return redirect("site_error_status", agency, status_key(report))


@never_cache
@require_safe
def site_error_status(request: HttpRequest, agency: str, key: str) -> HttpResponse:
    """Return what was reported and what became of it; raise Http404 for a key that is not ours."""
    context = at_place(request, agency)
    report = get_object_or_404(SiteErrorReport.objects.select_related("answer"), pk=_number_in(key))
    if report.agency_id != context["agency"].pk:
        raise Http404(key)
    context |= {"report": report, "answer": getattr(report, "answer", None), "unlisted": True}
    return render(request, "portal/site_errors/status.html", context)


def status_key(report: SiteErrorReport) -> str:
    """Return the part of the address by which alone a report is seen: its number, signed."""
    return _signer().sign(str(report.pk))


def _number_in(key: str) -> int:
    try:
        return int(_signer().unsign(key))
    except BadSignature:
        raise Http404("没有这个查看地址") from None


def _signer() -> Signer:
    return Signer(salt="gongkai.portal.site_error")


def _admitted(request: HttpRequest) -> str:
    """Return the number of the form's token; raise TokenRefused for a program."""
    if request.POST.get(TRAP):
        raise TokenRefused("有一个请勿填写的隐藏栏被填上了，可能是浏览器自动填写，还没有提交。请再提交一次。")
    return form_number(request.POST.get("token", ""))


def _address_from(request: HttpRequest) -> str:
    """Return the page of this site that the link to the form named, empty for anything else."""
    named = parts_of_address(request.GET.get("page", "")[:500])
    is_ours = named.path.startswith("/") and not named.netloc and not named.scheme
    return settings.PUBLIC_ADDRESS + named.path if is_ours else ""


def _form_page(
    request: HttpRequest,
    context: dict[str, Any],
    form: SiteErrorForm,
    *,
    status: int = HTTPStatus.OK,
    problem: str = "",
) -> HttpResponse:
    told = {
        **context,
        "form": form,
        "problem": problem,
        "token": kept_token(request.POST.get("token", "")),
        "trap": TRAP,
    }
    told["limit"] = limit_row(LIMIT, on=timezone.localdate())
    response = render(request, "portal/site_errors/form.html", told, status=status)
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        response.headers["Retry-After"] = str(HOUR)
    return response
