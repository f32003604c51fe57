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
