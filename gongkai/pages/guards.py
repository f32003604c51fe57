"""What must stay as and where it is: public records with their files, and the parts of the site that the law names.

Wagtail's actions can be told to skip its permissions, and a queryset asks none; the signals
they send reach these guards all the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import DEFAULT_DB_ALIAS
from django.db.models import ProtectedError, RestrictedError
from django.db.models.deletion import Collector
from django.db.models.signals import pre_delete
from wagtail.signals import pre_page_move

from gongkai.pages.shown_files import public_page_showing

if TYPE_CHECKING:
    from gongkai.pages.models import BasePage


class Immovable(PermissionDenied):
    """A page was to be deleted or moved that must stay; the message says why."""


def require_may_vanish(page: BasePage) -> None:
    """Raise Immovable for a part of the site that the law names, and for what has ever been public."""
    if getattr(page.specific_class, "fixed", False):
        raise Immovable("这是法定的栏目，不能删除或者下线。")
    if page.reviewed_type and page.first_published_at:
        raise Immovable("公开过的内容不能删除；不再公开的，请写明理由下线。")


def require_may_be_deleted(page: BasePage) -> None:
    """Raise Immovable where a page or one below it must stay, or a record names it."""
    for one in page.get_descendants(inclusive=True):
        require_may_vanish(one)
    require_no_record_of(page)


def require_no_record_of(page: BasePage) -> None:
    """Raise Immovable where a record of review, of proofreading or of another act names the page or one below it."""
    try:
        Collector(using=DEFAULT_DB_ALIAS, origin=page).collect(page.get_descendants(inclusive=True))
    except (ProtectedError, RestrictedError):
        raise Immovable(
            f"《{page.title}》（或者它下面的内容）送过审、校过稿或者有别的办理记录，要留存，不能删除。"
            "不再需要的，可以移到不用的栏目，或者另作修改。"
        ) from None


def require_may_move(page: BasePage, target: BasePage) -> None:
    """Raise Immovable where a move would misplace the page: out of its agency, or where its type cannot stand."""
    if getattr(page.specific_class, "fixed", False):
        raise Immovable("这是法定的栏目，不能移动。")
    if not page.specific.can_move_to(target):
        raise Immovable("这类页面不能放在所选的位置。")
    if page.agency != target.specific.agency:
        raise Immovable("页面不能移到别的机关名下。")


def require_file_may_change(file: Any) -> None:
    """Raise Immovable for a picture or attachment that a public page shows: it was reviewed with the page."""
    if page := public_page_showing(file):
        raise Immovable(f"已公开的《{page.title}》正在使用这个文件。请另传新文件，在页面里换上，经审核后公开。")


def before_deletion(sender: Any, instance: Any, **_: Any) -> None:
    """Guard each page and each file that is about to be deleted, whoever asked."""
    from gongkai.pages.models import Attachment, BasePage, Picture

    if isinstance(instance, BasePage):
        require_may_vanish(BasePage.objects.get(pk=instance.pk))
    elif isinstance(instance, (Attachment, Picture)):
        require_file_may_change(instance)


def before_move(
    sender: Any, instance: BasePage, parent_page_before: BasePage, parent_page_after: BasePage, **_: Any
) -> None:
    """Guard each page that is about to get another parent."""
    if parent_page_before.pk != parent_page_after.pk:
        require_may_move(instance, parent_page_after)


def stand_guard() -> None:
    """Connect the guards."""
    pre_delete.connect(before_deletion, dispatch_uid="pages.before_deletion")
    pre_page_move.connect(before_move, dispatch_uid="pages.before_move")
