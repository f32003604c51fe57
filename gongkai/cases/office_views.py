"""依申请公开 in the back office: the queue, all cases, and the page of a case with what may be done."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from gongkai.agencies.door import Agency, Role, agencies_with, record, roles_of, subject_of
from gongkai.cases.act_forms import ActForm
from gongkai.cases.approvals import WRITERS, approvals_due, latest_draft, obstacles
from gongkai.cases.batch import grouped
from gongkai.cases.case import DECIDING_ACTS, Case, CaseEvent
from gongkai.cases.case_files import CaseFile, Direction
from gongkai.cases.consulted import asked_whom, opinion_in_words
from gongkai.cases.deciding import judged
from gongkai.cases.disposals import destruction_of
from gongkai.cases.draft_changes import changes_in
from gongkai.cases.drafts import Draft
from gongkai.cases.extension_proposals import HEAD, proposals_waiting
from gongkai.cases.extension_shown import extension_told
from gongkai.cases.letter_checks import wording_findings
from gongkai.cases.likeness_shown import told_of_likeness
from gongkai.cases.log_acts import CaseAct
from gongkai.cases.office_acts import act_name, acts_offered, acts_possible, perform, preview, roles_for
from gongkai.cases.personal import known_of, masked_value
from gongkai.cases.queue import queue, to_approve
from gongkai.cases.refusals import Refused, tell
from gongkai.cases.registering import agencies_where_writing
from gongkai.cases.releasing import review_of
from gongkai.cases.reply_wording import reply_wording
from gongkai.cases.replying import written_letter
from gongkai.cases.seal_refusals import standing_refusals
from gongkai.cases.seeing import file_seen, preview_seen
from gongkai.cases.shown_clock import ShownClock
from gongkai.cases.typed_words import words_sent
from gongkai.cases.undelivered import undelivered, undelivered_of
from gongkai.cases.wording import LETTER_OF_ACT
from gongkai.cases.working_file import open_tasks
from gongkai.cases.working_shown import working_file
from gongkai.statute import Judgement, State, in_chinese

READERS = (*WRITERS, Role.LEADER)
A_PAGE = 50
_TYPED_FORMS = (
    "wrong_paper",
    "wrong_answer",
    "proposal_form",
    "delay_form",
)  # beside that of an act, each as it came back
# What is told of a field that belongs to no form of ours: where it stands, and what it is called.
_MISSED = {
    "unmask_error": ("unmask_reason", "为什么要看完整信息"),
    "decision_error": ("decision_reason", "答复稿的审批意见"),
    "extension_error": ("extension_reason", "延期建议的审批意见"),
}
# Acts that nobody of the office recorded: the applicant did them on our own site, the others follow from the law.
_ACTS_OF_APPLICANT, _BY_THE_APPLICANT = ("correction_received", "reasons_received", "withdraw"), "申请人在网站办理"
_SHOWN_FILES = (Direction.RECEIVED, Direction.OTHERS, Direction.GIVEN)


def agencies_for(request: HttpRequest) -> QuerySet[Agency]:
    """Return the agencies whose cases whoever looks may see."""
    return Agency.objects.all() if request.user.is_superuser else agencies_with(request.user, READERS)


def case_for(request: HttpRequest, number: int) -> Case:
    """Return a case of these agencies; raise Http404 for any other."""
    return get_object_or_404(Case.objects.select_related("agency").filter(agency__in=agencies_for(request)), pk=number)


@require_safe
def queue_page(request: HttpRequest) -> HttpResponse:
    """Show what is due, in order of law: overdue, today, soon, and what waits for whoever looks."""
    today, agencies = timezone.localdate(), list(agencies_for(request))
    groups = queue(agencies, today=today)
    drafts = to_approve(request.user, agencies, today=today)
    context = {
        "groups": [group for group in groups if group.lines],
        "drafts": drafts,
        "may_register": agencies_where_writing(request.user).exists(),
        "together": [one for one in grouped(drafts) if len(one.drafts) > 1],
        "tasks": open_tasks(agencies),
        "extensions": proposals_waiting(agencies_with(request.user, [HEAD])),
        "undelivered": undelivered(agencies, today=today),
        "today": today,
    }
    return render(request, "cases/office/queue.html", context)


@require_safe
def all_cases(request: HttpRequest) -> HttpResponse:
    """Show every case by number, newest first, page by page."""
    wanted = request.GET.get("q", "").strip()
    found = Case.objects.filter(agency__in=agencies_for(request)).select_related("agency")
    if wanted:
        found = found.filter(number__icontains=wanted) | found.filter(description__icontains=wanted)
    page = Paginator(found.order_by("-arrival_date", "-pk"), A_PAGE).get_page(request.GET.get("p"))
    return render(request, "cases/office/all.html", {"page_of_cases": page, "wanted": wanted})


def page_of(
    request: HttpRequest, case: Case, *, wrong: ActForm | None = None, status: int = HTTPStatus.OK, **told: Any
) -> HttpResponse:
    """Return the page of a case; `wrong` is the act whose form brings its errors."""
    today = timezone.localdate()
    roles = roles_of(request.user, case.agency, on=today)
    draft = latest_draft(case)
    shown = ShownClock(case.clock(today=today), today)
    possible = acts_possible(case, today=today)
    context = {
        "case": case,
        "shown": shown,
        "wrong_form": next((form for form in (wrong, *map(told.get, _TYPED_FORMS)) if form), None),
        "missed": [(*place, told[name]) for name, place in _MISSED.items() if told.get(name)],
        "findings": [tell(finding) for finding in shown.clock.findings],
        "events": [_event_told(case, one) for one in _events(case)],
        "letters": case.letters.select_related("dispatch", "recipient").order_by("pk"),
        "undelivered": {one.letter.pk for one in undelivered_of(case, today=today)},
        "unsealed": set(standing_refusals([case.agency]).filter(letter__case=case).values_list("letter", flat=True)),
        "may_write": bool(roles & set(WRITERS)),
        "files": case.files.filter(direction__in=_SHOWN_FILES).defer("content"),
        "forms": _act_forms(case, [one for one in possible if roles & set(roles_for(one))], wrong, today),
        "of_others": [_of_others(one, today) for one in possible if not roles & set(roles_for(one))],
        "destruction": destruction_of(case),
        "ask_head_for_relief": shown.clock.state == State.FEE_PENDING and HEAD not in roles,
        **told_of_likeness(case, roles),
        "masked": {name: masked_value(value) for name, value in known_of(case).items()},
        "may_draft": bool(roles & set(WRITERS)) and case.is_in_hand,
        "draft": draft,
        "given_now": _given_with(case, draft),
        **(_draft_told(draft, roles) if draft and case.is_in_hand else {}),
        **working_file(case, told, today=today),
        **extension_told(case, roles, told, today=today),
        **told,
    }
    return render(request, "cases/office/case.html", context, status=status)


def _of_others(act: str, today: date) -> tuple[str, str]:
    """Return what an act is called, and who may do it."""
    return act_name(act, on=today), "、".join(role.label for role in roles_for(act))


def _act_forms(case: Case, offered: list[str], wrong: ActForm | None, today: date) -> list[dict[str, Any]]:
    """Return the acts that may be done now, each with its form; the one that is `wrong` first, with its errors."""
    left = [act for act in offered if wrong is None or wrong.act != act]
    made = [ActForm(None, case=case, act=act, today=today) for act in left]
    forms = [*([wrong] if wrong is not None else []), *made]
    return [
        {
            "name": act_name(form.act, on=today),
            "form": form,
            "open": form is wrong,
            "has_letter": form.act in LETTER_OF_ACT,
        }
        for form in forms
    ]


def _events(case: Case) -> Any:
    return case.events.select_related("recorded_by", "on_behalf_of", "dispatch__letter__recipient")


def _event_told(case: Case, event: CaseEvent) -> dict[str, Any]:
    """Return an act as the timeline shows it, with the judgements that led to an outcome."""
    return {
        "event": event,
        "name": act_name(event.act, on=event.event_date),
        "by": event.recorded_by or (_BY_THE_APPLICANT if event.act in _ACTS_OF_APPLICANT else "系统"),
        "whom": asked_whom(event),
        "why": "" if event.note else event.facts.get("reason", ""),
        "said": opinion_in_words(event.facts["opinion"]) if event.facts.get("opinion") else "",
        "judged": judged(Judgement.of_data(event.answers), on=event.event_date) if event.answers else [],
        "is_history": event.is_history and event.act in DECIDING_ACTS,
    }


def _draft_told(draft: Draft, roles: frozenset[Role]) -> dict[str, Any]:
    """Return what the page says of the draft: its letter as it would go out, what keeps it, whose turn it is."""
    today = timezone.localdate()
    due = approvals_due(draft, on=today)
    wording = reply_wording(draft, on=today)
    found = [tell(finding) for finding in (*obstacles(draft, on=today), *wording_findings(wording))]
    return {
        "judged": judged(_as_written(draft), [one.name for one in draft.answered], on=today),
        "preview": wording.paragraphs,
        "changed": changes_in(draft, on=today),
        "needs_seal": wording.needs_seal,
        "written": written_letter(draft),
        "outcome": draft.kind(on=today),
        "approvals": [{"row": one, "role": Role(one.role).label} for one in draft.approvals.select_related("person")],
        "obstacles": found,
        "reviewed": review_of(draft),
        "to_review": draft.gives,
        "turn": due[0] if due and due[0] in roles else None,
        "due_roles": [role.label for role in due],
        "may_issue": bool(roles & set(WRITERS)) and not any(one["severity"] == "error" for one in found),
    }


def _given_with(case: Case, draft: Draft | None) -> dict[int, CaseFile]:
    """Return the files that go out with a draft, by their ids."""
    numbers = [pk for pk, _ in draft.files] if draft else []
    return case.files.defer("content").in_bulk(numbers) if numbers else {}


def _as_written(draft: Draft) -> Judgement:
    """Return what was judged when a draft was written."""
    return Judgement(tuple(one.answers for one in draft.answered), draft.principal)


@never_cache
@require_safe
def case_page(request: HttpRequest, number: int) -> HttpResponse:
    """Show a case."""
    return page_of(request, case_for(request, number))


@never_cache
@require_POST
def unmask(request: HttpRequest, number: int) -> HttpResponse:
    """Show the applicant's data once; that it was looked at, by whom and why, is on the log first."""
    case = case_for(request, number)
    reason = request.POST.get("reason", "").strip()
    if not reason:
        return page_of(
            request, case, unmask_error="请写明为什么要看，这会记入操作记录。", status=HTTPStatus.BAD_REQUEST
        )
    record(CaseAct.UNMASK, agency=case.agency, by=request.user, subject=subject_of(case), reason=reason[:200])
    return page_of(request, case, masked=known_of(case), unmasked=True)


