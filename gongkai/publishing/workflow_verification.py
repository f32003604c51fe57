"""Whether the workflow of the three rounds agrees with our records, which are the truth (for `gongkai verify`)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import F, Q
from wagtail.models import Task, TaskState, Workflow, WorkflowState

from gongkai.findings import Finding
from gongkai.publishing.submissions import ROUND_NAMES, Review, State, Submission

_STATUS: dict[State, set[str]] = {
    State.FIRST: {WorkflowState.STATUS_IN_PROGRESS},
    State.SECOND: {WorkflowState.STATUS_IN_PROGRESS},
    State.THIRD: {WorkflowState.STATUS_IN_PROGRESS},
    State.APPROVED: {WorkflowState.STATUS_APPROVED},
    State.PUBLISHED: {WorkflowState.STATUS_APPROVED},
    State.RETURNED: {WorkflowState.STATUS_NEEDS_CHANGES, WorkflowState.STATUS_CANCELLED},
    State.CLOSED: {WorkflowState.STATUS_CANCELLED},
}
_VERDICTS = {
    Review.Verdict.APPROVE: TaskState.STATUS_APPROVED,
    Review.Verdict.RETURN: TaskState.STATUS_REJECTED,
}


def verify_workflow() -> Iterator[Finding]:
    """Yield a finding for each thing that the workflow says and our records do not, and the other way round."""
    yield from _as_made()
    yield from _of_submissions()
    yield from _without_records()
    yield from _of_reviews()


def _as_made() -> Iterator[Finding]:
    """Yield a finding where the workflow is not the three rounds in their order, all of them in force."""
    rows = Task.objects.order_by("workflow_tasks__sort_order").values_list(
        "reviewround__round", "active", "workflow_tasks__workflow__active"
    )
    if list(rows) != [(number, True, True) for number in ROUND_NAMES] or Workflow.objects.count() != 1:
        yield Finding("WORKFLOW-CHANGED")


def _of_submissions() -> Iterator[Finding]:
    """Yield what stands elsewhere in the workflow than in the records; what was over before it came has none."""
    rows = Submission.objects.select_related("publication", "closing", "workflow_state__current_task_state__task")
    for one in rows.order_by("pk").iterator():
        standing, due = one.workflow_state, one.round_due
        if standing is None:
            agrees = one.state in (State.PUBLISHED, State.RETURNED, State.CLOSED)
        else:
            agrees = standing.status in _STATUS[one.state] and (due is None or _waits_at(standing) == due)
        if not agrees:
            told = standing.get_status_display() if standing else "没有"
            facts = {"title": one.title, "state": str(one.state), "workflow": str(told)}
            yield Finding("WORKFLOW-STATE", where=str(one.pk), facts=facts)


def _waits_at(standing: WorkflowState) -> int | None:
    state = standing.current_task_state
    if state is None or state.status != TaskState.STATUS_IN_PROGRESS:
        return None
    found: Any = state.task.specific
    return getattr(found, "round", None)


def _without_records() -> Iterator[Finding]:
    """Yield what was started, or decided, in the workflow alone."""
    for state in WorkflowState.objects.filter(submission=None).exclude(status=WorkflowState.STATUS_CANCELLED):
        yield Finding("WORKFLOW-ALONE", where=state.object_id, facts={"title": str(state.content_object)})
    decided = TaskState.objects.filter(review=None, status__in=_VERDICTS.values())
    for task in decided.select_related("task", "workflow_state"):
        facts = {"title": str(task.workflow_state.content_object), "round": task.task.name}
        yield Finding("WORKFLOW-UNREVIEWED", where=str(task.pk), facts=facts)


def _of_reviews() -> Iterator[Finding]:
    """Yield each review that the workflow has otherwise: another verdict, round, person, submission, or none at all."""
    agrees = Q(
        task_state__workflow_state=F("submission__workflow_state"),
        task_state__finished_by=F("person"),
        task_state__task__reviewround__round=F("round"),
    )
    verdicts = Q()
    for verdict, status in _VERDICTS.items():
        verdicts |= Q(verdict=verdict, task_state__status=status)
    before = Q(task_state=None, submission__workflow_state=None)
    for review in Review.objects.exclude(before | (agrees & verdicts)).select_related("submission").order_by("pk"):
        facts = {"title": review.submission.title, "review": str(review)}
        yield Finding("WORKFLOW-REVIEW", where=str(review.pk), facts=facts)
