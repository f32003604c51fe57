"""The index of what is public: a row a page with what one filters by, and its tokens beside it.

It is written in the transaction that makes a page public or takes it down.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models, transaction
from wagtail.signals import page_published, page_unpublished, post_page_move

from gongkai.pages import search_table
from gongkai.pages.search_words import number_key, tokens

if TYPE_CHECKING:
    from gongkai.pages.models import BasePage

_A_BATCH = 200

# What is asked of the tokens beside words, so that a section's hits are found without going through everybody's.
FACTS = {
    "agency": "agency_id",
    "section": "section_id",
    "year": "year",
    "statistical_class": "statistical_class",
    "subject": "subject",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Searchable:
    """What a page gives the index: its text, and what one filters by.

    `amended_date` is the first day of its first amendment, `ended_date` the first day out of force.
    """

    text: str
    publication_date: date
    statistical_class: str = ""
    subject: str = ""
    document_number: str = ""
    index_number: str = ""
    effective_date: date | None = None
    amended_date: date | None = None
    ended_date: date | None = None
    is_repealed: bool = False


class SearchEntry(models.Model):
    """A public page as search finds it; `newness` numbers its tokens, and orders every list by date."""

    page = models.OneToOneField(
        "pages.BasePage", primary_key=True, on_delete=models.CASCADE, related_name="search_entry"
    )
    agency = models.ForeignKey("agencies.Agency", on_delete=models.CASCADE, related_name="+")
    section = models.ForeignKey("pages.BasePage", on_delete=models.CASCADE, related_name="+")
    newness = models.BigIntegerField(unique=True)
    text = models.TextField()
    publication_date = models.DateField()
    year = models.PositiveSmallIntegerField()
    statistical_class = models.CharField(max_length=20)
    subject = models.CharField(max_length=60)
    document_key = models.CharField(max_length=60, db_index=True)
    index_key = models.CharField(max_length=60, db_index=True)
    effective_date = models.DateField(null=True)
    amended_date = models.DateField(null=True)
    ended_date = models.DateField(null=True)
    is_repealed = models.BooleanField(default=False)

    class Meta:
        verbose_name = "检索条目"
        verbose_name_plural = "检索条目"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["agency", "-newness"], name="pages_search_agency_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.publication_date:%Y-%m-%d} {self.page_id}"


def index(pages: Iterable[BasePage]) -> int:
    """Write these pages as they stand into the index, those that are not public out of it; return how many are in."""
    return sum(_index_batch(batch) for batch in _batches(pages))


@transaction.atomic
def unindex(numbers: Iterable[int]) -> None:
    """Take pages out of the index."""
    entries = SearchEntry.objects.filter(pk__in=list(numbers))
    search_table.delete(list(entries.values_list("newness", flat=True)))
    entries.delete()


def index_everything() -> int:
    """Write the whole index anew; return how many pages are in."""
    from gongkai.pages.models import BasePage
    from gongkai.pages.visibility import public

    SearchEntry.objects.all().delete()
    search_table.clear()
    return index(public(BasePage.objects.filter(reviewed_type=True)).order_by("pk").specific().iterator())


def fill_empty_index() -> None:
    """Write the index where it is empty: after an update from a version that had none."""
    if not SearchEntry.objects.exists():
        index_everything()


# -- who says that something changed: Wagtail, inside the transaction that changes it ------------------------


def after_publication(sender: Any, instance: BasePage, **_: Any) -> None:
    """Take what was made public into the index."""
    index([instance])


def after_withdrawal(sender: Any, instance: BasePage, **_: Any) -> None:
    """Take what was taken down out of the index."""
    unindex([instance.pk])


def after_move(sender: Any, instance: BasePage, **_: Any) -> None:
    """Let what was moved be found in the section where it stands now."""
    from gongkai.pages.models import BasePage

    moved = BasePage.objects.get(pk=instance.pk)
    index(moved.get_descendants(inclusive=True).filter(search_entry__isnull=False).specific())


def follow_changes() -> None:
    """Connect the index to what it follows."""
    page_published.connect(after_publication, dispatch_uid="pages.search_index.publication")
    page_unpublished.connect(after_withdrawal, dispatch_uid="pages.search_index.withdrawal")
    post_page_move.connect(after_move, dispatch_uid="pages.search_index.move")


@transaction.atomic
def _index_batch(pages: list[BasePage]) -> int:
    from gongkai.pages.models import BasePage
    from gongkai.pages.visibility import public

    numbers = [page.pk for page in pages]
    unindex(numbers)
    shown = set(public(BasePage.objects.filter(pk__in=numbers, reviewed_type=True)).values_list("pk", flat=True))
    own = (page.specific for page in pages if page.pk in shown)
    found = [(page, told) for page in own if (told := page.searchable()) is not None]
    parents = _parents(page for page, _ in found)
    entries = [_entry(page, told, parents[_above(page)]) for page, told in found]
    SearchEntry.objects.bulk_create(entries)
    search_table.insert(_row(page, told, entry) for (page, told), entry in zip(found, entries, strict=True))
    return len(found)


def _row(page: BasePage, told: Searchable, entry: SearchEntry) -> tuple[int, list[str], list[str], list[str]]:
    named = f"{page.title}\n{told.document_number}\n{told.index_number}"
    facts = [search_table.fact(name, getattr(entry, column)) for name, column in FACTS.items()]
    return entry.newness, tokens(named), tokens(told.text), facts


def _entry(page: Any, told: Searchable, section: int) -> SearchEntry:
    return SearchEntry(
        page_id=page.pk,
        agency_id=page.agency.pk,
        section_id=section,
        newness=search_table.newness(page.pk, told.publication_date),
        text=told.text,
        publication_date=told.publication_date,
        year=told.publication_date.year,
        statistical_class=told.statistical_class,
        subject=told.subject,
        document_key=number_key(told.document_number),
        index_key=number_key(told.index_number),
        effective_date=told.effective_date,
        amended_date=told.amended_date,
        ended_date=told.ended_date,
        is_repealed=told.is_repealed,
    )


def _above(page: BasePage) -> str:
    return str(page.path[: -page.steplen])


def _parents(pages: Iterable[BasePage]) -> dict[str, int]:
    from gongkai.pages.models import BasePage

    paths = {_above(page) for page in pages}
    return dict(BasePage.objects.filter(path__in=paths).values_list("path", "pk"))


def _batches(pages: Iterable[BasePage]) -> Iterator[list[BasePage]]:
    batch: list[BasePage] = []
    for page in pages:
        batch.append(page)
        if len(batch) == _A_BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
