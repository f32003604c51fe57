"""转为主动公开 in the back office: what is proposed, and the draft with what must not stand in it."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.cases.act_forms import line_field, words_field
from gongkai.cases.case import Case
from gongkai.cases.handing_over import hand_over, personal_data_in, proposed
from gongkai.cases.office_views import agencies_for, case_for
from gongkai.cases.proposals import applicants_needed, proposals
from gongkai.cases.refusals import Refused, tell
from gongkai.pages.door import AgencyPage
from gongkai.proofing import RULES as PROOFING
from gongkai.publishing.door import SectionPage

_MOST_SUMMARY = 500


class HandoverForm(forms.Form):
    """The draft, and the section it is meant for."""

    use_required_attribute = False

    section = forms.ModelChoiceField(
        SectionPage.objects.none(),
        label="栏目",
        error_messages={"required": "请选择栏目。", "invalid_choice": "请从列出的栏目中选择。"},
    )
    title = line_field("标题", required="请填写标题。")
    summary = line_field("内容概述", required="请填写内容概述。", most=_MOST_SUMMARY)
    text = words_field("正文", required="请填写正文。", rows=12)

    def __init__(self, data: Any = None, *, case: Case) -> None:
        super().__init__(data, initial=proposed(case))
        place = AgencyPage.objects.filter(agency=case.agency).first()
        if place is not None:
            self.fields["section"].queryset = SectionPage.objects.descendant_of(place).order_by("path")

    def said(self) -> dict[str, str]:
        """Return the texts of a valid form."""
        return {name: self.cleaned_data[name] for name in ("title", "summary", "text")}


@require_safe
def proposals_page(request: HttpRequest) -> HttpResponse:
    """Show what several people asked for and got."""
    today = timezone.localdate()
    agencies = list(agencies_for(request))
    needed = sorted({applicants_needed(agency, today) for agency in agencies})
    context = {"proposals": proposals(agencies, today=today), "needed": "、".join(map(str, needed))}
    return render(request, "cases/office/proposals.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over_page(request: HttpRequest, number: int) -> HttpResponse:
    """Show the draft with what proofreading finds in it (GET, or POST to look again), and hand it over (POST)."""
    case, today = case_for(request, number), timezone.localdate()
    form = HandoverForm(request.POST if request.method == "POST" else None, case=case)
    if request.method == "POST" and form.is_valid() and request.POST.get("step") == "hand_over":
        try:
            section = form.cleaned_data["section"]
            row = hand_over(case.pk, form.said(), section, by=request.user, at=timezone.now(), today=today)
        except Refused as refused:
            where = refused.finding.where
            form.add_error(where if where in form.fields else None, str(refused))
        else:
            messages.success(request, "已存为草稿，请按三校三审的程序校对、送审。")
            return redirect("wagtailadmin_pages:edit", row.page)
    said = form.said() if form.is_bound and form.is_valid() else {**proposed(case), **_typed(form)}
    found = [_told(one) for one in personal_data_in(case, said, today=today)]
    status = HTTPStatus.BAD_REQUEST if form.errors else HTTPStatus.OK
    return render(request, "cases/office/hand_over.html", {"case": case, "form": form, "found": found}, status=status)


def _typed(form: HandoverForm) -> dict[str, str]:
    """Return what was typed into the texts of a form that is not valid."""
    return {name: form[name].value() or "" for name in ("title", "summary", "text")} if form.is_bound else {}


def _told(finding: Any) -> dict[str, Any]:
    return PROOFING.tell(finding) if finding.rule in PROOFING.rules else tell(finding)
