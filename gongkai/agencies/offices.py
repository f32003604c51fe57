"""The offices of an agency, and which of them is its 政府信息公开工作机构."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import models

from gongkai.agencies.dated import Past, Term, WithPast

if TYPE_CHECKING:
    from gongkai.agencies.organs import Agency


class OfficeKind(models.TextChoices):
    """What an office is."""

    SECTION = "section", "科室"
    BRANCH = "branch", "管理部"
    OUTLET = "outlet", "营业网点"


class Office(WithPast, Term):
    """A section, a branch or an outlet of an agency, as the public meets it; `as_of` tells how it was on a day."""

    agency = models.ForeignKey(
        "agencies.Agency", verbose_name="行政机关", on_delete=models.PROTECT, related_name="offices"
    )
    kind = models.CharField("类别", max_length=10, choices=OfficeKind.choices, default=OfficeKind.SECTION)
    name = models.CharField("名称", max_length=100)
    duties = models.TextField("职责", blank=True)
    head = models.CharField("负责人", max_length=60, blank=True)
    address = models.CharField("办公地址", max_length=200)
    hours = models.CharField("办公时间", max_length=100)
    telephone = models.CharField("联系电话", max_length=40)
    fax = models.CharField("传真", max_length=40, blank=True)
    email = models.EmailField("电子邮箱", blank=True)
    website = models.URLField("互联网联系方式", blank=True)

    tracked = ("kind", "name", "duties", "head", "address", "hours", "telephone", "fax", "email", "website")

    class Meta(Term.Meta):
        verbose_name = "内设机构和网点"
        verbose_name_plural = "内设机构和网点"
        ordering = ["agency", "kind", "name"]
        constraints = [
            *Term.Meta.constraints,
            models.UniqueConstraint(
                fields=["agency", "name"],
                name="agencies_one_office_of_a_name",
                violation_error_message="本机关已有同名的内设机构或网点。",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def owner(self) -> Agency:
        """Return the agency whose office it is."""
        return self.agency

    def clean(self) -> None:
        """Raise ValidationError where the disclosure office would be closed without another in its place."""
        super().clean()
        if not (self.pk and self.until) or self != self.agency.disclosure_office_on(self.until):
            return
        if not self.agency.designations.filter(since__gt=self.until).exists():
            raise ValidationError({"until": "它是政府信息公开工作机构，请先指定接替的机构。"})


class OfficePast(Past):
    """How an office read until a day: from these rows the versions of the guide are told apart."""

    subject = models.ForeignKey(Office, verbose_name="内设机构", on_delete=models.PROTECT, related_name="past")

    class Meta:
        verbose_name = "内设机构沿革"
        verbose_name_plural = "内设机构沿革"
        ordering = ["until"]
        constraints = [models.UniqueConstraint(fields=["subject", "until"], name="agencies_one_past_office_a_day")]


class Designation(models.Model):
    """Which office is the agency's 政府信息公开工作机构 from a day on, until the next one begins (Reg. art. 4).

    Since only the first day is stored, there is exactly one on every day after the first.
    """

    agency = models.ForeignKey(
        "agencies.Agency", verbose_name="行政机关", on_delete=models.PROTECT, related_name="designations"
    )
    office = models.ForeignKey(
        Office, verbose_name="政府信息公开工作机构", on_delete=models.PROTECT, related_name="designations"
    )
    since = models.DateField("起始日期")

    class Meta:
        verbose_name = "政府信息公开工作机构"
        verbose_name_plural = "政府信息公开工作机构"
        ordering = ["agency", "since"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "since"],
                name="agencies_one_disclosure_office_a_day",
                violation_error_message="同一天只能指定一个政府信息公开工作机构。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.agency}：{self.office}（自{self.since:%Y-%m-%d}）"

    def clean(self) -> None:
        """Raise ValidationError for another agency's office, a closed one, or a day before the last designation."""
        super().clean()
        if self.office.agency_id != self.agency_id:
            raise ValidationError({"office": f"{self.office}不是{self.agency}的内设机构。"})
        if not self.office.is_in_force(self.since):
            raise ValidationError({"office": f"{self.office}在{self.since:%Y-%m-%d}没有设立或已经撤销。"})
        last = self.agency.designations.exclude(pk=self.pk).order_by("since").last()
        if last and self.since <= last.since:
            told = f"{last.office}，自{last.since:%Y-%m-%d}"
            raise ValidationError({"since": f"同一时间只能有一个公开工作机构：应晚于上一次指定（{told}）。"})


def disclosure_offices(agencies: Iterable[Agency], on: date) -> dict[int, Office]:
    """Return the disclosure office of each agency on a day: agency id -> office, in one query."""
    found = Designation.objects.filter(agency__in=list(agencies), since__lte=on).select_related("office")
    return {one.agency_id: one.office for one in found.order_by("since")}
