"""One file with everything that must outlast this machine: the database, what was uploaded, the pages kept as files.

It is a zip archive that ends with a manifest: the hash of every file, the state of the database, who made
it. The keys are not in it, so that whoever finds a backup reads no personal data; it names those it needs
by fingerprints, which tell nothing of them.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import tempfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, NamedTuple
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from gongkai.agencies.door import data_keys
from gongkai.config.database_copies import BackupRefused, copy_database, copy_name, is_empty

MANIFEST = "manifest.json"
SCHEMA = 1
_CHUNK = 1 << 20
_LARGEST_MANIFEST = 256 << 20  # bytes; a million files have one of some 150 MB
_UNREADABLE = (BadZipFile, zlib.error, EOFError, RuntimeError)  # RuntimeError: with a password, or packed otherwise
_PART = ".part"  # ends the name of a backup that is not finished


class Contained(NamedTuple):
    """One file in a backup: how many bytes, and their SHA-256 in hexadecimal."""

    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself.

    `version` is the program's that made it, at `made_at` (UTC); `database` the kind, ``sqlite`` or
    ``postgresql``; `migrations` those that its database has, as ``app.name``; `keys` the fingerprints of
    the data keys, newest first; `files` every file by its name in the archive.
    """

    version: str
    made_at: datetime
    database: str
    migrations: tuple[str, ...]
    keys: tuple[str, ...]
    files: Mapping[str, Contained]
    schema: int = SCHEMA


def folders() -> Mapping[str, Path]:
    """Return the folders of files that a backup holds, by their name in it."""
    return {"media": Path(settings.MEDIA_ROOT), "pages": Path(settings.KEPT_PAGES)}


def fingerprints() -> tuple[str, ...]:
    """Return the fingerprints of the data keys in use, newest first."""
    if not (settings.DATA_KEYS or Path(settings.DATA_KEYS_FILE).is_file()):
        return ()  # asking for the keys would make one
    return tuple(hmac.digest(key.encode(), b"gongkai backup", "sha256").hex()[:16] for key in data_keys())


def make_backup(file: Path, *, version: str, now: datetime) -> Manifest:
    """Write a backup to `file`, which must not exist; return its manifest.

    The database is copied first, so that no file it names is missing. The finished archive is read
    back before it gets its name. Raises BackupRefused, and OSError where the file cannot be written.
    """
    if file.exists():
        raise BackupRefused("exists", file=file)
    if is_empty():
        raise BackupRefused("no_database", place=connection.settings_dict["NAME"])
    part = file.with_name(file.name + _PART)
    try:
        handle = os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise BackupRefused("under_way", file=part) from None
    try:
        with os.fdopen(handle, "w+b") as target:
            manifest = _write(target, version, now)
            target.flush()
            os.fsync(target.fileno())
        _read_back(part, manifest)
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
    return manifest


def _write(target: IO[bytes], version: str, now: datetime) -> Manifest:
    migrations = tuple(sorted(map(".".join, MigrationRecorder(connection).applied_migrations())))
    with tempfile.TemporaryDirectory(prefix="gongkai-backup-") as folder, ZipFile(target, "w", ZIP_DEFLATED) as archive:
        copy = Path(folder) / copy_name()
        copy_database(copy)
        contained = {copy.name: _add(archive, copy.name, copy)}
        for name, path in _kept_files():
            with suppress(FileNotFoundError):  # a page that was taken down, or a file replaced, this very moment
                contained[name] = _add(archive, name, path)
        manifest = Manifest(version, now, connection.vendor, migrations, fingerprints(), contained)
        archive.writestr(MANIFEST, json.dumps(_plain(manifest), ensure_ascii=False, indent=1))
    return manifest


def _plain(manifest: Manifest) -> dict[str, object]:
    files = {name: one._asdict() for name, one in manifest.files.items()}
    return {**asdict(manifest), "made_at": manifest.made_at.isoformat(), "files": files}


def _kept_files() -> Iterator[tuple[str, Path]]:
    for name, folder in folders().items():
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not path.is_symlink():
                yield f"{name}/{path.relative_to(folder).as_posix()}", path


def _add(archive: ZipFile, name: str, path: Path) -> Contained:
    with path.open("rb") as source:
        entry = ZipInfo(name)
        entry.compress_type = ZIP_DEFLATED
        with archive.open(entry, "w", force_zip64=True) as target:
            return copied(source, target)


def copied(source: IO[bytes], target: IO[bytes] | None, most: int | None = None) -> Contained:
    """Copy a stream (to nowhere: None), at most a little more than `most` bytes; return what was read."""
    count, digest = 0, hashlib.sha256()
    while chunk := source.read(_CHUNK):
        count += len(chunk)
        digest.update(chunk)
        if target is not None:
            target.write(chunk)
        if most is not None and count > most:
            break
    return Contained(count, digest.hexdigest())


def _read_back(part: Path, manifest: Manifest) -> None:
    """Raise BackupRefused where the archive does not hold what was put in: a disk may have been full, or fail."""
    with open_backup(part) as archive:
        for name, contained in manifest.files.items():
            take_out(archive, name, contained, None)


def take_out(archive: ZipFile, name: str, contained: Contained, target: IO[bytes] | None) -> None:
    """Copy a file of a backup to `target` (None: only look); raise BackupRefused where it is not what it should be."""
    try:
        with archive.open(name) as source:
            found = copied(source, target, contained.bytes)
    except _UNREADABLE:
        raise BackupRefused("damaged", name=name) from None
    if found != contained:
        raise BackupRefused("damaged", name=name)


def open_backup(file: Path) -> ZipFile:
    """Return a backup opened for reading; raise BackupRefused where it is no archive, OSError where it is not there."""
    try:
        return ZipFile(file)
    except BadZipFile:
        raise BackupRefused("no_backup", file=file) from None


def manifest_of(archive: ZipFile) -> Manifest:
    """Return what a backup says of itself; raise BackupRefused where it is none, or of a kind not known here."""
    try:
        if archive.getinfo(MANIFEST).file_size > _LARGEST_MANIFEST:
            raise ValueError
        told = json.loads(archive.read(MANIFEST))
        if told["schema"] != SCHEMA:
            raise BackupRefused("other_schema", version=told.get("version"), schema=told["schema"])
        files = {str(name): Contained(int(one["bytes"]), str(one["sha256"])) for name, one in told["files"].items()}
        migrations, keys = tuple(map(str, told["migrations"])), tuple(map(str, told["keys"]))
        made_at = datetime.fromisoformat(told["made_at"])
        return Manifest(str(told["version"]), made_at, str(told["database"]), migrations, keys, files)
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError, *_UNREADABLE):
        raise BackupRefused("no_backup", file=archive.filename) from None
