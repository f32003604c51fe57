"""What every test stands on: a key of their own, the mark of those that touch the database, the two runs' verdict."""

from __future__ import annotations

import os

import pytest

TEST_KEY = "for tests only, nothing is signed with it"
DATABASE_FIXTURES = {"db", "transactional_db", "django_db_setup", "live_server"}

os.environ.setdefault("GONGKAI_SECRET_KEY", TEST_KEY)  # for the programs that tests start


def pytest_configure(config: pytest.Config) -> None:
    """Give Django a secret key: its settings were read before this file, and an installation must bring its own."""
    if config.pluginmanager.hasplugin("django"):
        from django.conf import settings

        settings.SECRET_KEY = TEST_KEY


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what touches the database, before `-m database` chooses by it."""
    for item in items:
        if item.get_closest_marker("django_db") or DATABASE_FIXTURES & set(getattr(item, "fixturenames", ())):
            item.add_marker("database")


def pytest_report_header() -> str:
    """Name the database of this run."""
    return f"database: {'PostgreSQL' if os.environ.get('GONGKAI_DATABASE_URL') else 'SQLite'}"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Tell in the second run of ./test how the first went, so that pytest's own lines stay the last."""
    if first := os.environ.get("GONGKAI_FIRST_RUN"):
        terminalreporter.section("first run, on SQLite")
        terminalreporter.line(first)
