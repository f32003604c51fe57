"""The folder of pages kept as files: each is replaced at once or not at all. Knows no Django."""

from __future__ import annotations

import fcntl
import gzip
import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PAGE, GONE = "index.html", "gone.html"
_SAFE = re.compile(r"/(?:[a-z0-9][a-z0-9_-]*/)*")
_STAMP, _LOCK = ".stamp", ".lock"


def is_safe(address: str) -> bool:
    """Return whether an address may be a folder: plain parts only, so that none leads out of the tree."""
    return len(address) < 400 and _SAFE.fullmatch(address) is not None


class Tree:
    """The folder. `stamp` says what wrote it and for which database; a tree with another stamp is not served."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, address: str, data: bytes, *, gone: bool) -> str:
        """Write a page, or the mark that stands where one was; return the SHA-256 of the file (hex)."""
        place = self.folder / address.strip("/")
        open_folder(place, self.folder)
        if gone:  # first nothing at all, then why
            self.drop(address)
        name = GONE if gone else PAGE
        replace_whole(place / f"{name}.gz", gzip.compress(data, 6, mtime=0))
        replace_whole(place / name, data)
        if not gone:
            _remove(place, GONE)
        return hashlib.sha256(data).hexdigest()

    def drop(self, address: str) -> None:
        """Remove what stands at an address."""
        place = self.folder / address.strip("/")
        for name in (PAGE, GONE):
            _remove(place, name)

    def read(self, address: str) -> bytes | None:
        """Return the file that stands at an address, None where none does."""
        place = self.folder / address.strip("/")
        for name in (PAGE, GONE):
            with suppress(FileNotFoundError, NotADirectoryError):
                return (place / name).read_bytes()
        return None

    def write_beside(self, name: str, data: bytes) -> None:
        """Write a file that is no page into the folder."""
        replace_whole(self.folder / name, data)

    @property
    def stamp(self) -> str:
        """Return what wrote the tree, empty where nothing did."""
        with suppress(FileNotFoundError):
            return (self.folder / _STAMP).read_text("utf-8")
        return ""

    def begin(self, stamp: str) -> None:
        """Empty the tree and stamp it."""
        open_folder(self.folder, self.folder)
        for one in self.folder.iterdir():
            if one.is_dir():
                shutil.rmtree(one)
            elif one.name != _LOCK:
                one.unlink()
        replace_whole(self.folder / _STAMP, stamp.encode())

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the tree against other writers of this machine while the block runs."""
        open_folder(self.folder, self.folder)
        with (self.folder / _LOCK).open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _remove(place: Path, name: str) -> None:
    for one in (place / name, place / f"{name}.gz"):
        with suppress(FileNotFoundError, NotADirectoryError):
            one.unlink()


def open_folder(folder: Path, tree: Path) -> None:
    """Make a folder of the tree with those above it, for every account to read: what else is made here is private."""
    folder.mkdir(parents=True, exist_ok=True)
    depth = len(folder.relative_to(tree).parts)
    for one in (folder, *folder.parents[:depth]):
        let_read(one, 0o755)


def open_to_all(tree: Path) -> None:
    """Let every account read the tree and all that stands in it."""
    if tree.is_dir():
        for one in (tree, *tree.rglob("*")):
            let_read(one, 0o755 if one.is_dir() else 0o644)


def let_read(path: Path, wanted: int = 0o644) -> None:
    """Add to a path's mode what it lacks of `wanted`."""
    mode = path.stat().st_mode & 0o7777
    if mode & wanted != wanted:
        path.chmod(mode | wanted)


def replace_whole(path: Path, data: bytes) -> None:
    """Write a file so that whoever reads it at any moment finds the old one or the new one, whole."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
