"""分项答复: the page on which the contents of one application are listed, judged, worded and stored as one draft."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from gongkai import statute
from gongkai.cases.act_forms import words_field
from gongkai.cases.approvals import latest_draft
from gongkai.cases.contents import LONGEST_NAME, MOST_CONTENTS, Content
from gongkai.cases.contents_form import (
    Answering,
    answering,
    choice_words,
    judged_anew,
    judgement_of,
    listed,
    prefix_of,
    tell_wrong,
    with_one_more,
    without,
)
from gongkai.cases.deciding import ANSWERS, found
from gongkai.cases.draft_form import ReplyForm
from gongkai.cases.draft_views import STORED, attached_files, file_limits, file_names
from gongkai.cases.office_views import case_for
from gongkai.cases.origin_proposals import OURS, agreed, proposed
from gongkai.cases.refusals import Refused, tell
from gongkai.cases.replying import write_draft
from gongkai.cases.withheld_form import with_more_rows
from gongkai.statute import holds_identity_number

if TYPE_CHECKING:
    from django.http import QueryDict

    from gongkai.cases.case import Case
    from gongkai.cases.drafts import Draft

_LIST, _STORE = "list", "store"


class ListForm(forms.Form):
    """What the application asks for, one content a line."""

    use_required_attribute = False

    names = words_field(
        "申请的各项内容",
        required="请每行写一项内容。",
        rows=6,
        hint="每行一项，几个字写清要的是什么；答复书按这里的次序逐项答复。",
    )

    def clean_names(self) -> list[str]:
        """Return the contents."""
        lines = [line.strip() for line in self.cleaned_data["names"].splitlines() if line.strip()]
        if not 2 <= len(lines) <= MOST_CONTENTS:
            raise forms.ValidationError(
                f"分项答复的有 2 至 {MOST_CONTENTS} 项，这里有 {len(lines)} 行；只有一项的，请回到判断答复种类。"
            )
        for number, line in enumerate(lines, 1):
            if len(line) > LONGEST_NAME:
                raise forms.ValidationError(f"第 {number} 行最多 {LONGEST_NAME} 个字。")
            if holds_identity_number(line):
                raise forms.ValidationError(f"第 {number} 行写有身份证号码，请删去。")
        return lines


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def contents_page(request: HttpRequest, number: int) -> HttpResponse:
    """List the contents, ask of each what is left open, and store the draft once all are decided."""
    case, today = case_for(request, number), timezone.localdate()
    draft = latest_draft(case)
    before = draft.answered if draft and len(draft.contents) > 1 else ()
    if request.method != "POST":
        return _worked_on(request, case, None, draft, before, today) if before else _listing(request, case, ListForm())
    data = request.POST
    if _LIST in data:
        form = ListForm(data)
        if not form.is_valid():
            return _listing(request, case, form)
        data = listed(data, form.cleaned_data["names"])
    return _worked_on(request, case, _pressed(data), draft, before, today)


def _pressed(data: QueryDict) -> QueryDict:
    """Return what was sent, changed by the button that was pressed."""
    place = next((data[name] for name in ("remove", "again", "more_parts") if name in data), "")
    at = int(place) if place.isdecimal() and len(place) < 4 else MOST_CONTENTS
    if "add" in data:
        return with_one_more(data)
    if "remove" in data:
        return without(data, at)
    if "again" in data:
        return judged_anew(data, at)
    return with_more_rows(data, prefix_of(at)) if "more_parts" in data else data


def _listing(request: HttpRequest, case: Case, form: ListForm) -> HttpResponse:
    status = HTTPStatus.BAD_REQUEST if form.errors else HTTPStatus.OK
    return render(request, "cases/office/contents_list.html", {"case": case, "form": form}, status=status)


def _worked_on(
    request: HttpRequest,
    case: Case,
    data: QueryDict | None,
    draft: Draft | None,
    before: tuple[Content, ...],
    today: date,
) -> HttpResponse:
    storing = data is not None and _STORE in data
    contents = answering(case, data, before, on=today, quietly=not storing)
    problems = tell_wrong(contents, storing=storing, on=today)
    is_judged = bool(contents) and all(one.decided for one in contents)
    whole = _whole(data, contents, draft, today) if is_judged else None
    if whole is not None and storing and _is_complete(contents, whole, problems):
        problem = _stored(request, case, contents, whole)
        if problem is None:
            return redirect("cases:case", case.pk)
        problems.append(problem)
    if whole is not None and not storing:
        whole.errors.clear()
    return _shown(request, case, contents, whole, problems, storing, today)


def _whole(data: QueryDict | None, contents: list[Answering], draft: Draft | None, today: date) -> ReplyForm:
    """Return the form of what is said once."""
    decided = [one.decided for one in contents if one.decided]
    principals = choice_words(contents) if statute.needs_principal(decided, on=today) else ()
    initial = {"reading": draft.reading, "principal": draft.principal} if draft else None
    sent = data if data is not None and "reading" in data else None
    return ReplyForm(sent, kinds=[one.code for one in decided], on=today, principals=principals, initial=initial)


def _is_complete(contents: list[Answering], whole: ReplyForm, problems: list[str]) -> bool:
    valid = [one.form.is_valid() for one in contents if one.form]  # every one, so that each shows its errors
    wrong = any(one.wrong or one.name_wrong for one in contents)
    return whole.is_valid() and all(valid) and not wrong and not problems


def _stored(request: HttpRequest, case: Case, contents: list[Answering], whole: ReplyForm) -> str | None:
    """Store the draft; return what is wrong where it was not stored, beside what stands with a content itself."""
    now = timezone.now()
    try:
        said = [_said(request, one) for one in contents]
    except ValueError:
        return "所附文件没有接收，没有存稿；填写的内容都已保留，文件要重新选。"
    try:
        write_draft(
            case.pk,
            {**whole.said(), "contents": said},
            by=request.user,
            at=now,
            today=timezone.localdate(now),
        )
    except Refused as refused:
        return "".join(tell(one)["message"] for one in refused.findings)
    messages.success(request, STORED)
    return None


def _said(request: HttpRequest, one: Answering) -> dict[str, Any]:
    """Return a content as it is stored, with the files it gives; raise ValueError where one is not taken."""
    assert one.form is not None  # a draft is stored once all are decided
    try:
        files = attached_files(request, f"{one.prefix}-files")
    except ValueError as error:
        one.file_wrong = str(error)
        raise
    kept = one.kept if one.form.cleaned_data["keep_files"] else []
    return {**one.form.said(), "name": one.name, "files": kept, "attached": files}


def _shown(
    request: HttpRequest,
    case: Case,
    contents: list[Answering],
    whole: ReplyForm | None,
    problems: list[str],
    storing: bool,
    today: date,
) -> HttpResponse:
    for one in contents:
        one.files = file_names(case, one.kept)
    proposals = proposed(case, on=today) if any(one.question and one.question.id == OURS for one in contents) else []
    judgement = judgement_of(contents, _principal(whole))
    wrong = len([one for one in contents if one.wrong or one.name_wrong or one.file_wrong])
    if storing:
        wrong += sum(one.form.wrong for one in contents if one.form) + (len(whole.errors) if whole else 0)
    context = {
        "case": case,
        "contents": contents,
        "whole": whole,
        "found": found(case, judgement, on=today) if whole else None,
        "problem": "".join(problems),
        "wrong": wrong,
        "storing": storing,
        "may_add": len(contents) < MOST_CONTENTS,
        "may_remove": len(contents) > 2,
        "proposals": proposals,
        "proposed": ANSWERS.get(agreed(proposals), ""),
        "longest": LONGEST_NAME,
        **file_limits(),
    }
    status = HTTPStatus.BAD_REQUEST if storing else HTTPStatus.OK
    return render(request, "cases/office/contents.html", context, status=status)


def _principal(whole: ReplyForm | None) -> int | None:
    if whole is None or "principal" not in whole.fields:
        return None
    told = str(whole["principal"].value())
    return int(told) if told.isdecimal() and len(told) < 4 else None
