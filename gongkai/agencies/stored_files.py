"""Files stored beside rows: what the database does not keep is deleted, Ctrl-C waits its turn; handing them out."""

from __future__ import annotations

import hashlib
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import PurePath
from types import FrameType
from typing import Any

from django.db.models import Model
from django.http import FileResponse, Http404

Undoing = list[Callable[[], None]]


def save_with_file(row: Model, field: str, undoing: Undoing) -> None:
    """Save a row with the file in `field`; `undoing` gets what deletes the file again, also where saving fails."""
    given = getattr(row, field).name
    with interrupt_held():
        try:
            row.save()
        finally:
            file: Any = getattr(row, field)
            if file and file.name != given:  # a stored file is named by its storage
                undoing.append(partial(file.storage.delete, file.name))


def digest_of_stored(file: Any) -> str:
    """Return the SHA-256 of a row's stored file (64 hex digits), empty where it is gone."""
    try:
        with file.storage.open(file.name, "rb") as stored:
            return hashlib.file_digest(stored, "sha256").hexdigest()
    except FileNotFoundError:
        return ""


def size_of_stored(file: Any) -> int | None:
    """Return how many bytes a row's stored file has, None where it is gone."""
    try:
        return int(file.size)
    except FileNotFoundError:
        return None


def to_keep(file: Any, name: str = "") -> FileResponse:
    """Return a row's stored file to be kept under a name (its own), never shown in the browser; 404 where gone."""
    try:
        opened = file.storage.open(file.name, "rb")
    except FileNotFoundError:
        raise Http404("文件不在了") from None
    told = {"filename": name or PurePath(file.name).name, "content_type": "application/octet-stream"}
    return FileResponse(opened, as_attachment=True, headers={"X-Content-Type-Options": "nosniff"}, **told)


@contextmanager
def files_undone() -> Iterator[Undoing]:
    """Give a list for `save_with_file`; what is on it is undone where the block fails or is interrupted."""
    undoing: Undoing = []
    try:
        yield undoing
    except BaseException:
        undo_all(undoing)
        raise


def undo_all(undoing: Undoing) -> None:
    """Undo everything, whatever comes in between."""
    with interrupt_held():
        while undoing:
            undoing.pop()()


@contextmanager
def interrupt_held() -> Iterator[None]:
    """Let Ctrl-C wait until the block is done; only the main thread hears it at all."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []

    def hear(number: int, frame: FrameType | None) -> None:
        came.append(number)

    before = signal.signal(signal.SIGINT, hear)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.SIG_DFL if before is None else before)
        if came:
            signal.raise_signal(signal.SIGINT)
