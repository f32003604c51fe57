"""The files of public pages as the public gets them: a picture no larger than it is shown, an attachment as it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from django.urls import reverse
from wagtail.images.models import SourceImageIOError

from gongkai.pages.door import Attachment, Picture, StoredFile

PICTURE_SIZE = "max-1600x1600"


def file_address(page: Any, kind: str, number: int, filename: str = "") -> str:
    """Return the address of a picture or attachment as the page shows it; it answers while the page is public."""
    if kind == "picture":
        return reverse("shown_picture", args=[page.pk, number])
    return reverse("shown_attachment", args=[page.pk, number, PurePosixPath(filename).name])


def stored_file(kind: str, number: int) -> Iterator[StoredFile]:
    """Yield where a picture or attachment lies on the disk, and its name below a page's files; nothing if gone."""
    if kind == "attachment":
        for row in Attachment.objects.filter(pk=number):
            yield StoredFile(f"{number}/{PurePosixPath(row.filename).name}", row.file.path)
        return
    for row in Picture.objects.filter(pk=number):
        try:
            shown = row.get_rendition(PICTURE_SIZE).file
        except SourceImageIOError:  # the uploaded file is gone
            continue
        yield StoredFile(f"pictures/{number}{PurePosixPath(shown.name).suffix.lower()}", shown.path)
