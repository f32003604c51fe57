"""A backup put back, into an empty place only: all of it, every byte compared with its manifest first."""

from __future__ import annotations

import shutil
from collections.abc import Collection
from contextlib import ExitStack
from pathlib import Path, PurePosixPath
from tempfile import mkdtemp
from zipfile import ZipFile

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from gongkai.agencies.door import keep_private
from gongkai.config.backup import MANIFEST, Manifest, folders, manifest_of, open_backup, take_out
from gongkai.config.database_copies import BackupRefused, copy_name, is_empty, put_back, refuse_damaged
from gongkai.pages.door import open_to_all


def restore(file: Path, *, version: str) -> Manifest:
    """Put a backup back and return its manifest; `version` is this program's, for messages.

    Raises BackupRefused, and changes nothing, where this place is not empty, the backup is not whole,
    or was made by a program whose data this one does not know.
    """
    with open_backup(file) as archive:
        manifest = manifest_of(archive)
        _refuse_foreign(manifest, version)
        refuse_other_names(archive, manifest.files, copy_name())
        _refuse_unless_empty()
        keep_private()
        with ExitStack() as at_the_end:
            staging = Path(mkdtemp(prefix=".restoring-", dir=settings.DATA_DIR))
            at_the_end.callback(shutil.rmtree, staging, ignore_errors=True)
            _unpack(archive, manifest, staging)
            refuse_damaged(staging / copy_name())
            _put_in_place(staging)
    return manifest


def _refuse_unless_empty() -> None:
    if not is_empty():
        raise BackupRefused("not_empty", place=connection.settings_dict["NAME"])
    for folder in folders().values():
        if folder.is_dir() and any(path.is_file() for path in folder.rglob("*")):
            raise BackupRefused("not_empty", place=folder)


def _refuse_foreign(manifest: Manifest, version: str) -> None:
    """Refuse the other kind of database, and one with migrations that this program does not have."""
    if manifest.database != connection.vendor:
        raise BackupRefused("other_database", database=manifest.database, here=connection.vendor)
    known = set(map(".".join, MigrationLoader(None, ignore_no_migrations=True).disk_migrations))
    unknown = [name for name in manifest.migrations if name not in known]
    if unknown:
        raise BackupRefused("other_version", version=manifest.version, here=version, unknown="、".join(unknown[:3]))


def refuse_other_names(archive: ZipFile, listed: Collection[str], copy: str) -> None:
    """Refuse an archive whose files are not those listed and the database's `copy`, or whose names lead elsewhere."""
    names = [name for name in archive.namelist() if name != MANIFEST]
    if sorted(names) != sorted(listed) or copy not in listed:
        raise BackupRefused("not_whole", file=archive.filename)
    for name in names:
        parts = PurePosixPath(name).parts
        kept = len(parts) > 1 and parts[0] in folders() and ".." not in parts and not {"\\", "\0"} & set(name)
        if name != copy and not kept:
            raise BackupRefused("not_whole", file=archive.filename)


def _unpack(archive: ZipFile, manifest: Manifest, staging: Path) -> None:
    for name, contained in manifest.files.items():
        path = staging / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as target:
            take_out(archive, name, contained, target)


def _put_in_place(staging: Path) -> None:
    """Move the files to their folders, and the database last: as long as it is missing nothing was restored."""
    moved: list[Path] = []
    try:
        for name, folder in folders().items():
            if (staging / name).is_dir():
                shutil.rmtree(folder, ignore_errors=True)  # it holds no file
                folder.parent.mkdir(parents=True, exist_ok=True)
                (staging / name).replace(folder)
                moved.append(folder)
        open_to_all(Path(settings.KEPT_PAGES))
        put_back(staging / copy_name())
    except BaseException:
        for folder in moved:
            shutil.rmtree(folder, ignore_errors=True)
        raise
