"""The office registers what came on paper, at the counter, by fax, post, hotline or mail (Reg. art. 29, 31)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction

from gongkai.agencies.door import Agency, agencies_with
from gongkai.cases.act_forms import date_field, words_field
from gongkai.cases.acting import register
from gongkai.cases.application_form import OrganizationForm, PersonForm
from gongkai.cases.approvals import WRITERS, acting_as
from gongkai.cases.case import Case, IdentityKind, channel_choices, class_choices
from gongkai.cases.case_files import Attached, Direction, keep
from gongkai.cases.submitting import PORTAL, numbered, sent_before
from gongkai.cases.upload_field import FilesField
from gongkai.cases.working_file import Note
from gongkai.statute import channels, holds_identity_number

if TYPE_CHECKING:
    from gongkai.agencies.door import Person

MOST_TOGETHER, MOST_SCANS, MOST_WITH_SCANS = 100, 10, 5  # each case keeps the scans for itself
ORDINARY_POST = "ordinary_post"
_ORAL = {row.id for row in channels() if row.is_oral}
_MAY_LACK = (
    "identity_kind", "identity_number", "representative", "contact_name", "form_wanted", "route_wanted",
)  # fmt: skip


class RegistrationForm(OrganizationForm):
    """An application as the office takes it down: what the paper lacks may lack here, and is asked for later."""

    asks_for_contact = False
    field_order = (
        "agency",
        "channel",
        "arrival_date",
        "confirmed_date",
        "unreachable",
        "oral_reason",
        *OrganizationForm.field_order,
    )

    channel = forms.ChoiceField(label="怎样收到", choices=[row for row in channel_choices() if row[0] != PORTAL])
    arrival_date = date_field("到达日期", hint="当面提交、邮政签收或者来件到达的日期。")
    confirmed_date = date_field(
        "双方确认日期", required=False, hint="平常信函、互联网和传真：已经与申请人确认的，填确认日期。"
    )
    unreachable = forms.BooleanField(label="来信当日联系不上申请人（平常信函）", required=False)
    oral_reason = words_field(
        "口头提出的理由（口述的要填）",
        hint="书面形式有什么困难，怎样把代填的内容读给申请人核对过；记入内部记录。",
        rows=2,
    )
    files = FilesField(label="来件的扫描件（可以不附）", most=MOST_SCANS, hint="申请表、身份证明、信封等。")
    more = words_field(
        "同一申请人一并提交的其他申请",
        rows=6,
        hint=f"每行写一件的内容，各给一个编号，答复期限各自计算；最多 {MOST_TOGETHER - 1} 件。只有一件的不填。",
    )

    def __init__(self, data: Any = None, files: Any = None, *, agencies: Any, today: date) -> None:
        super().__init__(data, files)
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

    def clean_more(self) -> list[str]:
        """Return the further descriptions, each as good as the first has to be."""
        lines = [line.strip() for line in self.cleaned_data["more"].splitlines() if line.strip()]
        if len(lines) >= MOST_TOGETHER:
            raise ValidationError(f"一次最多登记 {MOST_TOGETHER} 件，这里有 {len(lines)} 行。")
        for number, line in enumerate(lines, 1):
            self._look_at(number, line)
        return lines

    def clean(self) -> dict[str, Any]:
        """Refuse what does not go with how it came: a tick, a reason; and scans for too many cases at once."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("unreachable") and said.get("channel") != ORDINARY_POST:
            self.add_error("unreachable", "只有平常信函才登记当日联系不上；请核对怎样收到，或者去掉这一勾。")
        is_oral = said.get("channel") in _ORAL
        if is_oral and not said.get("oral_reason") and "oral_reason" not in self.errors:
            self.add_error("oral_reason", "口头提出、代为填写的，请写明理由和怎样核对的。")
        if said.get("oral_reason") and said.get("channel") and not is_oral:
            self.add_error("oral_reason", "只有口头提出的才填；请核对怎样收到，或者删去。")
        if said.get("files") and len(said.get("more") or ()) >= MOST_WITH_SCANS:
            told = f"一并登记的多于 {MOST_WITH_SCANS} 件，请先登记，再在办件页补入扫描件。"
            self.add_error("files", told)
        return said

    def _look_at(self, number: int, line: str) -> None:
        """Raise ValidationError for a line that would not do as the description of an application."""
        field = self.fields["description"]
        try:
            field.run_validators(field.to_python(line))
        except ValidationError as error:
            raise ValidationError(f"第 {number} 行：{error.messages[0]}") from None
        if holds_identity_number(line):
            raise ValidationError(f"第 {number} 行写有身份证号码，请删去。")

    def cases(self) -> list[Case]:
        """Return the unsaved cases of a valid form, one for each thing that is asked for."""
        return [self.case(words) for words in (self.cleaned_data["description"], *self.cleaned_data["more"])]

    def case(self, description: str = "") -> Case:
        """Return an unsaved case of a valid form."""
        case = super().case()
        case.description = description or case.description
        for name in ("agency", "channel", "arrival_date", "confirmed_date", "unreachable"):
            setattr(case, name, self.cleaned_data[name])
        return case


@transaction.atomic
def register_together(
    cases: Sequence[Case],
    *,
    number: str,
    files: Sequence[Attached],
    by: Person,
    at: datetime,
    today: date,
    oral_reason: str = "",
) -> list[tuple[Case, str]]:
    """Put applications that came together on record, all or none; return them in order with their tracking codes.

    `number` is that of the form's token: sent again, it gives the same cases and codes. Each case gets the `files`,
    and a note of why the office filled in the form, where it did (`oral_reason`).
    Raises Refused where role or law do not allow it, and SentOtherwise where the form said something else before.
    """
    agency = Agency.objects.select_for_update().get(pk=cases[0].agency_id)  # of two clicks the second waits here
    acting_as(by, WRITERS, cases[0], on=today, doing="登记申请")
    done = []
    for place, case in enumerate(cases):
        case.agency = agency
        code = numbered(case, f"{number}/{place}")
        before = sent_before(case)
        if before is None:
            register(case, by=by, at=at, today=today)
            keep(case, files, Direction.RECEIVED, at=at, by=by, event=None)
            if oral_reason:
                Note.objects.create(case=case, by=by, at=at, text=f"口头提出，由{by}代为填写。{oral_reason}")
        done.append((before or case, code))
    return done


def agencies_where_writing(person: Person) -> Any:
    """Return the agencies where somebody may register today."""
    return Agency.objects.all() if person.is_superuser else agencies_with(person, WRITERS)
