"""Which addresses are kept as files, and which of them have to be written anew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

if TYPE_CHECKING:
    from gongkai.pages.models import BasePage

_A_BATCH = 500


class KeptPage(models.Model):
    """An address whose page is kept as a file: the manifest of the folder, and what is still to be done in it."""

    address = models.CharField("地址", max_length=500, unique=True)
    page = models.ForeignKey("pages.BasePage", on_delete=models.CASCADE, related_name="+")
    stale_at = models.DateTimeField("须重写", null=True, db_index=True)
    parts_from = models.DateField("列表自此日起有变动", null=True)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True, db_index=True)
    written_at = models.DateTimeField("写入时间", null=True)
    told_date = models.DateField("内容所指日期", null=True, db_index=True)

    class Meta:
        verbose_name = "页面文件"
        verbose_name_plural = "页面文件"
        ordering: ClassVar[list[str]] = ["pk"]

    def __str__(self) -> str:
        return self.address


def mark(page: BasePage, *, at: datetime | None = None) -> list[str]:
    """Mark in this transaction what shows a page: itself, what shows something of it, and all lists above it.

    Returns the addresses in the order in which they are to be written, those of the page first.
    """
    from gongkai.pages.models import BasePage

    at = at or timezone.now()
    above = [page.path[:length] for length in range(2 * BasePage.steplen, len(page.path), BasePage.steplen)]
    lists = list(BasePage.objects.filter(path__in=above).order_by("-path"))
    own = [page, *page.shown_beside()]
    addresses = _mark_stale([*own, *lists], at)
    if changed := getattr(page, "publication_date", None):
        earlier = Q(parts_from=None) | Q(parts_from__gt=changed)
        KeptPage.objects.filter(earlier, page__in=lists, address__in=addresses).update(parts_from=changed)
    if not page.reviewed_type:  # its name stands on everything below it
        KeptPage.objects.filter(page__path__startswith=page.path).update(stale_at=at)
    return addresses


def mark_below(path: str) -> None:
    """Mark everything below a place of the tree."""
    KeptPage.objects.filter(page__path__startswith=path).update(stale_at=timezone.now())


def mark_told(today: date) -> int:
    """Mark what tells something of another day than today; return how many addresses."""
    return KeptPage.objects.filter(told_date__lt=today, stale_at=None).update(stale_at=timezone.now())


def mark_parts(page: BasePage, addresses: Iterable[str]) -> None:
    """Mark further pages of a long list, and the last one there was: it may have gone."""
    last = KeptPage.objects.filter(page=page.pk).exclude(address=page.url).order_by("-pk").values("pk")[:1]
    KeptPage.objects.filter(pk__in=list(last.values_list("pk", flat=True))).update(stale_at=timezone.now())
    _insert([KeptPage(address=address, page_id=page.pk, stale_at=timezone.now()) for address in addresses])


def mark_everything() -> int:
    """Mark every address that the public may open, and those of what was withdrawn; return how many there are."""
    from gongkai.pages.models import BasePage
    from gongkai.pages.visibility import public

    shown = public(BasePage.objects.filter(depth__gt=1))
    gone = BasePage.objects.filter(live=False, reviewed_type=True, first_published_at__isnull=False)
    with transaction.atomic():
        KeptPage.objects.update(stale_at=timezone.now())
        for pages in (shown, gone):
            for batch in _batches(pages.order_by("path").iterator(chunk_size=_A_BATCH)):
                _mark_stale(batch, timezone.now())
        KeptPage.objects.filter(page__reviewed_type=False).update(parts_from=date.min)
    return KeptPage.objects.filter(stale_at__isnull=False).count()


def stale(limit: int) -> list[KeptPage]:
    """Return the next addresses to be written: what was marked first, lists behind what they list."""
    return list(KeptPage.objects.filter(stale_at__isnull=False).order_by("stale_at", "pk")[:limit])


def _mark_stale(pages: Iterable[Any], at: datetime) -> list[str]:
    rows = {address: KeptPage(address=address, page_id=page.pk, stale_at=at) for page in pages if (address := page.url)}
    _insert(list(rows.values()))
    return list(rows)


def _insert(rows: list[KeptPage]) -> None:
    KeptPage.objects.bulk_create(
        rows, batch_size=_A_BATCH, update_conflicts=True, unique_fields=["address"], update_fields=["stale_at", "page"]
    )


def _batches(pages: Iterable[Any]) -> Iterator[list[Any]]:
    batch: list[Any] = []
    for page in pages:
        batch.append(page)
        if len(batch) == _A_BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
