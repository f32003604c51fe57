"""The forms of 我为政府网站找错: what a reader sends, what the office answers."""

from __future__ import annotations

import re
from typing import ClassVar
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http.request import validate_host

from gongkai.agencies.door import tell_limits
from gongkai.pages.door import parts_of_address
from gongkai.portal.site_errors.records import SiteErrorAnswer, SiteErrorReport
from gongkai.statute import holds_identity_number

_HOST = re.compile(r"(?:[\w-]+\.)+[A-Za-z]{2,}(?:[:/?]|$)", re.ASCII)  # an address copied without http://
_ANSWER_MOST = 500


class SiteErrorForm(forms.ModelForm):
    """What is wrong and where; a contact only if the reader wants to be asked back."""

    use_required_attribute = False

    class Meta:
        model = SiteErrorReport
        fields: ClassVar[list[str]] = ["kind", "page_address", "description", "contact"]
        widgets: ClassVar = {
            "kind": forms.RadioSelect,
            "page_address": forms.TextInput,
            "description": forms.Textarea(attrs={"rows": 5}),
            "contact": forms.TextInput(attrs={"autocomplete": "off"}),
        }

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        kind, address, description, contact = (self.fields[name] for name in self.Meta.fields)
        kind.choices = SiteErrorReport.Kind.choices
        kind.error_messages["required"] = "请选择是哪一类问题。"
        address.label = "出错页面的地址（可以不填）"
        address.help_text = "从出错的页面点进来的，已经填好；也可以从浏览器的地址栏复制。"
        address.error_messages["max_length"] = "地址太长，请只留到问号以前。"
        description.help_text = "写明错在哪一句、应当是什么，或者点哪里打不开。请不要填写身份证号。"
        description.error_messages["required"] = "请写明哪里有错。"
        tell_limits([description])
        contact.label = "联系方式（可以不填）"
        contact.help_text = "电话或者电子邮箱，只在需要问清楚时用，加密保存。不填也能查看处理结果。"
        contact.max_length = 100

    def clean_page_address(self) -> str:
        """Return the address; refuse one of another site, which nobody here can put right."""
        said = str(self.cleaned_data["page_address"] or "").strip()
        host = parts_of_address(said if "://" in said else f"//{said}" if _HOST.match(said) else "").hostname
        ours = urlsplit(settings.PUBLIC_ADDRESS).hostname
        if host and host != ours and not validate_host(host, settings.ALLOWED_HOSTS):
            raise ValidationError(f"“{host}”不是本站，它的错误本站改不了。请填本站出错页面的地址，或者留空。")
        return said

    def clean_description(self) -> str:
        """Return the text; refuse one with an identity number, which must not stand in plain text."""
        said = str(self.cleaned_data["description"]).strip()
        if holds_identity_number(said):
            raise ValidationError("这里写有身份证号码，请删去：改正网站的错误用不到它。")
        return said

    def clean_contact(self) -> str:
        """Return the contact; refuse what is too long to be one."""
        said = str(self.cleaned_data["contact"] or "").strip()
        if len(said) > 100:
            raise ValidationError("联系方式最多 100 个字。")
        return said


class AnswerForm(forms.Form):
    """How it ended, and what whoever reported it is told."""

    outcome = forms.ChoiceField(
        label="处理结果",
        choices=SiteErrorAnswer.Outcome.choices,
        error_messages={"required": "请选择处理结果。", "invalid_choice": "请从列出的结果中选择。"},
    )
    text = forms.CharField(
        label="答复",
        max_length=_ANSWER_MOST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="写给找错的人看：改了什么，或者为什么不改。不要写个人信息。",
        error_messages={"required": "请写明答复，找错的人凭查看地址能看到。"},
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        tell_limits(self.fields.values())
