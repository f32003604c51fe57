"""The field in which a section's text is written: Wagtail's editor, and without JavaScript a plain field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from wagtail.admin.rich_text import DraftailRichTextArea

from gongkai.yearend.live_text import LiveFigure, NoContentState, to_editor, to_text

FEATURES = ("live-figure", "live-figure-bar")  # what wagtail_hooks.py registers
_EDITOR = "editor"  # what the editor's field is called behind the plain one's name


class ContentState(str):
    """What the editor sent, not read yet."""


class _Converter:
    """Between the stored text and the editor, in the place of Wagtail's own, which stores HTML."""

    def __init__(self, figures: Mapping[str, LiveFigure]) -> None:
        self._figures = figures

    def from_database_format(self, text: str) -> str:
        return to_editor(text, self._figures)


class SectionWidget(forms.Textarea):
    """A plain field, and in a template beside it the editor that takes its place where scripts run."""

    template_name = "yearend/office/section_field.html"

    def __init__(self, figures: Mapping[str, LiveFigure], *, label: str) -> None:
        """Take the figures that may stand in the text, and what the editor is called for those who don't see it."""
        super().__init__(attrs={"rows": 18})
        self._editor = DraftailRichTextArea(features=list(FEATURES))
        self._editor.converter = _Converter(figures)
        self._editor.options |= {
            "ariaLabel": label,
            "placeholder": "一行一段。数字请点下面的“插入活数字”。",
            "stateSaveInterval": 0,  # nothing typed waits when the form is sent
            "enableLineBreak": False,
        }

    @property
    def media(self) -> forms.Media:
        """Return the scripts and style sheets of the editor."""
        return self._editor.media

    def format_value(self, value: Any) -> str:
        """Return the text; of what the editor sent and cannot be read, nothing."""
        try:
            return to_text(value) if isinstance(value, ContentState) else value or ""
        except NoContentState:
            return ""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Return the context with the editor, made ready."""
        context = super().get_context(name, value, attrs)
        marks = {"id": f"{(attrs or {}).get('id', name)}_{_EDITOR}"}
        context["editor"] = self._editor.render(f"{name}-{_EDITOR}", self.format_value(value), marks)
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Return what the editor sent where it was there, else what stands in the plain field."""
        sent = data.get(f"{name}-{_EDITOR}")
        return super().value_from_datadict(data, files, name) if sent is None else ContentState(sent)


class SectionField(forms.CharField):
    """A section's text, its live figures as tokens."""

    def to_python(self, value: Any) -> str:
        """Return the text; raise ValidationError for what the editor cannot have written."""
        try:
            text = to_text(value) if isinstance(value, ContentState) else value
        except NoContentState as broken:
            raise ValidationError(
                "编辑器送来的文字没有读懂，没有保存。请重新打开本页再写；原来的各版都在。"
            ) from broken
        told: str = super().to_python(text)
        return told.replace("\r\n", "\n")
