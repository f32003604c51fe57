"""Signing in: who may, what the log keeps of it, and what is answered after too many failures."""

from __future__ import annotations

from typing import Any

from axes.helpers import get_client_ip_address, get_client_username, get_cool_off
from axes.models import AccessAttempt
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from wagtail.admin.forms.auth import LoginForm

from gongkai.agencies.appointments import agencies_of
from gongkai.agencies.client_addresses import client_address, client_network, network_of
from gongkai.agencies.log import AgencyAct, LogEntry, record, subject_of
from gongkai.agencies.organs import Agency
from gongkai.agencies.own_rows import roles_today
from gongkai.agencies.people import Person

SIGNED_IN, SIGNED_OUT, FAILED, LOCKED = (
    AgencyAct.SIGN_IN,
    AgencyAct.SIGN_OUT,
    AgencyAct.SIGN_IN_FAILED,
    AgencyAct.LOCKED_OUT,
)

_REMEMBERED = 50  # sign-ins of an account, whose networks are known


class SignInForm(LoginForm):
    """User name and password; a session ends by itself, so there is nothing to remember."""

    remember = None
    error_messages = {
        **LoginForm.error_messages,
        "invalid_login": "用户名或密码不对，请核对后重试。多次输错会暂停登录一段时间。",
        "inactive": "这个账号已停用，请与本机关的系统管理员联系。",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, kind in (("username", "username"), ("password", "current-password")):
            self.fields[name].widget.attrs.update({"autocomplete": kind})
            self.fields[name].widget.attrs.pop("placeholder", None)
        self.fields["username"].label, self.fields["password"].label = "用户名", "密码"

    def clean(self) -> dict[str, Any]:
        """Raise ValidationError for an account that is tried from everywhere, where it was never used from here."""
        if is_tried_from_everywhere(self.cleaned_data.get("username") or "", self.request):
            raise ValidationError(
                "这个账号正被人从多处试密码，眼下只能在平常登录的地方登录。请稍后再试，或者请系统管理员重设密码。"
            )
        cleaned: dict[str, Any] = super().clean()
        return cleaned

    def confirm_login_allowed(self, user: Person) -> None:
        """Raise ValidationError for somebody who has no role in any agency today."""
        super().confirm_login_allowed(user)
        if not (user.is_superuser or roles_today(user)):
            raise ValidationError("您今天没有在任何机关任职，不能进入后台。如有疑问，请与系统管理员联系。")


def is_tried_from_everywhere(username: str, request: HttpRequest) -> bool:
    """Tell whether so many wrong passwords came for an account that it is closed to networks it was never used from.

    Each network has its own bound; this one is for whoever has many. Its owner is not locked out at the usual place.
    """
    since = timezone.now() - get_cool_off(request)
    tried = AccessAttempt.objects.filter(username=username, attempt_time__gte=since)
    if (tried.aggregate(n=Sum("failures_since_start"))["n"] or 0) < settings.LOCKOUT_EVERYWHERE:
        return False
    person = Person.objects.filter(username=username).first()
    used = LogEntry.objects.filter(act=SIGNED_IN, subject=subject_of(person)).order_by("-at") if person else ()
    return client_network(request) not in {network_of(entry.facts.get("address", "")) for entry in used[:_REMEMBERED]}


def put_on_log(act: AgencyAct, person: Person, request: HttpRequest | None) -> None:
    """Record what somebody did at the entrance: in the log of the only agency the person has, or the common one."""
    working_for = list(agencies_of(person, on=timezone.localdate())[:2])
    agency: Agency | None = working_for[0] if len(working_for) == 1 else None
    address = client_address(request) if request else ""
    record(act, agency=agency, by=person, subject=subject_of(person), facts={"address": address})


def on_signed_in(request: HttpRequest, user: Person, **_: Any) -> None:
    """Put a sign-in on the log."""
    put_on_log(SIGNED_IN, user, request)


def on_signed_out(request: HttpRequest, user: Person | None, **_: Any) -> None:
    """Put the end of a session on the log."""
    if user:
        put_on_log(SIGNED_OUT, user, request)


def on_failed(credentials: dict[str, Any], request: HttpRequest | None = None, **_: Any) -> None:
    """Put a failure on the log of the account it was about.

    What was typed for an account that does not exist is kept nowhere: it may be a password.
    """
    person = Person.objects.filter(username=credentials.get("username") or "").first()
    if person and not getattr(request, "axes_locked_out", False):
        put_on_log(FAILED, person, request)


def on_locked_out(request: HttpRequest, username: str, **_: Any) -> None:
    """Put the beginning of a lock-out on the log, once: its signal comes again with each attempt during it."""
    person = Person.objects.filter(username=username or "").first()
    if not person:
        return
    since = timezone.now() - get_cool_off(request)
    told = LogEntry.objects.filter(act=LOCKED, subject=subject_of(person), at__gte=since)
    if client_network(request) not in {network_of(entry.facts.get("address", "")) for entry in told}:
        put_on_log(LOCKED, person, request)


def locked_out(request: HttpRequest, *_: Any) -> HttpResponse:
    """Return the page that says when to try again (429)."""
    failures = AccessAttempt.objects.filter(
        username=get_client_username(request), ip_address=get_client_ip_address(request)
    )
    last = failures.order_by("-attempt_time").values_list("attempt_time", flat=True).first() or timezone.now()
    again_at = last + get_cool_off(request)
    response = render(request, "agencies/locked_out.html", {"again_at": again_at}, status=429)
    response.headers["Retry-After"] = str(max(int((again_at - timezone.now()).total_seconds()), 1))
    return response
