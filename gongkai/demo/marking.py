"""Which database may be thrown away: only one that says of itself that it is a demonstration.

Nothing here starts Django: the folder is prepared before the settings are read.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import sqlite3
import struct
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

APPLICATION_ID = int.from_bytes(b"GKDM", "big")  # in the file's own header, so a copy keeps the mark
_MAGIC, _ID_AT = b"SQLite format 3\x00", 68


class Refusal(SystemExit):
    """The demonstration is not built; the message says why, and what to do. The program ends with 1."""


def mark(path: Path) -> None:
    """Mark the database at `path` as a demonstration, and bring everything into its one file."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def is_demonstration(path: Path) -> bool:
    """Tell whether the file says it is a demonstration, and holds no agency that is not one."""
    with path.open("rb") as file:
        header = file.read(100)
    if len(header) < 100 or not header.startswith(_MAGIC):
        return False
    return struct.unpack_from(">I", header, _ID_AT)[0] == APPLICATION_ID and not _has_real_agency(path)


def _has_real_agency(path: Path) -> bool:
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
        try:
            return bool(connection.execute("SELECT 1 FROM agencies_agency WHERE NOT demonstration").fetchone())
        except sqlite3.OperationalError:  # no such table: marked, but nothing in it
            return False


def refuse_unless_replaceable(path: Path) -> None:
    """Raise Refusal where a database stands at `path` that is not a demonstration."""
    if path.exists() and not is_demonstration(path):
        raise Refusal(
            f"{path} 不是演示数据库，不会改动它。\n"
            "要试用演示，请另指定一个文件夹：GONGKAI_DATA_DIR=另一个文件夹 gongkai demo"
        )


def replace(old: Path, new: Path) -> None:
    """Put the finished database `new` in the place of `old`."""
    for leftover in (old.with_name(old.name + suffix) for suffix in ("-wal", "-shm")):
        leftover.unlink(missing_ok=True)
    new.replace(old)


def keep_secret_key(path: Path) -> str:
    """Return the secret key kept at `path`, generated where there is none, readable by its owner alone."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text("ascii").strip()
    key = secrets.token_urlsafe(48)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(key)
    return key


@contextmanager
def nobody_serving(folder: Path) -> Iterator[None]:
    """Hold the folder while the block runs; raise Refusal where a server is working with it."""
    with (folder / "in-use").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refusal(f"{folder} 正由另一个 gongkai 使用。请先在它的窗口按 Ctrl+C 停止，再重试。") from None
        yield
