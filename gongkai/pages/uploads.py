"""A stranger's file, held in memory for one answer, or only hashed, and never written anywhere."""

from __future__ import annotations

import hashlib
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

FORM_BYTES = 64 * 1024  # what a form holds beside its files


class KeptInMemory(FileUploadHandler):
    """Keeps each file of a form in memory, and drops one that outgrows `limit` bytes while it arrives.

    `too_large` holds the names of the form fields whose file was dropped.
    """

    def __init__(self, limit: int) -> None:
        super().__init__()
        self.limit = limit
        self.too_large: set[str] = set()

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file."""
        super().new_file(*args, **kwargs)
        self.held = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep a chunk; nothing is passed on to another handler."""
        if start + len(raw_data) > self.limit:
            self.held.close()
            self.too_large.add(self.field_name)
            raise SkipFile
        self.held.write(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        """Return the whole file."""
        self.held.seek(0)
        return InMemoryUploadedFile(
            self.held, self.field_name, self.file_name, self.content_type, file_size, self.charset, None
        )


def declared_bytes(request: HttpRequest) -> int:
    """Return how many bytes the browser says it sends, 0 where it does not say."""
    declared = str(request.META.get("CONTENT_LENGTH") or "")
    return int(declared) if declared.isascii() and declared.isdecimal() else 0


class HashedFile(InMemoryUploadedFile):
    """What is left of a file: its name, its size, and the SHA-256 of its bytes (64 hex digits)."""

    sha256 = ""


class Hashed(FileUploadHandler):
    """Hashes the file of a form while it arrives and keeps nothing of it; stops at `limit` bytes."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self.limit = limit
        self.is_too_large = False

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file."""
        super().new_file(*args, **kwargs)
        self.digest = hashlib.sha256()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Take a chunk into the hash; nothing is passed on to another handler."""
        if start + len(raw_data) > self.limit:
            self.is_too_large = True
            raise SkipFile
        self.digest.update(raw_data)

    def file_complete(self, file_size: int) -> HashedFile:
        """Return the name, the size and the hash."""
        told = HashedFile(BytesIO(), self.field_name, self.file_name, self.content_type, file_size, self.charset, None)
        told.sha256 = self.digest.hexdigest()
        return told
