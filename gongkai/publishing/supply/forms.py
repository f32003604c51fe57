"""The form on which a handover is recorded."""

from __future__ import annotations

from typing import Any

from django import forms

from gongkai.agencies.door import EVIDENCE_KINDS, EVIDENCE_MAX_BYTES
from gongkai.proofing import kind_of
from gongkai.publishing.supply.records import Handover
from gongkai.publishing.supply.supplying import Handed

_MOST = EVIDENCE_MAX_BYTES >> 20


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
    proof = forms.FileField(
        label="签收凭证",
        required=False,
        help_text=f"签字盖章的移交清单、回执的扫描件，不超过 {_MOST} MB。",
        error_messages={"empty": "这是空文件（0 字节）。"},
    )
    note = forms.CharField(
        label="说明", max_length=200, required=False, help_text="没有凭证的，写明为什么没有、怎样确认对方收到。"
    )

    def clean_proof(self) -> Any:
        """Raise ValidationError for a file that is too large, or is not what its name says."""
        proof = self.cleaned_data["proof"]
        if not proof:
            return None
        if proof.size > EVIDENCE_MAX_BYTES:
            raise forms.ValidationError(f"文件超过 {_MOST} MB，没有接收；请压缩或者拆分后再上传。")
        expected = EVIDENCE_KINDS.get(proof.name.rpartition(".")[2].lower())
        if expected is None:
            raise forms.ValidationError("请上传 PDF、OFD、Office、WPS 文档或者图片。")
        found = kind_of(proof.read())
        proof.seek(0)
        if found != expected:
            raise forms.ValidationError("文件的内容与扩展名不符，可能损坏或者改过名，没有接收。")
        return proof

    def handed(self) -> Handed:
        """Return what a valid form says."""
        return Handed(**self.cleaned_data)
