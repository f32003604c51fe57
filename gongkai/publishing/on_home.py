"""What this room puts on an agency's home: banners of the day, topics under way, the way to clarifications."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone

from gongkai.pages.door import AgencyPage, BasePage, filled, public
from gongkai.publishing.banners import FloatingBannerPage
from gongkai.publishing.responses import ResponsesPage
from gongkai.publishing.topics import TopicPage

TOPICS = 4


def shown_on_home(sender: Any, page: AgencyPage, request: HttpRequest, **_: Any) -> dict[str, Any]:
    """Return the banners, the newest topics that are not over, and the clarifications' section where it has any."""
    shown = list(public_on(page, timezone.localdate()))
    topics = [_link(one, request) for one in shown if hasattr(one, "topicpage")]
    responses = [_link(one, request) for one in shown if hasattr(one, "responsespage")]
    banners = [one.floatingbannerpage for one in shown if hasattr(one, "floatingbannerpage")]
    return {
        "banners": sorted(banners, key=lambda one: (one.first_date, one.pk), reverse=True),
        "topics": topics[:TOPICS],
        "responses": next(iter(responses), None),
    }


def public_on(page: AgencyPage, today: date) -> Any:
    """Return in one query what this room has for the home of the day, the newest topics first."""
    under_way = Q(last_date=None) | Q(last_date__gte=today)
    topics = TopicPage.objects.filter(under_way, first_date__lte=today)
    banners = FloatingBannerPage.objects.filter(first_date__lte=today, last_date__gte=today)
    few = (
        topics.order_by()
        .values("pk")
        .union(banners.order_by().values("pk"), ResponsesPage.objects.order_by().values("pk"))
    )
    pages = BasePage.objects.descendant_of(page).filter(pk__in=few)
    pages = pages.select_related("topicpage", "responsespage", "floatingbannerpage__picture")
    return filled(public(pages)).order_by("-topicpage__first_date", "-pk")


def _link(page: BasePage, request: HttpRequest) -> dict[str, Any]:
    return {"title": page.title, "address": page.get_url(request)}
