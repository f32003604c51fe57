"""The site map of an agency (站点地图): every section with content, each below the one it stands in."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.apps import apps
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from gongkai.pages.door import BasePage, filled, public
from gongkai.portal.agency_context import at_place


class Spot(NamedTuple):
    """A section on the map, with the sections in it."""

    title: str
    address: str
    below: list[Any]


@require_safe
def site_map(request: HttpRequest, agency: str) -> HttpResponse:
    """Return the map: the sections as a tree, and what else one can do here."""
    context = at_place(request, agency)
    context |= {"spots": spots_below(context["place"], request), "ways": ways_at(context["agency"].slug)}
    return render(request, "portal/site_map.html", context)


def ways_at(slug: str) -> list[dict[str, str]]:
    """Return what can be done at an agency beside reading its sections: title and address."""
    return [
        {"title": title, "address": reverse(name, args=[slug])}
        for title, name in (
            ("政策文件库", "policy_library"),
            ("行政规范性文件目录", "document_register"),
            ("意见征集", "public_comments"),
            ("依申请公开", "apply"),
            ("我为政府网站找错", "report_site_error"),
        )
    ]


def spots_below(place: BasePage, request: HttpRequest | None) -> list[Spot]:
    """Return the sections below a page that have something public, as a tree, in one query."""
    within: dict[str, list[Spot]] = {place.path: []}
    for page in filled(public(place.get_descendants().not_type(*_kinds_of_content()))).order_by("path"):
        spot = Spot(page.title, page.get_url(request) or "", [])
        if (beside := within.get(page.path[: -BasePage.steplen])) is not None:
            beside.append(spot)
            within[page.path] = spot.below
    return within[place.path]


def _kinds_of_content() -> list[type[BasePage]]:
    """Return the types of page that stand in sections: those with an address by number."""
    return [kind for kind in apps.get_models() if issubclass(kind, BasePage) and kind.numbered]
