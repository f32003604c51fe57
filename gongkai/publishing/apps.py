"""The room as a Django app."""

from typing import Any

from django.apps import AppConfig


class PublishingConfig(AppConfig):
    """Names the app as the editor shows it."""

    name = "gongkai.publishing"
    verbose_name = "信息发布"

    def ready(self) -> None:
        """Let Wagtail write no e-mails about reviews: the desk tells who has to do what, and nothing leaves the house.

        Its writers are connected after this, under these names; a name that is taken is not connected again.
        """
        from wagtail.models import WorkflowState
        from wagtail.signals import workflow_approved, workflow_rejected, workflow_submitted

        for signal, name in (
            (workflow_submitted, "workflow_state_submitted_email_notification"),
            (workflow_approved, "workflow_state_approved_email_notification"),
            (workflow_rejected, "workflow_state_rejected_email_notification"),
        ):
            signal.connect(_write_nothing, sender=WorkflowState, dispatch_uid=name)


def _write_nothing(**_: Any) -> None:
    """Take the place of a writer of e-mails."""
