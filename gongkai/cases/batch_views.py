"""一并发出 in the back office: approved replies numbered, sealed copies taken in, letters issued, many at once."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.cases.batch_issue import MOST, Batch, batch_of, issue_each, write_each
from gongkai.cases.case_files import MEGABYTE, MOST_BYTES
from gongkai.cases.issuing import kept_pdf
from gongkai.cases.office_views import agencies_for, pdf_shown
from gongkai.cases.sealed_copies import in_one, seal_each
from gongkai.cases.seeing import preview_seen

MOST_FILES = 30  # sealed copies at once
_WORDS = {"write": "成文取号", "seal": "登记盖章件", "issue": "发出"}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def issue_many(request: HttpRequest) -> HttpResponse:
    """Show what may be written, sealed and issued together (GET), and do one of these for what was chosen (POST)."""
    now = timezone.now()
    today = timezone.localdate(now)
    batch = batch_of(list(agencies_for(request)), today=today)
    step = request.POST.get("step", "")
    if step not in _WORDS:
        return _page(request, batch)
    said = {"by": request.user, "at": now, "today": today}
    if step == "seal":
        files, is_compared = request.FILES.getlist("sealed")[:MOST_FILES], "is_compared" in request.POST
        tried = seal_each(files, batch.to_seal, is_compared=is_compared, **said)
    elif step == "write":
        tried = write_each(_chosen(request, batch.to_write), **said)
    else:
        tried = issue_each([*_chosen(request, batch.to_issue), *_chosen(request, batch.unwritten, "draft")], **said)
    if tried.done:
        messages.success(request, f"已{_WORDS[step]} {len(tried.done)} 件。")
    if tried.failed or not tried.done:
        return _page(request, batch_of(list(agencies_for(request)), today=today), step=step, tried=tried)
    return redirect("cases:issue_many")


@never_cache
@require_safe
def letters_to_seal(request: HttpRequest) -> HttpResponse:
    """Return all letters that wait for their seal in one PDF, to be printed and stamped; each look is on the log."""
    now = timezone.now()
    waiting = batch_of(list(agencies_for(request)), today=timezone.localdate(now)).to_seal[:MOST]
    if not waiting:
        messages.info(request, "现在没有待用印的文书。")
        return redirect("cases:issue_many")
    answer = pdf_shown(in_one(kept_pdf(letter) for letter in waiting))
    for letter in waiting:
        preview_seen(letter.case, str(letter), by=request.user, at=now)
    return answer


def _chosen(request: HttpRequest, among: Sequence[Any], name: str = "") -> list[Any]:
    """Return what was ticked of what may be done."""
    wanted = set(request.POST.getlist(name or request.POST["step"]))
    return [one for one in among if str(one.pk) in wanted][:MOST]


def _page(request: HttpRequest, batch: Batch, *, step: str = "", tried: Any = None) -> HttpResponse:
    limits = {"most_files": MOST_FILES, "megabytes": MOST_BYTES // MEGABYTE, "most": MOST}
    problem = ""
    if tried is not None:
        doing = _WORDS[step]
        problem = f"{len(tried.failed)} 件没有{doing}，原因见下；其余 {len(tried.done)} 件已{doing}。"
        problem = problem if tried.failed else f"请先选要{doing}的。"
    context = {"batch": batch, "tried": tried, "problem": problem, **limits}
    context["may_go"] = len(batch.to_issue) + len(batch.unwritten)
    status = HTTPStatus.CONFLICT if problem else HTTPStatus.OK
    return render(request, "cases/office/issue_many.html", context, status=status)
