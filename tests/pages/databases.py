"""A database for one program that a test starts, of the kind this run is about."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from tests.prepared import TEST_KEY, migrated_file, migrated_postgresql


@contextmanager
def empty_database(folder: Path) -> Iterator[dict[str, str]]:
    """Yield the environment of a program that has no database yet: on PostgreSQL, one without a table."""
    environment = {**os.environ, "GONGKAI_DATA_DIR": str(folder), "GONGKAI_SECRET_KEY": TEST_KEY}
    url = environment.get("GONGKAI_DATABASE_URL")
    if not url:
        yield environment
        return
    with _created(url, "template0") as made:
        yield {**environment, "GONGKAI_DATABASE_URL": made}


@contextmanager
def own_database(folder: Path) -> Iterator[dict[str, str]]:
    """Yield the environment of a program with a migrated database: a PostgreSQL one in the second run of ./test."""
    environment = {**os.environ, "GONGKAI_DATA_DIR": str(folder), "GONGKAI_SECRET_KEY": TEST_KEY}
    url = environment.get("GONGKAI_DATABASE_URL")
    if not url:
        shutil.copy(migrated_file(), folder / "gongkai.sqlite3")
        yield environment
        return
    with _created(url, migrated_postgresql(url)) as made:
        yield {**environment, "GONGKAI_DATABASE_URL": made}


@contextmanager
def _created(url: str, template: str) -> Iterator[str]:
    """Yield the address of a database on the same server, made from a template, and drop it."""
    import psycopg

    name = f"walk_{uuid4().hex}"
    with psycopg.connect(url.rpartition("/")[0] + "/postgres", autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        try:
            yield f"{url.rpartition('/')[0]}/{name}"
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
