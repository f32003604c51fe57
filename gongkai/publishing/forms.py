"""Forms of the review pages."""

from __future__ import annotations

from typing import Any

from django import forms

from gongkai.publishing.rounds import ACTS, Decision
from gongkai.publishing.submissions import ROUNDS
from gongkai.publishing.waivers import ExplainerWaiver
from gongkai.publishing.withdrawing import KEEP, TOO

ACT_QUESTIONS = {
    "secrecy_cleared": "保密审查：我已逐项核对，不涉及国家秘密和工作秘密",
    "sensitivity_cleared": "涉敏审查：我已逐项核对，不涉及敏感内容",
    "personal_data_cleared": "个人信息审查：我已逐项核对，不含不应公开的个人信息",
}


class SubmitForm(forms.Form):
    """Handing in: for a page that is public already, what is corrected and why."""

    correction = forms.CharField(
        label="更正说明",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="写明更正了什么、为什么；公开后随页面显示。",
    )


class DecisionForm(forms.Form):
    """One round: approve or return, and in the first round each act of clearing."""

    seen_hash = forms.CharField(widget=forms.HiddenInput, max_length=64)
    seen_with = forms.CharField(widget=forms.HiddenInput, max_length=2000, required=False)
    reason = forms.CharField(
        label="意见",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="退回必须写明理由：哪里不妥，应当怎样改。",
    )

    def __init__(self, *args: Any, number: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if number == ROUNDS[0]:
            for act in ACTS:
                self.fields[act] = forms.BooleanField(label=ACT_QUESTIONS[act], required=False)

    @property
    def acts(self) -> list[forms.BoundField]:
        """Return the acts this round asks for."""
        return [self[act] for act in ACTS if act in self.fields]

    def decision(self) -> Decision:
        """Return what was decided; the button pressed says whether it is an approval."""
        told = self.cleaned_data
        acts = {act: told.get(act, False) for act in ACTS}
        approve = self.data.get("verdict") == "approve"
        seen = {"seen_hash": told["seen_hash"], "seen_with": tuple(told["seen_with"].split())}
        return Decision(approve=approve, reason=told["reason"], **seen, **acts)


class WithdrawForm(forms.Form):
    """Taking down, with the reason that is published in its place, and what becomes of the rest of its bundle."""

    mates = forms.ChoiceField(
        label="相关联的公开内容",
        required=False,
        choices=[(KEEP, "只下线这一页，其余保留"), (TOO, "一并下线")],
        widget=forms.RadioSelect,
    )

    reason = forms.CharField(
        label="下线理由",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="随原地址公开，如“附表数据有误，更正后重新公开”。",
    )


class WaiverForm(forms.Form):
    """Letting a document go out without an explainer: for good or for now, and why."""

    kind = forms.ChoiceField(label="决定", choices=ExplainerWaiver.Kind.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label="理由",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="如“转发上级文件，上级已有解读”“图解由起草科室在公开后三个工作日内完成”。",
    )
