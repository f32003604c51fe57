"""The pages of the back office on which is handed in, reviewed and taken down. On a phone too, and without scripts."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.agencies.door import roles_of
from gongkai.findings import nest_titles
from gongkai.pages.door import BasePage
from gongkai.publishing.bundles import document_of, mates_of, submitted_together, to_go_with
from gongkai.publishing.differences import differences
from gongkai.publishing.forms import DecisionForm, SubmitForm, WithdrawForm
from gongkai.publishing.gates import closed_gates
from gongkai.publishing.proof_rounds import proofs_told
from gongkai.publishing.queue import barred, may_review, under_way_for, waiting_for
from gongkai.publishing.refusals import RULES, Refused
from gongkai.publishing.reviewed import ReviewedPage
from gongkai.publishing.rounds import decide
from gongkai.publishing.submissions import ROUND_NAMES, Review, State, Submission, open_submission
from gongkai.publishing.submitting import may_recall, recall, submit
from gongkai.publishing.telling import parts_of
from gongkai.publishing.withdrawing import decides_on, withdraw
from gongkai.statute import in_chinese


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """Show what waits for the person, and what else is under way."""
    now = timezone.now()
    waiting = waiting_for(request.user, now)
    others = [one for one in under_way_for(request.user, now) if one not in waiting]
    return render(request, "publishing/admin/queue.html", {"waiting": waiting, "others": others})


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, number: int) -> HttpResponse:
    """Show what was handed in, what changed and what the checks found; take the decision of the due round."""
    submission = get_object_or_404(Submission.objects.select_related("agency", "submitted_by"), pk=number)
    _require_role(request, submission.agency)
    if own := submission.page.specific.review_route:
        return redirect(own, submission.page_id)
    due = submission.round_due
    refused: list[dict[str, Any]] = []
    seen = {
        "seen_hash": submission.content_hash,
        "seen_with": " ".join(one.content_hash for one in submitted_together(submission)[1:]),
    }
    form = DecisionForm(request.POST or None, number=due or 0, initial=seen)
    if request.method == "POST" and form.is_valid():
        try:
            decided = decide(submission.pk, due or 0, form.decision(), by=request.user, at=timezone.now())
        except Refused as refusal:
            refused = refusal.told()
            submission = get_object_or_404(Submission, pk=number)
        else:
            messages.success(request, nest_titles(_said(decided)))
            return redirect("publishing_queue")
    refused += form.told()
    context = _context(request, submission) | {"form": form, "refused": refused}
    return render(request, "publishing/admin/review.html", context, status=409 if refused else 200)


def _context(request: HttpRequest, submission: Submission) -> dict[str, Any]:
    content, page = submission.revision.as_object(), submission.page.specific
    public = parts_of(page) if page.live else []
    together = submitted_together(submission)
    due = submission.round_due
    return {
        "submission": submission,
        "page": page,
        "changes": differences(public, parts_of(content)),
        "is_update": page.live,
        "companions": [_companion(one) for one in together[1:]] if together[0] == submission else [],
        **proofs_told(page, content),
        "gates": list(closed_gates(page)),
        "round_name": ROUND_NAMES.get(due or 0, ""),
        "may_decide": due and not submission.bundle and may_review(submission, due, request.user, timezone.now()),
        "why_not": [RULES.tell(one) for one in barred(submission, due, request.user, timezone.now())] if due else [],
        "may_recall": not list(may_recall(submission, by=request.user, at=timezone.now())),
    }


def _companion(submission: Submission) -> dict[str, Any]:
    """Return what the page shows of something handed in together with a document."""
    content, page = submission.revision.as_object(), submission.page.specific
    return {
        "submission": submission,
        "kind": page._meta.verbose_name,
        "changes": differences(parts_of(page) if page.live else [], parts_of(content)),
        "is_update": page.live,
        **proofs_told(page, content),
    }


def _said(decided: Review) -> str:
    title = decided.submission.title
    if decided.verdict == Review.Verdict.RETURN:
        return f"已退回《{title}》，承办人会看到理由。"
    state = Submission.objects.get(pk=decided.submission_id).state
    if state == State.PUBLISHED:
        return f"《{title}》三审通过，已公开。"
    passed = f"《{title}》{decided.get_round_display()}通过，"
    if state != State.APPROVED:
        return f"{passed}现在{state}。"
    planned = decided.submission.go_live_at
    if planned and planned > timezone.now():
        return f"{passed}定于{_moment(planned)}公开。"
    return f"{passed}待公开：还有没有齐的，打开可以看到是什么。"


def _moment(at: datetime) -> str:
    local = timezone.localtime(at)
    return f"{in_chinese(local.date())} {local:%H:%M}"


@require_http_methods(["GET", "HEAD", "POST"])
def submit_page(request: HttpRequest, number: int) -> HttpResponse:
    """Hand in the newest version of a page; show before what the checks find, and what keeps it."""
    page = page_of(request, number)
    if under_way := open_submission(page):
        return redirect("publishing_review", under_way.pk)
    refused: list[dict[str, Any]] = []
    form = SubmitForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            submission = submit(page.pk, by=request.user, at=timezone.now(), correction=form.cleaned_data["correction"])
        except Refused as refusal:
            refused = refusal.told()
        else:
            messages.success(request, nest_titles(f"《{submission.title}》已送审，现在{submission.state}。"))
            return redirect("publishing_queue")
    refused += form.told()
    content = page.get_latest_revision_as_object()
    context = {
        "page": page,
        "form": form,
        "refused": refused,
        "companions": to_go_with(page) if document_of(page) == page else [],
        **proofs_told(page, content),
        "changes": differences(parts_of(page) if page.live else [], parts_of(content)),
        "is_update": page.live,
    }
    return render(request, "publishing/admin/submit.html", context, status=409 if refused else 200)


@require_POST
def recall_submission(request: HttpRequest, number: int) -> HttpResponse:
    """Take a submission back."""
    submission = get_object_or_404(Submission, pk=number)
    _require_role(request, submission.agency)
    try:
        recall(submission.pk, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("publishing_review", submission.pk)
    messages.success(request, nest_titles(f"《{submission.title}》已撤回，可以修改后重新送审。"))
    return redirect("wagtailadmin_pages:edit", submission.page_id)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_page(request: HttpRequest, number: int) -> HttpResponse:
    """Take a public page down with a reason."""
    page = page_of(request, number)
    refused: list[dict[str, Any]] = []
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            withdraw(
                page.pk,
                form.cleaned_data["reason"],
                by=request.user,
                at=timezone.now(),
                mates=form.cleaned_data["mates"],
            )
        except Refused as refusal:
            refused = refusal.told()
        else:
            messages.success(request, nest_titles(f"《{page.title}》已下线，原地址显示日期和理由。"))
            return redirect("publishing_queue")
    refused += form.told()
    mates = [mate for mate in mates_of(page) if mate.live]
    may = decides_on(page, request.user, timezone.now())
    context = {"page": page, "form": form, "refused": refused, "mates": mates, "may": may}
    return render(request, "publishing/admin/withdraw.html", context, status=409 if refused else 200)


def page_of(request: HttpRequest, number: int) -> Any:
    """Return a page that goes through reviews; raise PermissionDenied for people without a role in its agency."""
    page = get_object_or_404(BasePage, pk=number).specific
    if not isinstance(page, ReviewedPage):
        raise PermissionDenied("这类页面没有三审程序。")
    _require_role(request, page.agency)
    return page


def _require_role(request: HttpRequest, agency: Any) -> None:
    if not (request.user.is_superuser or roles_of(request.user, agency, on=timezone.localdate())):
        raise PermissionDenied("您今天在这个机关没有岗位。")
