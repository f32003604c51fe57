"""The form on which a handover is recorded."""

from __future__ import annotations

from django import forms

from gongkai.agencies.door import EvidenceField
from gongkai.publishing.supply.records import Handover
from gongkai.publishing.supply.supplying import Handed


class HandoverForm(forms.Form):
    """How, when and to whom a package was handed over, with the proof of it."""

    use_required_attribute = False
    way = forms.ChoiceField(
        label="移交方式", choices=Handover.Way.choices, error_messages={"required": "请选择移交方式。"}
    )
    handed_date = forms.DateField(
        label="移交日期",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": "请填写移交日期。", "invalid": "日期请写成“2026-03-05”的样子。"},
    )
    received_by = forms.CharField(
        label="接收部门",
        max_length=100,
        help_text="对方的部门或者岗位，如“市档案馆收集科”；不必写个人姓名。",
        error_messages={"required": "请写明对方由哪个部门接收。"},
    )
    proof = EvidenceField(label="签收凭证", help_text="签字盖章的移交清单、回执的扫描件")
    note = forms.CharField(
        label="说明", max_length=200, required=False, help_text="没有凭证的，写明为什么没有、怎样确认对方收到。"
    )

    def handed(self) -> Handed:
        """Return what a valid form says."""
        return Handed(**self.cleaned_data)
