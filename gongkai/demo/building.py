"""Building the demonstration: a fresh embedded database, beside the old one until it is finished."""

from __future__ import annotations

import gc
import os
import secrets
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from gongkai.demo import marking

Say = Callable[[str], None]


def say_on_screen(line: str) -> None:
    """Write one line of progress."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def build_demo(say: Say = say_on_screen) -> None:
    """Build a fresh demonstration in the data folder (GONGKAI_DATA_DIR), replacing an older one.

    Raises `marking.Refusal` (the program ends with 1) where the site is set to PostgreSQL,
    where the folder's database is not a demonstration, or where a server is working with it.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.config.settings")
    import django
    from django.conf import settings

    database = settings.EMBEDDED_DATABASE
    if settings.DATABASES["default"]["NAME"] != database:
        raise marking.Refusal("演示只用内置数据库，不会改动 GONGKAI_DATABASE_URL 所指的数据库。请先取消这个变量。")
    marking.refuse_unless_replaceable(database)
    key = marking.keep_secret_key(settings.SECRET_KEY_FILE)
    if not settings.HAS_SECRET_KEY:
        settings.SECRET_KEY, settings.HAS_SECRET_KEY = key, True
    django.setup()
    from gongkai.agencies.door import keep_private
    from gongkai.demo.staff import leave_list

    keep_private()
    with marking.nobody_serving(settings.DATA_DIR):
        started = time.monotonic()
        say("正在建立演示数据库……")
        accounts = _build(database, say)
        leave_list(settings.DEMONSTRATION_ACCOUNTS, accounts)
        say(f"演示数据库已建成，用时 {time.monotonic() - started:.0f} 秒：{database}")
        say(f"后台 /admin/ 的用户 demo，密码 {accounts['password']}（每次重建都会更换）")
        say("各岗位的演示账号列在登录页上，密码相同。")


def _build(database: Path, say: Say) -> dict[str, Any]:
    """Build beside `database`, then take its place; return the accounts to be shown."""
    building = database.with_name(database.name + ".building")
    _remove(building)
    with _connected_to(building):
        from django.core.management import call_command

        from gongkai.demo.records import publish
        from gongkai.demo.staff import listed

        with seldom_collected():
            call_command("migrate", verbosity=0)
        password = secrets.token_urlsafe(9)
        publish(say, password=password)
        accounts = listed(password)
    marking.mark(building)
    marking.replace(database, building)
    _remove(building)
    return accounts


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Look for garbage seldom while the block runs: migrating drops models by the thousand, a third of its time."""
    usual = gc.get_threshold()
    gc.set_threshold(1_000_000, 1, 100)  # 400 MB at most, measured
    try:
        yield
    finally:
        gc.set_threshold(*usual)


@contextmanager
def _connected_to(path: Path) -> Iterator[None]:
    """Let Django work on another database file while the block runs."""
    from django.db import connection

    connection.close()
    usual, connection.settings_dict["NAME"] = connection.settings_dict["NAME"], path
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = usual


def _remove(database: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        database.with_name(database.name + suffix).unlink(missing_ok=True)
