"""What this room puts on an agency's home: banners of the day, topics under way, the way to clarifications."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from gongkai.pages.door import AgencyPage, filled, public
from gongkai.publishing.banners import banners_on
from gongkai.publishing.responses import ResponsesPage
from gongkai.publishing.topics import TopicPage

TOPICS = 4


def shown_on_home(sender: Any, page: AgencyPage, request: HttpRequest, **_: Any) -> dict[str, Any]:
    """Return the banners, the newest topics that are not over, and the clarifications' section where it has any."""
    today = timezone.localdate()
    under_way = TopicPage.objects.descendant_of(page).filter(first_date__lte=today).exclude(last_date__lt=today)
    topics = public(under_way).order_by("-first_date", "-pk")[:TOPICS]
    responses = filled(public(ResponsesPage.objects.child_of(page))).first()
    return {
        "banners": list(banners_on(page.agency, today)),
        "topics": [{"title": topic.title, "address": topic.get_url(request)} for topic in topics],
        "responses": {"title": responses.title, "address": responses.get_url(request)} if responses else None,
    }
