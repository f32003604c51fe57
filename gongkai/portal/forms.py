"""The form of 报告体检."""

from __future__ import annotations

from typing import Any

from django import forms


class CheckForm(forms.Form):
    """One report, and last year's if it is to be compared; `too_large` names fields whose file was dropped."""

    file = forms.FileField(
        label="要检查的年度报告",
        error_messages={
            "required": "还没有选择文件。请选择一份年度报告再提交。",
            "empty": "选中的文件是空的（0 字节）。请确认文件保存完整，再重新选择。",
        },
    )
    previous = forms.FileField(
        label="上一年的年度报告（可以不选）",
        required=False,
        error_messages={"empty": "上一年的文件是空的（0 字节）。请重新选择，或者不选。"},
    )

    def __init__(self, *args: Any, too_large: set[str] | None = None, megabytes: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in too_large or ():
            if name in self.fields:
                self.fields[name].error_messages["required"] = f"文件超过 {megabytes} MB，没有接收。"
                self.fields[name].required = True
