"""What is kept of a Word document that became a draft: which file it was, what it said of itself, what was dropped."""

from __future__ import annotations

from typing import Any

from django.db import models

from gongkai.findings import Finding
from gongkai.publishing.proofs import BOOK


class ManuscriptRecord(models.Model):
    """A manuscript (来稿) as it came in; it stays with its page, and goes with a draft that is thrown away.

    The file itself is kept only where somebody attached it to the page.
    """

    wagtail_reference_index_ignore = True

    page = models.ForeignKey(
        "pages.BasePage", verbose_name="页面", on_delete=models.CASCADE, related_name="manuscript_records"
    )
    file_name = models.CharField("文件名", max_length=200)
    sha256 = models.CharField("文件摘要", max_length=64)
    said = models.JSONField("从文件里认出的", default=dict)  # by field of the page, as text
    findings = models.JSONField("没有原样保留的", default=list)  # [rule, place, facts]
    received_at = models.DateTimeField("导入时间")
    received_by = models.ForeignKey(
        "agencies.Person", verbose_name="导入人", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "来稿"
        verbose_name_plural = "来稿"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.file_name

    def told(self) -> list[dict[str, Any]]:
        """Return what was dropped or changed as pages show it, in the order in which it was found."""
        return [BOOK.tell(Finding(rule, where, facts)) for rule, where, facts in self.findings]
