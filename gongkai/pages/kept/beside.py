"""The files beside kept pages, by a row each: pictures and attachments that they show, and files made from them."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models

from gongkai.pages.kept.files import FOLDER, keep_files
from gongkai.pages.kept.made import FOLDER as MADE
from gongkai.pages.kept.made import MadeFile, drop_made, is_made_address, put_made, stands

if TYPE_CHECKING:
    from gongkai.pages.models import BasePage

logger = logging.getLogger(__name__)


class KeptFile(models.Model):
    """A file that stands beside a kept page: where in the folder, and the hash of what was put there."""

    name = models.CharField("文件", max_length=500, unique=True)
    page = models.ForeignKey("pages.BasePage", on_delete=models.CASCADE, related_name="+")
    sha256 = models.CharField("SHA-256", max_length=64)

    class Meta:
        verbose_name = "页面所带文件"
        verbose_name_plural = "页面所带文件"
        ordering: ClassVar[list[str]] = ["pk"]

    def __str__(self) -> str:
        return self.name


def keep_beside(page: BasePage, *, shown: bool) -> None:
    """Let all that a page shows and offers stand in the folder while it is shown, and nothing of it afterwards."""
    known = dict(KeptFile.objects.filter(page=page.pk).values_list("name", "sha256"))
    standing = {**_shown_files(page, known, shown=shown), **_made_files(page, known, shown=shown)}
    gone = set(known) - set(standing)
    for name in gone:
        if is_made_address(f"/{name}"):
            drop_made(Path(settings.KEPT_PAGES), f"/{name}")
    if gone:
        KeptFile.objects.filter(name__in=gone).delete()
    for name, digest in standing.items():
        if known.get(name) != digest:
            KeptFile.objects.update_or_create(name=name, defaults={"page_id": page.pk, "sha256": digest})


def _shown_files(page: BasePage, known: dict[str, str], *, shown: bool) -> dict[str, str]:
    """Return name and hash of each picture and attachment; what stood there already is not read again."""
    tree, agency = Path(settings.KEPT_PAGES), page.agency
    unlisted = bool(agency and agency.demonstration)
    placed = keep_files(tree, page.pk, page.stored_files() if shown else (), unlisted=unlisted)
    return {name: known[name] if name in known and not new else _digest(tree / name) for name, new in placed.items()}


def _made_files(page: BasePage, known: dict[str, str], *, shown: bool) -> dict[str, str]:
    """Return name and hash of each file made from the page; one that cannot be made is left to the site."""
    standing = {}
    for file in page.made_files() if shown else ():
        name = file.address.lstrip("/")
        try:
            standing[name] = known[name] if _stands(file, known.get(name)) else _make(file)
        except Exception:
            logger.exception("the file %s could not be kept", file.address)
            drop_made(Path(settings.KEPT_PAGES), file.address)
    return standing


def _stands(file: MadeFile, digest: str | None) -> bool:
    tree = Path(settings.KEPT_PAGES)
    return stands(tree, file) and _digest(tree / file.address.lstrip("/")) == digest


def _make(file: MadeFile) -> str:
    if not is_made_address(file.address):
        raise ValueError(file.address)
    data = file.make()
    put_made(Path(settings.KEPT_PAGES), file, data)
    file.kept(data)
    return hashlib.sha256(data).hexdigest()


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def standing_files() -> Iterator[tuple[str, str]]:
    """Yield name and hash of each file beside a public page, in the order of names."""
    rows = KeptFile.objects.filter(page__live=True).order_by("name")
    yield from rows.values_list("name", "sha256").iterator()


def file_differences(stale: set[int]) -> Iterator[tuple[str, str]]:
    """Yield ``changed`` and the name of each file that is not what was put there, ``foreign`` where nobody put it.

    The files of `stale` pages, by their numbers, are passed over: they are about to be put there anew.
    """
    tree = Path(settings.KEPT_PAGES)
    known = set()
    for page, name, digest in KeptFile.objects.values_list("page_id", "name", "sha256").iterator():
        known.add(name)
        if page not in stale and (tree / name).is_file() and _digest(tree / name) != digest:
            yield "changed", f"/{name}"
    for name in _names_in(tree):
        if name not in known and not _is_of(name, stale):
            yield "foreign", f"/{name}"


def _names_in(tree: Path) -> Iterator[str]:
    for folder in (FOLDER, MADE):
        for path in (tree / folder).rglob("*"):
            if path.is_file() and not path.name.startswith("."):
                yield path.relative_to(tree).as_posix()


def _is_of(name: str, pages: set[int]) -> bool:
    folder, number, *_ = name.split("/")
    return folder == FOLDER and number.isdecimal() and int(number) in pages
