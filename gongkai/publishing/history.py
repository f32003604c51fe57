"""Bringing in many pages at once: what was public elsewhere before with its day and number, the rest as drafts.

What `publish_imported` does for one page is done here for a thousand in a few statements: rows
of the tree, versions, clearances, publications, and an entry in the log for each.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from wagtail.models import Locale, ReferenceIndex, Revision
from wagtail.search.backends import get_search_backend
from wagtail.signals import page_published

from gongkai.agencies.door import record
from gongkai.pages.door import BasePage, clear_import, numbers_shown_by
from gongkai.publishing.acts import PublishingAct, subject
from gongkai.publishing.published_files import record_files
from gongkai.publishing.submissions import Publication

if TYPE_CHECKING:
    from gongkai.agencies.door import Person
    from gongkai.publishing.information import InformationPage


class Arrival(NamedTuple):
    """A page that has just been made, where it goes, and the day it was first public (None: it is a draft)."""

    page: InformationPage
    section: Any
    publication_date: date | None


@transaction.atomic
def bring_in(arrivals: Sequence[Arrival], *, batch: str, by: Person, at: datetime) -> None:
    """Store new pages below their sections; those with a day become public with it and name their batch.

    All are of one type, complete, and their slugs are free. `batch` says where the material came from.
    """
    locale = Locale.get_default()
    _find_places(arrivals)
    for arrival in arrivals:
        arrival.page.locale = locale
        _settle(arrival, batch=batch, by=by, at=at)
    _insert([arrival.page for arrival in arrivals])
    _keep_versions(arrivals, by=by, at=at)
    public = [arrival for arrival in arrivals if arrival.publication_date]
    told = Publication.objects.bulk_create(_publication(arrival, batch=batch, by=by, at=at) for arrival in public)
    for arrival, publication in zip(public, told, strict=True):
        record_files(publication, arrival.page)
    _register([arrival.page for arrival in arrivals])
    for arrival in public:
        _tell(arrival, batch=batch, by=by, at=at)


def _find_places(arrivals: Iterable[Arrival]) -> None:
    """Give each page its place behind the pages that are in its section already."""
    for _, group in groupby(sorted(arrivals, key=_section_path), key=_section_path):
        together = list(group)
        section = BasePage.objects.select_for_update().get(pk=together[0].section.pk)
        last = section.get_last_child()
        taken = BasePage._str2int(last.path[-BasePage.steplen :]) if last else 0
        for number, arrival in enumerate(together, taken + 1):
            page = arrival.page
            page.depth = section.depth + 1
            page.path = BasePage._get_path(section.path, page.depth, number)
            page.url_path = f"{section.url_path}{page.slug}/"
            page._cached_parent_obj = arrival.section
        BasePage.objects.filter(pk=section.pk).update(numchild=F("numchild") + len(together))


def _section_path(arrival: Arrival) -> str:
    return str(arrival.section.path)


def _settle(arrival: Arrival, *, batch: str, by: Person, at: datetime) -> None:
    """Set what Wagtail sets of a page, and what makes it public."""
    page, day = arrival.page, arrival.publication_date
    page.owner, page.draft_title, page.reviewed_type = by, page.title, True
    page.live, page.has_unpublished_changes, page.latest_revision_created_at = bool(day), not day, at
    if day:
        page.first_published_at = datetime.combine(day, time.min, timezone.get_default_timezone())
        page.last_published_at = at
        page.settle_import(day, number=page.index_number)
        clear_import(page, batch=batch, by=by, at=at)


def _insert(pages: Sequence[InformationPage]) -> None:
    """Insert the rows of each page, from the base of all pages up to its own type."""
    bases = BasePage.objects.bulk_create([_row_of(BasePage, page) for page in pages])
    for page, base in zip(pages, bases, strict=True):
        lineage = [*reversed(page._meta.get_parent_list()), type(page)]
        for model in lineage:
            setattr(page, model._meta.pk.attname, base.pk)
        for model in lineage[1:-1]:
            _row_of(model, page).save_base(raw=True, force_insert=True)
        page.save_base(raw=True, force_insert=True)


def _row_of(model: Any, page: InformationPage) -> Any:
    return model(**{field.attname: getattr(page, field.attname) for field in model._meta.concrete_fields})


def _keep_versions(arrivals: Sequence[Arrival], *, by: Person, at: datetime) -> None:
    """Keep each page as a version, so that it can be compared and edited like any other."""
    base = ContentType.objects.get_for_model(BasePage)
    revisions = [
        Revision(
            content_type=page.get_content_type(),
            base_content_type=base,
            object_id=str(page.pk),
            created_at=at,
            user=by,
            object_str=str(page),
            content=page.serializable_data(),
        )
        for page, _, _ in arrivals
    ]
    Revision.objects.bulk_create(revisions)
    for (page, _, day), revision in zip(arrivals, revisions, strict=True):
        page.latest_revision, page.live_revision = revision, revision if day else None
    rows = [_row_of(BasePage, page) for page, _, _ in arrivals]
    BasePage.objects.bulk_update(rows, ["latest_revision", "live_revision"], batch_size=200)


def _register(pages: Sequence[InformationPage]) -> None:
    """Let the editor find the pages, and know which files they show."""
    (model,) = {type(page) for page in pages}
    get_search_backend().add_bulk(model, pages)
    for page in pages:
        if numbers_shown_by(page):
            ReferenceIndex.create_or_update_for_object(page)


def _publication(arrival: Arrival, *, batch: str, by: Person, at: datetime) -> Publication:
    page = arrival.page
    return Publication(
        page_id=page.pk,
        agency=page.agency,
        revision=page.latest_revision,
        content_hash=page.cleared_hash,
        kind=Publication.Kind.IMPORTED,
        statistical_class=page.statistical_class,
        index_number=page.index_number,
        batch=batch,
        publication_date=arrival.publication_date,
        recorded_at=at,
        recorded_by=by,
    )


def _tell(arrival: Arrival, *, batch: str, by: Person, at: datetime) -> None:
    """Put the import of one page on the log, and let those know who follow what becomes public."""
    page = arrival.page
    facts = {
        "kind": Publication.Kind.IMPORTED,
        "content_hash": page.cleared_hash,
        "index_number": page.index_number,
        "publication_date": arrival.publication_date,
    }
    record(PublishingAct.IMPORT, agency=page.agency, by=by, subject=subject(page), facts=facts, reason=batch, at=at)
    page_published.send(sender=type(page), instance=page, revision=page.latest_revision)
