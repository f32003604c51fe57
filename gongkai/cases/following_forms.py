"""What an applicant who follows a case is asked: its code, the correction, and whether it is withdrawn for certain."""

from __future__ import annotations

from django import forms

from gongkai.cases.case_files import MOST_FILES
from gongkai.cases.upload_field import FilesField


class CodeForm(forms.Form):
    """The code of a case."""

    code = forms.CharField(
        label="查询码",
        max_length=60,
        help_text="提交申请时回执上的 20 位字母和数字，如 7K2MD-4QXPA-0ZC8W-3HR6T。",
        error_messages={"required": "请填写查询码。", "max_length": "查询码没有这么长，请核对。"},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )


class CorrectionForm(forms.Form):
    """What the applicant adds."""

    text = forms.CharField(
        label="补正的内容",
        min_length=4,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="对照补正告知书逐项写清。提交后不能再改。",
        error_messages={
            "required": "请写明补正的内容。",
            "min_length": "写得太短，请对照告知书逐项写清。",
            "max_length": "最多 2000 个字，现有 %(show_value)s 个字。",
        },
    )
    files = FilesField(label="附件（可以不加）", most=MOST_FILES, hint="告知书要求的身份证明、委托书等。")


class WithdrawalForm(forms.Form):
    """The applicant's own word that nothing more shall be done."""

    sure = forms.BooleanField(
        label="我确认撤回这件申请", error_messages={"required": "确要撤回的，请勾选这一项；不撤回的，请返回。"}
    )
