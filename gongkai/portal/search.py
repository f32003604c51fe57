"""Searching everything public, in Chinese: by words, document number or index number, narrowed by facets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from gongkai.agencies.door import DEMONSTRATION, Agency
from gongkai.pages.door import MOST_COUNTED, AgencyPage, BasePage, Hits, Question, find, number_key, public, words_of
from gongkai.portal.addresses import address_with
from gongkai.portal.excerpts import excerpt, marked, said_once
from gongkai.portal.forms import STATES, SearchForm
from gongkai.portal.spelling import did_you_mean
from gongkai.publishing.door import NormativeDocumentPage, statistical_classes, validity_on

A_PAGE = 20
MOST_OFFERED = 8  # values of a facet
SUGGESTED = 8
OFFERED_WHILE_TYPING = 40
_FACET_TITLES = {"section": "栏目", "year": "年份", "statistical_class": "类别", "subject": "主题"}
_STATE_TITLE = "规范性文件的有效性"
# 〔2026〕9号 with what stands before it, or an index number like yiyang/2020-C90001
_NUMBER = re.compile(
    r"[^\s〔\[［(（]+[〔\[［(（]\s*\d{4}\s*[〕\]］)）]\s*\d+\s*号?|[a-z0-9-]+/\d{4}-\w+", re.IGNORECASE
)
_READABLE = {"ensure_ascii": False}


class Value(NamedTuple):
    """One value of a facet: its words, how many hits have it, the address that chooses or leaves it."""

    label: str
    count: int
    address: str
    is_chosen: bool


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Return what was found, twenty to a page; every filter is in the address."""
    form = SearchForm(request.GET)
    form.is_valid()
    asked = form.cleaned_data
    place = asked.get("agency")
    context = {"form": form, "unlisted": True, "place": place, "agency": place.agency if place else None}
    if place:
        context["place_address"] = place.get_url(request)
        context["office"] = place.agency.disclosure_office
    if form.has_question and not form.errors:
        context |= _found(request, asked)
    context["narrowed"] = bool(place or asked.get("sort") or form.errors)
    context["suggestions"] = _newest_titles(place)
    return render(request, "portal/search.html", context)


def _newest_titles(place: AgencyPage | None) -> list[str]:
    """Return the newest titles, which a browser offers while somebody types; with or without a script."""
    pages = public(BasePage.objects.filter(search_entry__isnull=False))
    if place:
        pages = pages.filter(search_entry__agency=place.agency_id)
    newest = pages.order_by("-search_entry__newness").values_list("title", flat=True)
    return list(dict.fromkeys(newest[:OFFERED_WHILE_TYPING]))


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """Return titles for the first words typed, as browsers ask for them (OpenSearch suggestions, JSON).

    Beside each stands whose it is; of a demonstration, that it is one.
    """
    words = request.GET.get("q", "")[: SearchForm.MOST_CHARACTERS]
    numbers = find(Question(words)).numbers[:SUGGESTED] if words.strip() else []
    pages = BasePage.objects.select_related("search_entry__agency").in_bulk(numbers)
    found = [pages[number] for number in numbers if number in pages]
    told = [_whose(page.search_entry.agency) for page in found]
    response = JsonResponse([words, [page.title for page in found], told], safe=False, json_dumps_params=_READABLE)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"  # an answer for programs
    return response


def _whose(agency: Agency) -> str:
    return f"{agency.short_name}（{DEMONSTRATION}）" if agency.demonstration else agency.short_name


@require_safe
def opensearch(request: HttpRequest) -> HttpResponse:
    """Return how a browser's own search box asks here."""
    addresses = {"base": settings.PUBLIC_ADDRESS, "search": reverse("search"), "suggestions": reverse("suggestions")}
    kind = "application/opensearchdescription+xml"
    return render(request, "portal/opensearch.xml", addresses, content_type=kind)


