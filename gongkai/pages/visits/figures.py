"""What is counted of visits."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import QuerySet, Sum

from gongkai.agencies.door import Figure
from gongkai.pages.visits.daily import DailyVisits

if TYPE_CHECKING:
    from gongkai.agencies.door import Agency

_LAW = "《政府网站发展指引》（国办发〔2017〕47号）"


def visits_of(agency: Agency, since: date, until: date) -> QuerySet[DailyVisits]:
    """Return the days of the period on which anybody was here."""
    return DailyVisits.objects.filter(agency=agency, day__range=(since, until))


def _views(days: QuerySet[DailyVisits]) -> int | None:
    total: int | None = days.aggregate(total=Sum("page_views"))["total"]
    return total


def _visitors(days: QuerySet[DailyVisits]) -> int | None:
    total: int | None = days.aggregate(total=Sum("visitors"))["total"]
    return total


FIGURES: tuple[Figure, ...] = (
    Figure(
        "pages.page_views",
        "网站页面浏览量",
        "次",
        "期间内本机关页面被浏览的次数；不用 Cookie，自称是程序的访问不计。",
        _LAW,
        visits_of,
        _views,
    ),
    Figure(
        "pages.daily_visitors",
        "网站独立访客（逐日合计）",
        "人次",
        "期间内每天的独立访客数相加：同一个人一天只计一次，换一天再计一次，因此不是全期间不重复的人数。",
        _LAW,
        visits_of,
        _visitors,
    ),
)
