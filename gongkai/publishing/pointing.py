"""What a page points to: the links in its texts, and the attachments that go out with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest
from django.urls import Resolver404, resolve, reverse
from selectolax.lexbor import LexborHTMLParser
from wagtail.blocks import StructValue
from wagtail.blocks.list_block import ListValue
from wagtail.models import Site
from wagtail.rich_text import RichText

from gongkai.agencies.door import row_number
from gongkai.pages.door import BasePage, is_public, parts_of_address
from gongkai.proofing import Link
from gongkai.publishing.bundles import mates_of

_OUTSIDE = ("http://", "https://")


def outside_addresses(page: Any) -> list[str]:
    """Return each address outside this site that the texts of `page` lead to, in order, once."""
    found = (anchor.attributes.get("href") or "" for _, anchor in _anchors(page))
    return list(dict.fromkeys(address.strip() for address in found if _is_outside(address.strip())))


def links_in(page: Any, answered: Mapping[str, bool | None]) -> tuple[Link, ...]:
    """Return the links of `page` with what is known of each: pages and files here by themselves.

    `answered` says of addresses outside whether they answered when they were tried last.
    """
    together = {mate.pk for mate in mates_of(page)}
    return tuple(_link(block, anchor, answered, together) for block, anchor in _anchors(page))


def attachment_names(page: Any) -> tuple[str, ...] | None:
    """Return the names of the attachments of `page`, None for a type whose text is not made of blocks."""
    body = getattr(page, "body", None)
    if body is None:
        return None
    return tuple(str(block.value["title"]) for block in body if block.block_type == "attachment")


def _anchors(page: Any) -> Iterator[tuple[str, Any]]:
    """Yield (part of the page, its ``a`` element) of every link in the texts of the body."""
    for block in getattr(page, "body", None) or ():
        for markup in _texts(block.value):
            yield from ((f"body.{block.id}", anchor) for anchor in LexborHTMLParser(markup).css("a"))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, RichText):
        if "<a" in value.source:
            yield value.source
    elif isinstance(value, StructValue):
        yield from (text for child in value.values() for text in _texts(child))
    elif isinstance(value, ListValue):
        yield from (text for child in value for text in _texts(child))


def _link(block: str, anchor: Any, answered: Mapping[str, bool | None], together: set[int]) -> Link:
    words, number = anchor.text().strip(), anchor.attributes.get("id") or ""
    match anchor.attributes.get("linktype"):
        case "page":
            target = BasePage.objects.filter(pk=row_number(number)).first()
            works = target is not None and (is_public(target) or target.pk in together)
            return Link(block, f"《{target.title}》" if target else "已删除的页面", words, works)
        case "document":  # the public opens only what stands in a block of its own
            return Link(block, "不作为附件公开的文件", words, works=False)
    address = (anchor.attributes.get("href") or "").strip()
    return Link(block, address, words, answered.get(address) if _is_outside(address) else _leads_somewhere(address))


def _is_outside(address: str) -> bool:
    return address.lower().startswith(_OUTSIDE) and not _is_own(address)


def _is_own(address: str) -> bool:
    return parts_of_address(address).netloc.lower() == urlsplit(settings.PUBLIC_ADDRESS).netloc.lower()


def _leads_somewhere(address: str) -> bool | None:
    """Return whether an address of this site shows something to the public; None for what is no such address."""
    if not (address.startswith("/") and not address.startswith("//")) and not _is_own(address):
        return None
    path = unquote(parts_of_address(address).path) or "/"
    try:
        match = resolve(path)
    except Resolver404:
        return False
    if path.startswith(reverse("wagtailadmin_home")):
        return False  # the back office
    return _shows_page(path) if match.view_name == "wagtail_serve" else None


def _shows_page(path: str) -> bool:
    root = Site.objects.get(is_default_site=True).root_page.specific
    try:
        _, _, told = root.route(HttpRequest(), [part for part in path.split("/") if part])
    except Http404:
        return False
    return "withdrawal" not in told
