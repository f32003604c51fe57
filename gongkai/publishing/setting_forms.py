"""Forms of what an agency settles for itself; what was saved is on the log (agencies' OwnRowForm)."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from gongkai.agencies.door import OwnRowForm


class NumberPatternForm(OwnRowForm):
    """A pattern of index numbers: it begins today or later, and stands once it is in force."""

    def clean(self) -> dict[str, Any]:
        """Raise ValidationError for a pattern that would have given numbers already."""
        cleaned = super().clean()
        today, standing = (
            timezone.localdate(),
            self.instance.pk and self.get_initial_for_field(self.fields["since"], "since"),
        )
        if standing and standing <= today and self.changed_data:
            self.add_error(None, "这种格式已经启用，编出的号不能改；请另外登记一种，写明从哪一天起。")
        elif cleaned.get("since") and cleaned["since"] < today and "since" in self.changed_data:
            self.add_error("since", "启用日期不能早于今天：已经编出的号不会改。")
        return cleaned
