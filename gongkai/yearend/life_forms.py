"""The forms of a report's life."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from gongkai.yearend.forms import DayInput
from gongkai.yearend.signing import ReportStep

if TYPE_CHECKING:
    from gongkai.agencies.door import Agency


class HandInForm(forms.Form):
    """Handing in; for a report that is public already, what is put right and why."""

    correction = forms.CharField(
        label="更正说明",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="报告已经公开、现在更正的，写明更正了什么、为什么；与新的一版一起公开。",
    )


class SendBackForm(forms.Form):
    """Why the report is not signed as it is."""

    reason = forms.CharField(
        label="退回的原因",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="写明哪里不对、怎样改；承办人据此修改，重新送审。",
        error_messages={"required": "请写明哪里不对、怎样改。", "max_length": "最多 300 个字。"},
    )


class StepForm(forms.Form):
    """What passed with the competent department; one that works here says itself what it thinks of the report."""

    kind = forms.ChoiceField(
        label="事项", choices=[one for one in ReportStep.Kind.choices if one[0] != ReportStep.Kind.MISTAKEN]
    )
    day = forms.DateField(label="日期", widget=DayInput())
    note = forms.CharField(label="说明", required=False, max_length=500, help_text="退回的，写明退回意见。")

    def __init__(self, *args: Any, department: Agency | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if department is not None:
            sent = ReportStep.Kind.SUBMITTED
            self.fields["kind"].choices = [(sent.value, sent.label)]
            self.fields["kind"].help_text = f"退回和审核通过，由{department.name}自己登记。"


class NoAmendmentForm(forms.Form):
    """Why what changed behind a signed report asks for no amendment."""

    reason = forms.CharField(
        label="不更正的理由",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="写明哪条记录为什么变了、报告的数为什么仍然成立；记入操作记录，以后可以查到。",
        error_messages={"required": "请写明为什么不更正。"},
    )
    seen = forms.CharField(max_length=64, required=False)  # the fingerprint of what the page showed
