"""What was taken in, when, by whom, from which files; and every record that came with it."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from gongkai.agencies.append_only import AppendOnly


class IntakeBatch(AppendOnly):
    """One folder taken in: `source` says where it came from, `files` maps each file to its SHA-256."""

    at = models.DateTimeField("导入时间", editable=False)
    by = models.ForeignKey(
        "agencies.Person", verbose_name="导入人", editable=False, on_delete=models.PROTECT, related_name="+"
    )
    source = models.CharField("来源", max_length=150, editable=False)
    files = models.JSONField("文件", editable=False)

    class Meta:
        verbose_name = "导入批次"
        verbose_name_plural = "导入批次"
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.source}（{timezone.localdate(self.at)}）"


class IntakeRecord(AppendOnly):
    """One record that was taken in: what tells it from others, and the digest of what it said.

    `key` is the SHA-256 of the kind's key: the same record may be met again in any file.
    """

    batch = models.ForeignKey(
        IntakeBatch, verbose_name="批次", editable=False, on_delete=models.PROTECT, related_name="records"
    )
    kind = models.CharField("种类", max_length=60, editable=False)
    key = models.CharField("标识", max_length=64, editable=False)
    content = models.CharField("内容摘要", max_length=64, editable=False)
    place = models.CharField("文件和行", max_length=300, editable=False)

    class Meta:
        verbose_name = "导入的记录"
        verbose_name_plural = "导入的记录"
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="agencies_taken_in_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.place}"
