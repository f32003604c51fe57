"""In the editor, above the text: what proofreading finds in what is being written, and in the version saved last."""

from __future__ import annotations

from typing import Any

from django.forms import Media
from django.urls import reverse
from wagtail.admin.panels import Panel

from gongkai.publishing.proof_rounds import proofs_told
from gongkai.publishing.submissions import open_submission


class ProofPanel(Panel):
    """A panel of findings, each leading to its block: of what stands in the form, and of the version saved last."""

    class BoundPanel(Panel.BoundPanel):
        """The panel of one page."""

        template_name = "publishing/admin/proof_panel.html"

        @property
        def media(self) -> Media:
            """Return the style of findings, and what asks for them and tidies what is pasted while somebody writes."""
            scripts = ["publishing/proofing.js", "publishing/editor_pasting.js"]
            return Media(css={"all": ["publishing/review.css"]}, js=scripts)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Return the context with where to proofread the form, and with the findings of the version saved last."""
            context = super().get_context_data(parent_context) | {"page": self.instance}
            context["typed_address"] = self._typed_address()
            context["is_saved"] = bool(self.instance.pk and self.instance.latest_revision_id)
            if context["is_saved"]:
                context["under_way"] = open_submission(self.instance)
                context |= proofs_told(self.instance, self.instance.get_latest_revision_as_object())
            return context

        def _typed_address(self) -> str:
            if self.instance.pk:
                return reverse("publishing_proof_typed", args=[self.instance.pk])
            kind = self.instance._meta.model_name
            return reverse("publishing_proof_typed_new", args=[self.form.parent_page.pk, kind])
