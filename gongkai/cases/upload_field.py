"""Several files in one field of a form: looked at by content, each refusal beside the field."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from gongkai.cases.case_files import KINDS, MEGABYTE, MOST_BYTES, attached

_KINDS = "PDF、Word、Excel、OFD、JPG、PNG 或者纯文本"


class _Several(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Files as a list of `Attached`, at most `most` of them; an empty list where none was chosen and none is needed."""

    def __init__(self, *, label: str, most: int, required: str = "", hint: str = "") -> None:
        accepted = ",".join(f".{ending}" for ending, _ in KINDS.values())
        limits = f"最多 {most} 个，每个不超过 {MOST_BYTES // MEGABYTE} MB；{_KINDS}。"
        super().__init__(
            label=label,
            required=bool(required),
            help_text=f"{hint}{limits}",
            widget=_Several(attrs={"accept": accepted}),
            error_messages={"required": required},
        )
        self._most = most

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Return the files; raise ValidationError for too many, or for one that is not taken."""
        uploads = [one for one in (data if isinstance(data, list | tuple) else [data]) if one]
        if not uploads:
            return super().clean(None, initial) or []
        if len(uploads) > self._most:
            raise ValidationError(f"一次最多 {self._most} 个，这里有 {len(uploads)} 个。")
        try:
            return [attached(one) for one in uploads]
        except ValueError as error:
            raise ValidationError(f"{error}请重新选择全部文件。") from None
