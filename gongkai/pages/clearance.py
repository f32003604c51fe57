"""Nothing unreviewed is live: what a clearance is, and when it is good.

A reviewed page is live only with a clearance: how it was given, by whom, when, and the
hash of exactly what was cleared. `BasePage.save` compares the hash with what is being
saved; a database constraint refuses a live reviewed row without one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

if TYPE_CHECKING:
    from gongkai.agencies.door import Person
    from gongkai.pages.models import BasePage


class NotCleared(PermissionDenied):
    """A page was to go public whose content nobody has cleared."""


class Clearance(models.TextChoices):
    """How a page came to be cleared. The three rounds of review will be a second way."""

    IMPORT = "import", "历史数据导入"


CLEARANCE_FIELDS = ("clearance", "clearance_batch", "cleared_hash", "cleared_by", "cleared_at")

# What a row says about itself and its place, and nothing a reader sees. The go-live and
# expiry times are not among them: they decide what the public sees, and when.
BOOKKEEPING = frozenset(CLEARANCE_FIELDS) | {
    "pk", "id", "path", "depth", "numchild", "url_path", "content_type", "owner", "translation_key", "locale",
    "alias_of", "draft_title", "live", "has_unpublished_changes", "expired", "locked", "locked_by", "locked_at",
    "latest_revision", "latest_revision_created_at", "live_revision", "first_published_at", "last_published_at",
    "wagtail_admin_comments", "reviewed_type",
}  # fmt: skip


def content_hash(page: BasePage) -> str:
    """Return the SHA-256 (64 hex digits) of everything the public would see of `page`."""
    content: dict[str, Any] = {
        name: value
        for name, value in page.serializable_data().items()
        if name not in BOOKKEEPING and not name.endswith("_ptr")
    }
    written = json.dumps(content, cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def clear_import(page: BasePage, *, batch: str, by: Person, at: datetime) -> None:
    """Clear `page` as it stands as part of an imported batch, without saving it.

    `batch` says where the material came from and when, for everyone who later asks why
    this page is public; the slug must be set, since it is part of what is cleared.
    """
    if not batch or not page.slug:
        raise ValueError("an imported page needs a batch and a slug")
    page.clearance, page.clearance_batch = Clearance.IMPORT, batch
    page.cleared_by, page.cleared_at = by, at
    page.cleared_hash = content_hash(page)


def require_clearance(page: BasePage, update_fields: Iterable[str] | None = None) -> None:
    """Raise NotCleared unless what is being saved of the live `page` is what was cleared."""
    if update_fields is not None and BOOKKEEPING.issuperset(update_fields):
        return
    if not page.cleared_hash or page.cleared_hash != content_hash(_whole(page)):
        raise NotCleared("内容未经审核，或者审核之后又有改动，不能公开。")


def _whole(page: BasePage) -> BasePage:
    """Return the page with its type's own fields, where only its base row is at hand."""
    if type(page) is page.specific_class:
        return page
    whole: BasePage = page.specific_class.objects.get(pk=page.pk)
    for field in page._meta.concrete_fields:
        setattr(whole, field.attname, getattr(page, field.attname))
    return whole