@never_cache
@require_POST
def do_act(request: HttpRequest, number: int, act: str) -> HttpResponse:
    """Record one act on a case; where something is wrong, its form comes back with all that was typed."""
    case, today = case_for(request, number), timezone.localdate()
    if act not in acts_offered(case, roles_of(request.user, case.agency, on=today), today=today):
        told = _not_now(case, act, today)
        return page_of(request, case, problem=told, typed=words_sent(request), status=HTTPStatus.CONFLICT)
    if "preview" in request.POST and act not in LETTER_OF_ACT:
        told = f"办理“{act_name(act, on=today)}”不发文书，没有可以预览的。没有登记。"
        return page_of(request, case, problem=told, status=HTTPStatus.CONFLICT)
    form = ActForm(request.POST, case=case, act=act, today=today)
    if not form.is_valid():
        return page_of(request, case, wrong=form, status=HTTPStatus.BAD_REQUEST)
    try:
        if "preview" in request.POST:
            shown = preview(form, by=request.user, today=today)
            preview_seen(case, act_name(act, on=today), by=request.user, at=timezone.now())
            return pdf_shown(shown)
        done = perform(form, by=request.user, at=timezone.now(), today=today)
    except Refused as refused:
        where = refused.finding.where.rpartition(".")[2]
        form.add_error(where if where in form.fields else "event_date", str(refused))
        return page_of(request, case, wrong=form, status=HTTPStatus.CONFLICT)
    if done.event is None:
        messages.success(request, f"已成文：{done.letter}。请盖章，登记盖章件后发出；发出之日起才算办理。")
    else:
        messages.success(request, f"已登记：{act_name(act, on=today)}。")
    return redirect("cases:case", case.pk)


