"""What was taken down (下线), when, by whom and why."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from gongkai.agencies.door import AppendOnly


class Withdrawal(AppendOnly):
    """An act of taking down (下线), with its reason; the address says so from then on."""

    class Kind(models.TextChoices):
        """Why something is no longer public."""

        WITHDRAWN = "withdrawn", "下线"
        EXPIRED = "expired", "到期下线"
        PENALTY_REVOKED = "penalty_revoked", "处罚决定被撤销后撤回"
        LEFT_OFFICE = "left_office", "离任存档"

    page = models.ForeignKey(
        "pages.BasePage", verbose_name="页面", on_delete=models.PROTECT, related_name="withdrawals"
    )
    kind = models.CharField("方式", max_length=20, choices=Kind.choices)
    reason = models.TextField("理由", max_length=500)
    withdrawal_date = models.DateField("下线日期")
    withdrawn_at = models.DateTimeField("下线时间")
    withdrawn_by = models.ForeignKey(
        "agencies.Person", verbose_name="经手人", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "下线"
        verbose_name_plural = "下线"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="publishing_withdrawal_has_a_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="publishing_withdrawn_by_somebody", condition=Q(kind="expired") | Q(withdrawn_by__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.withdrawal_date:%Y-%m-%d} {self.get_kind_display()}"
