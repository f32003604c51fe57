"""The data folder belongs to the account that serves the site: no other account of the machine reads what lies in it.

Sessions, password hashes, drafts and their files are there. Only the folder of published pages is for others to read,
such as a proxy's account; so the data folder may be passed through, but not looked into.
"""

from __future__ import annotations

import os
from pathlib import Path

from django.conf import settings

_NEW = 0o711
_FOR_OTHERS = 0o077
_TO_LOOK_INTO = 0o066


def keep_private() -> None:
    """Make the data folder where there is none; take from others what they may do with it, now and from here on."""
    os.umask(_FOR_OTHERS)
    if not settings.DATA_DIR.is_dir():
        settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
        settings.DATA_DIR.chmod(_NEW)
    _narrow(settings.DATA_DIR, _TO_LOOK_INTO)
    database = settings.EMBEDDED_DATABASE
    journals = [database.with_name(f"{database.name}{end}") for end in ("-wal", "-shm", "-journal")]
    made_files = settings.CACHES["downloads"]["LOCATION"]
    for path in (database, *journals, Path(settings.MEDIA_ROOT), Path(made_files)):
        if path.exists():
            _narrow(path, _FOR_OTHERS)


def _narrow(path: Path, taken: int) -> None:
    mode = path.stat().st_mode & 0o7777
    if mode & taken:
        path.chmod(mode & ~taken)
