"""The organ that discloses, and the organs it answers to."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from gongkai.agencies.dated import Past, WithPast

if TYPE_CHECKING:
    from gongkai.agencies.offices import Office


DEMONSTRATION = "演示数据，非该中心发布"  # what everything of a demonstration says wherever it is read


class Rank(models.TextChoices):
    """The rank of an organ (机构规格)."""

    PROVINCIAL = "provincial", "正省级"
    VICE_PROVINCIAL = "vice_provincial", "副省级"
    DEPARTMENT = "department", "正厅级"
    VICE_DEPARTMENT = "vice_department", "副厅级"
    DIVISION = "division", "正处级"
    VICE_DIVISION = "vice_division", "副处级"
    SECTION = "section", "正科级"
    VICE_SECTION = "vice_section", "副科级"
    NONE = "none", "不定级"


class Agency(WithPast):
    """An administrative organ that discloses government information (Reg. art. 2, 4, 54).

    Its place on the site is an `AgencyPage`; everything the law counts names the agency. The
    columns say what it is called today, `as_of` what it was called on a day (更名、升格).
    """

    slug = models.SlugField("代号", unique=True, help_text="地址和命令行用的短名，如 shizuishan；启用后不再更改。")
    name = models.CharField("机关全称", max_length=100, unique=True)
    short_name = models.CharField("简称", max_length=40)
    rank = models.CharField("机构规格", max_length=20, choices=Rank.choices, blank=True)
    city = models.CharField("所在地", max_length=40)
    demonstration = models.BooleanField(
        "演示机关", default=False, help_text="其名下一切页面标明“演示数据，非该中心发布”，并请搜索引擎不要收录。"
    )

    tracked = ("name", "short_name", "rank")

    class Meta:
        verbose_name = "行政机关"
        verbose_name_plural = "行政机关"
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.name

    @property
    def owner(self) -> Agency:
        """Return the agency itself: its log tells of its changes."""
        return self

    @property
    def disclosure_office(self) -> Office | None:
        """Return today's 政府信息公开工作机构, None where none was ever designated."""
        return self.disclosure_office_on(timezone.localdate())

    def disclosure_office_on(self, day: date) -> Office | None:
        """Return the 政府信息公开工作机构 of `day` (Reg. art. 4)."""
        found = self.designations.filter(since__lte=day).select_related("office").order_by("since").last()
        return found.office if found else None

    def related_body(self, kind: str, on: date) -> str:
        """Return the name of the body that stands in the relation `kind` to this agency on `on`, empty for none."""
        relation = self.relations.filter(kind=kind).in_force(on).first()
        return relation.body if relation else ""


class AgencyPast(Past):
    """What an agency was called, and its rank, until a day."""

    subject = models.ForeignKey(Agency, verbose_name="行政机关", on_delete=models.PROTECT, related_name="past")

    class Meta:
        verbose_name = "机关沿革"
        verbose_name_plural = "机关沿革"
        ordering = ["until"]
        constraints = [models.UniqueConstraint(fields=["subject", "until"], name="agencies_one_past_agency_a_day")]


class RelationKind(models.TextChoices):
    """How one organ answers to another."""

    DISCLOSURE_SUPERVISOR = "disclosure_supervisor", "政府信息公开工作主管部门"
    ADMINISTRATIVE_SUPERIOR = "administrative_superior", "上级行政机关"
    RECONSIDERATION_BODY = "reconsideration_body", "行政复议机关"


class RelationQuerySet(models.QuerySet):
    """Relations by day."""

    def in_force(self, on: date) -> RelationQuerySet:
        """Return of each agency and kind the relation that holds on `on`."""
        later = self.model.objects.filter(
            agency=OuterRef("agency"), kind=OuterRef("kind"), since__lte=on, since__gt=OuterRef("since")
        )
        return self.filter(since__lte=on).exclude(Exists(later))


class Relation(models.Model):
    """To whom an agency answers from a day on, until the next relation of the same kind begins.

    The body is another agency here or one by name; neither means: from this day on, none.
    Since only the first day is stored, two of a kind never overlap and no day is left out.
    """

    agency = models.ForeignKey(Agency, verbose_name="行政机关", on_delete=models.PROTECT, related_name="relations")
    kind = models.CharField("关系", max_length=30, choices=RelationKind.choices)
    other = models.ForeignKey(
        Agency, verbose_name="本系统中的机关", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    named_body = models.CharField(
        "其他机关的名称", max_length=100, blank=True, help_text="对方不在本系统时填写；两处都不填，表示自该日起没有。"
    )
    since = models.DateField("起始日期")

    objects = RelationQuerySet.as_manager()

    class Meta:
        verbose_name = "隶属和监督关系"
        verbose_name_plural = "隶属和监督关系"
        ordering = ["agency", "kind", "since"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "kind", "since"],
                name="agencies_one_relation_a_day",
                violation_error_message="同一天已登记过这种关系。",
            ),
            models.CheckConstraint(
                name="agencies_relation_names_one_body",
                condition=Q(other=None) | Q(named_body=""),
                violation_error_message="“本系统中的机关”和“其他机关的名称”只填一处。",
            ),
            models.CheckConstraint(
                name="agencies_relation_to_another",
                condition=Q(other=None) | ~Q(other=F("agency")),
                violation_error_message="机关不能以自己为上级或监督者。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency}：{self.get_kind_display()} {self.body or '无'}（自{self.since:%Y-%m-%d}）"

    @property
    def body(self) -> str:
        """Return the body's name, empty for none."""
        return self.other.name if self.other else self.named_body

    def clean(self) -> None:
        """Raise ValidationError where the organ above would stand below this one on the first day."""
        super().clean()
        if not (self.other_id and self.agency_id and self.since):
            return
        if self.other_id in ids_below({self.agency_id}, self.kind, self.since):
            raise ValidationError(
                {"other": f"{self.other}在{self.since:%Y-%m-%d}是{self.agency}的下级，不能互为上级。"}
            )


def ids_below(above: set[int], kind: str, on: date) -> set[int]:
    """Return the ids of the agencies below those of `above` by the relation `kind` on a day, at any depth."""
    pairs = list(Relation.objects.filter(kind=kind).in_force(on).values_list("other_id", "agency_id"))
    below: set[int] = set()
    reached = set(above)
    while reached:
        reached = {agency for other, agency in pairs if other in reached} - below
        below |= reached
    return below


def supervised_by(agency: Agency, on: date) -> QuerySet[Agency]:
    """Return the agencies whose disclosure work `agency` supervises on a day, at any depth (Reg. art. 3)."""
    return Agency.objects.filter(pk__in=ids_below({agency.pk}, RelationKind.DISCLOSURE_SUPERVISOR, on))
