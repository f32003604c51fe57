"""意见征集: what the public is asked about at an agency, and saying what one thinks without an account."""

from __future__ import annotations

from collections import Counter
from http import HTTPStatus
from typing import Any, ClassVar

from csp.constants import SELF
from csp.decorators import csp_update
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.cases.door import (
    TokenRefused,
    form_number,
    is_solved,
    kept_token,
    new_challenge,
    number_of,
    submission_hash,
)
from gongkai.pages.door import HOUR, has_done_too_often, public
from gongkai.portal.addresses import address_with
from gongkai.portal.agency_context import at_place
from gongkai.publishing.door import CommentPage, Opinion, Refused, Stage, receive
from gongkai.statute import holds_identity_number

TRAP = "homepage"  # a field that nobody sees: who fills it in is a program
A_PAGE = 20
_TEXT_MOST, _LINE_MOST = 3000, 100
_SHOWN_FIRST = {Stage.OPEN: 0, Stage.COMING: 1, Stage.CLOSED: 2, Stage.ANSWERED: 3}


class OpinionForm(forms.ModelForm):
    """What somebody thinks of a draft; who they are only if they like."""

    use_required_attribute = False

    class Meta:
        model = Opinion
        fields: ClassVar[list[str]] = ["text", "name", "contact"]
        widgets: ClassVar = {
            "text": forms.Textarea(attrs={"rows": 8}),
            "name": forms.TextInput(attrs={"autocomplete": "off"}),
            "contact": forms.TextInput(attrs={"autocomplete": "off"}),
        }

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        text, name, contact = (self.fields[one] for one in self.Meta.fields)
        text.label = "您的意见"
        text.help_text = f"写明对哪一条、建议怎样改、为什么，最多 {_TEXT_MOST} 个字。请不要填写身份证号。"
        text.error_messages["required"] = "请写明您的意见。"
        name.label = "姓名或者单位（可以不填）"
        contact.label = "联系方式（可以不填）"
        contact.help_text = "电话或者电子邮箱，只在需要向您问清楚时用。姓名和联系方式加密保存，不公开。"

    def clean_text(self) -> str:
        """Return the opinion; refuse one that is too long, or holds an identity number."""
        said = str(self.cleaned_data["text"]).strip()
        if len(said) > _TEXT_MOST:
            raise ValidationError(f"最多 {_TEXT_MOST} 个字，现有 {len(said)} 个字。")
        if holds_identity_number(said):
            raise ValidationError("这里写有身份证号码，请删去：提意见用不到它。")
        return said

    def clean_name(self) -> str:
        """Return the name; refuse what is too long to be one."""
        return self._line("name")

    def clean_contact(self) -> str:
        """Return the contact; refuse what is too long to be one."""
        return self._line("contact")

    def _line(self, name: str) -> str:
        said = str(self.cleaned_data[name] or "").strip()
        if len(said) > _LINE_MOST:
            raise ValidationError(f"最多 {_LINE_MOST} 个字。")
        return said


@require_safe
def public_comments(request: HttpRequest, agency: str) -> HttpResponse:
    """Return the collections of an agency, the open ones first; ``state`` keeps those of one stage."""
    context, today = at_place(request, agency), timezone.localdate()
    pages = public(CommentPage.objects.filter(agency=context["agency"])).order_by("-until_date", "-pk")
    staged = [(page, page.stage_on(today)) for page in pages]
    counts, asked = Counter(stage for _, stage in staged), request.GET.get("state", "")
    chosen = next((stage for stage in Stage if stage.value == asked), None)
    shown = sorted((one for one in staged if chosen in (None, one[1])), key=lambda one: _SHOWN_FIRST[one[1]])
    part = Paginator(shown, A_PAGE).get_page(request.GET.get("p"))
    context["stages"] = [
        {"label": word, "count": count, "address": address_with(request, state=value, p=""), "is_chosen": is_chosen}
        for word, count, value, is_chosen in (
            ("全部", len(staged), "", chosen is None),
            *((stage.value, counts[stage], stage.value, stage is chosen) for stage in Stage if counts[stage]),
        )
    ]
    context["lines"] = [{"page": page, "stage": stage, "address": page.get_url(request)} for page, stage in part]
    context |= {
        "number": part.number,
        "last": part.paginator.num_pages,
        "before": address_with(request, p=part.number - 1) if part.has_previous() else "",
        "after": address_with(request, p=part.number + 1) if part.has_next() else "",
    }
    return render(request, "portal/comments/list.html", context)


