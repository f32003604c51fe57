"""Every route of the installation, with an address that leads to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern

from gongkai.config.policies import route_name

# What stands in an address for a converter of a route; 987654 is the number of no row.
EXAMPLES = {"int": "987654", "slug": "none", "str": "none", "path": "none.txt", "uuid": "0" * 32}
# Addresses of routes that are regular expressions.
BY_EXPRESSION = {
    r"^(\d+)/(.*)$": "987654/none.pdf",
    r"^(?P<pk>\d+)/revisions/compare/(?P<revision_id_a>live|earliest|\d+)\.\.\."
    r"(?P<revision_id_b>live|latest|\d+)/$": "987654/revisions/compare/live...latest/",
    r"^pages/": "pages/",
    r"^documents/": "documents/",
    r"^images/": "images/",
    r"^.*/$": "no-such-page/",
    r"^((?:[\w\-]+/)*)$": "no-such-page/",
}


class Route(NamedTuple):
    """A route's name in the table of policies, and an address."""

    name: str
    address: str


def every_route() -> Iterator[Route]:
    """Yield each route once."""
    yield from _below(get_resolver(), "/", (), "")


def _below(resolver: URLResolver, address: str, namespaces: tuple[str, ...], route: str) -> Iterator[Route]:
    for one in resolver.url_patterns:
        here, so_far = address + _example(one.pattern), route + str(one.pattern).removeprefix("^")
        if isinstance(one, URLPattern):
            view_name = ":".join((*namespaces, one.name or ""))
            yield Route(route_name(view_name, so_far), here)
        else:
            yield from _below(one, here, (*namespaces, *filter(None, [one.namespace])), so_far)


def _example(pattern: object) -> str:
    if isinstance(pattern, RoutePattern):
        return re.sub(r"<(?:(\w+):)?\w+>", lambda found: EXAMPLES[found[1] or "str"], str(pattern))
    return BY_EXPRESSION[str(pattern)] if str(pattern) else ""
