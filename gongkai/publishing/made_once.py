"""One form of a new page makes one page, however often and however quickly it is sent.

The editor saves by itself, and a person presses 保存: both may send the form of a new page before either has its
answer. The form carries the key its page will have (Wagtail's translation key, which the database gives once), so what
comes second is saved as a further version of the page that the first one made.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView

from gongkai.pages.door import BasePage
from gongkai.publishing.editing import FIELD

_MAKING = "_gongkai_makes_page"


def key_in(data: Any) -> UUID | None:
    """Return the key that a form brings, None where it brings none or something else."""
    try:
        return UUID(str(data.get(FIELD, "")))
    except ValueError:
        return None


def make_once(request: HttpRequest, parent: Any) -> HttpResponse | None:
    """Return the answer to the form of a new page below `parent`; None where it is left to Wagtail."""
    key = key_in(request.POST)
    if request.method != "POST" or key is None or hasattr(request, _MAKING):
        return None
    if made := _made(key, request, parent):
        return _saved_again(request, made)
    setattr(request, _MAKING, True)
    match = request.resolver_match
    try:
        with transaction.atomic():
            return CreateView.as_view()(request, *match.args, **match.kwargs)
    except IntegrityError:  # the other one was quicker
        if made := _made(key, request, parent):
            return _saved_again(request, made)
        raise


def _made(key: UUID, request: HttpRequest, parent: Any) -> BasePage | None:
    """Return the page that this form made before; nobody reaches another's by a key."""
    found = BasePage.objects.child_of(parent).filter(translation_key=key, owner=request.user)
    return found.first()


def _saved_again(request: HttpRequest, page: BasePage) -> HttpResponse:
    return EditView.as_view()(request, page.pk)
