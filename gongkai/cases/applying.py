"""Applying on our own site: read what applies, fill in, read over, send, keep the receipt (Reg. art. 27, 29, 31)."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from csp.constants import SELF
from csp.decorators import csp_update
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect, requires_csrf_token
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.cases.application_form import FORMS, ORGANIZATION, PERSON, ApplicationForm
from gongkai.cases.case_files import KINDS, MEGABYTE, MOST_BYTES, MOST_FILES, Attached, Direction, attached
from gongkai.cases.form_tokens import TokenRefused, kept_token, new_token, number_in, number_of
from gongkai.cases.human_check import is_solved, new_challenge
from gongkai.cases.refusals import Refused
from gongkai.cases.shown_clock import ShownClock
from gongkai.cases.similar import similar_information
from gongkai.cases.submitting import SentOtherwise, submit
from gongkai.cases.unsent import MOST_CHARACTERS, TooMuch, forget_unsent, keep_unsent
from gongkai.pages.door import FORM_BYTES, HOUR, AgencyPage, KeptInMemory, declared_bytes, has_done_too_often

TRAP = "homepage"  # a field that nobody sees: who fills it in is a program


def place_for(agency: str, request: HttpRequest) -> dict[str, Any]:
    """Return the agency of an address with its office and the way here; raise Http404 where it has no public page."""
    page = get_object_or_404(AgencyPage.objects.select_related("agency").filter(live=True), agency__slug=agency)
    trail = [{"title": "首页", "address": "/"}, {"title": page.title, "address": page.get_url(request)}]
    return {"agency": page.agency, "office": page.agency.disclosure_office, "trail": trail}


@require_safe
def apply(request: HttpRequest, agency: str) -> HttpResponse:
    """Return what to know before applying, and the two ways on: as a person, for an organisation."""
    return render(request, "cases/apply.html", place_for(agency, request))


@require_safe
def paper_form(request: HttpRequest, agency: str) -> HttpResponse:
    """Return the form to print and fill in by hand."""
    asked = {"person": FORMS[PERSON](), "organization": FORMS[ORGANIZATION]()}
    return render(request, "cases/paper_form.html", {**place_for(agency, request), **asked})


@csp_update({"script-src": [SELF]})  # the human check; without script the page works as well
@csrf_exempt  # the token is checked once the upload handler is in place
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def application_form(request: HttpRequest, agency: str, who: str) -> HttpResponse:
    """Return the form (GET); read over, mend or send what was filled in (POST)."""
    if who not in FORMS:
        raise Http404(who)
    place = place_for(agency, request)
    if request.method != "POST":
        return form_page(request, place, FORMS[who]())
    if declared_bytes(request) > MOST_FILES * MOST_BYTES + FORM_BYTES:
        return files_too_large(request, place)
    kept = KeptInMemory(MOST_BYTES)
    request.upload_handlers = [kept]
    answer: HttpResponse = csrf_protect(_posted)(request, place, who, kept)
    return answer


@requires_csrf_token  # a refused request is not read, so its token cannot be checked
def files_too_large(request: HttpRequest, place: dict[str, Any]) -> HttpResponse:
    """Say that what is sent is more than files may be; nothing of it is read. `place` has agency and office."""
    context = {**place, "most_files": MOST_FILES, "megabytes": MOST_BYTES // MEGABYTE}
    return render(request, "cases/too_large.html", context, status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)


def _posted(request: HttpRequest, place: dict[str, Any], who: str, kept: KeptInMemory) -> HttpResponse:
    form, step = FORMS[who](request.POST), request.POST.get("step", "")
    if step == "keep":
        return _keep(request, place, form)
    if not form.is_valid():
        return form_page(request, place, form)
    if step == "edit":
        return form_page(request, place, form)
    return _send(request, place, form, kept) if step == "send" else _review_page(request, place, form)


def _keep(request: HttpRequest, place: dict[str, Any], form: ApplicationForm) -> HttpResponse:
    """Keep what was typed, right or wrong, and show the code by which it is found again."""
    try:
        _refuse_program(request)
        if has_done_too_often(request, "keep", settings.APPLY_PER_HOUR):
            raise _NotSent("problem", "这个网络地址一小时内保存的次数太多，还没有保存。请过一会儿再保存。")
        typed = {name: form[name].value() or "" for name in form.fields}
        row, code = keep_unsent(place["agency"], form.who, typed, code=_kept(request), at=timezone.now())
    except _NotSent as refused:
        return form_page(request, place, form.unjudged(), problem=str(refused))
    except TooMuch:
        told = f"填写的内容超过 {MOST_CHARACTERS} 个字，还没有保存。请把“需要的政府信息”缩短后再保存。"
        return form_page(request, place, form.unjudged(), problem=told)
    return render(request, "cases/kept.html", {**place, "code": code, "last_date": row.last_date})


def _send(request: HttpRequest, place: dict[str, Any], form: ApplicationForm, kept: KeptInMemory) -> HttpResponse:
    """Register the application and return its receipt; where something is wrong, the review page says so."""
    try:
        number = _admitted(request)
        files = _files(request, kept)
    except _NotSent as refused:
        return _review_page(request, place, form, **{refused.where: str(refused)}, status=refused.status)
    now = timezone.now()
    today = timezone.localdate(now)
    try:
        case, code = submit(form.case(), place["agency"], number=number, files=files, at=now, today=today)
    except SentOtherwise as sent:
        told = f"这张表刚才已经提交，编号 {sent.case.number}。这次的内容不同：确要另提一件的，请再点一次提交。"
        return _review_page(request, place, form, problem=told, fresh=True, status=HTTPStatus.CONFLICT)
    except Refused as refused:
        return _review_page(request, place, form, problem=str(refused), status=HTTPStatus.CONFLICT)
    forget_unsent(_kept(request), place["agency"], today=today)
    shown = ShownClock(case.clock(today=today), today)
    came = case.files.filter(direction=Direction.RECEIVED).defer("content").order_by("pk")
    told = {"case": case, "code": code, "shown": shown, "form": form, "files": came}
    return render(request, "cases/receipt.html", {**place, **told})


class _NotSent(Exception):
    """Why nothing was sent; `where` is the part of the review page that says it."""

    def __init__(self, where: str, told: str, status: int = HTTPStatus.BAD_REQUEST) -> None:
        self.where, self.status = where, status
        super().__init__(told)


def _refuse_program(request: HttpRequest) -> None:
    if request.POST.get(TRAP):
        raise _NotSent("problem", "有一个请勿填写的隐藏栏被填上了，可能是浏览器自动填写，还没有提交。请再提交一次。")


def _admitted(request: HttpRequest) -> str:
    """Return the number of the form's token; raise _NotSent for a program, or for too many in an hour."""
    _refuse_program(request)
    try:
        number = number_in(request.POST.get("token", ""))
    except TokenRefused as refused:
        raise _NotSent("problem", str(refused)) from None
    solved = is_solved(request.POST.get("altcha", ""), number)
    most = settings.APPLY_PER_HOUR if solved else min(settings.APPLY_UNPROVEN_PER_HOUR, settings.APPLY_PER_HOUR)
    if has_done_too_often(request, "apply", most):
        told = f"这个网络地址一小时内已提交 {most} 次。请过一会儿再提交，或者打印申请表当面、邮寄提交。"
        raise _NotSent("problem", told, HTTPStatus.TOO_MANY_REQUESTS)
    return number


