"""What an applicant who follows a case is asked: its code, the correction, and whether it is withdrawn for certain."""

from __future__ import annotations

from typing import Any

from django import forms

from gongkai.cases.case_files import MOST_FILES
from gongkai.cases.upload_field import FilesField

MOST_CHARACTERS = 2000


class CodeForm(forms.Form):
    """The code of a case."""

    code = forms.CharField(
        label="查询码",
        max_length=60,
        help_text="提交申请时回执上的 20 位字母和数字，如 7K2MD-4QXPA-0ZC8W-3HR6T。",
        error_messages={"required": "请填写查询码。", "max_length": "查询码没有这么长，请核对。"},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )


class AnswerForm(forms.Form):
    """What the applicant says to what was asked, with papers."""

    text = forms.CharField(min_length=4, max_length=MOST_CHARACTERS, widget=forms.Textarea(attrs={"rows": 6}))
    files = FilesField(label="附件（可以不加）", most=MOST_FILES)
    label, hint, required = "", "", ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        text = self.fields["text"]
        text.label, text.help_text = self.label, f"{self.hint}最多 {MOST_CHARACTERS} 个字，提交后不能再改。"
        text.widget.attrs.pop("maxlength")  # a browser would cut off what is pasted without a word
        text.error_messages |= {
            "required": self.required,
            "min_length": "写得太短，请对照通知逐项写清。",
            "max_length": f"最多 {MOST_CHARACTERS} 个字，现有 %(show_value)s 个字。",
        }


class CorrectionForm(AnswerForm):
    """What the applicant adds."""

    label, hint, required = "补正的内容", "对照补正告知书逐项写清。", "请写明补正的内容。"


class ReasonsForm(AnswerForm):
    """Why somebody applies so often or for so much."""

    label, hint, required = "说明的理由", "写明为什么需要申请这些信息、用来做什么。", "请写明理由。"


class WithdrawalForm(forms.Form):
    """The applicant's own word that nothing more shall be done."""

    sure = forms.BooleanField(
        label="我确认撤回这件申请", error_messages={"required": "确要撤回的，请勾选这一项；不撤回的，请返回。"}
    )
