"""The second step of signing in (两步验证): a code from the person's telephone, or a recovery code.

Everybody may enrol; GONGKAI_SECOND_FACTOR_ROLES names the roles that must.
"""

from __future__ import annotations

import base64
from typing import Any

import segno
from django import forms
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django_otp import login as mark_verified
from django_otp import match_token
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_otp.util import random_hex

from gongkai.agencies.log import AgencyAct
from gongkai.agencies.own_rows import roles_today
from gongkai.agencies.people import Person
from gongkai.agencies.signing_in import put_on_log

RECOVERY_CODES = 10
OWN_PASSWORD_DUE = "own_password_due"  # in the session: somebody else set the password that opened it
_KEY = "second_factor_key"  # in the session that is shown it, and nowhere else until it is confirmed
_TOLERANCE = 1  # steps of thirty seconds that a telephone may be wrong


class CodeForm(forms.Form):
    """One code."""

    code = forms.CharField(
        label="验证码",
        max_length=16,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}),
        error_messages={"required": "请填写验证码。"},
    )

    def clean_code(self) -> str:
        """Return the code without the blanks that people put into it."""
        return "".join(self.cleaned_data["code"].split()).lower()


def is_enrolled(person: Person) -> bool:
    """Tell whether `person` has set up the second step."""
    return TOTPDevice.objects.filter(user=person, confirmed=True).exists()


def is_required(person: Person) -> bool:
    """Tell whether one of the roles of `person` asks for the second step; a superuser counts as an administrator."""
    asked = set(settings.SECOND_FACTOR_ROLES)
    roles = {str(role) for role in roles_today(person)} | ({"administrator"} if person.is_superuser else set())
    return "all" in asked or bool(asked & roles)


def must_verify(person: Any) -> bool:
    """Tell whether `person` has set up the second step and not taken it in this session."""
    return not person.is_verified() and is_enrolled(person)


def next_step(request: HttpRequest) -> str:
    """Return the route of what stands between this session and the back office, empty where nothing does.

    Whoever has the second step takes it first. A password of the owner's own comes before setting the step up: else
    whoever knows the password could set it up on a telephone of theirs.
    """
    if must_verify(request.user):
        return "second_factor:verify"
    if request.session.get(OWN_PASSWORD_DUE):
        return "second_factor:own_password"
    due = not request.user.is_verified() and is_required(request.user)
    return "second_factor:enrol" if due else ""


@sensitive_post_parameters("code")
def verify(request: HttpRequest) -> HttpResponse:
    """Ask for a code, and go on to where the person wanted to go."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if device := match_token(request.user, form.cleaned_data["code"]):
            mark_verified(request, device)
            put_on_log(AgencyAct.SECOND_FACTOR, request.user, request)
            return redirect(next_address(request))
        put_on_log(AgencyAct.SECOND_FACTOR_FAILED, request.user, request)
        form.add_error("code", "验证码不对或已经用过。请等手机上出现下一个验证码再试；连续输错，等待的时间会加长。")
    return render(request, "agencies/verify.html", {"form": form, "next": next_address(request)})


@sensitive_post_parameters("code")
def enrol(request: HttpRequest) -> HttpResponse:
    """Show the key as a picture and in letters, and switch the second step on with the first right code."""
    if (step := next_step(request)) not in ("", "second_factor:enrol"):
        return redirect(step)
    if is_enrolled(request.user):
        return render(request, "agencies/enrolled.html", {"required": is_required(request.user)})
    key = request.session.setdefault(_KEY, random_hex())
    device = TOTPDevice(user=request.user, name="手机验证器", key=key, tolerance=_TOLERANCE)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if _is_code_of(device, form.cleaned_data["code"]):
            return _enrolled(request, device)
        form.add_error("code", "验证码不对。请核对手机的时间是否准确，等下一个验证码出现再试。")
    return render(request, "agencies/enrol.html", {"form": form, **_key_shown(device), "next": next_address(request)})


def _is_code_of(device: TOTPDevice, code: str) -> bool:
    """Tell whether a code is the unsaved device's now, and have it remember the code as used."""
    now = TOTP(device.bin_key, device.step, device.t0, device.digits)
    if not (code.isascii() and code.isdecimal() and now.verify(int(code), device.tolerance)):
        return False
    device.last_t, device.drift = now.t(), now.drift
    return True


def _enrolled(request: HttpRequest, device: TOTPDevice) -> HttpResponse:
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=request.user.pk)  # of two windows the second finds it set up
        if is_enrolled(request.user):
            return redirect("second_factor:verify")
        TOTPDevice.objects.filter(user=request.user).delete()  # shown before keys stayed in the session
        device.save()
        codes = _new_recovery_codes(request.user)
        put_on_log(AgencyAct.ENROL, request.user, request)
    request.session.pop(_KEY, None)
    mark_verified(request, device)
    return render(request, "agencies/recovery_codes.html", {"codes": codes, "next": next_address(request)})


def _new_recovery_codes(person: Person) -> list[str]:
    device, _ = StaticDevice.objects.get_or_create(user=person, defaults={"name": "恢复码"})
    device.token_set.all().delete()
    codes = [StaticToken.random_token() for _ in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    return codes


def remove(request: HttpRequest) -> HttpResponse:
    """Switch the second step off, by whoever has just passed it, where no role asks for it."""
    if request.method == "POST" and request.user.is_verified() and not is_required(request.user):
        with transaction.atomic():
            TOTPDevice.objects.filter(user=request.user).delete()
            StaticDevice.objects.filter(user=request.user).delete()
            put_on_log(AgencyAct.UNENROL, request.user, request)
        return redirect("wagtailadmin_account")
    return redirect("second_factor:enrol")


def _key_shown(device: TOTPDevice) -> dict[str, str]:
    """Return the key as a picture for the telephone's camera, and in letters for typing."""
    picture = segno.make(device.config_url, error="m").svg_inline(
        scale=5, border=2, omitsize=True, title="验证器二维码"
    )
    letters = base64.b32encode(device.bin_key).decode().rstrip("=")
    return {"picture": picture, "letters": " ".join(letters[at : at + 4] for at in range(0, len(letters), 4))}


def next_address(request: HttpRequest) -> str:
    """Return where the person wanted to go, the desk where that is not here."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else reverse("wagtailadmin_home")
