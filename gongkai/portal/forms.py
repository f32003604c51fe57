"""The forms by which reports are sent here."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.conf import settings

from gongkai.agencies.door import MOST_NUMBER
from gongkai.pages.door import AgencyPage, public

STATES = (
    ("in_force", "现行有效"),
    ("amended", "已修改"),
    ("repealed", "已废止"),
    ("lapsed", "已失效"),
    ("not_yet", "尚未生效"),
)
_MEGABYTE = 1024 * 1024
_KINDS = "网页（HTML）、Word（DOCX）、带文字的 PDF、Markdown、纯文本，或本站的 JSON；按内容辨认，与文件名无关。"


class UploadForm(forms.Form):
    """A form of files; `too_large` names the fields whose file was dropped while it arrived."""

    def __init__(self, *args: Any, too_large: set[str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        megabytes = settings.CHECK_MAX_BYTES // _MEGABYTE
        for name, field in self.fields.items():
            field.help_text = field.help_text.format(megabytes=megabytes)
            if name in (too_large or ()):
                field.error_messages["required"] = f"文件超过 {megabytes} MB，没有接收。"
                field.required = True


class CheckForm(UploadForm):
    """One report, and last year's if it is to be compared."""

    file = forms.FileField(
        label="要检查的年度报告",
        help_text=_KINDS + "不超过 {megabytes} MB。",
        error_messages={
            "required": "还没有选择文件。请选择一份年度报告再提交。",
            "empty": "选中的文件是空的（0 字节）。请确认文件保存完整，再重新选择。",
        },
    )
    previous = forms.FileField(
        label="上一年的年度报告（可以不选）",
        required=False,
        help_text="选了它，会一并核对上年结转等跨年数字，以及文字是否照抄上年。",
        error_messages={"empty": "上一年的文件是空的（0 字节）。请重新选择，或者不选。"},
    )


class CompareForm(UploadForm):
    """Two reports to be set beside each other: two years of one agency, or two agencies."""

    before = forms.FileField(
        label="第一份年度报告",
        help_text=_KINDS + "不超过 {megabytes} MB。比较两年时，这里放较早的一年。",
        error_messages={
            "required": "还没有选择第一份报告。请选择后再提交。",
            "empty": "第一份文件是空的（0 字节）。请确认文件保存完整，再重新选择。",
        },
    )
    after = forms.FileField(
        label="第二份年度报告",
        help_text="可以是同一机关的另一年，也可以是另一个机关。不超过 {megabytes} MB。",
        error_messages={
            "required": "还没有选择第二份报告。请选择后再提交。",
            "empty": "第二份文件是空的（0 字节）。请确认文件保存完整，再重新选择。",
        },
    )


def _number(told: str, least: int, most: int) -> forms.IntegerField:
    wrong = dict.fromkeys(("invalid", "min_value", "max_value"), told)
    return forms.IntegerField(required=False, min_value=least, max_value=most, error_messages=wrong)


class SearchForm(forms.Form):
    """What is looked for. It comes by the address, so that a search can be kept and passed on."""

    MOST_CHARACTERS = 100

    q = forms.CharField(
        label="搜什么",
        required=False,
        max_length=MOST_CHARACTERS,
        error_messages={"max_length": "请用不超过 100 个字搜索。"},
    )
    agency = forms.ModelChoiceField(
        label="哪个机关",
        required=False,
        queryset=AgencyPage.objects.none(),
        to_field_name="slug",
        empty_label="全部机关",
        error_messages={"invalid_choice": "没有这个机关。"},
    )
    sort = forms.ChoiceField(
        label="怎么排",
        required=False,
        choices=[("", "按相关程度"), ("date", "按发布日期")],
        error_messages={"invalid_choice": "没有这种排序方式。"},
    )
    state = forms.ChoiceField(
        required=False, choices=[("", ""), *STATES], error_messages={"invalid_choice": "没有这种有效性。"}
    )
    section = _number("栏目应为编号。", 1, MOST_NUMBER)
    year = _number("年份应为四位数字。", 1900, 9999)
    statistical_class = forms.CharField(required=False, max_length=20)
    subject = forms.CharField(required=False, max_length=60)
    p = _number("页码应为数字。", 1, MOST_NUMBER)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = public(AgencyPage.objects.all()).order_by("slug")

    @property
    def has_question(self) -> bool:
        """Whether anything was asked for beside the order."""
        return any(value for name, value in self.cleaned_data.items() if name not in ("sort", "p"))


class CodeForm(forms.Form):
    """A code to be verified: the SHA-256 as pages print it, however it was copied."""

    code = forms.CharField(
        label="页面上印的防伪码，或者文件的 SHA-256",
        max_length=200,
        help_text="64 位数字和字母 a–f，印在每条信息的末尾；空格、换行、大小写都没有关系。",
        error_messages={
            "required": "还没有填写防伪码。",
            "max_length": "防伪码是 64 位数字和字母，这里太长了，请核对。",
        },
    )

    def clean_code(self) -> str:
        """Return the 64 digits; raise ValidationError for anything else."""
        code = "".join(self.cleaned_data["code"].split()).lower()
        if not re.fullmatch(r"[0-9a-f]*", code):
            raise forms.ValidationError("防伪码里只有数字和字母 a–f，请核对有没有抄错的字。")
        if len(code) != 64:
            raise forms.ValidationError(f"防伪码是 64 位，现在是 {len(code)} 位，请核对有没有漏抄或者多抄。")
        return code


class FileToVerifyForm(forms.Form):
    """A file to be verified."""

    file = forms.FileField(
        label="从本站下载的文件",
        help_text="附件、图片、年度报告的各种下载文件都可以。只算摘要，不保存。",
        error_messages={
            "required": "还没有选择文件。",
            "empty": "选中的文件是空的（0 字节）。请确认下载完整，再重新选择。",
        },
    )
