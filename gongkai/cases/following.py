"""An applicant follows the own case by its code: where it stands, what is to be done, the reply and its remedies."""

from __future__ import annotations

import time
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from django import forms
from django.conf import settings
from django.db import transaction
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai import statute
from gongkai.agencies.door import calendar
from gongkai.cases.acting import act
from gongkai.cases.case import Case, CaseEvent
from gongkai.cases.case_files import Attached, Direction, keep
from gongkai.cases.following_forms import CodeForm, WithdrawalForm
from gongkai.cases.issuing import letter_files
from gongkai.cases.letters import Letter
from gongkai.cases.milestones import answered_in_turn, milestones
from gongkai.cases.refusals import Refused
from gongkai.cases.remedies_told import COURT, body_of, reply_remedies
from gongkai.cases.shown_clock import ShownClock, overdue_remedies
from gongkai.cases.tracking import case_of
from gongkai.pages.door import HOUR, has_done_too_often
from gongkai.statute import Event, State, possible_acts

OPEN_SECONDS = 30 * 60
_KEY = "followed_case"
_ASKS_ANEW = (
    "request_correction",
    "late_correction_notice",
    "ask_reasons",
)  # what was sent before does not answer these
UNKNOWN = (
    "没有查到。请核对回执上的查询码（20 个字母和数字，大小写和横线不影响）；"
    "遗失的，请与受理机关联系，核实身份后换发新的。"
)


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def track(request: HttpRequest) -> HttpResponse:
    """Ask for a code, and go on to its case. Whoever has none learns nothing, and not by trying."""
    form = CodeForm(_sent(request))
    if request.method != "POST":
        return _track_page(request, form)
    if has_done_too_often(request, "track", settings.TRACK_PER_HOUR):
        form.add_error("code", "这个网络地址一小时内查询的次数太多，请过一会儿再查。")
        return _track_page(request, form, HTTPStatus.TOO_MANY_REQUESTS)
    if not form.is_valid():
        return _track_page(request, form, HTTPStatus.BAD_REQUEST)
    case = case_of(form.cleaned_data["code"])
    if case is None:
        form.add_error("code", UNKNOWN)
        return _track_page(request, form, HTTPStatus.BAD_REQUEST)
    request.session.cycle_key()
    request.session[_KEY] = [case.pk, int(time.time())]
    return redirect("tracked_case")


def _track_page(request: HttpRequest, form: CodeForm, status: int = HTTPStatus.OK) -> HttpResponse:
    response = render(request, "cases/track.html", {"form": form}, status=status)
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        response.headers["Retry-After"] = str(HOUR)
    return response


def _sent(request: HttpRequest) -> Any:
    """Return what was sent, None where the page is only asked for."""
    return request.POST if request.method == "POST" else None


def followed(request: HttpRequest) -> Case | None:
    """Return the case whose code was given in this session within the last half hour, with its acts and letters."""
    pk, at = request.session.get(_KEY, (None, 0))
    if pk is None or time.time() - at > OPEN_SECONDS:
        return None
    events = Prefetch(
        "events", CaseEvent.objects.select_related("dispatch__letter__recipient", "dispatch__letter__draft")
    )
    return Case.objects.select_related("agency").prefetch_related(events).filter(pk=pk).first()


def told_of(case: Case) -> dict[str, Any]:
    """Return all that the page of a case tells its applicant."""
    today = timezone.localdate()
    facts = case.facts()
    shown = ShownClock(statute.clock(facts, calendar(), today=today), today)
    acts = possible_acts(facts, calendar(), today=today)
    files = list(case.files.filter(direction__in=(Direction.GIVEN, Direction.RECEIVED)).defer("content"))
    late = shown.is_overdue
    return {
        "agency": case.agency,
        "office": case.agency.disclosure_office,
        "case": case,
        "shown": shown,
        "milestones": milestones(case),
        "in_turn": answered_in_turn(case),
        "family": _family(case),
        "correct_by": shown.limit("correction") if "correction_received" in acts else None,
        "may_correct": "correction_received" in acts,
        "may_withdraw": "withdraw" in acts,
        "may_give_reasons": shown.clock.state == State.REASONS_REQUESTED,
        "pay_by": shown.limit("fee_payment") if "fee_paid" in acts else None,
        "given": [one for one in files if one.direction == Direction.GIVEN and one.event_id],
        "corrections": [one for one in case.events.all() if one.act == "correction_received"],
        "own_files": [one for one in files if one.direction == Direction.RECEIVED],
        "remedies": reply_remedies(case),
        "overdue_remedies": overdue_remedies(shown.clock, body=body_of(case.agency, today), court=COURT)
        if late
        else [],
    }


