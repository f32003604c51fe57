"""What the public may see: one decision for pages, lists, search, feeds, open data, the site map and attachments."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import connection
from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Concat, Substr
from django.utils import timezone
from wagtail.models import PageViewRestriction

if TYPE_CHECKING:
    from gongkai.pages.models import BasePage

_LAST_STEP = "ZZZZ"  # of the signs of a path: a database that sorts as people do has every other sign before these


def public(pages: Any, *, at: datetime | None = None) -> Any:
    """Return of a queryset of pages those that the public may see at that moment (now).

    They are live and cleared, their time has come and is not over even where the sweep has not
    run yet, nothing restricts them, and their type keeps none of them back (`BasePage.kept_back`).
    """
    at = at or timezone.now()
    shown = pages.filter(Q(go_live_at=None) | Q(go_live_at__lte=at), Q(expire_at=None) | Q(expire_at__gt=at), live=True)
    shown = shown.filter(~Exists(_restrictions_above()), ~Q(reviewed_type=True, cleared_hash=""))
    for kind in _kinds_with_something_kept_back():
        shown = _without_kept_back(shown, kind)
    return shown


def is_public(page: BasePage, *, at: datetime | None = None) -> bool:
    """Return whether the public may see this page at that moment (now)."""
    from gongkai.pages.models import BasePage

    return bool(public(BasePage.objects.filter(pk=page.pk), at=at).exists())


def filled(pages: Any) -> Any:
    """Return of `pages` those that hold government information that is public, themselves or below them."""
    from gongkai.pages.models import BasePage

    end = Concat(OuterRef("path"), Value(_LAST_STEP), output_field=CharField())
    below = public(BasePage.objects.filter(reviewed_type=True, path__gte=OuterRef("path"), path__lt=end))
    return pages.filter(Exists(below))


def within(path: str) -> Q:
    """Return the condition that a page is at a path or below it, as a range of the index."""
    return Q(path__gte=path, path__lt=f"{path}{_LAST_STEP}")


def walked_within(pages: Any, path: str) -> Any:
    """Return of a queryset of pages, walked in another order than the tree's, those at a path and below it.

    PostgreSQL knows from the range how many there are, and so in which order to walk; SQLite would walk the range.
    """
    if connection.vendor == "postgresql":
        return pages.filter(within(path))
    return pages.alias(beginning=Substr("path", 1, len(path))).filter(beginning=path)


def _restrictions_above() -> Any:
    """Return the restrictions on a page or on one above it; the path of a page begins with those above it.

    There are few restrictions and many pages: the restricted path is looked up for each of the former, so that no
    database comes to think of going through the latter.
    """
    from gongkai.pages.models import BasePage

    restricted = Subquery(BasePage.objects.filter(pk=OuterRef("page_id")).values("path"))
    own_path = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    restrictions = PageViewRestriction.objects.annotate(restricted_path=restricted, own_path=own_path)
    return restrictions.filter(own_path__startswith=F("restricted_path"))


def _kinds_with_something_kept_back() -> Iterator[type[BasePage]]:
    """Yield each type that declares `kept_back` itself."""
    from gongkai.pages.models import BasePage

    for model in apps.get_models():
        if issubclass(model, BasePage) and vars(model).get("kept_back") is not None:
            yield model


def _without_kept_back(pages: Any, kind: type[BasePage]) -> Any:
    kept_back: Any = kind.kept_back
    if issubclass(pages.model, kind):
        return pages.exclude(kept_back)
    if issubclass(kind, pages.model):
        return pages.filter(~Exists(kind.objects.filter(kept_back, pk=OuterRef("pk"))))
    return pages
