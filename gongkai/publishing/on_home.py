"""What this room puts on an agency's home: banners of the day, topics under way, the way to clarifications."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone

from gongkai.pages.door import AgencyPage, BasePage, filled, public

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
    topic = Q(topicpage__first_date__lte=today) & (Q(topicpage__last_date=None) | Q(topicpage__last_date__gte=today))
    banner = Q(floatingbannerpage__first_date__lte=today, floatingbannerpage__last_date__gte=today)
    pages = BasePage.objects.descendant_of(page).filter(topic | banner | Q(responsespage__isnull=False))
    pages = pages.select_related("topicpage", "responsespage", "floatingbannerpage__picture")
    return filled(public(pages)).order_by("-topicpage__first_date", "-pk")


def _link(page: BasePage, request: HttpRequest) -> dict[str, Any]:
    return {"title": page.title, "address": page.get_url(request)}
