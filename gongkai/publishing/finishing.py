"""What the end of the workflow does: Wagtail calls it after the last approval (WAGTAIL_FINISH_WORKFLOW_ACTION).

Wagtail asks for the function while its own models are being made, so nothing is imported before it runs.
"""

from __future__ import annotations

from typing import Any


def publish_approved(workflow_state: Any, user: Any = None) -> None:
    """Make public what three rounds approved, with its bundle; leave it where a member or something else keeps it.

    What is kept is made public later: by the clock (sweeping.py), or by hand where its type says so. Raises
    NotCleared where the records do not say that three rounds approved: then nothing has ended.
    """
    from gongkai.pages.door import NotCleared
    from gongkai.publishing.bundles import submitted_together
    from gongkai.publishing.publication import may_publish_together, publish
    from gongkai.publishing.submissions import State, Submission

    submission = Submission.objects.select_related("bundle").filter(workflow_state=workflow_state.pk).first()
    if submission is None or submission.state != State.APPROVED:
        raise NotCleared("三次审核没有完成，不能公开。")
    at = submission.rounds[-1].decided_at
    if not list(may_publish_together(submitted_together(submission), at)):
        publish(submission.pk, by=user, at=at)
