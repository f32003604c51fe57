"""What was brought to which reading place, and how it was handed over: rows that are written once."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse

from gongkai.agencies.door import AppendOnly, RecordLine, size_of_stored
from gongkai.publishing.submissions import Publication
from gongkai.publishing.supply.places import ReadingPlace


class Supply(AppendOnly):
    """One package for one place: what was public by `until` (a month's last day) and had not been brought there.

    There may be a second one of a month, where history of that month came in later.
    `digest` is the SHA-256 of the package's bytes, in hex.
    """

    place = models.ForeignKey(ReadingPlace, verbose_name="查阅场所", on_delete=models.PROTECT, related_name="supplies")
    agency = models.ForeignKey("agencies.Agency", verbose_name="行政机关", on_delete=models.PROTECT, related_name="+")
    until = models.DateField("截至")
    package = models.FileField("移交包", upload_to="supplies/%Y/")
    digest = models.CharField("移交包的 SHA-256", max_length=64)
    made_at = models.DateTimeField("制作时间")
    made_by = models.ForeignKey("agencies.Person", verbose_name="制作人", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "提供政府信息"
        verbose_name_plural = "提供政府信息"
        ordering = ["-until", "-pk"]

    def __str__(self) -> str:
        return f"{self.place}，截至{self.until:%Y-%m-%d}"

    @property
    def size(self) -> int | None:
        """Return how many bytes the package has, None where its file is gone."""
        return size_of_stored(self.package)

    @property
    def handover(self) -> Handover | None:
        """Return how it was handed over by the newest row, since a mistake is mended by a further one."""
        return max(self.handovers.all(), key=lambda one: one.pk, default=None)


class SuppliedItem(AppendOnly):
    """A publication that a package brought to a place: there it is once."""

    supply = models.ForeignKey(Supply, verbose_name="移交包", on_delete=models.PROTECT, related_name="items")
    place = models.ForeignKey(ReadingPlace, verbose_name="查阅场所", on_delete=models.PROTECT, related_name="items")
    publication = models.ForeignKey(Publication, verbose_name="公开", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "提供的政府信息"
        verbose_name_plural = "提供的政府信息"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["place", "publication"], name="publishing_supplied_once")]

    record_relations = ("supply", "place", "publication__page")

    def __str__(self) -> str:
        return f"{self.publication} → {self.place}"

    def record_line(self) -> RecordLine:
        """Return how a list of counted records names it: what was brought where."""
        name = f"{self.publication.page.title}（{self.place}）"
        return RecordLine(name, self.supply.until, reverse("publishing_supply", args=[self.supply_id]))


class Handover(AppendOnly):
    """That a package was handed over: how, on which day, to whom, with the proof of it or why there is none."""

    class Way(models.TextChoices):
        """How it got there."""

        ONLINE = "online", "在线传输"
        DISC = "disc", "光盘、移动硬盘等介质"
        IN_PERSON = "in_person", "打印件当面移交"
        POST = "post", "邮寄"

    supply = models.ForeignKey(Supply, verbose_name="移交包", on_delete=models.PROTECT, related_name="handovers")
    way = models.CharField("移交方式", max_length=12, choices=Way.choices)
    handed_date = models.DateField("移交日期", db_index=True)
    received_by = models.CharField("接收部门", max_length=100)
    proof = models.FileField("签收凭证", upload_to="supplies/proofs/%Y/", blank=True)
    note = models.CharField("说明", max_length=200, blank=True)
    recorded_at = models.DateTimeField("登记时间")
    recorded_by = models.ForeignKey(
        "agencies.Person", verbose_name="登记人", on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "移交登记"
        verbose_name_plural = "移交登记"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="publishing_handover_is_proven", condition=~Q(proof="") | ~Q(note="")),
            models.CheckConstraint(name="publishing_handover_names_receiver", condition=~Q(received_by="")),
        ]

    def __str__(self) -> str:
        return f"{self.handed_date:%Y-%m-%d} {self.get_way_display()}"


def items_supplied(agency: Any, since: date, until: date) -> models.QuerySet[SuppliedItem]:
    """Return what was handed over in the period, by the newest row of each package."""
    newest = Handover.objects.filter(supply=models.OuterRef("supply")).order_by("-pk")
    rows = SuppliedItem.objects.filter(supply__agency=agency)
    handed = rows.annotate(handed_date=models.Subquery(newest.values("handed_date")[:1]))
    return handed.filter(handed_date__range=(since, until))
