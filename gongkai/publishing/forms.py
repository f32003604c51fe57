"""Forms of the review pages."""

from __future__ import annotations

from typing import Any

from django import forms

from gongkai.publishing.rounds import ACTS, Decision
from gongkai.publishing.submissions import ROUNDS

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
        return Decision(approve=approve, seen_hash=told["seen_hash"], reason=told["reason"], **acts)


class WithdrawForm(forms.Form):
    """Taking down, with the reason that is published in its place."""

    reason = forms.CharField(
        label="下线理由",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="随原地址公开，如“附表数据有误，更正后重新公开”。",
    )
