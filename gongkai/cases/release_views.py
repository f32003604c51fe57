"""Looking through what a reply gives, on a page of its own."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from gongkai import proofing, statute
from gongkai.agencies.door import row_number
from gongkai.cases.approvals import latest_draft
from gongkai.cases.contents import PARTIAL, numeral
from gongkai.cases.drafts import Draft
from gongkai.cases.office_views import case_for
from gongkai.cases.refusals import Refused, tell
from gongkai.cases.releasing import blocks, found_in, review_of, review_release, same_elsewhere, to_justify

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from gongkai.cases.case_files import CaseFile
    from gongkai.cases.contents import Content
    from gongkai.findings import Finding

_REASON, _TICK = "reason_", "nothing_left"
_LONGEST = 500


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def release_page(request: HttpRequest, number: int) -> HttpResponse:
    """Show what the checks found in what the latest draft gives (GET), and record that it was looked through (POST)."""
    case = case_for(request, number)
    draft = latest_draft(case)
    if draft is None or not draft.gives:
        raise Http404("没有提供内容的答复稿")
    if request.method == "POST":
        try:
            _reviewed(request, draft)
        except Refused as refused:
            return _shown(request, draft, refused)
        messages.success(request, "已登记：提供的内容核对过，可以发出。")
        return redirect("cases:case", case.pk)
    return _shown(request, draft, None)


def _reviewed(request: HttpRequest, draft: Draft) -> None:
    now = timezone.now()
    review_release(
        draft.pk,
        seen_digest=request.POST.get("digest", ""),
        reasons={
            key.removeprefix(_REASON): value[:_LONGEST]
            for key, value in request.POST.items()
            if key.startswith(_REASON)
        },
        nothing_left=_TICK in request.POST,
        also=_also(request),
        by=request.user,
        at=now,
        today=timezone.localdate(now),
    )


def _also(request: HttpRequest) -> set[int]:
    """Return the drafts that were ticked to be recorded with this one."""
    return {row_number(one) for one in request.POST.getlist("also")} - {0}


def _shown(request: HttpRequest, draft: Draft, refused: Refused | None) -> HttpResponse:
    today = timezone.localdate()
    found = found_in(draft, on=today)
    wrong = {one.where: tell(one)["message"] for one in refused.findings} if refused else {}
    asked = list(_asked(request, draft, found, wrong))
    places = (_TICK, *(one["name"] for one in asked))
    given = list(draft.case.files.filter(pk__in=[pk for pk, _ in draft.files]).order_by("pk").defer("content"))
    context = {
        "case": draft.case,
        "draft": draft,
        "review": review_of(draft),
        "contents": [_content(place, one, given, today) for place, one in enumerate(draft.answered)],
        "findings": [{**proofing.RULES.tell(one), "where": _where(one), "blocks": blocks(draft, one)} for one in found],
        "is_partial": draft.withholds,
        "asked": asked,
        "same": [{"draft": one, "chosen": one.pk in _also(request)} for one in same_elsewhere(draft)],
        "is_ticked": _TICK in request.POST,
        "unticked": wrong.get(_TICK, ""),
        "problem": "".join(words for place, words in wrong.items() if place not in places),
    }
    status = HTTPStatus.CONFLICT if refused else HTTPStatus.OK
    return render(request, "cases/office/release.html", context, status=status)


def _where(finding: Finding) -> str:
    """Return where something was found, as whoever opens the file or reads the reply can follow."""
    told = proofing.file_place_in_words(finding.where)
    return told.replace("“body”", "答复的内容", 1) if finding.where.startswith("body") else told


def _content(place: int, content: Content, given: list[CaseFile], today: date) -> dict[str, Any]:
    """Return what one content gives and withholds, for whoever looks through it."""
    withheld = content.grounds if content.outcome == PARTIAL else ()
    return {
        "number": f"第{numeral(place)}项",
        "name": content.name,
        "outcome": content.kind(on=today).name,
        "text": content.text,
        "files": [one for one in given if one.pk in content.files],
        "parts": [{"ground": statute.ground(one["id"], on=today).name, **one} for one in withheld],
    }


def _asked(request: HttpRequest, draft: Draft, found: list[Finding], wrong: dict[str, str]) -> Iterator[dict[str, str]]:
    """Yield the reasons that are asked for, each with what was typed and what is wrong with it."""
    for rule, title in to_justify(draft, found).items():
        name = f"{_REASON}{rule}"
        yield {"name": name, "title": title, "typed": request.POST.get(name, ""), "wrong": wrong.get(name, "")}
