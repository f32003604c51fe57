"""Proposing an extension on the page of a case, and deciding about the proposal."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from gongkai.cases.act_forms import ActForm
from gongkai.cases.extension_proposals import ExtensionProposal, keep_decision, propose_extension
from gongkai.cases.extension_shown import DelayForm, ProposalForm
from gongkai.cases.office_acts import Done, perform
from gongkai.cases.office_views import case_for, page_of
from gongkai.cases.refusals import Refused
from gongkai.cases.typed_words import MOST_REASON, too_long

if TYPE_CHECKING:
    from gongkai.cases.case import Case


@never_cache
@require_POST
def propose(request: HttpRequest, number: int) -> HttpResponse:
    """Store a proposal; where something is wrong, its form comes back with all that was typed."""
    case, now = case_for(request, number), timezone.now()
    today = timezone.localdate()
    name = "delay_form" if "delayed_to" in request.POST else "proposal_form"
    form = (DelayForm if name == "delay_form" else ProposalForm)(request.POST, today=today)
    if not form.is_valid():
        return page_of(request, case, **{name: form}, status=HTTPStatus.BAD_REQUEST)
    try:
        propose_extension(case.pk, **form.cleaned_data, by=request.user, at=now, today=today)
    except Refused as refused:
        form.add_error(form.asks, str(refused))
        return page_of(request, case, **{name: form}, status=HTTPStatus.CONFLICT)
    messages.success(request, "延期建议已提出，等公开工作机构负责人审批；同意之前答复期限不变。")
    return redirect("cases:case", case.pk)


@never_cache
@require_POST
def decide(request: HttpRequest, number: int, proposal: int) -> HttpResponse:
    """Record what the head says; with consent the extension is done at once, with its notice."""
    case = case_for(request, number)
    found = get_object_or_404(case.extension_proposals, pk=proposal)
    reason, agreed = request.POST.get("reason", "").strip(), request.POST.get("verdict") == "agree"
    if told := too_long(reason, MOST_REASON):
        long = {"extension_error": told, "extension_reason": reason}
        return page_of(request, case, **long, status=HTTPStatus.BAD_REQUEST)
    try:
        done = _decided(request, found, agreed=agreed, reason=reason)
    except Refused as refused:
        told = {"extension_error": str(refused), "extension_reason": reason}
        return page_of(request, case, **told, status=HTTPStatus.CONFLICT)
    messages.success(request, _told(case, done))
    return redirect("cases:case", case.pk)


@transaction.atomic
def _decided(request: HttpRequest, proposal: ExtensionProposal, *, agreed: bool, reason: str) -> Done | None:
    """Store the decision and, with consent, do the act: both or neither."""
    by, now, today = request.user, timezone.now(), timezone.localdate()
    keep_decision(proposal.pk, agreed=agreed, reason=reason, by=by, at=now, today=today)
    if not agreed:
        return None
    said = {"event_date": today.isoformat(), "workdays": proposal.workdays, "reason": proposal.reason}
    said["due_date"] = proposal.delayed_to.isoformat() if proposal.delayed_to else ""
    form = ActForm(said, case=proposal.case, act=proposal.act, today=today)
    form.full_clean()
    return perform(form, by=by, at=now, today=today)


def _told(case: Case, done: Done | None) -> str:
    if done is None:
        return f"已登记：不同意延期。办件 {case.number} 的答复期限不变。"
    if done.event is None:
        return f"已同意；{done.letter}要用印，盖章发出之日起才算延期。"
    if done.letter is None or done.letter.deliveries.exists():
        return "已同意延期，告知书已发出。"
    return f"已同意延期，{done.letter}已写成，还没有送出：请送达申请人并登记，在此之前列在“文书送达”里。"
