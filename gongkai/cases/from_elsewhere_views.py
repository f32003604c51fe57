"""Opening a case from what somebody wrote to another room, once the writer agreed."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from gongkai.cases.act_forms import date_field, words_field
from gongkai.cases.from_elsewhere import (
    OF_THE_APPLICANT,
    AskedElsewhere,
    Written,
    open_case_from,
    opened_from,
    source_of,
)
from gongkai.cases.likeness import alike
from gongkai.cases.refusals import Refused
from gongkai.cases.registering import RegistrationForm, agencies_where_writing
from gongkai.cases.shown_clock import ShownClock

_ALREADY_KNOWN = ("agency", "channel", "arrival_date", "confirmed_date", "unreachable", "more")


class ConsentForm(RegistrationForm):
    """The consent, and what an application needs beside what was written."""

    field_order = ("consent_date", "consent", *RegistrationForm.field_order)

    consent_date = date_field("写信人同意的日期", hint="即双方确认之日，为收到申请之日。")
    consent = words_field(
        "怎样同意的", required="请写明何时、由谁、以什么方式取得同意。", hint="如 11 月 24 日电话回访，本人同意。"
    )

    def __init__(self, data: Any = None, *, written: Written, agencies: Any, today: date) -> None:
        super().__init__(data, agencies=agencies, today=today)
        for name in _ALREADY_KNOWN:
            del self.fields[name]
        self.written = written
        self.initial |= {"description": written.description, "consent_date": today}

    def asked(self, key: str) -> AskedElsewhere:
        """Return what a valid form asks for."""
        said = self.cleaned_data
        return AskedElsewhere(
            key=key,
            agency=self.written.agency,
            arrival_date=self.written.arrival_date,
            description=said["description"],
            consent_date=said["consent_date"],
            consent=said["consent"],
            **{name: said.get(name) or "" for name in OF_THE_APPLICANT},
        )


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def from_elsewhere_page(request: HttpRequest, source: str, number: int) -> HttpResponse:
    """Ask for the consent (GET), and open the case with it (POST); show its tracking code once."""
    found, agencies, today = source_of(source), agencies_where_writing(request.user), timezone.localdate()
    written = found.find(number) if found else None
    if found is None or written is None or not agencies.filter(pk=written.agency.pk).exists():
        raise Http404
    sent = request.POST if request.method == "POST" else None
    form = ConsentForm(sent, written=written, agencies=agencies, today=today)
    context = {"form": form, "source": found, "written": written, "opened": opened_from(found.key(number))}
    if sent is None or not form.is_valid():
        return _asked(request, context)
    try:
        case, code = open_case_from(form.asked(found.key(number)), by=request.user, at=timezone.now(), today=today)
    except Refused as refused:
        where = refused.finding.where
        form.add_error(where if where in form.fields else "consent_date", str(refused))
        return _asked(request, context)
    shown = ShownClock(case.clock(today=today), today)
    lines = [{"case": case, "code": code, "alike": alike(case)}]
    return render(request, "cases/office/registered.html", {"lines": lines, "case": case, "shown": shown})


def _asked(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    status = HTTPStatus.BAD_REQUEST if context["form"].errors else HTTPStatus.OK
    return render(request, "cases/office/from_elsewhere.html", context, status=status)