@csp_update({"script-src": [SELF]})  # the human check; without script the page works as well
@never_cache
@sensitive_post_parameters("text", "name", "contact")
@require_http_methods(["GET", "HEAD", "POST"])
def send_opinion(request: HttpRequest, agency: str, number: int) -> HttpResponse:
    """Return the form (GET); take what was sent and say its number (POST). Closed by itself after the last day."""
    context = at_place(request, agency)
    page = public(CommentPage.objects.filter(agency=context["agency"], pk=number)).first()
    if page is None or not page.takes_online:
        raise Http404("没有这次意见征集，或者不在线接收意见")
    context |= {"collection": page, "address": page.get_url(request), "stage": page.stage_on(timezone.localdate())}
    if context["stage"] is not Stage.OPEN:
        status = HTTPStatus.CONFLICT if request.method == "POST" else HTTPStatus.OK
        return _page(request, context, OpinionForm(request.POST or None), status=status)
    if request.method != "POST":
        return _page(request, context, OpinionForm())
    return _taken(request, context, OpinionForm(request.POST))


def _taken(request: HttpRequest, context: dict[str, Any], form: OpinionForm) -> HttpResponse:
    if not form.is_valid():
        return _page(request, context, form, status=HTTPStatus.BAD_REQUEST)
    try:
        number = _admitted(request)
    except TokenRefused as refused:
        return _page(request, context, form, problem=str(refused), status=HTTPStatus.BAD_REQUEST)
    most = _most(request, number)
    if has_done_too_often(request, "opinion", most):
        told = f"这个网络地址一小时内已提交 {most} 条。请过一会儿再提交，或者寄信、发邮件给我们。"
        return _page(request, context, form, problem=told, status=HTTPStatus.TOO_MANY_REQUESTS)
    try:
        key = submission_hash(number)
        opinion = receive(form.save(commit=False), context["collection"], submission_hash=key, at=timezone.now())
    except Refused as refused:
        return _page(request, context, form, problem=str(refused), status=HTTPStatus.CONFLICT)
    return render(request, "portal/comments/received.html", {**context, "opinion": opinion, "unlisted": True})


def _admitted(request: HttpRequest) -> str:
    """Return the number of the form's token; raise TokenRefused for a program."""
    if request.POST.get(TRAP):
        raise TokenRefused("有一个请勿填写的隐藏栏被填上了，可能是浏览器自动填写，还没有提交。请再提交一次。")
    return form_number(request.POST.get("token", ""))


def _most(request: HttpRequest, number: str) -> int:
    """Return how many opinions an hour are taken from one network address: fewer without the human check."""
    if is_solved(request.POST.get("altcha", ""), number):
        return settings.OPINIONS_PER_HOUR
    return min(settings.OPINIONS_UNPROVEN_PER_HOUR, settings.OPINIONS_PER_HOUR)


def _page(
    request: HttpRequest, context: dict[str, Any], form: OpinionForm, *, status: int = HTTPStatus.OK, problem: str = ""
) -> HttpResponse:
    token = kept_token(request.POST.get("token", ""))
    told = {
        **context,
        "form": form,
        "problem": problem,
        "token": token,
        "challenge": new_challenge(number_of(token)),
        "trap": TRAP,
        "unlisted": True,
    }
    response = render(request, "portal/comments/form.html", told, status=status)
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        response.headers["Retry-After"] = str(HOUR)
    return response
