"""Drafting a reply, deciding about a draft, sending it out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai import statute
from gongkai.agencies.door import row_number
from gongkai.cases.answers import answers_of, conclusion, given_answers, undecided
from gongkai.cases.approvals import latest_draft
from gongkai.cases.case import Case
from gongkai.cases.case_files import KINDS, MEGABYTE, MOST_BYTES, MOST_FILES, Attached, attached
from gongkai.cases.consulted import heard, third_party_opinions
from gongkai.cases.deciding import found, judged
from gongkai.cases.draft_form import ContentForm, ReplyForm
from gongkai.cases.issuing import previewed
from gongkai.cases.office_views import case_for, page_of, pdf_shown
from gongkai.cases.on_record import on_record
from gongkai.cases.origin_proposals import organ_to_name
from gongkai.cases.refusals import Refused
from gongkai.cases.reply_wording import reply_wording
from gongkai.cases.replying import decide, issue_reply, write_draft, write_reply
from gongkai.cases.seeing import preview_seen
from gongkai.cases.typed_words import MOST_REASON, too_long, words_sent
from gongkai.cases.withheld_form import with_more_rows
from gongkai.findings import Finding
from gongkai.statute import Conclusion, Judgement

if TYPE_CHECKING:
    from gongkai.cases.contents import Content

STORED = "已存为新稿。请核对检查结果，再由有关人员审批。"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def draft_page(request: HttpRequest, number: int) -> HttpResponse:
    """Ask for a version of the reply to an application that is answered as one (GET), and store it (POST)."""
    case, today = case_for(request, number), timezone.localdate()
    sent = request.POST if request.method == "POST" else None
    before = latest_draft(case)
    said = _answered(request)
    if not said and before is not None and len(before.contents) > 1:
        return redirect("cases:contents", case.pk)
    only = before.answered[0] if before and len(before.contents) == 1 else None
    answers = answers_of(case, said or (only.answers if only else {}), on=today)
    decided = conclusion(answers, on=today)
    if decided is None:
        return _undecided(request, case, answers, today)
    if sent is not None and "more_parts" in sent:
        sent = with_more_rows(sent)
    form = _content_form(case, sent, decided, answers, only, today)
    whole = ReplyForm(sent, kinds=[decided.code], on=today, initial={"reading": before.reading} if before else None)
    if sent is not None and "more_parts" in sent:
        form.hold_errors()
    elif sent is not None and form.is_valid() and whole.is_valid():
        return _stored(request, case, form, whole)
    return _asked(request, case, form, whole)


def _content_form(
    case: Case, sent: Any, decided: Conclusion, answers: dict[str, str], before: Content | None, today: date
) -> ContentForm:
    """Return the form of the only content; what others said of it is on record, and asked for where it is not."""
    said = third_party_opinions(case, on=today)
    return ContentForm(
        sent,
        decided=decided,
        answers=answers,
        on=today,
        before=before,
        other_organ=organ_to_name(case, on=today) if sent is None else "",
        said_by_others=said if "" in said else (),
        known=on_record(case, statute.outcome(decided.code, on=today).needs, on=today),
    )


def _stored(request: HttpRequest, case: Case, form: ContentForm, whole: ReplyForm) -> HttpResponse:
    now = timezone.now()
    said = {**form.said(), **whole.said()}
    try:
        files = attached_files(request, "files")
        kept = form.cleaned_data["keep_files"]
        write_draft(case.pk, said, files=files, keep_files=kept, by=request.user, at=now, today=timezone.localdate(now))
    except ValueError as error:
        return _asked(request, case, form, whole, file_problem=str(error))
    except Refused as refused:
        return _asked(request, case, form, whole, problem=str(refused))
    messages.success(request, STORED)
    return redirect("cases:case", case.pk)


def _answered(request: HttpRequest) -> dict[str, str]:
    """Return the answers that were sent."""
    told = request.POST if request.method == "POST" else request.GET
    return {question.id: told[question.id] for question in statute.questions() if question.id in told}


def _undecided(request: HttpRequest, case: Case, answers: dict[str, str], today: date) -> HttpResponse:
    """Lead to the question that is still open; a draft that was sent without its answers is shown to be kept."""
    address = f"{reverse('cases:decision', args=[case.pk])}?{urlencode(answers)}"
    if request.method != "POST":
        return redirect(address)
    told = str(Refused(Finding("REPLY-UNDECIDED", facts=undecided(answers, on=today))))
    asked = [question.id for question in statute.questions()]
    context = {"case": case, "problem": told, "address": address, "typed": words_sent(request, but=asked)}
    return render(request, "cases/office/draft_undecided.html", context, status=HTTPStatus.CONFLICT)


def _asked(request: HttpRequest, case: Case, form: ContentForm, whole: ReplyForm, **told: str) -> HttpResponse:
    before, given = latest_draft(case), given_answers(case, on=form.on)
    judgement = Judgement((form.answers,))
    wrong = form.wrong + len(whole.errors) if request.method == "POST" else 0
    status = HTTPStatus.BAD_REQUEST if told or wrong else HTTPStatus.OK
    context = {
        "case": case,
        "form": form,
        "whole": whole,
        "wrong": wrong,
        "found": found(case, judgement, on=form.on),
        "judged": judged(judgement, (), given, on=form.on),
        "said": {name: answer for name, answer in form.answers.items() if name not in given},
        "heard": heard(case, on=form.on),
        "kept": file_names(case, [pk for pk, _ in before.files] if before else ()),
        **file_limits(),
        **told,
    }
    return render(request, "cases/office/draft.html", context, status=status)


def file_limits() -> dict[str, object]:
    """Return what is told of the files that may be given in reply."""
    kinds = "、".join(dict.fromkeys(ending.upper() for ending, _ in KINDS.values()))
    return {"most_files": MOST_FILES, "megabytes": MOST_BYTES // MEGABYTE, "kinds": kinds}


def file_names(case: Case, numbers: Sequence[int]) -> list[str]:
    """Return the names of these files of a case."""
    return list(case.files.filter(pk__in=numbers).order_by("pk").values_list("name", flat=True)) if numbers else []


def attached_files(request: HttpRequest, field: str) -> list[Attached]:
    """Return the files that are given in reply; raise ValueError, in Chinese, for what is not taken."""
    uploads = request.FILES.getlist(field)
    if len(uploads) > MOST_FILES:
        raise ValueError(f"一次最多附 {MOST_FILES} 个文件，这次选了 {len(uploads)} 个。")
    return [attached(upload) for upload in uploads]


@never_cache
@require_POST
def decide_draft(request: HttpRequest, number: int) -> HttpResponse:
    """Record an approval, or that the draft is given back."""
    case, today = case_for(request, number), timezone.localdate()
    draft = get_object_or_404(case.drafts, pk=row_number(request.POST.get("draft")))
    typed = request.POST.get("reason", "").strip()
    if told := too_long(typed, MOST_REASON):
        return page_of(request, case, decision_error=told, decision_reason=typed, status=HTTPStatus.BAD_REQUEST)
    try:
        decide(
            draft.pk,
            request.POST.get("role", ""),
            approve=request.POST.get("verdict") == "approve",
            seen_digest=request.POST.get("digest", ""),
            reason=typed,
            by=request.user,
            at=timezone.now(),
            today=today,
        )
    except (Refused, ValueError) as refused:
        told = str(refused) if isinstance(refused, Refused) else "没有这个岗位，没有作出审批。"
        return page_of(request, case, decision_error=told, decision_reason=typed, status=HTTPStatus.CONFLICT)
    messages.success(request, "审批意见已登记。")
    return redirect("cases:case", case.pk)


@never_cache
@require_POST
def issue_draft(request: HttpRequest, number: int) -> HttpResponse:
    """Send the approved draft out as the reply of today."""
    case = case_for(request, number)
    try:
        issue_reply(case.pk, by=request.user, at=timezone.now(), today=timezone.localdate())
    except Refused as refused:
        return page_of(request, case, problem=f"答复没有发出。{refused}", status=HTTPStatus.CONFLICT)
    messages.success(request, "答复已发出。请送达申请人，并登记送达。")
    return redirect("cases:case", case.pk)


@never_cache
@require_safe
def preview_draft(request: HttpRequest, number: int) -> HttpResponse:
    """Show the letter of the latest draft as it would go out today, as PDF without a number."""
    case, today = case_for(request, number), timezone.localdate()
    draft = latest_draft(case)
    if draft is None:
        raise Http404("还没有答复稿")
    wording = reply_wording(draft, on=today)
    preview_seen(case, wording.title, by=request.user, at=timezone.now())
    return pdf_shown(previewed(case, wording, on=today))


@never_cache
@require_POST
def write_letter(request: HttpRequest, number: int) -> HttpResponse:
    """Give the approved reply its number, so that it can be sealed."""
    case = case_for(request, number)
    try:
        letter = write_reply(case.pk, by=request.user, at=timezone.now(), today=timezone.localdate())
    except Refused as refused:
        return page_of(request, case, problem=f"没有成文。{refused}", status=HTTPStatus.CONFLICT)
    messages.success(request, f"已成文：{letter}。请盖章，再登记盖章件。")
    return redirect("cases:letter", case.pk, letter.pk)