def _files(request: HttpRequest, kept: KeptInMemory) -> list[Attached]:
    """Return the attached files; raise _NotSent for one that is not taken."""
    uploads = request.FILES.getlist("files")
    if kept.too_large:
        raise _NotSent("file_problem", f"有文件超过 {MOST_BYTES // MEGABYTE} MB，没有接收。请换成较小的文件后再提交。")
    if len(uploads) > MOST_FILES:
        raise _NotSent("file_problem", f"最多附 {MOST_FILES} 个文件，这次选了 {len(uploads)} 个。请重新选择。")
    try:
        return [attached(upload) for upload in uploads]
    except ValueError as error:
        raise _NotSent("file_problem", str(error)) from None


def form_page(
    request: HttpRequest, place: dict[str, Any], form: ApplicationForm, *, kept: str = "", **told: str
) -> HttpResponse:
    """Return the form; `kept` is the code under which it is kept, `told` what went wrong."""
    wrong = form.is_bound and bool(form.errors)
    kept = kept or _kept(request)
    context = {
        **place,
        **told,
        "form": form,
        "token": kept_token(request.POST.get("token", "")),
        "trap": TRAP,
        "kept": kept,
    }
    context["keep_days"] = settings.UNSENT_DAYS
    status = HTTPStatus.BAD_REQUEST if wrong or told else HTTPStatus.OK
    return render(request, "cases/application_form.html", context, status=status)


def _review_page(
    request: HttpRequest,
    place: dict[str, Any],
    form: ApplicationForm,
    *,
    status: int = HTTPStatus.OK,
    fresh: bool = False,
    **told: str,
) -> HttpResponse:
    """Return what was filled in to be read over, with what is public already and may be it."""
    similar = similar_information(place["agency"], form.cleaned_data["description"], request=request)
    kinds = "、".join(dict.fromkeys(ending.upper() for ending, _ in KINDS.values()))
    limits = {"most_files": MOST_FILES, "megabytes": MOST_BYTES // MEGABYTE, "kinds": kinds}
    token = new_token() if fresh else kept_token(request.POST.get("token", ""))
    challenge = new_challenge(number_of(token))
    guards = {"token": token, "trap": TRAP, "challenge": challenge, "kept": _kept(request)}
    context = {**place, **limits, **told, **guards, "form": form, "similar": similar}
    response = render(request, "cases/application_review.html", context, status=status)
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        response.headers["Retry-After"] = str(HOUR)
    return response


def _kept(request: HttpRequest) -> str:
    """Return the code under which the application is kept, empty where it is not."""
    return str(request.POST.get("kept", ""))[:60]