@never_cache
@require_safe
def tracked_case(request: HttpRequest) -> HttpResponse:
    """Return the page of the case that is followed; ask for the code again where none is."""
    case = followed(request)
    return render(request, "cases/tracked_case.html", told_of(case)) if case else redirect("track")


@require_POST
def stop_tracking(request: HttpRequest) -> HttpResponse:
    """Forget which case was followed, as one should on somebody else's computer."""
    request.session.pop(_KEY, None)
    return redirect("track")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest) -> HttpResponse:
    """Ask whether the applicant is sure, and end the case."""
    case = followed(request)
    if case is None:
        return redirect("track")
    form = WithdrawalForm(_sent(request))
    if request.method == "POST" and form.is_valid():
        event = Event(act="withdraw", event_date=timezone.localdate())
        if recorded(form, "sure", case, event, note="申请人凭查询码在网站上撤回。"):
            return redirect("tracked_case")
    return asked_page(request, "cases/withdrawal.html", case, form)


def recorded(
    form: forms.Form, field: str, case: Case, event: Event, *, note: str, files: Sequence[Attached] = ()
) -> bool:
    """Record the applicant's act with its files; where the law refuses it, say so beside the field, tell False."""
    now = timezone.now()
    try:
        with transaction.atomic():
            done = act(case.pk, event, by=None, at=now, today=timezone.localdate(now), note=note)
            keep(case, files, Direction.RECEIVED, at=now, by=None, event=done)
    except Refused as refused:
        form.add_error(field, _done_before(case, event) or str(refused))
        return False
    return True


def _done_before(case: Case, event: Event) -> str:
    """Return what an applicant reads who sends again what was taken in already; empty where it was not."""
    before = case.events.filter(act__in=(event.act, *_ASKS_ANEW)).order_by("seq").last()
    if before is None or before.act != event.act:
        return ""
    day = f"{before.event_date.month}月{before.event_date.day}日"
    return f"您已于{day}提交过，本机关已经收到，不必再提交；这一次没有登记。还有要说明的，请打受理机构的电话。"


def asked_page(request: HttpRequest, template: str, case: Case, form: forms.Form) -> HttpResponse:
    """Return a page of the case that asks for something, with the form as it stands."""
    status = HTTPStatus.BAD_REQUEST if form.errors else HTTPStatus.OK
    return render(request, template, {**told_of(case), "form": form}, status=status)


def _family(case: Case) -> list[Case]:
    """Return the cases into which one application was split, by number; none where it was not."""
    whole = case.split_from or case
    parts = list(whole.parts.order_by("pk"))
    return [whole, *parts] if parts else []


@never_cache
@require_POST
def tracked_part(request: HttpRequest, part: int) -> HttpResponse:
    """Go on to another part of the same application: who has the code of one follows them all."""
    case = followed(request)
    if case is not None and any(one.pk == part for one in _family(case)):
        request.session[_KEY] = [part, int(time.time())]
    return redirect("tracked_case" if case else "track")


@never_cache
@require_safe
def tracked_letter(request: HttpRequest, letter: int) -> HttpResponse:
    """Return a letter of the case that is followed, to read and to print."""
    case = followed(request)
    if case is None:
        return redirect("track")
    told = {"agency": case.agency, "office": case.agency.disclosure_office, "case": case}
    return render(request, "cases/letter.html", {**told, "letter": _letter_for(case, letter)})


def _letter_for(case: Case, letter: int) -> Letter:
    """Return a letter to the applicant that went out; raise Http404 for one still in hand, or to somebody else."""
    return get_object_or_404(case.letters.filter(dispatch__isnull=False, recipient=None), pk=letter)


@never_cache
@require_safe
def tracked_letter_file(request: HttpRequest, letter: int) -> HttpResponse:
    """Return the file of a letter to keep: its copy with the seal where it has one, else its PDF."""
    case = followed(request)
    if case is None:
        return redirect("track")
    kept = next(iter(letter_files(_letter_for(case, letter))), None)
    if kept is None:
        raise Http404("这份文书没有留存文件")
    told = {"Content-Disposition": _as_attachment(kept.name), "X-Robots-Tag": "noindex, nofollow"}
    return HttpResponse(kept.data(), content_type=kept.content_type, headers=told)


@never_cache
@require_safe
def tracked_file(request: HttpRequest, file: int) -> HttpResponse:
    """Return a file that was given in reply; raise Http404 for any other."""
    case = followed(request)
    if case is None:
        return redirect("track")
    found = case.files.filter(direction=Direction.GIVEN, event__isnull=False, pk=file).first()
    if found is None:
        raise Http404("这件申请没有这个文件")
    return HttpResponse(
        found.data(), content_type=found.content_type, headers={"Content-Disposition": _as_attachment(found.name)}
    )


def _as_attachment(name: str) -> str:
    return content_disposition_header(as_attachment=True, filename=name) or "attachment"
