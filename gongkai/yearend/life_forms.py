"""The forms of a report's life."""

from __future__ import annotations

from django import forms

from gongkai.yearend.forms import DayInput
from gongkai.yearend.signing import ReportStep


class HandInForm(forms.Form):
    """Handing in; for a report that is public already, what is put right and why."""

    correction = forms.CharField(
        label="更正说明",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="报告已经公开、现在更正的，写明更正了什么、为什么；与新的一版一起公开。",
    )


class StepForm(forms.Form):
    """What passed with the competent department."""

    kind = forms.ChoiceField(label="事项", choices=ReportStep.Kind.choices)
    day = forms.DateField(label="日期", widget=DayInput())
    note = forms.CharField(label="说明", required=False, max_length=500, help_text="退回的，写明退回意见。")


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
