"""Nothing unreviewed is live: what a clearance is, and when it is good.

A reviewed page is live only with a clearance: how it was given, by whom, when, and the
hash of exactly what was cleared. `BasePage.save` compares the hash with what is being
saved; a database constraint refuses a live reviewed row without one, and a cleared row
that is not live. A page therefore gets its clearance in the act that makes it public
(`publish_cleared`) and loses it in the act that takes it down (`take_down`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.utils import timezone

from gongkai.pages.shown_files import files_shown_by

if TYPE_CHECKING:
    from wagtail.models import Revision

    from gongkai.agencies.door import Person
    from gongkai.pages.models import BasePage


class NotCleared(PermissionDenied):
    """A page was to go public whose content nobody has cleared."""


class NotWithdrawn(PermissionDenied):
    """A public page was to disappear without the act that says why."""


class Overtaken(PermissionDenied):
    """A page was to be saved as it was before somebody made it public or took it down."""


class Clearance(models.TextChoices):
    """How a page came to be cleared: what was public before it came here, or three rounds of review."""

    IMPORT = "import", "历史数据导入"
    REVIEW = "review", "三审"


_NO_CLEARANCE: dict[str, Any] = {
    "clearance": "",
    "clearance_batch": "",
    "clearance_cycle": None,
    "cleared_hash": "",
    "cleared_by": None,
    "cleared_at": None,
}
CLEARANCE_FIELDS = tuple(_NO_CLEARANCE)
_PUBLIC_STATE = ("live", "cleared_hash", "cleared_at")

# What a row says about itself and its place, and nothing a reader sees. The go-live and
# expiry times are not among them: they decide what the public sees, and when.
BOOKKEEPING = frozenset(CLEARANCE_FIELDS) | {
    "pk", "id", "path", "depth", "numchild", "url_path", "content_type", "owner", "translation_key", "locale",
    "alias_of", "draft_title", "live", "has_unpublished_changes", "expired", "locked", "locked_by", "locked_at",
    "latest_revision", "latest_revision_created_at", "live_revision", "first_published_at", "last_published_at",
    "wagtail_admin_comments", "reviewed_type",
}  # fmt: skip


def content_hash(page: BasePage) -> str:
    """Return the SHA-256 (64 hex digits) of everything the public would see of `page`.

    The bytes of the pictures and attachments it shows are part of it: the page holds only
    their ids, and a file can be replaced in place. What the act of publishing itself sets
    (`set_at_publication`) is not: nobody could have approved it before.
    """
    left_out = BOOKKEEPING | page.set_at_publication
    blocks = {field.name for field in page._meta.concrete_fields if hasattr(field, "stream_block")}
    content: dict[str, Any] = {
        name: json.loads(value) if name in blocks else value  # as text, their keys come in the database's order
        for name, value in page.serializable_data().items()
        if name not in left_out and not name.endswith("_ptr")
    }
    if files := files_shown_by(page):
        content["files shown"] = [file.facts() for file in files]
    written = json.dumps(content, cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def clear_import(page: BasePage, *, batch: str, by: Person, at: datetime) -> None:
    """Clear `page` as it stands as part of an imported batch, without saving it.

    `batch` says where the material came from and when, for everyone who later asks why
    this page is public; the slug must be set, since it is part of what is cleared.
    """
    if not batch or not page.slug:
        raise ValueError("an imported page needs a batch and a slug")
    page.clearance, page.clearance_batch, page.clearance_cycle = Clearance.IMPORT, batch, None
    page.cleared_by, page.cleared_at = by, at
    page.cleared_hash = content_hash(page)


def clear_review(page: BasePage, *, cycle: int, approved_hash: str, by: Person, at: datetime) -> None:
    """Clear `page` for what three rounds approved, without saving it.

    `cycle` is the number of the submission they were rounds of: it clears one page, once.
    Where the page is not what was approved, saving it will be refused.
    """
    page.clearance, page.clearance_batch, page.clearance_cycle = Clearance.REVIEW, "", cycle
    page.cleared_by, page.cleared_at = by, at
    page.cleared_hash = approved_hash


@transaction.atomic
def publish_cleared(revision: Revision, clear: Callable[[Any], None], *, by: Person | None = None) -> Any:
    """Make `revision` public in one act with the clearance that `clear` gives its page; return the page.

    Raises NotCleared where the content is not what was cleared, or is not due to be public.
    """
    from wagtail.actions.publish_page_revision import PublishPageRevisionAction

    act = PublishPageRevisionAction(revision, user=by)
    page = act.object
    if page.go_live_at and page.go_live_at > timezone.now():
        raise NotCleared("还没有到定时公开的时间。")
    clear(page)
    act.execute(skip_permission_checks=True)
    page.refresh_from_db()
    return page


@transaction.atomic
def take_down(page: BasePage, *, by: Person | None = None, expired: bool = False) -> None:
    """Take a public page down: it loses its clearance in the same act, so that nothing brings it back unreviewed."""
    from wagtail.actions.unpublish_page import UnpublishPageAction

    for name, value in _NO_CLEARANCE.items():
        setattr(page, name, value)
    UnpublishPageAction(page, user=by, set_expired=expired).execute(skip_permission_checks=True)


def require_clearance(page: BasePage, update_fields: Iterable[str] | None = None) -> None:
    """Raise NotCleared unless what is being saved of the live `page` is what was cleared."""
    if update_fields is not None and BOOKKEEPING.issuperset(update_fields):
        return
    whole = _whole(page)
    if not page.cleared_hash or page.cleared_hash != content_hash(whole):
        raise NotCleared("内容未经审核，或者审核之后又有改动，不能公开。")
    if page.clearance == Clearance.REVIEW:
        whole.require_approvals()


def require_withdrawal(page: BasePage) -> None:
    """Raise NotWithdrawn where a cleared page is being saved as not public: `take_down` is the way."""
    if page.clearance:
        raise NotWithdrawn("已公开的内容只能写明理由、按下线程序撤下。")


def state_of(page: BasePage) -> tuple[Any, ...] | None:
    """Return what of a page says whether it is public, and for what; None where its row was not read whole."""
    held = page.__dict__
    return tuple(held[name] for name in _PUBLIC_STATE) if all(name in held for name in _PUBLIC_STATE) else None


def require_nothing_happened(page: BasePage) -> None:
    """Raise Overtaken where the stored page was made public, corrected or taken down since `page` was read.

    Whoever holds the older state would write it back, with everything in it agreeing. Call it inside the
    transaction that saves: it holds the row.
    """
    if page.pk and page.state_read is not None:
        stored = type(page)._base_manager.filter(pk=page.pk).select_for_update(of=("self",))
        if stored.values_list(*_PUBLIC_STATE).first() not in (None, page.state_read):
            raise Overtaken("您编辑的时候，这一页刚刚公开、更正或者下线了。请重新打开后再改。")


def _whole(page: BasePage) -> BasePage:
    """Return the page with its type's own fields, where only its base row is at hand."""
    if type(page) is page.specific_class:
        return page
    whole: BasePage = page.specific_class.objects.get(pk=page.pk)
    for field in page._meta.concrete_fields:
        setattr(whole, field.attname, getattr(page, field.attname))
    return whole