def _found(request: HttpRequest, asked: dict[str, Any]) -> dict[str, Any]:
    hits = find(question_of(asked))
    last = max(1, -(-len(hits.numbers[:MOST_COUNTED]) // A_PAGE))
    number = min(asked["p"] or 1, last)
    shown = hits.numbers[(number - 1) * A_PAGE : number * A_PAGE]
    return {
        "feed": reverse("search_feed") + address_with(request, sort="").removeprefix(request.path),
        "count": min(len(hits.numbers), MOST_COUNTED),
        "is_capped": hits.is_capped,
        "missed_number": asked["q"] if _misses_number(asked["q"], hits.numbers[:1]) else "",
        "results": list(_results(request, shown, words_of(asked["q"]))),
        **_placed(list(_facets(request, hits, asked))),
        "number": number,
        "last": last,
        "before": address_with(request, p=number - 1) if number > 1 else "",
        "after": address_with(request, p=number + 1) if number < last else "",
        "meant": _meant(request, asked["q"]) if asked["q"] and not hits.numbers else None,
    }


def _placed(facets: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the facets by their place: what kind of thing it is, and whether it is in force, stand before the hits."""
    leading = (_STATE_TITLE, _FACET_TITLES["statistical_class"])
    by_title = {facet["title"]: facet for facet in facets}
    return {
        "leading": [by_title[title] for title in leading if title in by_title],
        "facets": [facet for facet in facets if facet["title"] not in leading],
    }


def _misses_number(words: str, best: list[int]) -> bool:
    """Return whether a number was asked for that nothing has: what has it would lead."""
    if not best or not _NUMBER.fullmatch(words.strip()):
        return False
    key = number_key(words)
    entry = BasePage.objects.select_related("search_entry").get(pk=best[0]).search_entry
    return key not in (entry.document_key, entry.index_key)


def question_of(asked: dict[str, Any]) -> Question:
    """Return what a valid form asks for."""
    only = {name: asked[name] for name in (*_FACET_TITLES, "state") if asked[name]}
    if asked["agency"]:
        only["agency"] = asked["agency"].agency_id
    return Question(asked["q"], only, by_date=asked["sort"] == "date")


def _results(request: HttpRequest, numbers: list[int], words: list[str]) -> Iterator[dict[str, Any]]:
    pages = BasePage.objects.select_related("search_entry__agency", "search_entry__section").in_bulk(numbers)
    validity = validity_on(timezone.localdate(), NormativeDocumentPage.objects.filter(pk__in=numbers))
    for page in (pages[number] for number in numbers if number in pages):
        entry = page.search_entry
        yield {
            "title": marked(page.title, words),
            "address": page.get_url(request),
            "excerpt": excerpt(said_once(entry.text), words),
            "entry": entry,
            "validity": validity.get(page.pk),
        }


def _facets(request: HttpRequest, hits: Hits, asked: dict[str, Any]) -> Iterator[dict[str, Any]]:
    sections = BasePage.objects.in_bulk(list(hits.facets["section"]))
    labels = {
        "section": lambda value: sections[value].title,
        "year": lambda value: f"{value} 年",
        "statistical_class": lambda value: statistical_classes()[value].label,
        "subject": str,
    }
    for name, title in _FACET_TITLES.items():
        values = [
            Value(
                labels[name](value),
                count,
                address_with(request, **{name: "" if asked[name] else value}),
                bool(asked[name]),
            )
            for value, count in _offered(name, hits, asked[name])
        ]
        if values:
            yield {"title": title, "values": values}
    states = list(_states(request, hits, asked["state"]))
    if states:
        yield {"title": _STATE_TITLE, "values": states}


def _states(request: HttpRequest, hits: Hits, chosen: str) -> Iterator[Value]:
    """Yield the states that any hit is in, and the one that was chosen."""
    for state, label in STATES:
        count = hits.facets["state"][state]
        if count or state == chosen:
            yield Value(label, count, address_with(request, state="" if state == chosen else state), state == chosen)


def _offered(name: str, hits: Hits, chosen: Any) -> list[tuple[Any, int]]:
    if name == "year" and not chosen:
        return sorted((_uncounted_years(hits) | hits.facets[name]).items(), reverse=True)[:MOST_OFFERED]
    return hits.facets[name].most_common(MOST_OFFERED)


def _uncounted_years(hits: Hits) -> dict[int, int]:
    """Return, where only the newest hits were counted, the years further back: anything may be found in them."""
    oldest = hits.oldest_year()
    return dict.fromkeys(range(oldest, max(hits.facets["year"])), 0) if oldest else {}


def _meant(request: HttpRequest, words: str) -> dict[str, str] | None:
    titles = public(BasePage.objects.filter(search_entry__isnull=False)).order_by("-search_entry__newness")
    meant = did_you_mean(words, titles.values_list("title", flat=True)[:2_000])
    return {"words": meant, "address": address_with(request, q=meant)} if meant else None
