"""The page on which the office gives an applicant another code (查询码) for the one that was lost."""

from __future__ import annotations

from http import HTTPStatus

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from gongkai.cases.act_forms import line_field
from gongkai.cases.form_tokens import number_sent
from gongkai.cases.office_views import case_for
from gongkai.cases.refusals import Refused
from gongkai.cases.sent_once import FIELD
from gongkai.cases.tracking_renewal import renew_code
from gongkai.statute import holds_identity_number


class RenewalForm(forms.Form):
    """How the office made sure that it is the applicant who asks."""

    use_required_attribute = False
    identified = line_field(
        "怎样核实是申请人本人",
        required="请写明怎样核实了申请人的身份；没有核实的，不能重发。",
        hint="如：本人到场，核对身份证原件；拨打登记的电话核对。不要写证件号码。记入操作记录。",
    )

    def clean_identified(self) -> str:
        """Return the words; refuse an identity number, which does not belong on the log."""
        said = str(self.cleaned_data["identified"])
        if holds_identity_number(said):
            raise forms.ValidationError("这里写有身份证号码，请删去：写明核对了什么证件就可以。")
        return said


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def renew_code_page(request: HttpRequest, number: int) -> HttpResponse:
    """Ask how the applicant was identified (GET); show the new code, to this form alone (POST)."""
    case, now = case_for(request, number), timezone.now()
    form, code = RenewalForm(request.POST if request.method == "POST" else None), ""
    if form.is_bound and form.is_valid():
        sent = number_sent(request.POST.get(FIELD, ""))
        who = {"by": request.user, "at": now, "today": timezone.localdate(now)}
        try:
            code = renew_code(case.pk, number=sent, identified=form.cleaned_data["identified"], **who)
        except Refused as refused:
            form.add_error("identified", str(refused))
    status = HTTPStatus.BAD_REQUEST if form.errors else HTTPStatus.OK
    context = {"case": case, "form": form, "wrong_form": form, "code": code}
    return render(request, "cases/office/renew_code.html", context, status=status)
