"""The files that went public, each with the SHA-256 of the bytes that anybody could keep (防伪)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models

from gongkai.agencies.door import AppendOnly
from gongkai.pages.door import ShownFile, files_shown_by
from gongkai.publishing.shown_sizes import PICTURE_SIZE
from gongkai.publishing.submissions import Publication


class PublishedFile(AppendOnly):
    """One file of one publication: what it is, its name then, its bytes by their hash."""

    class Kind(models.TextChoices):
        """How it was public."""

        PICTURE = "picture", "图片"
        ATTACHMENT = "attachment", "附件"
        MADE = "made", "下载文件"
        PAGE = "page", "网页"

    publication = models.ForeignKey(
        Publication, verbose_name="公开", on_delete=models.PROTECT, related_name="published_files"
    )
    kind = models.CharField("种类", max_length=10, choices=Kind.choices)
    title = models.CharField("名称", max_length=300)
    sha256 = models.CharField("SHA-256", max_length=64)

    class Meta:
        verbose_name = "公开的文件"
        verbose_name_plural = "公开的文件"
        ordering = ["pk"]
        indexes = [models.Index(fields=["sha256"], name="publishing_file_by_hash")]
        constraints = [models.UniqueConstraint(fields=["publication", "sha256", "title"], name="publishing_file_once")]

    def __str__(self) -> str:
        return self.title


def record_files(publication: Publication, page: Any) -> None:
    """Record the files that a page shows as it goes public; a picture also as it is shown."""
    told = dict.fromkeys(line for file in files_shown_by(page) for line in _hashes(file))
    PublishedFile.objects.bulk_create(
        PublishedFile(publication=publication, kind=kind, title=title, sha256=sha256) for kind, title, sha256 in told
    )


def record_made(page: Any, title: str, data: bytes, kind: str = PublishedFile.Kind.MADE) -> None:
    """Record a file that was made from a public page for somebody to keep; nothing where that stands already."""
    publication = Publication.objects.filter(page=page.pk, content_hash=page.cleared_hash).order_by("pk").last()
    if publication is None:
        return
    found = {"publication": publication, "title": title, "sha256": hashlib.sha256(data).hexdigest()}
    PublishedFile.objects.get_or_create(**found, defaults={"kind": kind})


def record_kept(sender: Any, page: Any, data: bytes, **_: Any) -> None:
    """Record a public page as it stands at its address: whoever saves it has these bytes."""
    record_made(page, f"{page.title[:280]}（网页）", data, PublishedFile.Kind.PAGE)


def _hashes(file: ShownFile) -> Iterator[tuple[str, str, str]]:
    if file.sha256:
        yield file.kind, file.title, file.sha256
    if file.kind == PublishedFile.Kind.PICTURE and file.sha256:
        shown = apps.get_model("pages.Picture").objects.get(pk=file.pk).get_rendition(PICTURE_SIZE)
        with shown.file.storage.open(shown.file.name, "rb") as stored:
            yield file.kind, file.title, hashlib.file_digest(stored, "sha256").hexdigest()
