"""Tallies: where the records live in another system, a dated tally with its source is the record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q, QuerySet, Sum

from gongkai.agencies.append_only import AppendOnly
from gongkai.agencies.figures import Figure, RecordLine

if TYPE_CHECKING:
    from gongkai.agencies.organs import Agency


@dataclass(frozen=True, slots=True)
class TallyKind:
    """What a tally counts: its key (``oversight.licensing_decisions``), Chinese label, unit, what counts, whose law.

    `whole` says that the unit cannot be parted (件, 项); `standing` that the tally tells how
    many there are on its day, so that several are not added up; `signed` that it may be negative.
    """

    key: str
    label: str
    unit: str
    meaning: str
    law: str
    since: date
    checked: date
    whole: bool = True
    standing: bool = False
    signed: bool = False


class TallyQuerySet(models.QuerySet):
    """Tallies, the corrected ones left out where one asks for what counts."""

    def counting(self, kind: str, agency: Agency, since: date, until: date) -> TallyQuerySet:
        """Return the tallies of a kind that count for `agency` between two days, both included."""
        return self.filter(kind=kind, agency=agency, day__range=(since, until), correction=None)

    def standing(self, kind: str, agency: Agency, until: date) -> TallyQuerySet:
        """Return the newest tally of a kind that tells how many there are, as of `until`; none where there is none."""
        known = self.filter(kind=kind, agency=agency, day__lte=until, correction=None).order_by("-day", "-pk")
        return self.filter(pk__in=list(known.values_list("pk", flat=True)[:1]))


class Tally(AppendOnly):
    """One tally: a number of one kind for the days from `since` to `day`, and where it comes from.

    Never changed: a wrong one is corrected by another that names it.
    """

    agency = models.ForeignKey(
        "agencies.Agency", verbose_name="行政机关", on_delete=models.PROTECT, related_name="tallies"
    )
    kind = models.CharField("统计事项", max_length=60)
    since = models.DateField("起始日期")
    day = models.DateField("截止日期")
    value = models.DecimalField("数值", max_digits=20, decimal_places=4)
    source = models.CharField("数据来源", max_length=200)
    note = models.TextField("说明", blank=True)
    evidence = models.FileField("佐证材料", upload_to="tallies/%Y/", blank=True)
    corrects = models.OneToOneField(
        "self", verbose_name="更正哪一条", null=True, blank=True, on_delete=models.PROTECT, related_name="correction"
    )

    record_relations = ()
    objects = TallyQuerySet.as_manager()

    class Meta:
        verbose_name = "统计数"
        verbose_name_plural = "统计数"
        ordering = ["agency", "kind", "day"]
        indexes = [models.Index(fields=["agency", "kind", "day"], name="agencies_tally_day")]
        constraints = [
            models.CheckConstraint(
                name="agencies_tally_period",
                condition=Q(since__lte=models.F("day")),
                violation_error_message="起始日期不能晚于截止日期。",
            ),
            models.CheckConstraint(
                name="agencies_tally_has_source",
                condition=~Q(source=""),
                violation_error_message="统计数必须写明数据来源。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency} {self.kind} {self.day}：{self.value.normalize():f}"

    def record_line(self) -> RecordLine:
        """Return how a list of records names it: the number, its days and where it comes from."""
        days = f"{self.since:%Y-%m-%d} 至 {self.day:%Y-%m-%d}"
        return RecordLine(f"统计数 {plain(self.value)}（{days}，来源：{self.source}）", self.day)

    def clean(self) -> None:
        """Raise ValidationError where a correction is of another agency or kind than what it corrects."""
        super().clean()
        if self.corrects and (self.corrects.agency_id, self.corrects.kind) != (self.agency_id, self.kind):
            raise ValidationError({"corrects": "只能更正同一机关、同一事项的统计数。"})


def total_of(tallies: QuerySet[Tally]) -> int | Decimal | None:
    """Return the sum of the tallies, None where there is none: no tally is not a tally of nought."""
    total = tallies.aggregate(total=Sum("value"))["total"]
    return total if total is None else plain(total)


def amount_of(tallies: QuerySet[Tally]) -> Decimal | None:
    """Return the sum of tallies that count in parts of a unit (money), a Decimal even where it is whole."""
    total = total_of(tallies)
    return total if total is None else Decimal(total)


def plain(value: Decimal) -> int | Decimal:
    """Return a stored value as an int where it is whole, else without idle zeros."""
    return int(value) if value == value.to_integral_value() else Decimal(format(value.normalize(), "f"))


def figure_of(kind: TallyKind) -> Figure:
    """Return the figure that a kind of tally is: the sum of a period's tallies, or the newest one where it stands."""

    def records(agency: Agency, since: date, until: date) -> QuerySet[Tally]:
        if kind.standing:
            return Tally.objects.standing(kind.key, agency, until)
        return Tally.objects.counting(kind.key, agency, since, until)

    return Figure(
        kind.key, kind.label, kind.unit, kind.meaning, kind.law, records, total_of if kind.whole else amount_of
    )
