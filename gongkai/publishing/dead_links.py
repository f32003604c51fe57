"""Links of public pages that lead nowhere any more: to other sites, and to pages here (链接可用)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from wagtail.models import ReferenceIndex

from gongkai.findings import Finding
from gongkai.pages.door import BasePage, place_of, public
from gongkai.publishing.listing import public_information
from gongkai.publishing.outside_links import DEAD, OutsideLink

if TYPE_CHECKING:
    from gongkai.agencies.door import Agency


def link_findings(agency: Agency, on: date) -> Iterator[tuple[Any, Finding]]:
    """Yield each public page of the agency that leads to what does not open: outside, or here (链接不可用)."""
    pages = public_information(place_of(agency))
    yield from _outside(pages)
    yield from _inside(pages)


def _outside(pages: Any) -> Iterator[tuple[Any, Finding]]:
    dead = OutsideLink.objects.filter(DEAD, page__in=pages.values("pk")).select_related("page").order_by("page", "pk")
    for row in dead:
        facts = {"title": row.page.title, "address": row.address[:80], "reason": row.reason}
        yield row.page, Finding("LINK-OUTSIDE", facts=facts)


def _inside(pages: Any) -> Iterator[tuple[Any, Finding]]:
    """Yield links from texts to pages here that are not public any more, by Wagtail's index of references."""
    kind = ContentType.objects.get_for_model(BasePage)
    rows = ReferenceIndex.objects.filter(base_content_type=kind, to_content_type=kind, model_path__startswith="body")
    pairs = {(int(source), int(target)) for source, target in rows.values_list("object_id", "to_object_id")}
    targets = {target for _, target in pairs}
    opened = set(public(BasePage.objects.filter(pk__in=targets)).values_list("pk", flat=True))
    dead = {(source, target) for source, target in pairs if target not in opened}
    shown = {page.pk: page for page in pages.filter(pk__in={source for source, _ in dead})}
    titles = dict(BasePage.objects.filter(pk__in=targets - opened).values_list("pk", "title"))
    for source, target in sorted(dead):
        if source in shown:
            facts = {"title": shown[source].title, "target": titles.get(target, "已删除的页面")}
            yield shown[source], Finding("LINK-INSIDE", facts=facts)
