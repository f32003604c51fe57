"""Noting what the platform has to hear of, in the transaction that makes it so."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from gongkai.pages.door import BasePage, public
from gongkai.portal.platform.records import NOT_ARRIVED, PlatformConnection, PlatformNotice

if TYPE_CHECKING:
    from gongkai.agencies.door import Agency

_A_BATCH = 500
State = PlatformNotice.State


def after_publication(sender: Any, instance: BasePage, **_: Any) -> None:
    """Note what was made public or corrected, where its agency is connected."""
    if is_told(instance):
        _note_where_connected(instance)


def after_withdrawal(sender: Any, instance: BasePage, **_: Any) -> None:
    """Note what was taken down, if the platform may know of it."""
    if PlatformNotice.objects.filter(page=instance.pk).exists():
        _note_where_connected(instance)


def after_validity_event(sender: Any, instance: Any, **_: Any) -> None:
    """Note a document that was amended, extended, repealed: its page stays as it was and reads differently."""
    if is_told(instance.document):
        _note_where_connected(instance.document)


def is_told(page: BasePage) -> bool:
    """Return whether a page is of the kind that the platform hears of: public information with a text of its own."""
    return BasePage.objects.filter(pk=page.pk, search_entry__isnull=False).exists()


def note_everything(agency: Agency, *, at: datetime) -> int:
    """Note all that is public of an agency, for a platform that knows nothing yet; return how much it is."""
    shown = public(BasePage.objects.filter(search_entry__agency=agency)).order_by("pk")
    numbers = list(shown.values_list("pk", flat=True))
    for start in range(0, len(numbers), _A_BATCH):
        note(numbers[start : start + _A_BATCH], agency, at)
    return len(numbers)


def _note_where_connected(page: BasePage) -> None:
    agency = page.agency
    if PlatformConnection.objects.filter(agency=agency, active=True).exists():
        note([page.pk], agency, timezone.now())


def note(numbers: Sequence[int], agency: Agency, at: datetime) -> None:
    """Write a notice for each page; it takes the place of what the platform has not heard of yet."""
    PlatformNotice.objects.filter(page__in=numbers, state__in=NOT_ARRIVED).update(state=State.UNNEEDED, due_at=None)
    rows = [PlatformNotice(agency=agency, page_id=number, at=at, due_at=at) for number in numbers]
    PlatformNotice.objects.bulk_create(rows)
