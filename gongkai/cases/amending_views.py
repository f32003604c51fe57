"""The page on which the office corrects what it took down of an application (更正登记)."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from gongkai.agencies.door import Agency, record, subject_of
from gongkai.cases.act_forms import words_field
from gongkai.cases.amending import amend_registration, amendable
from gongkai.cases.approvals import WRITERS, acting_as
from gongkai.cases.case import Case
from gongkai.cases.log_acts import CaseAct
from gongkai.cases.office_views import case_for, page_of
from gongkai.cases.refusals import Refused
from gongkai.cases.registering import RegistrationForm


class AmendmentForm(RegistrationForm):
    """The registration of a case as it stands, to be corrected, with the reason."""

    reason = words_field("更正的原因", required="请写明为什么更正，如登记时看错、申请人来电更正。", rows=2)

    def __init__(self, data: Any = None, *, case: Case, today: date) -> None:
        super().__init__(data, agencies=Agency.objects.filter(pk=case.agency_id), today=today)
        wanted = amendable(case)
        for name in [name for name in self.fields if name not in (*wanted, "reason")]:
            del self.fields[name]
        for name in wanted:
            self.fields[name].initial = getattr(case, name)
        self.order_fields(("reason", *wanted))

    def said(self) -> dict[str, Any]:
        """Return the columns of a valid form."""
        return {name: value for name, value in self.cleaned_data.items() if name != "reason"}


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def amend_page(request: HttpRequest, number: int) -> HttpResponse:
    """Show the registration to be corrected, which is on the log since it shows the applicant's data; correct it."""
    case, now = case_for(request, number), timezone.now()
    today = timezone.localdate(now)
    form = AmendmentForm(request.POST if request.method == "POST" else None, case=case, today=today)
    try:
        if not form.is_bound:
            _seen(case, request, today)
        elif form.is_valid():
            amend_registration(
                case.pk, form.said(), reason=form.cleaned_data["reason"], by=request.user, at=now, today=today
            )
            messages.success(request, "登记已更正，原来的内容留在记录里。")
            return redirect("cases:case", case.pk)
    except Refused as refused:
        return _refused(request, case, form, refused)
    except ValidationError as error:
        form.add_error(None, error.messages[0])
    status = HTTPStatus.BAD_REQUEST if form.errors else HTTPStatus.OK
    return render(request, "cases/office/amend.html", {"case": case, "form": form}, status=status)


def _seen(case: Case, request: HttpRequest, today: date) -> None:
    as_whom = acting_as(request.user, WRITERS, case, on=today, doing="更正登记")
    record(
        CaseAct.UNMASK, agency=case.agency, by=request.user, on_behalf_of=as_whom.on_behalf_of,
        subject=subject_of(case), reason="更正登记",
    )  # fmt: skip


def _refused(request: HttpRequest, case: Case, form: AmendmentForm, refused: Refused) -> HttpResponse:
    if not form.is_bound:
        return page_of(request, case, problem=str(refused), status=HTTPStatus.CONFLICT)
    where = refused.finding.where.rpartition(".")[2]
    form.add_error(where if where in form.fields else next(iter(form.fields)), str(refused))
    return render(request, "cases/office/amend.html", {"case": case, "form": form}, status=HTTPStatus.CONFLICT)
