"""Who says that a kept page has to be written anew: whatever changes what it shows, in the same transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from wagtail.models import PageViewRestriction
from wagtail.signals import page_published, page_unpublished, post_page_move

from gongkai.pages.kept.files import drop_files
from gongkai.pages.kept.rows import KeptPage, mark, mark_below
from gongkai.pages.kept.writing import tree, write_behind

if TYPE_CHECKING:
    from gongkai.pages.models import BasePage

_OF_AN_AGENCY = ("Agency", "Office", "Designation")  # what stands at the foot of all its pages


def changed(page: BasePage) -> None:
    """Mark what shows a page, and have it written behind the transaction."""
    write_behind(mark(page))


def after_publication_or_withdrawal(sender: Any, instance: BasePage, **_: Any) -> None:
    """Follow a page that became public, was corrected or went."""
    changed(instance)


def after_deletion(sender: Any, instance: Any, **_: Any) -> None:
    """Let the files of a deleted page go with it: what was told of it just before its deletion marked its row again."""
    from gongkai.pages.models import BasePage

    if not isinstance(instance, BasePage):
        return
    rows = KeptPage.objects.filter(page_id=instance.pk)
    addresses = {*rows.values_list("address", flat=True), instance.url or ""} - {""}
    rows.delete()
    transaction.on_commit(lambda: _drop(addresses, instance.pk), robust=True)


def _drop(addresses: set[str], page: int) -> None:
    for address in addresses:
        tree().drop(address)
    drop_files(tree().folder, page)


def after_move(sender: Any, instance: BasePage, parent_page_before: BasePage, **_: Any) -> None:
    """Follow a page to where it stands now, and leave the lists where it stood."""
    from gongkai.pages.models import BasePage

    changed(BasePage.objects.get(pk=instance.pk).specific)
    mark_below(parent_page_before.path)
    changed(parent_page_before.specific)


def after_restriction(sender: Any, instance: PageViewRestriction, **_: Any) -> None:
    """Follow what is hidden, or shown again, by a restriction of views."""
    mark_below(instance.page.path)
    changed(instance.page.specific)


def after_change_of_agency(sender: Any, instance: Any, **_: Any) -> None:
    """Follow the name and the disclosure office of an agency, which all its pages show."""
    from gongkai.pages.agency_page import AgencyPage

    agency = instance if sender is apps.get_model("agencies", "Agency") else instance.agency
    if place := AgencyPage.objects.filter(agency=agency).first():
        changed(place)


def follow_changes() -> None:
    """Connect the kept pages to what they follow."""
    page_published.connect(after_publication_or_withdrawal, dispatch_uid="pages.kept.publication")
    page_unpublished.connect(after_publication_or_withdrawal, dispatch_uid="pages.kept.withdrawal")
    post_delete.connect(after_deletion, dispatch_uid="pages.kept.deletion")
    post_page_move.connect(after_move, dispatch_uid="pages.kept.move")
    for signal in (post_save, post_delete):
        signal.connect(after_restriction, sender=PageViewRestriction, dispatch_uid="pages.kept.restriction")
    for name in _OF_AN_AGENCY:
        model = apps.get_model("agencies", name)
        post_save.connect(after_change_of_agency, sender=model, dispatch_uid=f"pages.kept.{name}")
