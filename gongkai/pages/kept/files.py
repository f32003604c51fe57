"""The pictures and attachments of kept pages, beside them in the tree, so that they open without Django too.

A file stands there while its page does; it is linked to the uploaded one where the disk allows it. Knows no Django.
"""

from __future__ import annotations

import mimetypes
import os
import re
import shutil
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from gongkai.pages.kept.tree import let_read, open_folder

FOLDER = "files"
UNLISTED = ".unlisted"  # stands in the folder of a page that search engines are to leave alone
_NAME = re.compile(r"(?:\d+/[^/.\0][^/\0]{0,250}|pictures/\d+\.[a-z0-9]{2,5})")
_ADDRESS = re.compile(r"/files/(\d+)/(?:(pictures/\d+)|(\d+/[^/.\0][^/\0]{0,250}))")
_PICTURES = (".jpg", ".png", ".webp", ".gif", ".avif", ".svg", ".jpeg")
_PLAYED = {".mp4": "video/mp4", ".webm": "video/webm"}


class StoredFile(NamedTuple):
    """A file that a page shows: its name below the page's folder (``12/table.pdf``, ``pictures/7.png``), its place."""

    name: str
    path: str


def keep_files(tree: Path, page: int, files: Iterable[StoredFile], *, unlisted: bool) -> dict[str, bool]:
    """Let exactly these files of a page stand in the tree; one that is missing is left to the site to tell of.

    Returns the name of each in the tree, and whether it was put there just now.
    """
    folder = tree / FOLDER / str(page)
    wanted = {file.name: file.path for file in files if _NAME.fullmatch(file.name)}
    if wanted and unlisted:
        open_folder(folder, tree)
        (folder / UNLISTED).touch()
    placed = {}
    for name, path in wanted.items():
        with suppress(FileNotFoundError):
            open_folder((folder / name).parent, tree)
            placed[f"{FOLDER}/{page}/{name}"] = _link(Path(path), folder / name)
    for old in folder.rglob("*"):
        if old.is_file() and _NAME.fullmatch(name := old.relative_to(folder).as_posix()) and name not in wanted:
            old.unlink()
    if not (wanted and unlisted):
        (folder / UNLISTED).unlink(missing_ok=True)
    return placed


def drop_files(tree: Path, page: int) -> None:
    """Remove the files of a page."""
    shutil.rmtree(tree / FOLDER / str(page), ignore_errors=True)


def _link(stored: Path, place: Path) -> bool:
    """Let `place` be the stored file: the same one on the disk, or a copy; return whether it was not before.

    It is replaced at once or not at all.
    """
    if place.exists() and place.samefile(stored):
        return False
    new = place.with_name(f".new-{os.getpid()}-{place.name[:200]}")
    try:
        os.link(stored, new)
    except FileNotFoundError:
        raise
    except OSError:  # another disk, or one without links
        shutil.copyfile(stored, new)
    let_read(new)  # it is public; what keeps others from the stored ones is their folder
    new.replace(place)
    new.unlink(missing_ok=True)  # it stays where the two names were one file before
    return True


def kept_file(tree: str, address: str) -> tuple[Path, list[tuple[str, str]]] | None:
    """Return the file that answers an address, as WSGI gives it, with the headers that are its own; None for none."""
    try:
        asked = _ADDRESS.fullmatch(address.encode("latin-1").decode("utf-8"))
    except UnicodeError:
        return None
    if asked is None:
        return None
    page, picture, attachment = asked.groups()
    folder = Path(tree, FOLDER, page)
    names = [attachment] if attachment else [f"{picture}{ending}" for ending in _PICTURES]
    found = next((folder / name for name in names if (folder / name).is_file()), None)
    if found is None:
        return None
    told = [("X-Robots-Tag", "noindex, nofollow")] if (folder / UNLISTED).exists() else []
    return found, [*told, *_headers(found, is_picture=bool(picture))]


def _headers(file: Path, *, is_picture: bool) -> list[tuple[str, str]]:
    film = _PLAYED.get(file.suffix.lower())
    kind = film or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    if is_picture or film:
        return [("Content-Type", kind)]
    return [("Content-Type", kind), ("Content-Disposition", "attachment")]  # the page's own link gives it its name
