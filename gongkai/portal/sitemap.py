"""sitemap.xml: the address of everything that may be found, in parts that stay as they are when something is added.

A part holds the pages whose numbers lie in one range, so that a new page changes the last part
only. Demonstrations ask not to be found, and stand in none.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import F, Max, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import conditional_page, require_safe

from gongkai.pages.door import AgencyPage, BasePage, filled, public

A_PART = 10_000  # numbers; the protocol allows 50,000 addresses


@require_safe
@conditional_page
def sitemap(request: HttpRequest) -> HttpResponse:
    """Return the index: the sections, and each part with the day of its last change."""
    parts = information().values(part=F("pk") / A_PART).annotate(changed=Max("last_published_at")).order_by("part")
    told = [(_address("sitemap_part", part=row["part"]), row["changed"]) for row in parts]
    sections = [(_address("sitemap_sections"), None)] if told else []
    return _xml(request, "portal/sitemap_index.xml", [*sections, *told])


@require_safe
@conditional_page
def sitemap_part(request: HttpRequest, part: int) -> HttpResponse:
    """Return the public information whose numbers lie in one range; 404 where there is none."""
    pages = information().filter(pk__gte=part * A_PART, pk__lt=(part + 1) * A_PART).order_by("pk")
    return _xml(request, "portal/sitemap.xml", _addresses(request, pages))


@require_safe
@conditional_page
def sitemap_sections(request: HttpRequest) -> HttpResponse:
    """Return the home page, the agencies' homes and every section in which something is public."""
    pages = filled(_findable().filter(reviewed_type=False, depth__gt=1)).order_by("path")
    return _xml(request, "portal/sitemap.xml", _addresses(request, pages))


def information() -> QuerySet[BasePage]:
    """Return all public information that search engines may find."""
    return _findable().filter(reviewed_type=True)


def _findable() -> Any:
    found = public(BasePage.objects.all())
    for path in AgencyPage.objects.filter(agency__demonstration=True).values_list("path", flat=True):
        found = found.exclude(path__startswith=path)
    return found


def _addresses(request: HttpRequest, pages: Any) -> list[tuple[str, Any]]:
    found = [(settings.PUBLIC_ADDRESS + (page.get_url(request) or ""), page.last_published_at) for page in pages]
    if not found:
        raise Http404("没有这一部分")
    return found


def _address(name: str, **at: int) -> str:
    return settings.PUBLIC_ADDRESS + reverse(name, kwargs=at or None)


def _xml(request: HttpRequest, template: str, rows: list[tuple[str, Any]]) -> HttpResponse:
    return render(request, template, {"rows": rows}, content_type="application/xml; charset=utf-8")
