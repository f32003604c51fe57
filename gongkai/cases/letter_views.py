"""The page of a letter in the back office: its words and files, its seal, its issue, its delivery."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from gongkai.agencies.door import roles_of
from gongkai.cases.approvals import WRITERS
from gongkai.cases.case import Case
from gongkai.cases.case_files import MEGABYTE, MOST_BYTES, attached
from gongkai.cases.delivery_shown import delivery_shown
from gongkai.cases.issuing import letter_files, rare_findings, sealed_copy
from gongkai.cases.letters import NAMELESS, Letter
from gongkai.cases.office_acts import issue_letter
from gongkai.cases.office_views import case_for
from gongkai.cases.personal import masked_name
from gongkai.cases.refusals import Refused, tell
from gongkai.cases.replying import issue_reply
from gongkai.cases.seal_refusals import refusal_of
from gongkai.cases.sealing import record_seal


class SealForm(forms.Form):
    """The sealed copy of a letter."""

    use_required_attribute = False
    sealed = forms.FileField(
        label="盖章件",
        error_messages={"required": "请选择盖章件。", "empty": "这是空文件（0 字节）。"},
        help_text=f"扫描件或者电子印章系统导出的文件：PDF、OFD、JPG、PNG，不超过 {MOST_BYTES // MEGABYTE} MB。",
    )
    is_compared = forms.BooleanField(label="我已核对：盖章件和这份文书一致，印章清晰", required=False)


def letter_for(request: HttpRequest, number: int, letter: int) -> tuple[Case, Letter]:
    """Return a case of whoever looks and one of its letters; raise Http404 for any other."""
    case = case_for(request, number)
    return case, get_object_or_404(case.letters.select_related("dispatch", "recipient", "draft", "template"), pk=letter)


def shown_letter(
    request: HttpRequest, case: Case, letter: Letter, *, status: int = HTTPStatus.OK, **told: Any
) -> HttpResponse:
    """Return the page of a letter."""
    today = timezone.localdate()
    may_write = bool(roles_of(request.user, case.agency, on=today) & set(WRITERS))
    context = {
        **delivery_shown(letter, told.get("result_form"), today=today),
        "case": case,
        "agency": case.agency,
        "letter": letter,
        "addressee": letter.addressee if letter.addressee == NAMELESS else masked_name(letter.addressee),
        "files": letter_files(letter),
        "findings": [tell(finding) for finding in rare_findings(letter)],
        "is_sealed": sealed_copy(letter) is not None,
        "may_write": may_write,
        "seal_refusal": refusal_of(letter),
        "seal_form": SealForm(),
        **told,
    }
    return render(request, "cases/office/letter.html", context, status=status)


@never_cache
@require_safe
def letter_page(request: HttpRequest, number: int, letter: int) -> HttpResponse:
    """Show a letter, its files, and what is still to be done with it."""
    return shown_letter(request, *letter_for(request, number, letter))


@never_cache
@require_POST
def seal(request: HttpRequest, number: int, letter: int) -> HttpResponse:
    """Take in the sealed copy of a letter."""
    case, found = letter_for(request, number, letter)
    form = SealForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            copy = attached(form.cleaned_data["sealed"])
            now, compared = timezone.now(), form.cleaned_data["is_compared"]
            record_seal(found.pk, copy, is_compared=compared, by=request.user, at=now, today=timezone.localdate(now))
        except Refused as refused:
            tell_all(form, refused)
        except ValueError as error:
            form.add_error("sealed", str(error))
        else:
            messages.success(request, "盖章件已登记，可以发出。")
            return redirect("cases:letter", case.pk, found.pk)
    return shown_letter(request, case, found, seal_form=form, status=HTTPStatus.BAD_REQUEST)


def tell_all(form: forms.Form, refused: Refused) -> None:
    """Tell each reason beside its field."""
    for finding in refused.findings:
        place = finding.where if finding.where in form.fields else None
        form.add_error(place, str(Refused(finding)))


@never_cache
@require_POST
def issue(request: HttpRequest, number: int, letter: int) -> HttpResponse:
    """Send a written letter out today."""
    case, found = letter_for(request, number, letter)
    now = timezone.now()
    try:
        if found.draft_id:
            issue_reply(case.pk, by=request.user, at=now, today=timezone.localdate(now))
        else:
            issue_letter(found.pk, by=request.user, at=now, today=timezone.localdate(now))
    except Refused as refused:
        return shown_letter(request, case, found, problem=f"没有发出。{refused}", status=HTTPStatus.CONFLICT)
    told = "申请人现在可以凭查询码查看" if found.deliveries.exists() else "请送达，并在这里登记送达"
    messages.success(request, f"{found}已发出。{told}。")
    return redirect("cases:letter", case.pk, found.pk)
