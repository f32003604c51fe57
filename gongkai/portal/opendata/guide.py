"""The page that tells people what open data there is; it is made from the description that programs read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gongkai.annualreport import KINDS
from gongkai.pages.door import AgencyPage, public
from gongkai.portal.opendata.api import api
from gongkai.portal.opendata.rows import full


@require_safe
def open_data_guide(request: HttpRequest) -> HttpResponse:
    """Return every address with its parameters and what it returns, and the feeds of each agency."""
    described = api.get_openapi_schema()
    places = public(AgencyPage.objects.all()).order_by("slug")
    context = {
        "described": described,
        "offers": list(_offers(described)),
        "base": full("/api/v1/"),
        "places": places,
        "kinds": sorted(KINDS),
        "unlisted": bool(places) and all(place.agency.demonstration for place in places),
    }
    return render(request, "portal/open_data.html", context)


def _offers(described: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for address, acts in described["paths"].items():
        act = acts["get"]
        yield {
            "address": address,
            "anchor": act["operationId"],
            "is_fixed": "{" not in address,
            "summary": act["summary"],
            "parameters": [_parameter(one) for one in act.get("parameters", ())],
            "fields": _fields(described, act),
        }


def _parameter(one: dict[str, Any]) -> dict[str, str]:
    return {"name": one["name"], "meaning": one["schema"].get("description", one.get("description", ""))}


def _fields(described: dict[str, Any], act: dict[str, Any]) -> list[tuple[str, str]]:
    """Return name and meaning of what a row of the answer has."""
    content = act["responses"].get(200, {}).get("content", {}).get("application/json", {})
    name = content.get("schema", {}).get("$ref", "").rpartition("/")[2]
    fields = described["components"]["schemas"].get(name, {}).get("properties", {})
    row = fields.get("items", {}).get("items", {}).get("$ref", "").rpartition("/")[2]
    shown = described["components"]["schemas"][row]["properties"] if row else fields
    return [(key, one.get("title", "")) for key, one in shown.items()]
