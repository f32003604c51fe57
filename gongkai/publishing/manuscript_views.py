"""The pages of the back office on which a Word document becomes a draft, and which tell what was dropped on the way."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.pages.door import BasePage
from gongkai.publishing.from_word import Incoming, draft_from
from gongkai.publishing.information import InformationPage
from gongkai.publishing.manuscript_forms import ManuscriptForm, drafted_below
from gongkai.publishing.manuscript_records import ManuscriptRecord
from gongkai.publishing.manuscripts import Unusable, read_apart, read_pasted
from gongkai.publishing.proofs import BOOK
from gongkai.publishing.review_views import page_of

_SAID = {
    "title": "标题",
    "document_number": "发文字号",
    "issue_date": "成文日期",
    "effective_date": "施行日期",
    "last_date": "有效期至",
}


def may_draft(section: Any, user: Any) -> bool:
    """Return whether the person may start drafts in this section."""
    return bool(drafted_below(section)) and section.permissions_for_user(user).can_add_subpage()


@require_http_methods(["GET", "HEAD", "POST"])
def draft_manuscript(request: HttpRequest, number: int) -> HttpResponse:
    """Take a Word document for a section, and go on to what became of it."""
    section = get_object_or_404(BasePage, pk=number).specific
    if not may_draft(section, request.user):
        raise PermissionDenied("您不能在这里新建内容。")
    form = ManuscriptForm(request.POST or None, request.FILES or None, section=section)
    if request.method == "POST" and form.is_valid() and (page := _drafted(request, section, form)):
        messages.success(request, f"已存为草稿：{page.title}")
        return redirect("publishing_manuscript", page.pk)
    context = {"section": section, "form": form, "heading": "从 Word 文档新建"}
    return render(request, "publishing/admin/draft_manuscript.html", context, status=400 if form.errors else 200)


def _drafted(request: HttpRequest, section: Any, form: ManuscriptForm) -> Any:
    """Return the new draft; None, with the reason beside its field, where there is none."""
    told = form.cleaned_data
    file = told["file"]
    data = file.read() if file else told["pasted"].encode()
    try:
        manuscript = read_apart(data) if file else read_pasted(told["pasted"])
    except Unusable as refusal:
        said = BOOK.tell(refusal.finding)
        form.add_error("file" if file else "pasted", f"{said['message']}{said['advice']}您填写的其他内容都已保留。")
        return None
    facts = form.facts_with(manuscript)
    if facts is None:
        return None
    incoming = Incoming(
        file.name if file else "粘贴的内容", data, manuscript,
        attach_itself=bool(file) and told["attach_itself"], attach_embedded=told["attach_embedded"],
    )  # fmt: skip
    model = form.model or InformationPage
    try:
        return draft_from(incoming, section=section, model=model, facts=facts, by=request.user, at=timezone.now())
    except ValidationError as refusal:
        form.refuse(refusal)
        return None


@require_safe
def manuscript(request: HttpRequest, number: int) -> HttpResponse:
    """Show of a page that came from a Word document what was recognised, and what was dropped or changed."""
    page = page_of(request, number)
    record = ManuscriptRecord.objects.filter(page_id=page.pk).last()
    if record is None:
        raise PermissionDenied("这一页不是从 Word 文档导入的。")
    told = record.told()
    context = {
        "heading": "来稿",
        "page": page,
        "record": record,
        "said": [(label, record.said.get(name, "")) for name, label in _SAID.items() if record.said.get(name)],
        "heeded": [one for one in told if one["severity"] != "notice"],
        "noted": [one for one in told if one["severity"] == "notice"],
    }
    return render(request, "publishing/admin/manuscript.html", context)
