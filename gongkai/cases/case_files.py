"""Files of a case: what the applicant sends, what is given in reply, letters as they went out, proofs of delivery.

They stand encrypted in the database, not in the media folder: they are stored in the
transaction of the act they belong to, and no address leads to them but by the case.
"""

from __future__ import annotations

import base64
import hashlib
import unicodedata
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from django.core.files.uploadedfile import UploadedFile
from django.db import models

from gongkai.agencies.door import EncryptedText
from gongkai.cases.scanning import scan
from gongkai.proofing import kind_of

if TYPE_CHECKING:
    from gongkai.agencies.door import Person
    from gongkai.cases.case import Case, CaseEvent
    from gongkai.cases.letters import Letter

MEGABYTE = 1024 * 1024
MOST_BYTES = 5 * MEGABYTE
MOST_FILES = 3
LONGEST_NAME = 120
# What is taken, by content: the kind, its usual ending, what a browser is told.
KINDS = {
    "pdf": ("pdf", "application/pdf"),
    "docx": ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xlsx": ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "ofd": ("ofd", "application/ofd"),
    "doc": ("doc", "application/msword"),
    "xls": ("xls", "application/vnd.ms-excel"),
    "jpeg": ("jpg", "image/jpeg"),
    "png": ("png", "image/png"),
    "text": ("txt", "text/plain"),
}


class Direction(models.TextChoices):
    """Who gives the file to whom."""

    RECEIVED = "received", "申请人提交"
    OTHERS = "others", "第三方或者其他机关提交"
    GIVEN = "given", "答复时提供"
    LETTER = "letter", "本机关的文书"
    SEALED = "sealed", "盖章的文书"
    PROOF = "proof", "送达凭证"


class CaseFile(models.Model):
    """One file. `content` is its bytes in base 64, encrypted; `digest` the SHA-256 of the bytes, in hex."""

    case = models.ForeignKey("cases.Case", verbose_name="办件", on_delete=models.PROTECT, related_name="files")
    event = models.ForeignKey(
        "cases.CaseEvent", verbose_name="事项", null=True, on_delete=models.PROTECT, related_name="files"
    )
    letter = models.ForeignKey(
        "cases.Letter", verbose_name="文书", null=True, on_delete=models.PROTECT, related_name="files"
    )
    direction = models.CharField("方向", max_length=10, choices=Direction.choices)
    name = models.CharField("文件名", max_length=LONGEST_NAME)
    told = models.CharField("是什么材料", max_length=200, blank=True)
    kind = models.CharField("种类", max_length=10)
    size = models.PositiveIntegerField("字节数")
    digest = models.CharField("摘要", max_length=64)
    content = EncryptedText("内容")
    added_at = models.DateTimeField("登记时间")
    added_by = models.ForeignKey(
        "agencies.Person", verbose_name="登记人", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "办件附件"
        verbose_name_plural = "办件附件"
        ordering = ["case", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def content_type(self) -> str:
        """Return what a browser is told the file is."""
        return KINDS[self.kind][1]

    def data(self) -> bytes:
        """Return the bytes."""
        return base64.b64decode(self.content)


class Attached(NamedTuple):
    """A file as it came, looked at: its name, its kind by content, its bytes."""

    name: str
    kind: str
    data: bytes


def attached(upload: UploadedFile) -> Attached:
    """Return an uploaded file with its kind by content; raise ValueError, in Chinese, for one that is not taken."""
    data = upload.read()
    kind = kind_of(data)
    name = _clean_name(upload.name or "")
    if not data:
        raise ValueError(f"“{name}”是空文件（0 字节），没有接收。")
    if len(data) > MOST_BYTES:
        raise ValueError(f"“{name}”超过 {MOST_BYTES // MEGABYTE} MB，没有接收。")
    if kind not in KINDS:
        raise ValueError(f"“{name}”不是可以接收的文件。请换成 PDF、Word、Excel、OFD、JPG、PNG 或者纯文本。")
    scan(data, name)
    return Attached(_with_ending(name, kind), kind, data)


def _clean_name(name: str) -> str:
    """Return the last part of a name, without characters that are not seen or that paths are made of."""
    last = name.replace("\\", "/").rpartition("/")[2]
    seen = "".join(one for one in last if unicodedata.category(one)[0] != "C")
    return seen.strip(" .") or "附件"


def _with_ending(name: str, kind: str) -> str:
    """Return the name with the ending of what the file really is, so that nothing else opens it."""
    ending = KINDS[kind][0]
    stem, dot, last = name.rpartition(".")
    stem = stem if dot and len(last) <= 5 else name
    return f"{stem[: LONGEST_NAME - len(ending) - 1]}.{ending}"


def keep(
    case: Case,
    files: Iterable[Attached],
    direction: Direction,
    *,
    at: datetime,
    by: Person | None,
    event: CaseEvent | None,
    letter: Letter | None = None,
    told: str = "",
) -> list[CaseFile]:
    """Store files with their case, in the caller's transaction; `letter` is the one they are copies or proofs of.

    `told` says what they are, where their names do not.
    """
    return [
        CaseFile.objects.create(
            case=case,
            event=event,
            letter=letter,
            direction=direction,
            name=one.name,
            told=told,
            kind=one.kind,
            size=len(one.data),
            digest=hashlib.sha256(one.data).hexdigest(),
            content=base64.b64encode(one.data).decode(),
            added_at=at,
            added_by=by,
        )
        for one in files
    ]
