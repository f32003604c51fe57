"""What other organs must say before something may be public: consulting, approving, secrecy (Reg. art. 11, 17)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import models

from gongkai.agencies.door import AppendOnly


class Gate(AppendOnly):
    """A question to another organ; until it is answered well, the page is not published."""

    class Kind(models.TextChoices):
        """What is asked."""

        CONSULT = "consult", "与有关机关协商、确认"
        APPROVAL = "approval", "依法报请批准"
        SECRECY_REFERRAL = "secrecy_referral", "报有关主管部门或者保密行政管理部门确定"

    page = models.ForeignKey("pages.BasePage", verbose_name="页面", on_delete=models.PROTECT, related_name="gates")
    kind = models.CharField("事项", max_length=20, choices=Kind.choices)
    organ = models.CharField("对方机关", max_length=100)
    question = models.CharField("事由", max_length=300, blank=True)
    opened_at = models.DateTimeField("提出时间")
    opened_by = models.ForeignKey("agencies.Person", verbose_name="提出人", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "协商和批准"
        verbose_name_plural = "协商和批准"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{self.organ}"

    @property
    def is_passed(self) -> bool:
        """Return whether it was answered, and well."""
        return hasattr(self, "answer") and self.answer.is_good

    @property
    def is_open(self) -> bool:
        """Return whether no answer is there yet."""
        return not hasattr(self, "answer")


class GateAnswer(AppendOnly):
    """What the other organ said."""

    class Outcome(models.TextChoices):
        """The answer."""

        AGREED = "agreed", "一致、同意或者批准公开"
        REFUSED = "refused", "不一致、不同意或者未批准"

    gate = models.OneToOneField(Gate, verbose_name="事项", on_delete=models.PROTECT, related_name="answer")
    outcome = models.CharField("结果", max_length=10, choices=Outcome.choices)
    reference = models.CharField("答复的文号或者形式", max_length=120)
    note = models.CharField("说明", max_length=300, blank=True)
    answered_date = models.DateField("答复日期")
    recorded_at = models.DateTimeField("登记时间")
    recorded_by = models.ForeignKey(
        "agencies.Person", verbose_name="登记人", on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "协商和批准的结果"
        verbose_name_plural = "协商和批准的结果"

    def __str__(self) -> str:
        return self.get_outcome_display()

    @property
    def is_good(self) -> bool:
        """Return whether the answer lets the page be published."""
        return self.outcome == self.Outcome.AGREED


def closed_gates(page: Any) -> Iterator[Gate]:
    """Yield each gate of `page` that keeps it from being public: of each kind and organ the newest counts."""
    newest = {(gate.kind, gate.organ): gate for gate in page.gates.select_related("answer").order_by("pk")}
    yield from (gate for gate in newest.values() if not gate.is_passed)
