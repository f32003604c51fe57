"""How long a text may be is said beside its field, and what is longer is told and not cut."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms


def tell_limits(fields: Iterable[forms.Field]) -> None:
    """Let fields of text say how long they may be, and take in all that is typed or pasted.

    A browser that is told the limit cuts the rest without a word; the form itself says how much is too much.
    """
    for field in fields:
        most = getattr(field, "max_length", None)
        if not isinstance(field, forms.CharField) or isinstance(field, forms.SlugField) or not most:
            continue
        field.widget.attrs.pop("maxlength", None)
        field.error_messages["max_length"] = f"最多 {most} 个字，现有 %(show_value)s 个字。"
        if f"最多 {most} 个字" not in str(field.help_text):
            said = str(field.help_text)
            field.help_text = f"{said}{'。' if said and said[-1] not in '。！？' else ''}最多 {most} 个字。"
