"""What every test stands on: a key of their own, the mark of those that touch the database, the two runs' verdict."""

from __future__ import annotations

import gc
import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as examples

from tests.handing_out import by_file, turn_of
from tests.prepared import TEST_KEY, migrated_file, migrated_postgresql

TEST_DATA_KEY = "Zm9yIHRlc3RzIG9ubHksIG5vdGhpbmcgaXMgaGlkZGU="
DATABASE_FIXTURES = {"db", "transactional_db", "django_db_setup", "live_server"}
COMMITTING_FIXTURES = {"transactional_db", "live_server"}

# How long an example takes says how busy the machine is, and nothing of the code.
examples.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
examples.load_profile("untimed")

os.environ.setdefault("GONGKAI_SECRET_KEY", TEST_KEY)  # for the programs that tests start
os.environ.setdefault("GONGKAI_DATA_KEYS", TEST_DATA_KEY)


def pytest_configure(config: pytest.Config) -> None:
    """Give Django a secret key: its settings were read before this file, and an installation must bring its own."""
    if config.pluginmanager.hasplugin("django"):
        from django.conf import settings

        settings.SECRET_KEY = TEST_KEY
        settings.DATA_KEYS = [TEST_DATA_KEY]
        settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # the usual is slow on purpose


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    """Mark what touches the database, before `-m database` chooses by it; then put what takes longest first."""
    for item in items:
        if item.get_closest_marker("django_db") or DATABASE_FIXTURES & set(getattr(item, "fixturenames", ())):
            item.add_marker("database")
    yield
    items.sort(key=lambda item: turn_of(item.nodeid))


def pytest_collection_finish() -> None:
    """Look for garbage seldom, and never among what stays to the end: a sixth of the time of database tests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 50)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Hand out file by file (`--dist loadfile`, as ./test asks) in our own way."""
    return by_file(config, log) if config.getoption("dist") == "loadfile" else None


@pytest.fixture(autouse=True)
def what_is_append_only_can_be_emptied_between_tests(request: pytest.FixtureRequest) -> Iterator[None]:
    """Take the guards down before a test that commits is cleaned up; the cleaning puts them up again."""
    mark = request.node.get_closest_marker("django_db")
    commits = (mark and mark.kwargs.get("transaction")) or COMMITTING_FIXTURES & set(request.fixturenames)
    if not commits:
        yield
        return
    request.getfixturevalue("transactional_db")
    yield
    from gongkai.agencies.append_only import take_down_guards

    take_down_guards()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Let the tests' database begin as a copy of a migrated one, so that nothing is left to migrate."""
    from django.db import connection
    from django.db.backends.signals import connection_created

    if connection.vendor == "postgresql":
        connection.settings_dict["TEST"]["TEMPLATE"] = migrated_postgresql(os.environ["GONGKAI_DATABASE_URL"])
    else:
        connection_created.connect(_fill_an_empty_database, weak=False)


def _fill_an_empty_database(connection: Any, **_: Any) -> None:
    database = connection.connection
    if connection.vendor == "sqlite" and not database.execute("SELECT 1 FROM sqlite_master").fetchone():
        with closing(sqlite3.connect(migrated_file())) as migrated:
            migrated.backup(database)


def pytest_report_header() -> str:
    """Name the database of this run."""
    return f"database: {'PostgreSQL' if os.environ.get('GONGKAI_DATABASE_URL') else 'SQLite'}"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Tell in the second run of ./test how the first went, so that pytest's own lines stay the last."""
    if first := os.environ.get("GONGKAI_FIRST_RUN"):
        terminalreporter.section("first run, on SQLite")
        terminalreporter.line(first)


@pytest.fixture(autouse=True)
def no_title_is_known_from_another_test() -> Iterator[None]:
    """Forget the titles that were indexed: another test has other pages under the same numbers."""
    yield
    if kept := sys.modules.get("gongkai.cases.title_index"):
        kept.forget_titles()
