"""A bundle: a normative document, its explainers and its service guides, linked, approved and published together.

「政策文件与解读方案、解读材料同步组织、同步审签、同步部署」(国办发〔2016〕80号)
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Q
from django.utils import timezone

from gongkai.pages.door import BasePage, content_hash, public
from gongkai.publishing.submissions import Submission, open_submission

if TYPE_CHECKING:
    from django.http import HttpRequest


def document_of(page: Any) -> Any:
    """Return the normative document a page goes with, itself for a document, None where it goes with none."""
    if hasattr(page, "explains_id"):
        return page.explains
    if hasattr(page, "rests_on_id"):
        return page.rests_on
    return page if hasattr(page, "status_on") else None


def _document_number(page: Any) -> int | None:
    """Return the number of the document a page goes with, without asking for it."""
    for name in ("explains_id", "rests_on_id"):
        if hasattr(page, name):
            return getattr(page, name)
    return page.pk if hasattr(page, "status_on") else None


def companions_of(document: Any) -> list[Any]:
    """Return the explainers and service guides of a document, drafts too, in the order they were made."""
    return [*document.explainers.order_by("pk"), *document.service_guides.order_by("pk")]


def mates_of(page: Any) -> list[Any]:
    """Return everything else in the bundle of a page, the document first."""
    document = document_of(page)
    if document is None or document.pk is None:
        return []
    return [one for one in (document, *companions_of(document)) if one.pk != page.pk]


def shown_with(page: Any, request: HttpRequest | None) -> list[dict[str, Any]]:
    """Return what is public in the bundle of a page: kind, title, address, and of the document its validity today."""
    number = _document_number(page)
    if number is None:
        return []
    document = apps.get_model("publishing", "NormativeDocumentPage")(pk=number)
    above = [] if number == page.pk else public(type(document).objects.filter(pk=number))
    companions = Q(pk__in=document.explainers.values("pk")) | Q(pk__in=document.service_guides.values("pk"))
    below = public(BasePage.objects.filter(companions).exclude(pk=page.pk))
    return [
        _link(one, request) for one in (*above, *sorted(below, key=lambda one: (one.specific_class.__name__, one.pk)))
    ]


def _link(page: Any, request: HttpRequest | None) -> dict[str, Any]:
    link = {
        "kind": str(page.specific_class._meta.verbose_name),
        "title": page.title,
        "address": page.get_url(request) or "",
    }
    return {**link, "validity": page.status_on(timezone.localdate())} if hasattr(page, "status_on") else link


def to_go_with(document: Any) -> list[Any]:
    """Return the companions whose newest version is not public and not being reviewed: they go with the document."""
    return [one for one in companions_of(document) if open_submission(one) is None and _is_unpublished(one)]


def _is_unpublished(page: Any) -> bool:
    revision = page.get_latest_revision()
    return revision is not None and not (page.live and content_hash(revision.as_object()) == page.cleared_hash)


def submitted_together(submission: Submission) -> list[Submission]:
    """Return all submissions of its bundle, the document's first; one alone is a bundle of its own."""
    head = submission.bundle or submission
    return list(chain([head], head.companions.select_related("agency", "revision").order_by("pk")))


def pages_of(submissions: list[Submission]) -> list[BasePage]:
    """Return the pages of submissions, each as its own type."""
    return [one.page.specific for one in submissions]
