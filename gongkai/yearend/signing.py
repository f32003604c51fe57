"""What is frozen when the leader signs: the report, its texts, the records of each number, the law it was made by.

Nothing in it is ever changed. What happens to the records afterwards shows beside it (drifting.py).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from django.db import models

from gongkai.agencies.door import AppendOnly

__all__ = ["ReportStep", "SignedRecords", "SignedReport", "canonical"]


def canonical(value: Any) -> str:
    """Return JSON values as one line that is the same wherever it is written."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


class SignedReport(AppendOnly):
    """One version of a year's report as the leader signed it (Reg. art. 49-50).

    `report` is the JSON of `gongkai.annualreport`, `texts` are its sections with tokens, `figures` the
    value of each figure, `justified` the answered findings, `law` the SHA-256 of each file of law and
    the issue of the calendar, `difference` what it changed in the version before, line by line.
    `digest` is the SHA-256 of all of it, the records of `SignedRecords` included.
    """

    agency = models.ForeignKey("agencies.Agency", verbose_name="行政机关", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField("报告年度")
    version = models.PositiveSmallIntegerField("第几版")
    submission = models.OneToOneField(
        "publishing.Submission", verbose_name="送审", on_delete=models.PROTECT, related_name="signed_report"
    )
    report = models.JSONField("报告")
    texts = models.JSONField("文稿")
    figures = models.JSONField("指标")
    justified = models.JSONField("核对说明")
    law = models.JSONField("所依据的规则数据")
    difference = models.JSONField("与前一版的不同")
    digest = models.CharField("摘要", max_length=64)
    signed_at = models.DateTimeField("签发时间")
    signed_by = models.ForeignKey("agencies.Person", verbose_name="签发人", on_delete=models.PROTECT, related_name="+")
    on_behalf_of = models.ForeignKey(
        "agencies.Person", verbose_name="代理谁", null=True, on_delete=models.PROTECT, related_name="+"
    )

    # What the digest is taken of, beside the records.
    digested: ClassVar[tuple[str, ...]] = (
        "year", "version", "report", "texts", "figures", "justified", "law", "difference",
    )  # fmt: skip

    class Meta:
        verbose_name = "签发的年度报告"
        verbose_name_plural = "签发的年度报告"
        ordering = ["agency", "year", "version"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "year", "version"], name="yearend_one_report_a_version")
        ]

    def __str__(self) -> str:
        return f"{self.agency} {self.year} 第{self.version}版"

    def digest_of(self, records: Iterator[SignedRecords] | list[SignedRecords]) -> str:
        """Return the SHA-256 of what stands here and of `records`, in the order of their places."""
        told = {name: getattr(self, name) for name in self.digested} | {"submission": self.submission.content_hash}
        lines = [canonical([one.place, one.model, one.value, one.ids]) for one in records]
        return hashlib.sha256("\n".join([canonical(told), *sorted(lines)]).encode()).hexdigest()

    @property
    def is_untouched(self) -> bool:
        """Tell whether everything still reads as it was signed."""
        return self.digest == self.digest_of(list(self.records.all()))


class SignedRecords(AppendOnly):
    """The records that one number of a signed report counted: of a figure, or of a cell (``table.row.column``).

    `ids` are their numbers in ascending order, runs written as ``12-40``.
    """

    signed = models.ForeignKey(
        SignedReport, verbose_name="签发的年度报告", on_delete=models.PROTECT, related_name="records"
    )
    place = models.CharField("指标或者格", max_length=160)
    model = models.CharField("记录种类", max_length=60)
    value = models.CharField("数值", max_length=40)
    ids = models.TextField("记录编号")

    class Meta:
        verbose_name = "签发时的依据"
        verbose_name_plural = "签发时的依据"
        ordering = ["signed", "place"]
        constraints = [models.UniqueConstraint(fields=["signed", "place"], name="yearend_one_record_list_a_number")]

    def __str__(self) -> str:
        return f"{self.place} {self.value}"


class ReportStep(AppendOnly):
    """What passed between the agency and its competent department about a report, on its day.

    The report is one that was signed here, or one that the department took in as a file.
    """

    class Kind(models.TextChoices):
        """What happened."""

        SUBMITTED = "submitted", "报送主管部门"
        RETURNED = "returned", "主管部门退回"
        CLEARED = "cleared", "主管部门审核通过"
        MISTAKEN = "mistaken", "误存，不作数"

    signed = models.ForeignKey(
        SignedReport,
        verbose_name="签发的年度报告",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="steps",
    )
    received = models.ForeignKey(
        "yearend.ReceivedReport",
        verbose_name="收到的年度报告",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="steps",
    )
    kind = models.CharField("事项", max_length=10, choices=Kind.choices)
    day = models.DateField("日期")
    note = models.CharField("说明", max_length=500, blank=True, help_text="退回的，写明退回意见。")
    recorded_at = models.DateTimeField("登记时间")
    recorded_by = models.ForeignKey(
        "agencies.Person", verbose_name="登记人", on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "报送经过"
        verbose_name_plural = "报送经过"
        ordering = ["day", "pk"]
        constraints = [
            models.CheckConstraint(
                name="yearend_return_has_comments",
                condition=~models.Q(kind="returned") | ~models.Q(note=""),
                violation_error_message="退回的，请写明退回意见。",
            ),
            models.CheckConstraint(
                name="yearend_step_of_one_report",
                condition=models.Q(signed=None) ^ models.Q(received=None),
                violation_error_message="报送经过属于一份报告：本系统签发的，或者收到的文件。",
            ),
            models.CheckConstraint(
                name="yearend_mistaken_is_a_file_and_says_why",
                condition=~models.Q(kind="mistaken") | (models.Q(signed=None) & ~models.Q(note="")),
                violation_error_message="只有收存的文件可以登记为误存，并写明原因。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.get_kind_display()}"


def facts_of(signed: SignedReport) -> Mapping[str, Any]:
    """Return what the log says of a signature."""
    return {"year": signed.year, "version": signed.version, "digest": signed.digest}
