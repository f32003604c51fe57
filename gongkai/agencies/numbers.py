"""Numbers without gaps: a number is given in the transaction of the act it belongs to, or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection, models

if TYPE_CHECKING:
    from gongkai.agencies.organs import Agency


class Counter(models.Model):
    """The last number given in one series of one agency and year."""

    agency = models.ForeignKey("agencies.Agency", verbose_name="行政机关", on_delete=models.PROTECT, related_name="+")
    series = models.CharField("序列", max_length=60)
    year = models.PositiveSmallIntegerField("年度")
    last = models.PositiveIntegerField("已用到")

    class Meta:
        verbose_name = "编号序列"
        verbose_name_plural = "编号序列"
        constraints = [
            models.UniqueConstraint(fields=["agency", "series", "year"], name="agencies_one_counter_a_series")
        ]

    def __str__(self) -> str:
        return f"{self.agency} {self.series} {self.year}：{self.last}"


def next_number(agency: Agency, series: str, year: int) -> int:
    """Return the next number of `series` (1, 2, 3 …), inside the caller's transaction.

    Where that transaction is rolled back the number is given again, so that no gap is left;
    until it ends, others wait for their number. Raises RuntimeError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a number is given in the transaction of the act it belongs to")
    table = Counter._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (agency_id, series, year, last) VALUES (%s, %s, %s, 1) "  # noqa: S608 - our own table's name
            f"ON CONFLICT (agency_id, series, year) DO UPDATE SET last = {table}.last + 1 RETURNING last",
            [agency.pk, series, year],
        )
        return int(cursor.fetchone()[0])
