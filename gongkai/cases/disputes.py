"""Reconsideration and litigation about disclosure, and table four of the annual report from them (Reg. art. 50, 51)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q, QuerySet
from django.urls import reverse

from gongkai import statute
from gongkai.agencies.door import AppendOnly, Blank, RecordLine
from gongkai.annualreport import Form

if TYPE_CHECKING:
    from gongkai.agencies.door import Agency

TABLE, ROW = "review_litigation", "cases"
GROUPS = ("reconsideration", "litigation_direct", "litigation_after_reconsideration")


class Route(models.TextChoices):
    """Where a person went (Reg. art. 51)."""

    RECONSIDERATION = "reconsideration", "行政复议"
    LITIGATION = "litigation", "行政诉讼"


class Procedure(models.TextChoices):
    """By which procedure it is heard: disclosure cases may go the short way (《行政复议法》 art. 53)."""

    SIMPLE = "simple", "简易程序"
    ORDINARY = "ordinary", "普通程序"


class Dispute(models.Model):
    """A dispute over one act of the agency; what the bodies decided are its instances, what else happened its steps."""

    agency = models.ForeignKey(
        "agencies.Agency", verbose_name="行政机关", on_delete=models.PROTECT, related_name="disputes"
    )
    reference = models.CharField("案号", max_length=80)
    route = models.CharField("途径", max_length=20, choices=Route.choices)
    after_reconsideration = models.BooleanField("复议后起诉", default=False)
    is_original = models.BooleanField(
        "本机关是原行为机关", default=True, help_text="只作为复议机关被共同起诉的，只由原行为机关统计。"
    )
    case = models.ForeignKey(
        "cases.Case", verbose_name="所涉办件", null=True, blank=True, on_delete=models.PROTECT, related_name="disputes"
    )
    body = models.CharField("复议机关或者法院", max_length=100)
    procedure = models.CharField(
        "审理程序", max_length=10, choices=Procedure.choices, default=Procedure.ORDINARY, blank=True
    )
    filed_date = models.DateField("受理日期")

    class Meta:
        verbose_name = "复议诉讼"
        verbose_name_plural = "复议诉讼"
        ordering = ["-filed_date", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "reference"],
                name="cases_one_dispute_a_reference",
                violation_error_message="本机关已有这个案号的复议诉讼。",
            ),
            models.CheckConstraint(
                name="cases_only_suits_follow_reconsideration",
                condition=Q(after_reconsideration=False) | Q(route=Route.LITIGATION),
                violation_error_message="只有行政诉讼可以是“复议后起诉”。",
            ),
        ]
        indexes = [models.Index(fields=["agency", "filed_date"], name="cases_dispute_filed")]

    def __str__(self) -> str:
        return self.reference

    record_relations = ()

    def record_line(self) -> RecordLine:
        """Return how a list of records names it: route, number, body."""
        return RecordLine(
            f"{self.get_route_display()} {self.reference}（{self.body}）",
            self.filed_date,
            reverse("cases:dispute", args=[self.pk]),
        )

    def as_of(self, day: date) -> statute.Dispute:
        """Return it as the law counts it, with the instances begun by `day`."""
        begun = [one for one in self.instances.all() if one.begun_date <= day]
        pending = [statute.Instance()] if self._appealed_since(begun, day) else []
        return statute.Dispute(
            route=self.route,
            instances=(*(one.as_of(day) for one in begun), *pending),
            after_reconsideration=self.after_reconsideration,
            is_original=self.is_original,
        )

    def _appealed_since(self, begun: list[DisputeInstance], day: date) -> bool:
        """Tell whether an appeal was made by `day` against the last instance, and none has been decided since."""
        closed = max((one.closed_date for one in begun), default=date.max)
        return any(one.kind == StepKind.APPEAL and closed <= one.step_date <= day for one in self.steps.all())

    def closed_by(self, day: date) -> date | None:
        """Return the day on which it was over, as known on `day`; None while something is pending."""
        instances = self.as_of(day).instances
        return instances[-1].closed_date if instances else None


class StepKind(models.TextChoices):
    """What happens in a dispute between its beginning and its end."""

    COPY = "copy", "收到申请书副本或者起诉状副本"
    DEFENCE = "defence", "提交答复或者答辩和证据"
    EXTENSION = "extension", "审理期限延长"
    HEARING = "hearing", "听取意见、听证或者开庭"
    APPEAL = "appeal", "提起上诉"
    RECEIVED = "received", "收到决定书或者裁判文书"
    PERFORMED = "performed", "履行决定或者裁判"


class DisputeStep(AppendOnly):
    """One step of a dispute on a day."""

    blankable = {"note": Blank.WORDS}
    dispute = models.ForeignKey(Dispute, verbose_name="复议诉讼", on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField("进展", max_length=20, choices=StepKind.choices)
    step_date = models.DateField("日期")
    note = models.TextField("说明", blank=True)
    by = models.ForeignKey(
        "agencies.Person", verbose_name="登记人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = "复议诉讼进展"
        verbose_name_plural = "复议诉讼进展"
        ordering = ["dispute", "step_date", "pk"]

    def __str__(self) -> str:
        return f"{self.dispute} {self.get_kind_display()}"


class DisputeInstance(AppendOnly):
    """One decision in a dispute. An appeal that is not decided yet has no result."""

    dispute = models.ForeignKey(Dispute, verbose_name="复议诉讼", on_delete=models.PROTECT, related_name="instances")
    begun_date = models.DateField("开始日期")
    result = models.CharField("结果", max_length=40)
    closed_date = models.DateField("结案日期")

    class Meta:
        verbose_name = "审级结果"
        verbose_name_plural = "审级结果"
        ordering = ["dispute", "begun_date", "pk"]
        constraints = [
            models.CheckConstraint(
                name="cases_instance_ends_after_it_begins",
                condition=Q(closed_date__gte=models.F("begun_date")),
                violation_error_message="结案日期不能早于开始日期。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.dispute} {self.closed_date}"

    @property
    def name(self) -> str:
        """Return what the result is called."""
        return statute.dispute_result(self.dispute.route, self.result, on=self.closed_date).name

    def clean(self) -> None:
        """Raise ValidationError for a result that its route does not know."""
        super().clean()
        try:
            statute.dispute_result(self.dispute.route, self.result, on=self.closed_date)
        except statute.LawUnknown as error:
            raise ValidationError({"result": str(error)}) from error

    def as_of(self, day: date) -> statute.Instance:
        """Return it as it stood on `day`: pending until it was closed."""
        if self.closed_date > day:
            return statute.Instance()
        return statute.Instance(result=self.result, closed_date=self.closed_date)


def disputes_of(route: Route) -> Callable[[Agency, date, date], QuerySet[Dispute]]:
    """Return what finds the disputes of a route over own acts that were not over before a period, begun by its end."""

    def records(agency: Agency, since: date, until: date) -> QuerySet[Dispute]:
        known = Dispute.objects.filter(agency=agency, route=route, is_original=True, filed_date__lte=until)
        open_then = known.prefetch_related("instances", "steps")
        eve = since - timedelta(days=1)
        return Dispute.objects.filter(pk__in=[one.pk for one in open_then if one.closed_by(eve) is None])

    return records


@dataclass(frozen=True)
class DisputesTable:
    """Table four of one agency's year: its counts, and the disputes behind each."""

    agency: Agency
    year: int
    form: Form

    @cached_property
    def _columns(self) -> Mapping[int, str]:
        """Return the column in which each dispute of the year counts, by its id."""
        first, last = date(self.year, 1, 1), date(self.year, 12, 31)
        known = Dispute.objects.filter(agency=self.agency, filed_date__lte=last).prefetch_related("instances", "steps")
        found = {}
        for dispute in known:
            over = dispute.closed_by(date(self.year - 1, 12, 31))
            if (over is None or over >= first) and (
                column := statute.dispute_column(dispute.as_of(last), year=self.year)
            ):
                found[dispute.pk] = column
        return found

    @cached_property
    def counts(self) -> Mapping[str, Mapping[str, int]]:
        """Return row → column → number of disputes."""
        counted = Counter(self._columns.values())
        totals = {f"{group}_total": sum(counted[one] for one in _parts(group)) for group in GROUPS}
        columns = [column.id for column in self.form.tables[TABLE].columns]
        return {ROW: {column: totals.get(column, counted[column]) for column in columns}}

    def records(self, row: str, column: str) -> QuerySet[Dispute]:
        """Return the disputes that a cell counts."""
        wanted = _parts(column.removesuffix("_total")) if column.endswith("_total") else (column,)
        return Dispute.objects.filter(pk__in=[pk for pk, counted in self._columns.items() if counted in wanted])


def _parts(group: str) -> tuple[str, ...]:
    return tuple(f"{group}_{result}" for result in ("upheld", "corrected", "other_result", "pending"))
