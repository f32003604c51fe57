"""What may stand behind a record as its proof (佐证材料、签收凭证), and the field of a form that takes it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from gongkai.proofing import kind_of

# By the ending of the name, what the content must be.
EVIDENCE_KINDS: Mapping[str, str] = MappingProxyType(
    {
        "pdf": "pdf", "ofd": "ofd", "docx": "docx", "xlsx": "xlsx", "doc": "doc", "xls": "xls", "wps": "doc",
        "et": "xls", "png": "png", "jpg": "jpeg", "jpeg": "jpeg",
    }
)  # fmt: skip
EVIDENCE_MAX_BYTES = 20 * 1024 * 1024
_MOST = f"{EVIDENCE_MAX_BYTES >> 20} MB"


class EvidenceField(forms.FileField):
    """Takes an uploaded file that may stand behind a record; its content must be what its name says."""

    default_error_messages = {
        "empty": "这是空文件（0 字节）。",
        "large": f"文件超过 {_MOST}，请压缩或者拆分后再上传。",
        "kind": "请上传 PDF、OFD、Office、WPS 文档或者图片。",
        "content": "文件的内容与扩展名不符，可能损坏或者改过名，没有接收。",
    }

    def __init__(self, *, help_text: str = "PDF、OFD、Office、WPS 文档或者图片", **kwargs: Any) -> None:
        super().__init__(required=False, help_text=f"{help_text}，不超过 {_MOST}。", **kwargs)

    def to_python(self, data: Any) -> Any:
        """Return the file; raise ValidationError for one that is too large, of another kind, or not what it says."""
        file = super().to_python(data)
        if file and (wrong := self._wrong_with(file)):
            raise ValidationError(self.error_messages[wrong], code=wrong)
        return file

    def _wrong_with(self, file: Any) -> str:
        if file.size > EVIDENCE_MAX_BYTES:
            return "large"
        expected = EVIDENCE_KINDS.get(file.name.rpartition(".")[2].lower())
        if expected is None:
            return "kind"
        found = kind_of(file.read())
        file.seek(0)
        return "" if found == expected else "content"
