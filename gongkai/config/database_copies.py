"""A consistent copy of the database as one file, taken while the site runs, and a database made from such a copy."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from django.db import connection


class BackupRefused(Exception):
    """A backup or a restoration that is not done; `kind` is a key of the command line's words, `facts` fill them."""

    def __init__(self, kind: str, **facts: object) -> None:
        super().__init__(kind)
        self.kind = kind
        self.facts = facts


def copy_name() -> str:
    """Return what the copy of this installation's kind of database is called in a backup."""
    return "database.sqlite3" if connection.vendor == "sqlite" else "database.dump"


def copy_database(target: Path) -> None:
    """Write the database as it is at one moment to the file `target`; raise BackupRefused where that cannot be done."""
    if connection.vendor != "sqlite":
        _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={target}")
        return
    with closing(sqlite3.connect(_sqlite_file())) as here, closing(sqlite3.connect(target)) as there:
        here.backup(there)  # a reader in WAL mode: nobody who writes has to wait
        there.execute("PRAGMA journal_mode=DELETE")  # one file, nothing beside it


def is_empty() -> bool:
    """Tell whether there is no database here yet, or one without a single table."""
    if connection.vendor == "sqlite":  # the log of a database that is gone would be played into another
        return not any(_sqlite_file().with_name(_sqlite_file().name + end).exists() for end in ("", "-wal", "-journal"))
    return not connection.introspection.table_names()


def refuse_damaged(copy: Path) -> None:
    """Raise BackupRefused where an embedded database's copy is damaged in itself."""
    if copy.suffix == ".sqlite3":
        with closing(sqlite3.connect(copy)) as database:
            sound = database.execute("PRAGMA quick_check").fetchone() == ("ok",)
        if not sound:
            raise BackupRefused("damaged", name=copy.name)


def put_back(copy: Path) -> None:
    """Make the database, of which there is none yet, from a copy; all of it or nothing."""
    if connection.vendor == "sqlite":
        connection.close()
        copy.replace(_sqlite_file())
        return
    connection.close()
    _run("pg_restore", "--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error", str(copy))


def _sqlite_file() -> Path:
    return Path(str(connection.settings_dict["NAME"]))


def _run(program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's own programs on this installation's database; the password is in no argument."""
    settings = connection.settings_dict
    if shutil.which(program) is None:
        raise BackupRefused("no_program", program=program)
    name = f"--dbname={settings['NAME']}"
    done = subprocess.run(
        [program, name, *arguments], env=_environment(settings), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise BackupRefused("program_failed", program=program, reason=done.stderr.strip().split("\n")[0])


def _environment(settings: Mapping[str, Any]) -> dict[str, str]:
    given = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
    return {**os.environ, **{name: str(settings[key]) for name, key in given.items() if settings.get(key)}}