def _not_now(case: Case, act: str, today: date) -> str:
    """Return why an act was not recorded that is not offered: it stands already, or the case has gone on."""
    name, state = act_name(act, on=today), ShownClock(case.clock(today=today), today).state
    before = _events(case).filter(act=act).order_by("seq").last()
    if before is not None:
        by = before.recorded_by or "申请人（网站）或者系统"
        return f"没有登记：“{name}”已经由{by}登记在案（{in_chinese(before.event_date)}），办件现在是“{state}”。"
    return f"没有登记：办件现在是“{state}”，这一状态下不能办理“{name}”，或者这件事不归您的岗位办。"


def pdf_shown(data: bytes) -> HttpResponse:
    """Return a PDF that we made ourselves, for the browser to show."""
    return HttpResponse(data, content_type="application/pdf", headers={"Content-Disposition": "inline"})


@never_cache
@require_safe
def case_file(request: HttpRequest, number: int, file: int) -> HttpResponse:
    """Return a file of a case to keep, never to be shown by the browser itself; who opened it is on the log."""
    found = case_for(request, number).files.select_related("case__agency", "letter").filter(pk=file).first()
    if found is None or not found.content:
        raise Http404("没有这个文件，或者已按期满鉴定销毁")
    file_seen(found, by=request.user, at=timezone.now())
    name = content_disposition_header(as_attachment=True, filename=found.name) or "attachment"
    return HttpResponse(found.data(), content_type=found.content_type, headers={"Content-Disposition": name})
