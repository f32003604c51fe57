"""The back office of opinions: what came in to a collection, registering more, saying what becomes of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from gongkai.agencies.door import roles_of
from gongkai.publishing.opinions import (
    HANDLERS,
    LONGEST,
    Opinion,
    OpinionVerdict,
    decide_opinion,
    outcome_of,
    register_opinion,
    see_contact,
    undecided,
)
from gongkai.publishing.public_comments import CommentPage
from gongkai.publishing.refusals import Refused

A_PAGE = 50
_TEXT = {"required": "请写明意见的内容。", "max_length": f"最多 {LONGEST} 个字。"}


class RegisterForm(forms.Form):
    """An opinion that came by another way than this site."""

    way = forms.ChoiceField(label="提出方式", choices=[one for one in Opinion.Way.choices if one[0] != "online"])
    received_date = forms.DateField(
        label="收到日期",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "请填写收到的日期。", "invalid": "日期应写成 2026-03-01 这样。"},
    )
    text = forms.CharField(
        label="意见", max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 5}), error_messages=_TEXT
    )
    name = forms.CharField(label="姓名或者单位", max_length=100, required=False)
    contact = forms.CharField(label="联系方式", max_length=100, required=False)


class VerdictForm(forms.Form):
    """What becomes of an opinion."""

    outcome = forms.ChoiceField(
        label="采纳情况",
        choices=OpinionVerdict.Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择采纳情况。"},
    )
    reason = forms.CharField(
        label="理由",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="没有全部采纳的必须写明。",
    )


@never_cache
@sensitive_post_parameters("text", "name", "contact")
@require_http_methods(["GET", "HEAD", "POST"])
def opinions(request: HttpRequest, number: int) -> HttpResponse:
    """Show what came in to a collection, the undecided first; register a further opinion (POST)."""
    page = get_object_or_404(CommentPage, pk=number)
    _require_handler(request, page.agency)
    form, refused = RegisterForm(request.POST or None), []
    if request.method == "POST" and form.is_valid():
        try:
            register_opinion(Opinion(**form.cleaned_data), page, by=request.user, at=timezone.now())
        except Refused as refusal:
            refused = refusal.told()
        else:
            return redirect("publishing_opinions", page.pk)
    waiting = set(undecided(page).values_list("pk", flat=True))
    rows = Opinion.objects.filter(collection=page).prefetch_related("verdicts").order_by("pk")
    context = {
        "page": page,
        "form": form,
        "refused": refused,
        "waiting": len(waiting),
        "outcome": outcome_of(page),
        "stage": page.stage_on(timezone.localdate()),
        "part": Paginator(sorted(rows, key=lambda one: one.pk not in waiting), A_PAGE).get_page(request.GET.get("p")),
    }
    return render(request, "publishing/admin/opinions.html", context, status=409 if refused or form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def opinion(request: HttpRequest, number: int) -> HttpResponse:
    """Show an opinion; record what becomes of it, or show on record how to reach its writer (POST)."""
    one = get_object_or_404(Opinion.objects.select_related("collection", "agency"), pk=number)
    _require_handler(request, one.agency)
    context: dict[str, Any] = {"opinion": one, "verdicts": one.verdicts.select_related("decided_by"), "refused": []}
    if request.method == "POST" and "contact" in request.POST:
        context["who"] = see_contact(one, by=request.user, at=timezone.now())
        return render(request, "publishing/admin/opinion.html", context | {"form": VerdictForm()})
    form = context["form"] = VerdictForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            decide_opinion(one, **form.cleaned_data, by=request.user, at=timezone.now())
        except Refused as refusal:
            context["refused"] = refusal.told()
        else:
            return redirect("publishing_opinions", one.collection_id)
    wrong = context["refused"] or form.errors
    return render(request, "publishing/admin/opinion.html", context, status=409 if wrong else 200)


def _require_handler(request: HttpRequest, agency: Any) -> None:
    if not request.user.is_superuser and not roles_of(request.user, agency, on=timezone.localdate()) & set(HANDLERS):
        raise PermissionDenied("收到的意见由承办人和公开工作机构负责人办理。")
