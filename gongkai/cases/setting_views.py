"""办理规则 in the back office: what an agency settles where the law is silent, and each change of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from http import HTTPStatus
from typing import Any, NamedTuple

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.agencies.door import Agency, agencies_with
from gongkai.cases.act_forms import date_field, line_field
from gongkai.cases.agency_settings import EDITORS, AgencySetting, OpenSetting, open_settings, setting_of, settle
from gongkai.cases.letter_views import tell_all
from gongkai.cases.refusals import Refused

_YES_NO = [("1", "是"), ("0", "否")]


class SettingForm(forms.Form):
    """A value, from when it holds, and why."""

    use_required_attribute = False

    def __init__(self, data: Any = None, *, row: OpenSetting, value: int, today: date) -> None:
        super().__init__(data)
        self.fields["value"] = _value_field(row, value)
        self.fields["since"] = date_field(
            "从哪一天起", initial=today + timedelta(1), hint="今天或者以后；在这以前收到的申请仍按原来的计算。"
        )
        self.fields["reason"] = line_field(
            "理由或者依据", required="请写明理由或者依据的文件。", hint="如本机关文件的名称、文号；记入操作记录。"
        )


def _value_field(row: OpenSetting, value: int) -> forms.Field:
    if row.is_choice:
        told = {"required": "请选择。", "invalid_choice": "请选择是或者否。"}
        return forms.TypedChoiceField(
            label=row.name, choices=_YES_NO, coerce=int, initial=str(value), error_messages=told
        )
    told = {
        "required": "请填写数字。",
        "invalid": "应为整数。",
        "min_value": f"最少 {row.least}。",
        "max_value": f"最多 {row.most}。",
    }
    hint = f"单位：{row.unit}，{row.least} 至 {row.most}；默认 {row.default}。"
    return forms.IntegerField(
        label=row.name,
        min_value=row.least,
        max_value=row.most,
        initial=value,
        help_text=hint,
        error_messages=told,
    )


class Listed(NamedTuple):
    """A setting of an agency: what may be settled, what holds today in words, and whether it is the agency's own."""

    row: OpenSetting
    told: str
    is_own: bool
    changes: list[AgencySetting]


@never_cache
@require_safe
def settings_page(request: HttpRequest) -> HttpResponse:
    """Show what holds for each agency, with default, law and every change."""
    today = timezone.localdate()
    agencies = agencies_with(request.user, EDITORS).order_by("slug")
    listed = [{"agency": one, "settings": list(_listed(one, today))} for one in agencies]
    return render(request, "cases/office/settings.html", {"listed": listed})


def _listed(agency: Agency, today: date) -> Iterator[Listed]:
    changes = list(AgencySetting.objects.filter(agency=agency).select_related("by").order_by("-pk"))
    for key, row in open_settings(on=today).items():
        own = [one for one in changes if one.key == key]
        value = setting_of(agency.pk, key, on=today)
        yield Listed(row, row.told(value), any(one.since <= today for one in own), own)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def setting_page(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Ask for a value (GET), and store it (POST)."""
    now = timezone.now()
    today = timezone.localdate(now)
    agency = get_object_or_404(agencies_with(request.user, EDITORS), slug=slug)
    row = open_settings(on=today).get(key)
    if row is None:
        raise Http404(key)
    sent = request.POST if request.method == "POST" else None
    form = SettingForm(sent, row=row, value=setting_of(agency.pk, key, on=today), today=today)
    if sent is not None and form.is_valid():
        try:
            made = settle(agency, key, **form.cleaned_data, by=request.user, at=now, today=today)
        except Refused as refused:
            tell_all(form, refused)
        else:
            messages.success(request, f"已保存：{row.name}，{row.told(made.value)}，{made.since:%Y-%m-%d} 起。")
            return redirect("cases:settings")
    status = HTTPStatus.BAD_REQUEST if form.errors else HTTPStatus.OK
    context = {"agency": agency, "row": row, "form": form, "default": row.told(row.default)}
    return render(request, "cases/office/setting.html", context, status=status)
