"""The pictures and attachments a page shows, with what tells whether one was replaced."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models
from wagtail.models import ReferenceIndex

from gongkai.agencies.door import digest_of_stored

if TYPE_CHECKING:
    from gongkai.pages.models import BasePage

FILE_KINDS = {"picture": "pages.Picture", "attachment": "pages.Attachment"}


@dataclass(frozen=True, slots=True, order=True)
class ShownFile:
    """A file: what it is (``picture`` or ``attachment``), its number, its name, the SHA-256 of its bytes (hex)."""

    kind: str
    pk: int
    title: str
    sha256: str

    def facts(self) -> list[Any]:
        """Return what is hashed of it; an empty SHA-256 says that the file is missing."""
        return [self.kind, self.pk, self.title, self.sha256]


def files_shown_by(page: BasePage) -> list[ShownFile]:
    """Return each picture and attachment that `page` shows as it stands, in order, once."""
    shown = sorted(numbers_shown_by(page))
    return [_read(kind, pk) for kind, pk in shown]


def numbers_shown_by(page: BasePage) -> set[tuple[str, int]]:
    """Return kind and number of each file that `page` shows, without opening any."""
    models_by_kind = {apps.get_model(name): kind for kind, name in FILE_KINDS.items()}
    found = ((models_by_kind.get(model), pk) for model, pk in _references(page))
    return {(kind, int(pk)) for kind, pk in found if kind and pk}


def public_page_showing(row: Any) -> BasePage | None:
    """Return a public page of government information that shows this stored file, None where none does."""
    from gongkai.pages.models import BasePage

    kind = next(kind for kind, name in FILE_KINDS.items() if isinstance(row, apps.get_model(name)))
    own_kinds = ContentType.objects.get_for_model(BasePage)
    using = (
        ReferenceIndex.get_references_to(row).filter(base_content_type=own_kinds).values_list("object_id", flat=True)
    )
    pages = BasePage.objects.filter(pk__in=[int(pk) for pk in using], live=True, reviewed_type=True)
    return next((page for page in pages.specific() if (kind, row.pk) in numbers_shown_by(page)), None)


def _references(page: Any) -> Iterator[tuple[type[models.Model], Any]]:
    for field in page._meta.concrete_fields:
        value = field.value_from_object(page)
        if hasattr(field, "extract_references"):
            yield from ((model, pk) for model, pk, *_ in field.extract_references(value))
        elif isinstance(field, models.ForeignKey):
            yield field.related_model, value
    for child in _children(page):
        yield from _references(child)


def _children(page: Any) -> Iterator[Any]:
    """Yield the rows below the page that are edited and kept in revisions together with it."""
    for relation in type(page)._meta.related_objects:
        # The row of a one-to-one relation would be asked of the database; it is never edited together with the page.
        rows = getattr(page, relation.get_accessor_name() or "", None) if relation.one_to_many else None
        if hasattr(rows, "commit") and _room(relation.related_model) != "wagtail":  # their manager saves with the page
            yield from rows.all()


def _room(model: type) -> str:
    return model.__module__.partition(".")[0]


def _read(kind: str, pk: int) -> ShownFile:
    row = apps.get_model(FILE_KINDS[kind]).objects.filter(pk=pk).first()
    return ShownFile(kind, pk, row.title if row else "", digest_of_stored(row.file) if row else "")
