"""What is new, as Atom feeds (RFC 4287): of an agency, of a section and all below it, of a search."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.text import Truncator
from django.views.decorators.http import conditional_page, require_safe

from gongkai.agencies.door import DEMONSTRATION, Agency
from gongkai.pages.door import AgencyPage, BasePage, find, public
from gongkai.portal.forms import SearchForm
from gongkai.portal.search import question_of

NEWEST = 40
_SUMMARY = 200  # characters
_LIST = ("-search_entry__newness",)


@dataclass(frozen=True, slots=True)
class Head:
    """What a feed says of itself: its lasting id, title, the page it follows, and whose it is where it is one's."""

    id: str
    title: str
    address: str
    agency: Agency | None = None


@require_safe
@conditional_page
def agency_feed(request: HttpRequest, agency: str) -> HttpResponse:
    """Return the newest of everything an agency made public."""
    place = get_object_or_404(public(AgencyPage.objects.all()), slug=agency)
    title = f"{place.agency.name}：最近公开"
    head = Head(place.translation_key.urn, title, place.get_url(request), place.agency)
    return _feed(request, head, _newest(search_entry__agency=place.agency))


@require_safe
@conditional_page
def section_feed(request: HttpRequest, section: int) -> HttpResponse:
    """Return the newest of a section and all below it; 404 where nothing in it is public."""
    page = get_object_or_404(public(BasePage.objects.filter(pk=section, reviewed_type=False, depth__gt=3))).specific
    found = _newest(path__startswith=page.path)
    if not found:
        raise Http404("栏目里还没有公开的内容")
    title = f"{page.agency.name}：{page.title}"
    return _feed(request, Head(page.translation_key.urn, title, page.get_url(request), page.agency), found)


@require_safe
@conditional_page
def search_feed(request: HttpRequest) -> HttpResponse:
    """Return the newest that a search finds; its address is that of the search, and its order always by date."""
    form = SearchForm(request.GET)
    if not form.is_valid() or not form.has_question:
        raise Http404("没有写明搜索什么")
    numbers = find(question_of({**form.cleaned_data, "sort": "date"})).numbers[:NEWEST]
    found = _shown().in_bulk(numbers)
    asked = request.GET.urlencode()
    place = form.cleaned_data["agency"]
    head = Head(
        f"{settings.PUBLIC_ADDRESS}{request.path}?{asked}",
        f"搜索“{form.cleaned_data['q']}”" if form.cleaned_data["q"] else "搜索",
        f"{reverse('search')}?{asked}",
        place.agency if place else None,
    )
    return _feed(request, head, [found[number] for number in numbers if number in found])


def _shown() -> Any:
    return (
        public(BasePage.objects.filter(search_entry__isnull=False))
        .select_related("search_entry")
        .prefetch_related("search_entry__agency")
    )


def _newest(**only: Any) -> list[BasePage]:
    return list(_shown().filter(**only).order_by(*_LIST)[:NEWEST])


def _feed(request: HttpRequest, head: Head, pages: Iterable[BasePage]) -> HttpResponse:
    shown = list(pages)
    agencies = {page.search_entry.agency for page in shown} | ({head.agency} if head.agency else set())
    notice = f"{DEMONSTRATION}。" if any(agency.demonstration for agency in agencies) else ""
    feed = Atom1Feed(
        title=head.title + (f"（{DEMONSTRATION}）" if notice else ""),
        link=settings.PUBLIC_ADDRESS + head.address,
        description="",
        language="zh-Hans",
        subtitle=notice or None,
        author_name=head.agency.name if head.agency else "政府信息公开",
        feed_url=settings.PUBLIC_ADDRESS + request.get_full_path(),
        feed_guid=head.id,
        feed_copyright=notice or None,
    )
    for page in shown:
        _add(feed, page, request)
    response = HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)
    if notice:
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _add(feed: Atom1Feed, page: BasePage, request: HttpRequest) -> None:
    entry = page.search_entry
    notice = f"{DEMONSTRATION}。" if entry.agency.demonstration else ""
    feed.add_item(
        title=page.title,
        link=settings.PUBLIC_ADDRESS + (page.get_url(request) or ""),
        description=escape(notice + Truncator(entry.text).chars(_SUMMARY)),  # Atom1Feed calls it HTML
        unique_id=page.translation_key.urn,
        pubdate=_published(page),
        updateddate=_changed(page),
        author_name=entry.agency.name,
        categories=[entry.subject] if entry.subject else [],
        item_copyright=notice or None,
    )


def _published(page: BasePage) -> datetime:
    return timezone.make_aware(datetime.combine(page.search_entry.publication_date, time()))


def _changed(page: BasePage) -> datetime:
    """Return when it last changed; what was public before it came here, the day it was."""
    return page.last_published_at if page.clearance_cycle and page.last_published_at else _published(page)
