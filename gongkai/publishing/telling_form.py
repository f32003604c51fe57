"""What the forms of the review pages do alike."""

from __future__ import annotations

from typing import Any

from django import forms

from gongkai.agencies.door import tell_limits


class TellingForm(forms.Form):
    """A form that takes in all that is written, and tells what is too long."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tell_limits(self.fields.values())

    def told(self) -> list[dict[str, str]]:
        """Return what is wrong with what was written, as a refusal is shown."""
        wrong = ((self.fields[name].label, error) for name, errors in self.errors.items() for error in errors)
        return [{"message": f"{label}：{error}", "advice": ""} for label, error in wrong]
