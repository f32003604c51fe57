"""What is made once for all tests of one state of the code: a migrated database, a built demonstration.

Migrating an empty database takes a while, building the demonstration longer, and many tests begin with one of them.
Each is kept in `.cache/`, under a name made from all it depends on, and copied from there.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

PROJECT = Path(__file__).resolve().parents[1]
KEPT = PROJECT / ".cache"
LOCK = "requirements.txt"
TEST_KEY = "for tests only, nothing is signed with it"
MIGRATE = """
import django
from django.core.management import call_command
from tests.quick_states import quick_states
django.setup()
with quick_states():
    call_command("migrate")
"""
BUILD = """
from gongkai.demo.door import build_demo
from tests.quick_states import quick_states
with quick_states():
    build_demo()
"""


def state_of(*patterns: str) -> str:
    """Return a hash of our files of these patterns and of the locked parts."""
    found = hashlib.sha256((PROJECT / LOCK).read_bytes())
    for path in sorted(path for pattern in patterns for path in PROJECT.glob(pattern)):
        if path.is_file() and path.suffix != ".pyc":
            found.update(str(path.relative_to(PROJECT)).encode() + b"\0" + path.read_bytes())
    return found.hexdigest()[:16]


@cache
def state_of_the_migrations() -> str:
    """Return what names a migrated database; what follows a migration is done again when the tests' own is opened."""
    return state_of("gongkai/*/migrations/*.py", "tests/quick_states.py")


@contextmanager
def alone(name: str) -> Iterator[None]:
    """Let one of several test processes in at a time."""
    KEPT.mkdir(exist_ok=True)
    with (KEPT / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def prepared(name: str, state: str, make: Callable[[Path], None]) -> Path:
    """Return the folder that `make` filled for this state of the code; older ones of this name are removed."""
    folder = KEPT / f"{name}-{state}"
    with alone(name):
        if not folder.is_dir():
            for older in KEPT.glob(f"{name}-*"):
                shutil.rmtree(older)
            unfinished = KEPT / f"unfinished-{name}"
            shutil.rmtree(unfinished, ignore_errors=True)
            unfinished.mkdir()
            make(unfinished)
            unfinished.rename(folder)
    return folder


def run(code: str, **environment: str) -> str:
    """Run a Python program with none of this run's settings but these; return what it printed."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GONGKAI_", "DJANGO_"))}
    done = subprocess.run(
        [sys.executable, "-c", code], env={**kept, **environment}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(done.stdout + done.stderr)
    return done.stdout


def _migrate(folder: Path, **more: str) -> None:
    settings = {"DJANGO_SETTINGS_MODULE": "gongkai.config.settings", "GONGKAI_SECRET_KEY": TEST_KEY}
    run(MIGRATE, GONGKAI_DATA_DIR=str(folder), **settings, **more)


def migrated_file() -> Path:
    """Return an SQLite database to which every migration was applied; to be copied, not opened for writing."""
    return prepared("migrated", state_of_the_migrations(), _migrate_one_file) / "gongkai.sqlite3"


def _migrate_one_file(folder: Path) -> None:
    _migrate(folder)
    with closing(sqlite3.connect(folder / "gongkai.sqlite3")) as database:
        database.execute("PRAGMA journal_mode=DELETE")  # all of it in the one file


def migrated_postgresql(url: str) -> str:
    """Return the name of a PostgreSQL database beside the one of `url` to which every migration was applied."""
    import psycopg

    server, name = url.rpartition("/")[0], f"migrated_{state_of_the_migrations()}"
    with alone("postgresql"), psycopg.connect(f"{server}/postgres", autocommit=True) as control:
        if not control.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            control.execute(f'CREATE DATABASE "{name}_unfinished"')
            _migrate(KEPT / "unused", GONGKAI_DATABASE_URL=f"{server}/{name}_unfinished")
            control.execute(f'ALTER DATABASE "{name}_unfinished" RENAME TO "{name}"')
    return name


def built_demonstration() -> tuple[Path, str]:
    """Return a data folder with today's demonstration, and what building it said; to be copied, not worked in."""
    today = datetime.now(ZoneInfo("Asia/Shanghai")).strftime("%Y%m%d")  # its running year is told from the day
    folder = prepared("demonstration", f"{state_of('gongkai/**/*', 'demo/**/*')}-{today}", _build_demonstration)
    return folder / "var", (folder / "said").read_text("utf-8")


def _build_demonstration(folder: Path) -> None:
    (folder / "said").write_text(run(BUILD, GONGKAI_DATA_DIR=str(folder / "var")), "utf-8")
