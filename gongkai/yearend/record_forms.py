"""The forms by which tallies and notes are registered one by one; many come by `gongkai load`."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms

from gongkai.agencies.door import Agency, EvidenceField, Tally
from gongkai.yearend.carrying import CarryRelease
from gongkai.yearend.forms import DayInput
from gongkai.yearend.notes import Part, YearNote
from gongkai.yearend.records import TALLY_KINDS

_BY_KEY = {kind.key: kind for kind in TALLY_KINDS}


class TallyForm(forms.ModelForm):
    """A tally of one agency. What it says must be one that its kind can have, and not be counted twice."""

    kind = forms.ChoiceField(
        label="统计事项", choices=[(kind.key, f"{kind.label}（{kind.unit}）") for kind in TALLY_KINDS]
    )
    source = forms.CharField(
        label="数据来源", max_length=200, help_text="哪个系统、哪份台账或者报表；没有来源的数不能登记。"
    )
    evidence = EvidenceField(label="佐证材料")

    class Meta:
        model = Tally
        fields = ["kind", "since", "day", "value", "source", "note", "evidence", "corrects"]
        widgets = {"since": DayInput(), "day": DayInput(), "note": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "day": "存量数（项目数量等）填统计当日，起始日期与它相同。",
            "corrects": "登记错了的，在这里选原来那一条；原来的一条保留，不再计入。",
        }

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.agency = agency
        standing = Tally.objects.filter(agency=agency, correction=None).order_by("-day", "-pk")
        self.fields["corrects"].queryset = standing
        self.fields["corrects"].label_from_instance = _named
        self.fields["corrects"].empty_label = "不是更正"

    def clean(self) -> dict[str, Any]:
        """Raise ValidationError at the field where the value is none of its kind, or its days are counted already."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not {"kind", "value", "since", "day"} <= cleaned.keys():
            return cleaned
        kind, value = _BY_KEY[cleaned["kind"]], cleaned["value"]
        if kind.whole and value != value.to_integral_value():
            self.add_error("value", f"{kind.label}以{kind.unit}计，应为整数。")
        if value < Decimal(0) and not kind.signed:
            self.add_error("value", f"{kind.label}不能是负数。")
        if not kind.standing:
            self._refuse_twice(cleaned)
        return cleaned

    def _refuse_twice(self, cleaned: dict[str, Any]) -> None:
        same = Tally.objects.filter(agency=self.instance.agency, kind=cleaned["kind"], correction=None)
        corrected = cleaned.get("corrects")
        same = same.exclude(pk=corrected.pk) if corrected else same
        counted = same.filter(since__lte=cleaned["day"], day__gte=cleaned["since"]).first()
        if counted:
            days = f"{counted.since:%Y-%m-%d} 至 {counted.day:%Y-%m-%d}"
            self.add_error("since", f"{days} 已登记过这一事项，再登记会重复计算；要改数，请填“更正哪一条”。")


def _named(tally: Tally) -> str:
    kind = _BY_KEY.get(tally.kind)
    return f"{kind.label if kind else tally.kind}：{tally.record_line().name}"


class CarryReleaseForm(forms.ModelForm):
    """Why a year's opening stock differs from last year's published closing one."""

    class Meta:
        model = CarryRelease
        fields = ["year", "kind", "day", "basis", "explanation"]
        widgets = {"day": DayInput(), "explanation": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.agency = agency

    def clean(self) -> dict[str, Any]:
        """Raise ValidationError at the kind where the year has one of it already."""
        cleaned: dict[str, Any] = super().clean() or {}
        same = CarryRelease.objects.filter(
            agency=self.instance.agency, year=cleaned.get("year"), kind=cleaned.get("kind")
        )
        if same.exists():
            self.add_error("kind", "这一年度的这种情形已经登记过。")
        return cleaned


class NoteForm(forms.ModelForm):
    """A note for the year's report."""

    class Meta:
        model = YearNote
        fields = ["reference", "part", "day", "text", "source", "answers"]
        widgets = {"day": DayInput(), "text": forms.Textarea(attrs={"rows": 4})}
        help_texts = {
            "text": "写进报告的话，一两句；数字按原始材料填写。",
            "source": "文件、会议记录、签到表等；没有依据的情况不能登记。",
            "answers": "登记改进情况时，选它针对的问题。",
        }

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.agency = agency
        self.fields["answers"].queryset = YearNote.objects.filter(agency=agency, part=Part.PROBLEM).order_by("-day")
        self.fields["answers"].label_from_instance = lambda note: f"{note.reference} {note.text[:40]}"
        self.fields["answers"].empty_label = "不针对某个问题"

    def clean(self) -> dict[str, Any]:
        """Raise ValidationError at the number where the agency has it already."""
        cleaned: dict[str, Any] = super().clean() or {}
        same = YearNote.objects.filter(agency=self.instance.agency, reference=cleaned.get("reference", ""))
        if same.exists():
            self.add_error("reference", "本机关已有这个编号的情况记录。")
        return cleaned
