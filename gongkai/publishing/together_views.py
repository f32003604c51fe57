"""The page of the back office on which several submissions are approved at once: one record for each (REQ-11)."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from gongkai.agencies.door import row_number
from gongkai.publishing.bundles import submitted_together
from gongkai.publishing.forms import ACT_QUESTIONS
from gongkai.publishing.proof_rounds import settled
from gongkai.publishing.queue import waiting_for
from gongkai.publishing.refusals import RULES, Refused
from gongkai.publishing.rounds import Decision, decide_many, needs_own_look
from gongkai.publishing.submissions import ROUND_NAMES, ROUNDS, Submission

SHOWN = 50


class Offered(NamedTuple):
    """A submission one may decide now, what was typed about it, why it is decided `alone`, and why it was `refused`.

    `with_it` is what the same approval is of: everything of its bundle but the document itself.
    """

    submission: Submission
    round_name: str
    seen: str
    with_it: list[dict[str, Any]]
    acts: list[dict[str, Any]]
    chosen: bool
    alone: list[dict[str, Any]]
    refused: list[dict[str, Any]]


@require_http_methods(["GET", "HEAD", "POST"])
def review_together(request: HttpRequest) -> HttpResponse:
    """Show what waits for the person, and approve what was ticked; what is not approved stays, with the reason."""
    now, refused = timezone.now(), dict[int, list[dict[str, Any]]]()
    if request.method == "POST":
        refused = _approve(request, now)
        if not refused:
            return redirect("publishing_together")
    offered = [_offered(one, request, refused.get(one.pk, [])) for one in waiting_for(request.user, now)[:SHOWN]]
    context = {
        "offered": [one for one in offered if not one.alone],
        "others": [one for one in offered if one.alone],
        "heading": "批量审核",
    }
    return render(request, "publishing/admin/together.html", context, status=409 if refused else 200)


def _approve(request: HttpRequest, now: datetime) -> dict[int, list[dict[str, Any]]]:
    """Approve what was ticked; return by submission why it was not approved."""
    chosen = [number for one in request.POST.getlist("chosen") if (number := row_number(one))]
    waiting = {one.pk for one in waiting_for(request.user, now)}
    results = decide_many({one: _decision(request, one) for one in chosen if one in waiting}, by=request.user, at=now)
    refused = {one: result.told() for one, result in results.items() if isinstance(result, Refused)}
    done = len(results) - len(refused)
    if done:
        messages.success(request, f"已逐件通过 {done} 件，每件各有一份审核记录。")
    if not chosen:
        messages.warning(request, "没有选中任何一件。")
    return refused


def _decision(request: HttpRequest, number: int) -> Decision:
    first, *rest = request.POST.get(f"seen-{number}", "").split() or [""]
    acts = {act: f"{act}-{number}" in request.POST for act in ACT_QUESTIONS}
    return Decision(approve=True, seen_hash=first, seen_with=tuple(rest), **acts)


def _offered(submission: Submission, request: HttpRequest, refused: list[dict[str, Any]]) -> Offered:
    due = submission.round_due or 0
    names = ACT_QUESTIONS if due == ROUNDS[0] else {}
    acts = [
        {"name": f"{act}-{submission.pk}", "label": label, "on": f"{act}-{submission.pk}" in request.POST}
        for act, label in names.items()
    ]
    together = submitted_together(submission)
    return Offered(
        submission=submission,
        round_name=ROUND_NAMES.get(due, ""),
        seen=" ".join(one.content_hash for one in together),
        with_it=[_beside(one) for one in together[1:]],
        acts=acts,
        chosen=str(submission.pk) in request.POST.getlist("chosen"),
        alone=[RULES.tell(finding) for finding in needs_own_look(submission)],
        refused=refused,
    )


def _beside(submission: Submission) -> dict[str, Any]:
    """Return how the page names something that is approved together with a document."""
    page = submission.page.specific
    justified = settled(page, submission.revision.as_object()).justified
    return {"submission": submission, "kind": page._meta.verbose_name, "justified": len(justified)}
