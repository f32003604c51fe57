"""A record that is written once, and of which a further one may say that it was a mistake."""

from __future__ import annotations

from django.db import models

from gongkai.agencies.door import AppendOnly


class Annullable(AppendOnly):
    """Recorded at a moment by somebody. A row made by mistake is annulled by a further one, which names it."""

    annuls = models.OneToOneField(
        "self", verbose_name="更正的记录", null=True, blank=True, on_delete=models.PROTECT, related_name="annulled_by"
    )
    recorded_at = models.DateTimeField("登记时间")
    recorded_by = models.ForeignKey(
        "agencies.Person", verbose_name="登记人", on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        abstract = True

    @property
    def is_annulled(self) -> bool:
        """Return whether it was recorded by mistake, or is itself only the row that says so."""
        return self.annuls_id is not None or hasattr(self, "annulled_by")
