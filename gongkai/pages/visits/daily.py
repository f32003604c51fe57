"""Visits day by day: how many pages were looked at, by how many visitors; and who they were, for that day only."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import ClassVar

from django.db import connection, models, transaction

from gongkai.agencies.door import Agency, RecordLine


class DailyVisits(models.Model):
    """One day of one agency's pages."""

    agency = models.ForeignKey("agencies.Agency", verbose_name="行政机关", on_delete=models.PROTECT, related_name="+")
    day = models.DateField("日期")
    page_views = models.PositiveIntegerField("页面浏览量", default=0)
    visitors = models.PositiveIntegerField("独立访客", default=0)

    record_relations: ClassVar[tuple[str, ...]] = ()

    class Meta:
        verbose_name = "每日访问量"
        verbose_name_plural = "每日访问量"
        ordering: ClassVar[list[str]] = ["agency", "day"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["agency", "day"], name="pages_one_row_of_visits_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d}：{self.page_views} 次，{self.visitors} 人"

    def record_line(self) -> RecordLine:
        """Return how a list of counted records names it."""
        return RecordLine(f"浏览 {self.page_views} 次，独立访客 {self.visitors} 人", self.day)


class DailyVisitor(models.Model):
    """Somebody who has been here today, by a fingerprint that is another one tomorrow; gone when the day is over."""

    agency = models.ForeignKey("agencies.Agency", on_delete=models.CASCADE, related_name="+")
    day = models.DateField(db_index=True)
    fingerprint = models.CharField(max_length=32)

    class Meta:
        verbose_name = "当日访客"
        verbose_name_plural = "当日访客"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["agency", "day", "fingerprint"], name="pages_one_row_a_visitor"),
        ]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d}"


@transaction.atomic
def write(views: Mapping[tuple[str, date], int], visitors: Mapping[tuple[str, date], set[str]], *, today: date) -> None:
    """Add views and visitors, by slug and day; forget who was here on days that are over.

    Several processes write about the same day: whoever was counted by one is not counted by another.
    """
    agencies = dict(Agency.objects.filter(slug__in={slug for slug, _ in views}).values_list("slug", "pk"))
    for (slug, day), number in sorted(views.items()):
        if slug in agencies:
            new = sum(_is_new(agencies[slug], day, one) for one in sorted(visitors.get((slug, day), ())))
            _add(agencies[slug], day, number, new)
    DailyVisitor.objects.filter(day__lt=today).delete()


def _is_new(agency: int, day: date, fingerprint: str) -> bool:
    table = DailyVisitor._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (agency_id, day, fingerprint) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",  # noqa: S608 - our own table's name
            [agency, day, fingerprint],
        )
        return bool(cursor.rowcount == 1)


def _add(agency: int, day: date, views: int, visitors: int) -> None:
    table = DailyVisits._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (agency_id, day, page_views, visitors) VALUES (%s, %s, %s, %s) "  # noqa: S608 - our own table's name
            f"ON CONFLICT (agency_id, day) DO UPDATE SET page_views = {table}.page_views + excluded.page_views, "
            f"visitors = {table}.visitors + excluded.visitors",
            [agency, day, views, visitors],
        )
