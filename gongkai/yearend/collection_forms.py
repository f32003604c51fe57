"""The forms of a competent department: which year, a report as a file, an answer, earlier due dates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from gongkai.agencies.door import Agency
from gongkai.yearend.collecting import ANSWERS
from gongkai.yearend.due_dates import LocalDueDate
from gongkai.yearend.forms import DayInput, report_year
from gongkai.yearend.signing import ReportStep

if TYPE_CHECKING:
    from gongkai.yearend.collection import Collection as ReportCollection
    from gongkai.yearend.collection import Entry

_MEGABYTE = 1024 * 1024
_NO_YEAR = dict.fromkeys(("required", "invalid"), "请填写四位数的年份，如 2025。")


class CollectionForm(forms.Form):
    """Whose collection, of which year."""

    department = forms.ModelChoiceField(Agency.objects.none(), label="主管部门", to_field_name="slug", empty_label=None)
    year = forms.IntegerField(label="报告年度", error_messages=_NO_YEAR)

    def __init__(self, *args: Any, departments: QuerySet[Agency], latest: int, **kwargs: Any) -> None:
        """Take the departments on offer, and the last year that has begun."""
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = departments
        self.latest = latest

    def clean_year(self) -> int:
        """Raise ValidationError for a year that no statutory form serves, or that is still to come."""
        return report_year(self.cleaned_data["year"], self.latest)


class EntriesForm(forms.Form):
    """Which agencies of a collection to list: by their name, by what is to be done about them."""

    name = forms.CharField(label="机关名称", required=False, max_length=100)
    state = forms.ChoiceField(
        label="报送情况",
        required=False,
        choices=[
            ("", "全部"),
            ("missing", "未报送"),
            ("late", "迟报"),
            ("returned", "退回后没有重新报送"),
            ("unpublished", "到期没有公开"),
            ("here", "已有报告"),
        ],
        error_messages={"invalid_choice": "没有这一种情况，请从列表中选。"},
    )

    def chosen(self, collection: ReportCollection) -> Sequence[Entry]:
        """Return the entries that are asked for; all of them where the question is none."""
        if not self.is_valid():
            return collection.entries
        state, name = self.cleaned_data["state"], self.cleaned_data["name"]
        of_state = collection.tally()[state] if state else collection.entries
        return [one for one in of_state if name in one.agency.name or name in one.agency.short_name]

    @property
    def query(self) -> str:
        """Return the question as the query of an address."""
        return urlencode({name: self.data.get(name, "") for name in self.fields if self.data.get(name)})


class ReceiveForm(forms.Form):
    """A report that came as a file."""

    agency = forms.ModelChoiceField(Agency.objects.none(), label="报送机关", to_field_name="slug", empty_label="请选择")
    day = forms.DateField(label="报送日期", widget=DayInput(), help_text="收到文件的那一天。")
    file = forms.FileField(
        label="报告文件", help_text="网页、DOCX、PDF 或者文本；原样保存并记下 SHA-256，读出的每一格都注明出处。"
    )
    other_name = forms.BooleanField(label="名称写法不同，是同一机关", required=False)

    def __init__(self, *args: Any, agencies: QuerySet[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies

    def clean_file(self) -> Any:
        """Raise ValidationError for a file too large to be read."""
        file = self.cleaned_data["file"]
        if file.size > settings.CHECK_MAX_BYTES:
            raise ValidationError(f"文件超过 {settings.CHECK_MAX_BYTES // _MEGABYTE} MB，没有接收。")
        return file


_SAY_WHY = {
    ReportStep.Kind.RETURNED: "退回的，请写明退回意见。",
    ReportStep.Kind.MISTAKEN: "误存的，请写明原因，如“应为某某中心的报告”。",
}


class AnswerForm(forms.Form):
    """What the department says of a report."""

    note = forms.CharField(
        label="意见",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="退回的，写明哪一处有什么问题、怎样改；报送机关会看到。",
    )
    kind = forms.ChoiceField(choices=[(kind.value, kind.label) for kind in ANSWERS], widget=forms.HiddenInput())

    def clean(self) -> dict[str, Any]:
        """Raise ValidationError at the comment where a report is returned without one."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("kind") in _SAY_WHY and not cleaned.get("note", "").strip():
            self.add_error("note", _SAY_WHY[cleaned["kind"]])
        return cleaned


class LocalDueForm(forms.ModelForm):
    """Days earlier than the law's."""

    class Meta:
        model = LocalDueDate
        fields = ["submit_date", "publish_date", "basis"]
        widgets = {"submit_date": DayInput(), "publish_date": DayInput()}
        help_texts = {
            "submit_date": "不填的，按法定日期。",
            "publish_date": "不填的，按法定日期；两个日期都不填，表示取消原来的地方期限。",
        }

    def days(self) -> tuple[date | None, date | None]:
        """Return the two days of a valid form."""
        return self.cleaned_data["submit_date"], self.cleaned_data["publish_date"]
