"""How long an agency gives itself where the law names no length: dated rows, without one the statute's default."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone

from gongkai.agencies.door import calendar
from gongkai.statute import Length, SettingInvalid, due_date, limit_row

INFORMATION_SUPPLY, COMMENT_FEEDBACK = "information_supply", "comment_feedback"  # rows of statute's limits


def term_choices() -> list[tuple[str, str]]:
    """Return what an agency may give itself a term for, by the name of the statute's row."""
    today = timezone.localdate()
    return [(one, limit_row(one, on=today).name) for one in (INFORMATION_SUPPLY, COMMENT_FEEDBACK)]


class OwnTerm(models.Model):
    """A length of an agency's own for one of the statute's periods, for what begins on `since` or later."""

    class Unit(models.TextChoices):
        """What is counted."""

        NATURAL_DAY = "natural_day", "自然日"
        WORKDAY = "workday", "工作日"

    agency = models.ForeignKey("agencies.Agency", verbose_name="行政机关", on_delete=models.PROTECT, related_name="+")
    limit = models.CharField("事项", max_length=40, choices=term_choices)
    since = models.DateField("自何日起")
    amount = models.PositiveSmallIntegerField("期限")
    unit = models.CharField("单位", max_length=12, choices=Unit.choices, default=Unit.WORKDAY)
    basis = models.CharField("依据", max_length=200, help_text="规定这一期限的文件名称和文号。")

    class Meta:
        verbose_name = "办理期限"
        verbose_name_plural = "办理期限"
        ordering = ["agency", "limit", "since"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "limit", "since"],
                name="publishing_one_own_term_a_day",
                violation_error_message="这一事项从这一天起的期限已经登记过。",
            ),
            models.CheckConstraint(
                name="publishing_own_term_is_a_length",
                condition=Q(amount__gte=1),
                violation_error_message="期限至少是1日。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_limit_display()}：{self.amount}个{self.get_unit_display()}"

    def clean(self) -> None:
        """Raise ValidationError for a length that the statute does not take."""
        super().clean()
        if not self.limit:
            return
        first = limit_row(self.limit, on=timezone.localdate()).since
        try:
            due_date(self.limit, max(first, self.since or first), calendar(), chosen=self.length)
        except SettingInvalid:
            raise ValidationError({"amount": "期限过长，请核对。"}) from None

    @property
    def length(self) -> Length:
        """Return the length as the statute takes it."""
        return Length(self.amount or 1, self.unit)


def own_due_date(limit: str, start: date, agency: Any) -> date:
    """Return the last day of a period that began on `start`, by the agency's own term of that day or the default."""
    term = OwnTerm.objects.filter(agency=agency, limit=limit, since__lte=start).order_by("since").last()
    return due_date(limit, start, calendar(), chosen=term.length if term else None).date
