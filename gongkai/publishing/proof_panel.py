"""In the editor, above the text: what proofreading finds in the version saved last."""

from __future__ import annotations

from typing import Any

from django.forms import Media
from wagtail.admin.panels import Panel

from gongkai.publishing.proof_rounds import proofs_told


class ProofPanel(Panel):
    """A panel of findings, each leading to its block; it appears once something was saved."""

    class BoundPanel(Panel.BoundPanel):
        """The panel of one page."""

        template_name = "publishing/admin/proof_panel.html"

        @property
        def media(self) -> Media:
            """Return the style of findings."""
            return Media(css={"all": ["publishing/review.css"]})

        def is_shown(self) -> bool:
            """Return whether there is a saved version to proofread."""
            return bool(self.instance.pk and self.instance.latest_revision_id)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Return the context with the findings of the version saved last."""
            content = self.instance.get_latest_revision_as_object()
            context = super().get_context_data(parent_context)
            return context | {"page": self.instance, **proofs_told(self.instance, content)}
