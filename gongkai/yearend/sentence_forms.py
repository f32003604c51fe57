"""The form by which an agency changes the words of a sentence."""

from __future__ import annotations

from typing import Any

from django import forms

from gongkai.yearend.forms import report_year
from gongkai.yearend.sentences import MANY, ONE, VARIANTS, Sentence

_LONGEST = 500


class SentenceForm(forms.Form):
    """The words of a sentence for none, one and many, and the first report they stand in."""

    use_required_attribute = False
    since_year = forms.IntegerField(
        label="从哪一年度的报告起用",
        error_messages={"required": "请填写年度，如 2025。", "invalid": "请填写四位数的年度，如 2025。"},
        help_text="这一年度和以后各年度的报告用这些话；已经签发的报告不变。",
    )

    def __init__(self, *args: Any, sentence: Sentence, latest: int, **kwargs: Any) -> None:
        """Take the sentence as it comes with the product, and the last year whose report may be begun."""
        super().__init__(*args, **kwargs)
        self.sentence, self.latest = sentence, latest
        for variant in sentence.variants:
            self.fields[variant] = forms.CharField(
                label=VARIANTS[variant] if len(sentence.variants) > 1 else "文字",
                required=False,
                max_length=_LONGEST,
                widget=forms.Textarea(attrs={"rows": 3}),
                help_text=_help(sentence, variant),
                error_messages={"max_length": "最多 500 个字，现有 %(show_value)s 个字。"},
            )
        self.order_fields([*sentence.variants, "since_year"])

    def clean_since_year(self) -> int:
        """Raise ValidationError for a year that no statutory form serves, or whose report is far off."""
        return report_year(self.cleaned_data["since_year"], self.latest)

    @property
    def words(self) -> dict[str, str]:
        """Return the words by variant, each in one paragraph."""
        return {one: self._paragraph(one) for one in self.sentence.variants}

    def _paragraph(self, variant: str) -> str:
        return "".join(line.strip() for line in self.cleaned_data.get(variant, "").splitlines())


def _help(sentence: Sentence, variant: str) -> str:
    if variant == ONE:
        return "留空的，与有多件时相同。"
    if sentence.about:
        return "留空的，这种情况下不写这一句。"
    return "大括号里的内容由系统按记录填写，要保留。" if variant == MANY else ""
