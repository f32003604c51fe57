"""What there is already and may be what the applicant looks for: found by the words of its title."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from gongkai.pages.door import AgencyPage, BasePage
from gongkai.publishing.door import InformationPage

if TYPE_CHECKING:
    from gongkai.agencies.door import Agency

MOST = 5
_NEWEST = 5000  # titles that are looked through
_LIKE = 0.34  # the part of a title's pairs of characters that the description must hold
_HAN = re.compile(r"[\u3400-\u9fff]+|[A-Za-z0-9]+")
_COMMON = {
    "关于",
    "政府",
    "信息",
    "公开",
    "通知",
    "公积",
    "积金",
    "住房",
    "房公",
    "管理",
    "中心",
    "申请",
    "文件",
    "年度",
}


def similar_information(agency: Agency, description: str, *, request: Any = None) -> list[dict[str, Any]]:
    """Return public pages of the agency whose titles are like the description: title and address, the likest first."""
    place = AgencyPage.objects.filter(agency=agency).first()
    wanted = set(_pairs(description))
    if place is None or not wanted:
        return []
    public = BasePage.objects.descendant_of(place).filter(live=True, reviewed_type=True)
    titles = public.order_by("-first_published_at").values_list("pk", "title")[:_NEWEST]
    likest = _likest(titles, wanted)
    pages = BasePage.objects.in_bulk(likest)
    return [{"title": pages[pk].title, "address": pages[pk].specific.get_url(request)} for pk in likest]


def likely_found(agency: Agency, description: str) -> list[InformationPage]:
    """Return information of the agency, public or not, whose titles are like the description, the likest first."""
    wanted = set(_pairs(description))
    if not wanted:
        return []
    own = InformationPage.objects.filter(agency=agency)
    likest = _likest(own.order_by("-pk").values_list("pk", "title")[:_NEWEST], wanted)
    pages = own.in_bulk(likest)
    return [pages[pk] for pk in likest]


def _likest(titles: Iterable[tuple[int, str]], wanted: Collection[str]) -> list[int]:
    """Return the numbers of the pages whose titles are like what is wanted, the likest first."""
    ranked = sorted(((_likeness(title, wanted), pk) for pk, title in titles), reverse=True)[:MOST]
    return [pk for likeness, pk in ranked if likeness >= _LIKE]


def _likeness(title: str, wanted: Collection[str]) -> float:
    """Return which part of the title's telling pairs of characters the description holds, 0 to 1."""
    pairs = set(_pairs(title))
    return len(pairs.intersection(wanted)) / len(pairs) if pairs else 0.0


def _pairs(text: str) -> Iterator[str]:
    """Yield the pairs of Chinese characters, and the words and numbers, without those that stand in every title."""
    for run in _HAN.findall(text):
        pairs = [run] if run.isascii() else ["".join(pair) for pair in pairwise(run)]
        yield from (pair for pair in pairs if pair not in _COMMON)
