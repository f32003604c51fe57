"""The forms by which a year's report is chosen, written, and its findings answered."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from gongkai.agencies.door import Agency
from gongkai.yearend.figures import BY_ID
from gongkai.yearend.forms import report_year
from gongkai.yearend.live_text import LiveFigure
from gongkai.yearend.section_fields import SectionField, SectionWidget
from gongkai.yearend.sentences import BRACED, TOKEN

LONGEST_SECTION = 20_000


class ReportForm(forms.Form):
    """Whose report, on which year."""

    agency = forms.ModelChoiceField(Agency.objects.none(), label="行政机关", to_field_name="slug", empty_label=None)
    year = forms.IntegerField(
        label="报告年度",
        error_messages=dict.fromkeys(("required", "invalid"), "请填写四位数的年份，如 2025。"),
    )

    def __init__(self, *args: Any, agencies: QuerySet[Agency], latest: int, **kwargs: Any) -> None:
        """Take the agencies on offer, and the last year that has begun."""
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies
        self.latest = latest

    def clean_year(self) -> int:
        """Raise ValidationError for a year that no statutory form serves, or that is still to come."""
        return report_year(self.cleaned_data["year"], self.latest)


class SectionForm(forms.Form):
    """What somebody writes for one section; `seen` is the version that stood there when the form was opened."""

    text = SectionField(
        label="文字",
        max_length=LONGEST_SECTION,
        required=False,
        strip=False,
        help_text=(
            "一行一段。数字用活数字：在编辑器里点“插入活数字”，在文本框里写成 {cases.new_received} 这样。"
            "报告里总是显示最新的数，点开就是记录。"
        ),
    )
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, figures: Iterable[LiveFigure], **kwargs: Any) -> None:
        """Take the figures that may stand in the text."""
        super().__init__(*args, **kwargs)
        field = self.fields["text"]
        field.widget = SectionWidget({one.figure: one for one in figures}, label=field.label)

    def clean_text(self) -> str:
        """Raise ValidationError for a token of no figure, or a brace that begins or ends none."""
        text: str = self.cleaned_data["text"]
        wrong = [one for one in BRACED.findall(text) if not _is_token(one)]
        if wrong:
            raise ValidationError(f"没有 {'、'.join(dict.fromkeys(wrong))} 这样的活数字，请从下面的表中选。")
        return text


def _is_token(braced: str) -> bool:
    found = TOKEN.fullmatch(braced)
    return bool(found and found[1] in BY_ID)


class JustificationForm(forms.Form):
    """Why a finding is no fault."""

    fingerprint = forms.CharField(widget=forms.HiddenInput, max_length=24)
    justification = forms.CharField(
        label="说明",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "请写明为什么没有问题；留空不能算作说明。"},
    )
