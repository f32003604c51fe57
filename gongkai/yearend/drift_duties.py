"""What changed behind a signed report, kept as a row for the desk, and the office's word that it stays so."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.db import models
from django.db.models import Exists, OuterRef

from gongkai.agencies.door import AppendOnly
from gongkai.publishing.door import Submission
from gongkai.yearend.signing import SignedReport


class Changed(NamedTuple):
    """A number that is no longer what was signed: its words, both values, how many records came to it and left it."""

    words: str
    signed: str
    now: str
    came: int
    left: int

    def __str__(self) -> str:
        """Return it in one line: 行政处罚：2 → 3."""
        if self.signed != self.now:
            return f"{self.words}：{self.signed} → {self.now}"
        moved = [f"多 {self.came} 条" if self.came else "", f"少 {self.left} 条" if self.left else ""]
        return f"{self.words}：{self.now}（记录{'、'.join(filter(None, moved)) or '相同，内容有变动'}）"


class SignedDriftQuerySet(models.QuerySet):
    """What was found behind signed reports, by whether somebody has to answer it."""

    def unanswered(self) -> SignedDriftQuerySet:
        """Return those of a newest version that differ now, without an amendment under way or a word that none is due.

        A version that was signed afterwards is the answer to what had changed behind the one before.
        """
        of_page = {"page": OuterRef("signed__submission__page")}
        later = SignedReport.objects.filter(
            agency=OuterRef("signed__agency"), year=OuterRef("signed__year"), version__gt=OuterRef("signed__version")
        )
        amending = Submission.objects.open().filter(**of_page).exclude(pk=OuterRef("signed__submission"))
        answers = NoAmendment.objects.filter(signed=OuterRef("signed"), fingerprint=OuterRef("fingerprint"))
        return self.exclude(fingerprint="").filter(~Exists(later), ~Exists(amending), ~Exists(answers))


class SignedDrift(models.Model):
    """What the records gave instead of a signed report when they were last looked at; worked out again by the clock.

    `changes` are its `Changed`, `fingerprint` names exactly them with their records, both empty where nothing differs;
    `since` is when just this was first seen. `acts_seen` is how far the agency's log had come.
    """

    wagtail_reference_index_ignore = True

    signed = models.OneToOneField(
        SignedReport, verbose_name="签发的年度报告", on_delete=models.PROTECT, related_name="drift"
    )
    changes = models.JSONField("变化", default=list)
    fingerprint = models.CharField("变化的标识", max_length=64, blank=True)
    since = models.DateTimeField("发现时间", null=True)
    acts_seen = models.PositiveBigIntegerField("已看到的操作记录", default=0)
    looked_at = models.DateTimeField("核对时间", db_index=True)

    objects = SignedDriftQuerySet.as_manager()

    class Meta:
        verbose_name = "签发后的变化"
        verbose_name_plural = "签发后的变化"
        ordering = ["signed"]

    def __str__(self) -> str:
        return f"{self.signed}：{len(self.changes)} 处变化"

    @property
    def is_left(self) -> bool:
        """Tell whether somebody said with a reason that just these changes ask for no amendment."""
        return NoAmendment.objects.filter(signed=self.signed_id, fingerprint=self.fingerprint).exists()

    def changed(self) -> list[Changed]:
        """Return the changes."""
        return [Changed(*one) for one in self.changes]


class NoAmendment(AppendOnly):
    """Why what changed behind a signed report asks for no amendment; it holds for just these changes."""

    signed = models.ForeignKey(
        SignedReport, verbose_name="签发的年度报告", on_delete=models.PROTECT, related_name="no_amendments"
    )
    fingerprint = models.CharField("变化的标识", max_length=64)
    changes: Any = models.JSONField("变化")
    reason = models.TextField("理由", max_length=500)
    decided_at = models.DateTimeField("说明时间")
    decided_by = models.ForeignKey("agencies.Person", verbose_name="说明人", on_delete=models.PROTECT, related_name="+")
    on_behalf_of = models.ForeignKey(
        "agencies.Person", verbose_name="代理谁", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "不更正的说明"
        verbose_name_plural = "不更正的说明"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["signed", "fingerprint"], name="yearend_one_word_a_change"),
            models.CheckConstraint(
                name="yearend_no_amendment_says_why",
                condition=~models.Q(reason=""),
                violation_error_message="请写明为什么不更正。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.signed}：{self.reason}"

    def changed(self) -> list[Changed]:
        """Return the changes it speaks of."""
        return [Changed(*one) for one in self.changes]
