"""Writing a letter that changes nothing in a case, in the back office."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from gongkai.cases.act_forms import line_field, words_field
from gongkai.cases.case import Case
from gongkai.cases.free_letters import OFFERED, free_preview, write_free
from gongkai.cases.letter_templates import letter_forms
from gongkai.cases.letter_views import tell_all
from gongkai.cases.office_views import case_for, pdf_shown
from gongkai.cases.refusals import Refused
from gongkai.cases.seeing import preview_seen

_RECIPIENT = ("name", "address", "contact")


class FreeLetterForm(forms.Form):
    """Which letter, in whose own words, and to whom where not to the applicant."""

    use_required_attribute = False
    kind = forms.ChoiceField(label="文书", error_messages={"required": "请选择文书。"})
    text = words_field("补充内容", hint="写进文书；法定内容由系统写入。给第三方的，写明决定公开的内容和理由。", rows=5)
    recipient_name = line_field("收文人", hint="只有给第三方的文书要填；给申请人的不填。加密保存。")
    recipient_address = line_field("对方地址", hint="邮寄送达用；加密保存。")
    recipient_contact = line_field("对方联系方式", hint="电话或者电子邮箱；加密保存。")

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["kind"].choices = [(kind, letter_forms()[kind].title) for kind in OFFERED]

    def clean(self) -> dict[str, Any]:
        """Ask for the recipient and the words of a letter to somebody else."""
        said: dict[str, Any] = super().clean()
        if self.goes_elsewhere and not said.get("recipient_name"):
            self.add_error("recipient_name", "请写明第三方的姓名或者名称。")
        if self.goes_elsewhere and not said.get("text"):
            self.add_error("text", "请写明决定公开的政府信息内容和理由。")
        return said

    @property
    def goes_elsewhere(self) -> bool:
        """Tell whether the letter goes to somebody else than the applicant."""
        kind = self.cleaned_data.get("kind", "")
        return bool(kind) and letter_forms()[kind].to == "other"

    @property
    def recipient(self) -> dict[str, str]:
        """Return to whom the letter of a valid form goes, empty for the applicant."""
        told = {name: self.cleaned_data.get(f"recipient_{name}", "") for name in _RECIPIENT}
        return told if self.goes_elsewhere else {}


@never_cache
@sensitive_post_parameters("recipient_name", "recipient_address", "recipient_contact")
@require_http_methods(["GET", "HEAD", "POST"])
def free_letter_page(request: HttpRequest, number: int) -> HttpResponse:
    """Ask for a letter (GET), show it, or write and issue it (POST)."""
    case = case_for(request, number)
    form = FreeLetterForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return _asked(request, case, form)
    now = timezone.now()
    kind, told, today = form.cleaned_data["kind"], {"text": form.cleaned_data["text"]}, timezone.localdate(now)
    try:
        if "preview" in request.POST:
            shown = free_preview(case, kind, told, form.recipient, on=today)
            preview_seen(case, letter_forms()[kind].title, by=request.user, at=now)
            return pdf_shown(shown)
        letter = write_free(case.pk, kind, told, form.recipient, by=request.user, at=now, today=today)
    except Refused as refused:
        tell_all(form, refused)
        return _asked(request, case, form)
    told_so = "已发出，请送达" if letter.went_out else "已成文，请盖章后发出"
    messages.success(request, f"{letter}{told_so}。")
    return redirect("cases:letter", case.pk, letter.pk)


def _asked(request: HttpRequest, case: Case, form: FreeLetterForm) -> HttpResponse:
    status = HTTPStatus.BAD_REQUEST if form.errors else HTTPStatus.OK
    return render(request, "cases/office/free_letter.html", {"case": case, "form": form}, status=status)
