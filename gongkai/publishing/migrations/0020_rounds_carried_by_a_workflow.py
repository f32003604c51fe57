"""The workflow of the three rounds takes the place of Wagtail's stock one; what is under review goes on in it.

What was over before keeps its records alone. Nobody can have used the stock workflow: workflows were switched off.
"""

from __future__ import annotations

from typing import Any

from django.db import migrations

WORKFLOW, ROUNDS = "三审", ((1, "一审"), (2, "二审"), (3, "三审"))
STOCK = "Moderators"


def make(apps: Any, schema_editor: Any) -> None:
    """Remove what workflows there are, make ours, and put every open submission where it stands."""
    _remove_workflows(apps)
    workflow = apps.get_model("wagtailcore", "Workflow").objects.create(name=WORKFLOW)
    kind = _kind(apps, "publishing", "reviewround")
    tasks = [
        apps.get_model("publishing", "ReviewRound").objects.create(name=name, content_type=kind, round=number)
        for number, name in ROUNDS
    ]
    for order, task in enumerate(tasks):
        links = apps.get_model("wagtailcore", "WorkflowTask").objects
        links.create(workflow=workflow, task_id=task.pk, sort_order=order)
    _unguard(schema_editor)
    for submission in _open(apps):
        _carry(apps, workflow, tasks, submission)


def unmake(apps: Any, schema_editor: Any) -> None:
    """Leave the records without a workflow, as they were, and bring back the stock one."""
    _unguard(schema_editor)
    apps.get_model("publishing", "Review").objects.update(task_state=None)
    apps.get_model("publishing", "Submission").objects.update(workflow_state=None)
    _remove_workflows(apps)
    group = apps.get_model("auth", "Group").objects.filter(name=STOCK).first()
    root = apps.get_model("pages", "BasePage").objects.filter(depth=1).first()
    if group is None or root is None:
        return
    kind = _kind(apps, "wagtailcore", "groupapprovaltask")
    name = f"{STOCK} approval"
    task = apps.get_model("wagtailcore", "GroupApprovalTask").objects.create(name=name, content_type=kind)
    task.groups.set([group])
    workflow = apps.get_model("wagtailcore", "Workflow").objects.create(name=name)
    apps.get_model("wagtailcore", "WorkflowTask").objects.create(workflow=workflow, task_id=task.pk, sort_order=0)
    apps.get_model("wagtailcore", "WorkflowPage").objects.create(workflow=workflow, page_id=root.pk)


def _kind(apps: Any, app_label: str, model: str) -> Any:
    return apps.get_model("contenttypes", "ContentType").objects.get_or_create(app_label=app_label, model=model)[0]


def _remove_workflows(apps: Any) -> None:
    apps.get_model("publishing", "ReviewRound").objects.all().delete()
    for name in ("TaskState", "WorkflowState", "Workflow", "Task"):
        apps.get_model("wagtailcore", name).objects.all().delete()


def _unguard(schema_editor: Any) -> None:
    """Let the new columns of written rows be filled; the guards are put up again when the migration is over."""
    for table in ("publishing_submission", "publishing_review"):
        place = "" if schema_editor.connection.vendor == "sqlite" else f' ON "{table}"'
        schema_editor.execute(f'DROP TRIGGER IF EXISTS "{table}_no_update"{place}')


def _open(apps: Any) -> Any:
    submissions = apps.get_model("publishing", "Submission").objects.filter(closing=None, publication=None)
    return submissions.exclude(reviews__verdict="return").select_related("page").order_by("pk")


def _carry(apps: Any, workflow: Any, tasks: list[Any], submission: Any) -> None:
    """Write the states of the workflow as they would be, had it carried the submission from the start."""
    reviews = list(submission.reviews.order_by("round"))
    states = apps.get_model("wagtailcore", "WorkflowState").objects
    state = states.create(
        workflow=workflow,
        content_type_id=submission.page.content_type_id,
        base_content_type=_kind(apps, "pages", "basepage"),
        object_id=str(submission.page_id),
        status="approved" if len(reviews) == len(tasks) else "in_progress",
        requested_by_id=submission.submitted_by_id,
    )
    begun = [submission.submitted_at, *(review.decided_at for review in reviews)]
    written = [
        _task_state(apps, submission, state, task, review, at)
        for task, review, at in zip(tasks, [*reviews, None], begun, strict=False)
    ]
    for review, task_state in zip(reviews, written, strict=False):
        apps.get_model("publishing", "Review").objects.filter(pk=review.pk).update(task_state=task_state)
    states.filter(pk=state.pk).update(created_at=submission.submitted_at, current_task_state=written[-1])
    type(submission).objects.filter(pk=submission.pk).update(workflow_state=state)


def _task_state(apps: Any, submission: Any, state: Any, task: Any, review: Any, at: Any) -> Any:
    """Write where one round stands: what was decided, or that it is waited for since `at`."""
    rows = apps.get_model("wagtailcore", "TaskState").objects
    row = rows.create(
        workflow_state=state,
        revision_id=submission.revision_id,
        task_id=task.pk,
        status="approved" if review else "in_progress",
        finished_at=review.decided_at if review else None,
        finished_by_id=review.person_id if review else None,
        comment=review.reason if review else "",
        content_type=_kind(apps, "wagtailcore", "taskstate"),
    )
    rows.filter(pk=row.pk).update(started_at=at)
    return row


class Migration(migrations.Migration):
    dependencies = [("publishing", "0019_three_rounds_workflow")]

    operations = [migrations.RunPython(make, unmake)]
