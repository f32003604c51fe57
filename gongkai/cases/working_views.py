"""The working file on the page of a case: what stands in it, and adding to it."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from gongkai.cases.office_views import case_for, page_of
from gongkai.cases.refusals import Refused
from gongkai.cases.working_file import add_files, answer_task, keep_paper
from gongkai.cases.working_forms import PAPER_FORMS, MaterialForm, TaskAnswerForm


@never_cache
@require_POST
def add_paper(request: HttpRequest, number: int, kind: str) -> HttpResponse:
    """Add a note, a search or a task; where something is wrong, its form comes back with all that was typed."""
    if kind not in PAPER_FORMS:
        raise Http404(kind)
    case, today = case_for(request, number), timezone.localdate()
    form = PAPER_FORMS[kind](request.POST, case=case, today=today)
    if not form.is_valid():
        return page_of(request, case, wrong_paper=form, status=HTTPStatus.BAD_REQUEST)
    try:
        keep_paper(form.paper(by=request.user, at=timezone.now()), form.act, today=today)
    except Refused as refused:
        form.add_error(None, str(refused))
        return page_of(request, case, wrong_paper=form, problem=str(refused), status=HTTPStatus.CONFLICT)
    messages.success(request, f"已登记：{form.act.label}。")
    return redirect("cases:case", case.pk)


@never_cache
@require_POST
def task_done(request: HttpRequest, number: int, task: int) -> HttpResponse:
    """Record what came of a task."""
    case, today = case_for(request, number), timezone.localdate()
    form = TaskAnswerForm(request.POST, task=get_object_or_404(case.tasks, pk=task), today=today)
    if not form.is_valid():
        return page_of(request, case, wrong_answer=form, status=HTTPStatus.BAD_REQUEST)
    try:
        answer_task(form.task.pk, **form.cleaned_data, by=request.user, at=timezone.now(), today=today)
    except Refused as refused:
        return page_of(request, case, wrong_answer=form, problem=str(refused), status=HTTPStatus.CONFLICT)
    messages.success(request, "协办结果已登记。")
    return redirect("cases:case", case.pk)


@never_cache
@require_POST
def add_material(request: HttpRequest, number: int) -> HttpResponse:
    """Keep files that came in for a case; where something is wrong, the form comes back with what was typed."""
    case, now = case_for(request, number), timezone.now()
    form = MaterialForm(request.POST, request.FILES)
    if not form.is_valid():
        return page_of(request, case, material_form=form, status=HTTPStatus.BAD_REQUEST)
    try:
        add_files(case, **form.cleaned_data, by=request.user, at=now, today=timezone.localdate(now))
    except Refused as refused:
        form.add_error("files", str(refused))
        return page_of(request, case, material_form=form, problem=str(refused), status=HTTPStatus.CONFLICT)
    messages.success(request, f"已补入 {len(form.cleaned_data['files'])} 个文件。")
    return redirect("cases:case", case.pk)
