"""A password that somebody else set lets its owner in only to choose one of his own (decision 0053)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.forms import SetPasswordForm
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters

from gongkai.agencies.log import AgencyAct, LogEntry, subject_of
from gongkai.agencies.people import Person
from gongkai.agencies.second_factor import OWN_PASSWORD_DUE, must_verify, next_address
from gongkai.agencies.signing_in import put_on_log

_SHOWN = 12


class OwnPasswordForm(SetPasswordForm):
    """A new password, twice, that is not the one that somebody else set."""

    error_messages = {"password_mismatch": "两次填写的密码不一样，请再填一次。"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in (("new_password1", "新密码"), ("new_password2", "再填一次")):
            self.fields[name].label = label
            self.fields[name].error_messages["required"] = "请填写新密码。"
        self.fields["new_password1"].help_text = "不少于 8 个字符，不能太常见，也不能和用户名、姓名相近。"

    def clean_new_password1(self) -> str:
        """Return the password; raise ValidationError for the one that is in use."""
        said: str = self.cleaned_data["new_password1"]
        if self.user.check_password(said):
            raise ValidationError("这就是现在的密码，别人知道它。请换一个只有您知道的。")
        return said


def set_by_another(person: Person) -> LogEntry | None:
    """Return the act by which somebody else set the password that is in use, None where the owner chose it."""
    by_form = Q(act__in=(AgencyAct.CREATE, AgencyAct.CHANGE), facts__changed__has_key="password")
    own = Q(act=AgencyAct.OWN_PASSWORD)
    newest = LogEntry.objects.filter(own | by_form, subject=subject_of(person)).order_by("-at", "-seq").first()
    return None if newest is None or newest.by_id == person.pk else newest


def remember_at_sign_in(request: HttpRequest, user: Person, **_: Any) -> None:
    """Keep in the session of somebody who signs in whether he has to choose a password first."""
    if set_by_another(user):
        request.session[OWN_PASSWORD_DUE] = True  # so that no request asks the log


@sensitive_post_parameters("new_password1", "new_password2")
def own_password(request: HttpRequest) -> HttpResponse:
    """Tell who set the password and what was lately done with the account (GET); take the owner's own (POST)."""
    if must_verify(request.user):
        return redirect("second_factor:verify")
    entry = set_by_another(request.user) if request.session.get(OWN_PASSWORD_DUE) else None
    if entry is None:
        request.session.pop(OWN_PASSWORD_DUE, None)
        return redirect(next_address(request))
    form = OwnPasswordForm(request.user, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return _chosen(request, form)
    lately = LogEntry.objects.filter(by=request.user).order_by("-at", "-seq")[:_SHOWN]
    context = {"form": form, "entry": entry, "lately": lately, "next": next_address(request)}
    return render(request, "agencies/own_password.html", context, status=400 if form.errors else 200)


def _chosen(request: HttpRequest, form: OwnPasswordForm) -> HttpResponse:
    with transaction.atomic():
        form.save()
        put_on_log(AgencyAct.OWN_PASSWORD, request.user, request)
    update_session_auth_hash(request, request.user)
    request.session.pop(OWN_PASSWORD_DUE, None)
    messages.success(request, "密码已换成您自己的。")
    return redirect(next_address(request))
