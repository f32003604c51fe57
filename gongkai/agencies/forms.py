"""The forms of the back office: limited to the agencies of whoever fills them in, and put on the log."""

from __future__ import annotations

import re
from typing import Any

from axes.utils import reset as end_lock_out
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from wagtail.admin.forms.models import WagtailAdminModelForm

from gongkai.agencies.appointments import Deputyship
from gongkai.agencies.log import AgencyAct, record, subject_of
from gongkai.agencies.organs import Agency
from gongkai.agencies.own_rows import agencies_with
from gongkai.agencies.people import Person

_MOBILE = re.compile("1[0-9]{10}")
_SECRET = {"password", "mobile"}  # the log says that they changed, not to what


class OwnRowForm(WagtailAdminModelForm):
    """A form that offers only the rows its user may use, and records what was saved."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = self._offered(field.queryset)
        if "agency" in self.fields and not self.instance.pk:
            self._propose_agency()

    def _propose_agency(self) -> None:
        """Choose the agency beforehand where there is only one to choose."""
        offered = list(self.fields["agency"].queryset[:2])
        if len(offered) == 1:
            self.initial.setdefault("agency", offered[0].pk)

    def _offered(self, rows: models.QuerySet[Any]) -> models.QuerySet[Any]:
        from wagtail.permissions import policy_registry

        if not self.for_user or self.for_user.is_superuser:
            return rows
        if rows.model is Agency:
            return agencies_with(self.for_user, policy_registry.get_by_type(self._meta.model).acts.get("add", ()))
        return policy_registry.get_by_type(rows.model).instances_user_has_any_permission_for(
            self.for_user, ["view", "change"]
        )

    def clean(self) -> dict[str, Any]:
        """Keep the agency of a row that stands: a row is not handed to another agency."""
        cleaned: dict[str, Any] = super().clean()
        if self.instance.pk and "agency" in self.changed_data and self.initial.get("agency"):
            self.add_error("agency", "已登记的内容不能改到别的机关名下。")
        return cleaned

    def save(self, commit: bool = True) -> Any:
        """Save the row and what was changed of it, in one transaction."""
        added = self.instance.pk is None
        with transaction.atomic():
            row = super().save(commit)
            if commit and (added or self.changed_data):
                self._record(row, AgencyAct.CREATE if added else AgencyAct.CHANGE)
        return row

    def _record(self, row: Any, act: AgencyAct) -> None:
        told = {name: self._told(name) for name in self.changed_data}
        for agency in self._agencies_of(row) or [None]:
            record(act, agency=agency, by=self.for_user, subject=subject_of(row), facts={"changed": told})

    def _agencies_of(self, row: Any) -> list[Agency]:
        """Return on whose logs the change belongs."""
        agency = row if isinstance(row, Agency) else getattr(row, "agency", None)
        return [agency] if agency else []

    def _told(self, name: str) -> str | list[str]:
        if name in _SECRET:
            return "已更新"
        field = self.fields[name]
        before = self.get_initial_for_field(field, name) if self.instance.pk else ""
        return [_in_words(field, before), _in_words(field, self.cleaned_data.get(name))]


def _in_words(field: forms.Field, value: Any) -> str:
    """Return a value as the log keeps it: a row by its name, whether the form holds it or its number."""
    if isinstance(field, forms.ModelChoiceField) and isinstance(value, int):
        value = field.queryset.model._default_manager.filter(pk=value).first() or value
    if isinstance(value, bool):
        return "是" if value else "否"
    return "" if value is None else str(value)


class DatedForm(OwnRowForm):
    """A form for a row that remembers how it read before: it asks from which day the change holds."""

    changed_on = forms.DateField(
        label="变更生效日期", required=False, help_text="改动名称、地址、电话等内容时填写；留空表示今天。"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["changed_on"].widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def clean(self) -> dict[str, Any]:
        """Raise ValidationError at the day where the change cannot hold from it on."""
        cleaned = super().clean()
        if self._tracked() and not self.errors.get("changed_on"):
            try:
                self.instance.refuse_change_on(self._day())
            except ValidationError as refused:
                self.add_error("changed_on", refused)
        return cleaned

    def save(self, commit: bool = True) -> Any:
        """Save: what is tracked from its day on, the rest as it is."""
        if not self.instance.pk or not commit:
            return super().save(commit)
        changes = {name: self.cleaned_data[name] for name in self._tracked()}
        with transaction.atomic():
            self.instance.change_on(self._day(), by=self.for_user, **changes)
            self.changed_data = [name for name in self.changed_data if name not in {*changes, "changed_on"}]
            return super().save(commit)

    def _tracked(self) -> list[str]:
        return [name for name in self.changed_data if name in self.instance.tracked] if self.instance.pk else []

    def _day(self) -> Any:
        return self.cleaned_data.get("changed_on") or timezone.localdate()


class AgencyForm(DatedForm):
    """An agency; its slug is part of every address and is not changed once given."""

    def clean_slug(self) -> str:
        """Raise ValidationError where the slug of an agency in use is changed."""
        slug: str = self.cleaned_data["slug"]
        if self.instance.pk and "slug" in self.changed_data:
            raise ValidationError("代号启用后不再更改：它是全部网址的一部分。")
        return slug


class AppointmentForm(OwnRowForm):
    """An appointment; nobody but a superuser gives himself a role."""

    def clean_person(self) -> Person:
        """Raise ValidationError where an administrator appoints himself."""
        person: Person = self.cleaned_data["person"]
        if self.for_user and person == self.for_user and not self.for_user.is_superuser:
            raise ValidationError("不能给自己登记任职，请由另一位管理员办理。")
        return person


class DeputyshipForm(OwnRowForm):
    """A deputyship, with who recorded it; one that stands is shortened or ended, and nothing else of it is changed."""

    end_now = forms.BooleanField(
        label="立即结束", required=False, help_text="勾选后从今天起不再有效；今天已经以代理身份办的事，记录不变。"
    )

    _MAY_CHANGE = frozenset({"until", "end_now", "end_reason"})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            del self.fields["end_now"], self.fields["end_reason"]
            return
        for name, field in self.fields.items():
            field.disabled = bool(self.instance.ended_date) or name not in self._MAY_CHANGE

    def clean_deputy(self) -> Person:
        """Raise ValidationError where somebody records himself as a deputy."""
        deputy: Person = self.cleaned_data["deputy"]
        if self.for_user and deputy == self.for_user and not self.for_user.is_superuser:
            raise ValidationError("不能给自己登记代理，请由被代理人的管理员或公开工作机构负责人办理。")
        return deputy

    def clean(self) -> dict[str, Any]:
        """Raise ValidationError at the reason where a deputyship is ended without one, or one given for no end."""
        cleaned = super().clean()
        ends, reason = bool(self.instance.pk and cleaned.get("end_now")), cleaned.get("end_reason")
        if ends and not reason:
            self.add_error("end_reason", "请填写为什么提前结束。")
        if not ends and reason and not self.instance.ended_date:
            self.add_error("end_now", "填了结束原因，还没有勾选“立即结束”。")
        if ends:
            self.instance.ended_date = timezone.localdate()
        return cleaned

    def save(self, commit: bool = True) -> Deputyship:
        """Save with whoever filled in the form; raises ValidationError where another of the same days came before."""
        with transaction.atomic():
            Agency.objects.select_for_update().get(pk=self.instance.agency_id)
            self.instance.clean()
            if not self.instance.pk:
                self.instance.recorded_by = self.for_user
            saved: Deputyship = super().save(commit)
        return saved


class PersonForm(OwnRowForm):
    """An account: name, ways to reach the person, and a first or new password."""

    new_password = forms.CharField(
        label="密码",
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="新建账号时必填；修改时留空表示不变。请当面告知本人；本人登录后要先换成自己的，才能办事。",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].required = not self.instance.pk

    def clean_mobile(self) -> str:
        """Return the number without blanks; raise ValidationError where none is of a mobile telephone's form."""
        number = "".join((self.cleaned_data["mobile"] or "").split())
        if number and not _MOBILE.fullmatch(number):
            raise ValidationError("手机号码应是 11 位数字，以 1 开头，如 13800000000。")
        return number

    def clean(self) -> dict[str, Any]:
        """Raise ValidationError at the password where it is missing or too weak."""
        cleaned = super().clean()
        password = cleaned.get("new_password")
        if not password and not self.instance.pk:
            self.add_error("new_password", "请为新账号设一个密码。")
        if password:
            try:
                validate_password(password, self.instance)
            except ValidationError as weak:
                self.add_error("new_password", weak)
        return cleaned

    def _agencies_of(self, row: Person) -> list[Agency]:
        """Return the agencies where the person works or worked, and that of the account: each has to see the act."""
        own = models.Q(pk=row.agency_id) | models.Q(appointments__person=row)
        return list(Agency.objects.filter(own).distinct())

    def save(self, commit: bool = True) -> Person:
        """Save with the password hashed; a new one ends every session of the account, and a lock-out by the old one."""
        if password := self.cleaned_data.get("new_password"):
            self.instance.set_password(password)
            end_lock_out(username=self.instance.get_username())
        self.changed_data = ["password" if name == "new_password" else name for name in self.changed_data]
        saved: Person = super().save(commit)
        return saved
