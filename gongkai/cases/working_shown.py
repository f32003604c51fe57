"""The working file as the page of a case shows it: what stands in it, and the forms to add to it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from gongkai.cases.case import Case
from gongkai.cases.working_forms import PAPER_FORMS, MaterialForm, TaskAnswerForm


def working_file(case: Case, told: Mapping[str, Any], *, today: date) -> dict[str, Any]:
    """Return what the page needs; `told` may bring the form that was wrong (``wrong_paper``, ``wrong_answer``)."""
    wrong, answer = told.get("wrong_paper"), told.get("wrong_answer")
    papers = [
        {"kind": kind, "form": wrong if isinstance(wrong, form) else form(case=case, today=today)}
        for kind, form in PAPER_FORMS.items()
        if form.is_offered(case, today)
    ]
    return {
        "searches": case.searchrecords.select_related("by", "information"),
        "latenesses": case.latenessreasons.select_related("office", "by"),
        "notes": case.notes.select_related("by"),
        "tasks": [_task(task, answer, today) for task in case.tasks.select_related("office", "answer", "by")],
        "papers": papers,
        "material_form": told.get("material_form") or MaterialForm(),
        "amendments": case.amendments.select_related("by"),
        "disputes": case.disputes.prefetch_related("instances"),
    }


def _task(task: Any, wrong: TaskAnswerForm | None, today: date) -> dict[str, Any]:
    done = getattr(task, "answer", None)
    form = wrong if wrong is not None and wrong.task == task else TaskAnswerForm(task=task, today=today)
    return {"row": task, "answer": done, "is_late": task.is_late(today), "form": None if done else form}
