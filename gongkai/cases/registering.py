"""The office registers what came on paper, at the counter, by fax, post, hotline or mail (Reg. art. 29, 31)."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.db import transaction

from gongkai.agencies.door import Agency, agencies_with
from gongkai.cases.act_forms import date_field
from gongkai.cases.acting import register
from gongkai.cases.application_form import OrganizationForm, PersonForm
from gongkai.cases.case import Case, IdentityKind, channel_choices, class_choices
from gongkai.cases.replying import WRITERS, acting_as
from gongkai.cases.submitting import PORTAL
from gongkai.cases.tracking import new_code, tracking_hash

if TYPE_CHECKING:
    from gongkai.agencies.door import Person

_MAY_LACK = (
    "identity_kind", "identity_number", "representative", "contact_name", "telephone", "form_wanted", "route_wanted",
)  # fmt: skip


class RegistrationForm(OrganizationForm):
    """An application as the office takes it down: what the paper lacks may lack here, and is asked for later."""

    field_order = ("agency", "channel", "arrival_date", "confirmed_date", "unreachable", *OrganizationForm.field_order)

    channel = forms.ChoiceField(label="怎样收到", choices=[row for row in channel_choices() if row[0] != PORTAL])
    arrival_date = date_field("到达日期", hint="当面提交、邮政签收或者来件到达的日期。")
    confirmed_date = date_field(
        "双方确认日期", required=False, hint="平常信函、互联网和传真：已经与申请人确认的，填确认日期。"
    )
    unreachable = forms.BooleanField(label="来信当日联系不上申请人（平常信函）", required=False)

    def __init__(self, data: Any = None, *, agencies: Any, today: date) -> None:
        super().__init__(data)
        told = {"required": "请选择行政机关。", "invalid_choice": "请从列出的机关中选择。"}
        self.fields["agency"] = forms.ModelChoiceField(
            agencies, label="行政机关", empty_label=None, error_messages=told
        )
        self.fields["applicant_class"].choices = class_choices()
        self.fields["identity_kind"].choices = [("", "没有提供"), *((one.value, one.label) for one in IdentityKind)]
        self.fields["applicant_class"].label = "申请人类别"
        self.fields["applicant_name"].label = "申请人姓名或者单位名称"
        self.fields["applicant_name"].error_messages["required"] = "请填写申请人姓名或者单位名称。"
        for name in _MAY_LACK:
            self.fields[name].required = False
        self.fields["arrival_date"].initial = today
        self.order_fields(self.field_order)

    def clean_identity_number(self) -> str:
        """Return the number, its check digit looked at for a card and a code alike."""
        super().clean_identity_number()
        return PersonForm.clean_identity_number(self)  # type: ignore[arg-type]  # both read the same two fields

    def case(self) -> Case:
        """Return the unsaved case of a valid form."""
        case = super().case()
        for name in ("agency", "channel", "arrival_date", "confirmed_date", "unreachable"):
            setattr(case, name, self.cleaned_data[name])
        return case


@transaction.atomic
def register_by_office(case: Case, *, by: Person, at: datetime, today: date) -> str:
    """Put an application that came otherwise on record; return its tracking code, to be handed over with the receipt.

    Raises Refused where role or law do not allow it.
    """
    acting_as(by, WRITERS, case, on=today, doing="登记申请")
    code = new_code()
    case.tracking_hash = tracking_hash(code)
    register(case, by=by, at=at, today=today)
    return code


def likely_repeated(case: Case) -> Any:
    """Return earlier cases of the same applicant in the agency, the newest first (Reg. art. 36 (6))."""
    if not case.identity_hash:
        return Case.objects.none()
    same = Case.objects.filter(agency=case.agency, identity_hash=case.identity_hash).exclude(pk=case.pk)
    return same.order_by("-arrival_date", "-pk")[:10]


def agencies_where_writing(person: Person) -> Any:
    """Return the agencies where somebody may register today."""
    return Agency.objects.all() if person.is_superuser else agencies_with(person, WRITERS)
