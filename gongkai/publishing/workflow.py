"""The three rounds as a workflow of Wagtail's (三审): it carries what was handed in from one reviewer to the next.

The records of submissions.py are the truth and the gate. This moves with them, act by act, in their transaction, and
its end makes public what they approve (finishing.py). Nobody moves it by hand, and nobody changes it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils import timezone
from wagtail.models import Task, TaskState, Workflow, WorkflowState
from wagtail.permission_policies.base import BasePermissionPolicy

from gongkai.publishing.submissions import ROUND_NAMES, Review, Submission

if TYPE_CHECKING:
    from gongkai.agencies.door import Person


class ReviewRound(Task):
    """One of the three rounds. What it takes to decide in it is asked by rounds.py."""

    round = models.PositiveSmallIntegerField("审次", unique=True, choices=list(ROUND_NAMES.items()))

    class Meta:
        verbose_name = "审次"
        verbose_name_plural = "审次"

    @staticmethod
    def lock_class(page: Any, task: Task) -> None:
        """Return no lock: a page under review may be edited, which voids the review (proof_panel.py says so)."""

    def on_action(self, task_state: TaskState, user: Any, action_name: str, **kwargs: Any) -> None:
        """Refuse: a round is decided about a content, with what it clears, on a page of our own."""
        raise PermissionDenied("审核要在审核页上对看到的内容作出。")

    def user_can_lock(self, obj: Any, user: Any) -> bool:
        """Return whether a role of `user` lets him lock the page: a review changes nothing about it."""
        return "lock" in obj.permissions_for_user(user).permissions

    def user_can_unlock(self, obj: Any, user: Any) -> bool:
        """Return whether a role of `user` lets him unlock the page."""
        return "unlock" in obj.permissions_for_user(user).permissions

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> models.QuerySet[TaskState]:
        """Return what waits in this round for `user` to decide, for the filter of Wagtail's reports."""
        from gongkai.publishing.queue import waiting_in

        waiting = waiting_in(self.round, user, timezone.now())
        states = [one.workflow_state_id for one in waiting]
        return TaskState.objects.filter(
            workflow_state__in=states, task=self.task_ptr_id, status=TaskState.STATUS_IN_PROGRESS
        )


class NobodyPolicy(BasePermissionPolicy):
    """Wagtail's answers about workflows and their tasks: they are part of the program, nobody changes them."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Return False."""
        return False

    def users_with_any_permission(self, actions: Any) -> models.QuerySet[Person]:
        """Return nobody."""
        from gongkai.agencies.door import Person

        return Person.objects.none()


def three_rounds() -> Workflow:
    """Return the workflow of the three rounds, which a migration made."""
    return Workflow.objects.get(workflow_tasks__task__reviewround__round=1)


def begin(page: Any, *, by: Person) -> WorkflowState:
    """Start the workflow for the newest version of a page, at round one; what was returned before ends here."""
    for state in WorkflowState.objects.for_instance(page).active():
        state.cancel(user=by)
    return three_rounds().start(page, by)


def task_due(submission: Submission, number: int) -> TaskState | None:
    """Return where the workflow waits for round `number` of the submission, None where it does not."""
    states = TaskState.objects.filter(workflow_state=submission.workflow_state_id, task__reviewround__round=number)
    return states.filter(status=TaskState.STATUS_IN_PROGRESS).select_related("workflow_state", "revision").first()


def carry_on(review: Review) -> None:
    """Move the workflow on by what was decided; the last approval ends it, and makes public (finishing.py)."""
    state = review.task_state
    act = state.approve if review.verdict == Review.Verdict.APPROVE else state.reject
    deputy = f"（代理{review.on_behalf_of}）" if review.on_behalf_of else ""
    act(user=review.person, comment=f"{deputy}{review.reason}")


def void(submission: Submission, *, by: Person | None) -> None:
    """Cancel the workflow of a submission that came to nothing, also where all three had approved."""
    for state in WorkflowState.objects.filter(pk=submission.workflow_state_id):
        if state.is_active:
            state.cancel(user=by)
        else:  # Wagtail cancels only what is under way
            state.status = WorkflowState.STATUS_CANCELLED
            state.save()
