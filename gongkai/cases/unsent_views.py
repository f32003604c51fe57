"""Going on with an application that was kept: ask for its code, show the form as it was left."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.cases.application_form import FORMS
from gongkai.cases.applying import form_page, place_for
from gongkai.cases.unsent import forget_unsent, unsent_of
from gongkai.pages.door import HOUR, has_done_too_often

UNKNOWN = "没有找到这个续填码保存的内容。请核对 20 位字母和数字；可能已经提交、删除，或者过了保存期限。"


class ResumeForm(forms.Form):
    """The code under which something is kept."""

    use_required_attribute = False

    code = forms.CharField(
        label="续填码",
        max_length=60,
        help_text="保存时给您的 20 位字母和数字，大小写和横线不影响。",
        error_messages={"required": "请填写续填码。", "max_length": "续填码没有这么长，请核对。"},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def resume(request: HttpRequest, agency: str) -> HttpResponse:
    """Ask for the code (GET), and show the form as it was left (POST)."""
    place = place_for(agency, request)
    form = ResumeForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _asked(request, place, form)
    if has_done_too_often(request, "track", settings.TRACK_PER_HOUR):
        form.add_error("code", "这个网络地址一小时内查询的次数太多，请过一会儿再试。")
        return _asked(request, place, form, HTTPStatus.TOO_MANY_REQUESTS)
    if not form.is_valid():
        return _asked(request, place, form, HTTPStatus.BAD_REQUEST)
    code = form.cleaned_data["code"]
    row = unsent_of(code, place["agency"], today=timezone.localdate())
    if row is None:
        form.add_error("code", UNKNOWN)
        return _asked(request, place, form, HTTPStatus.BAD_REQUEST)
    return form_page(request, place, FORMS[row.who](initial=row.typed()), kept=code)


def _asked(request: HttpRequest, place: dict[str, Any], form: ResumeForm, status: int = HTTPStatus.OK) -> HttpResponse:
    response = render(request, "cases/resume.html", {**place, "form": form}, status=status)
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        response.headers["Retry-After"] = str(HOUR)
    return response


@never_cache
@sensitive_post_parameters()
@require_POST
def forget(request: HttpRequest, agency: str) -> HttpResponse:
    """Remove what is kept under a code, as its writer wants."""
    place = place_for(agency, request)
    forget_unsent(request.POST.get("kept", "")[:60], place["agency"], today=timezone.localdate())
    return redirect("apply", agency)
