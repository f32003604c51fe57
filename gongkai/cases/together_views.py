"""Splitting a case, taking a draft over to other cases of the same person, and deciding about many at once."""

from __future__ import annotations

from datetime import date, datetime
from http import HTTPStatus

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from gongkai.agencies.door import Role, row_number
from gongkai.cases.act_forms import words_field
from gongkai.cases.approvals import approvals_due, latest_draft
from gongkai.cases.batch import decide_together, grouped, may_take_over, take_over
from gongkai.cases.case import Case
from gongkai.cases.drafts import Draft
from gongkai.cases.office_views import agencies_for, case_for
from gongkai.cases.personal import masked_name
from gongkai.cases.queue import to_approve
from gongkai.cases.refusals import Refused, refuse_on, tell
from gongkai.cases.splitting import MOST_PARTS, split
from gongkai.findings import Finding
from gongkai.statute import holds_identity_number

_SHORTEST, _LONGEST = 4, 2000
_ANSWER, _MOST_WORDS = "answer_", 3000


class SplitForm(forms.Form):
    """What each part asks for."""

    use_required_attribute = False

    parts = words_field(
        "每件的内容",
        required="请每行写一件的内容。",
        rows=8,
        hint="每行一件；第一行留在原编号，其余各给新的编号和查询码，收到申请之日和答复期限与原件相同。",
    )

    def clean_parts(self) -> list[str]:
        """Return the parts."""
        lines = [line.strip() for line in self.cleaned_data["parts"].splitlines() if line.strip()]
        if len(lines) > MOST_PARTS:
            raise forms.ValidationError(f"最多拆成 {MOST_PARTS} 件，这里有 {len(lines)} 行。")
        for number, line in enumerate(lines, 1):
            if not _SHORTEST <= len(line) <= _LONGEST:
                raise forms.ValidationError(f"第 {number} 行应为 {_SHORTEST} 至 {_LONGEST} 个字。")
            if holds_identity_number(line):
                raise forms.ValidationError(f"第 {number} 行写有身份证号码，请删去。")
        return lines


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def split_page(request: HttpRequest, number: int) -> HttpResponse:
    """Ask how a case is split (GET), and split it (POST)."""
    case = case_for(request, number)
    form = SplitForm(request.POST if request.method == "POST" else None, initial={"parts": case.description})
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        parts = form.cleaned_data["parts"]
        try:
            made = split(case.pk, parts, by=request.user, at=now, today=timezone.localdate(now))
        except Refused as refused:
            form.add_error("parts", str(refused))
        else:
            return render(request, "cases/office/was_split.html", {"case": case, "made": made})
    status = HTTPStatus.BAD_REQUEST if form.errors else HTTPStatus.OK
    return render(request, "cases/office/split.html", {"case": case, "form": form}, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def copy_draft(request: HttpRequest, number: int) -> HttpResponse:
    """Show what the person asked in other cases and the answer as it would be (GET); write each confirmed (POST)."""
    case = case_for(request, number)
    if request.method != "POST":
        return _copies(request, case, None)
    now = timezone.now()
    chosen = {row_number(one) for one in request.POST.getlist("case")} - {0}
    answers = {pk: request.POST.get(f"{_ANSWER}{pk}", "").strip() for pk in chosen}
    said = {"seen_digest": request.POST.get("digest", ""), "by": request.user, "at": now}
    try:
        refuse_on(
            Finding("BATCH-LONG", str(pk), {"most": _MOST_WORDS}) for pk in answers if len(answers[pk]) > _MOST_WORDS
        )
        made = take_over(case, answers, **said, today=timezone.localdate(now))
    except Refused as refused:
        return _copies(request, case, refused)
    messages.success(request, f"已为确认的 {len(made)} 件申请各存了一稿，请再由有关人员审批；没有勾选的没有变动。")
    return redirect("cases:case", case.pk)


def _copies(request: HttpRequest, case: Case, refused: Refused | None) -> HttpResponse:
    draft, today = latest_draft(case), timezone.localdate()
    wrong = {one.where: tell(one)["message"] for one in refused.findings} if refused else {}
    chosen = set(request.POST.getlist("case"))
    lines = [
        {
            "case": one,
            "applicant": masked_name(one.applicant_name),
            "chosen": str(one.pk) in chosen,
            "answer": request.POST.get(f"{_ANSWER}{one.pk}", draft.text if draft else ""),
            "draft": latest_draft(one),
            "wrong": wrong.pop(str(one.pk), ""),
        }
        for one in may_take_over(case)
    ]
    context = {
        "case": case,
        "lines": lines,
        "draft": draft,
        "outcome": draft.kind(on=today) if draft else None,
        "files": case.files.filter(pk__in=[pk for pk, _ in draft.files]).defer("content") if draft else (),
        "problem": "".join(wrong.values()) or ("没有存稿，下面有要改的；您填写的都已保留。" if refused else ""),
        "most": _MOST_WORDS,
    }
    status = HTTPStatus.CONFLICT if refused else HTTPStatus.OK
    return render(request, "cases/office/copy_draft.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def decide_many(request: HttpRequest) -> HttpResponse:
    """Show drafts that say the same (GET), and record one decision for each of those that were seen (POST)."""
    now = timezone.now()
    today = timezone.localdate(now)
    problem = ""
    if request.method == "POST":
        try:
            done = _decided(request, now, today)
        except (Refused, ValueError) as refused:
            problem = f"没有作出审批。{refused}" if isinstance(refused, Refused) else "没有作出审批，请重新选择。"
        else:
            messages.success(request, f"已逐件登记 {done} 件的审批意见。")
            return redirect("cases:queue")
    drafts = to_approve(request.user, list(agencies_for(request)), today=today)
    groups = [
        {"drafts": one.drafts, "first": one.first, "role": Role(approvals_due(one.first, on=today)[0])}
        for one in grouped(drafts)
        if len(one.drafts) > 1
    ]
    for group in groups:
        group["outcome"] = group["first"].kind(on=today)
    context = {"groups": groups, "problem": problem, "reason": request.POST.get("reason", "")}
    return render(
        request,
        "cases/office/decide_many.html",
        context,
        status=HTTPStatus.CONFLICT if problem else HTTPStatus.OK,
    )


def _decided(request: HttpRequest, now: datetime, today: date) -> int:
    """Record the decision about the drafts that were ticked; each is named with the digest that was seen."""
    seen = [one.partition(":") for one in request.POST.getlist("draft")]
    numbers = [row_number(pk) for pk, _, _ in seen]
    if not seen or Draft.objects.filter(pk__in=numbers).count() < len(set(numbers)):
        raise ValueError("nothing was ticked, or no draft")
    return decide_together(
        [(number, digest) for number, (_, _, digest) in zip(numbers, seen, strict=True)],
        request.POST.get("role", ""),
        approve=request.POST.get("verdict") == "approve",
        reason=request.POST.get("reason", "")[:500],
        by=request.user,
        at=now,
        today=today,
    )
