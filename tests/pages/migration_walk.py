"""Walks the page model's migrations on the database of its environment, and prints what it saw as JSON.

Run by test_migrations.py in a process of its own: going back drops tables, which no other
test may live through.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import django

django.setup()

from django.db import connection  # noqa: E402 - models can be imported only now
from django.db.migrations.executor import MigrationExecutor  # noqa: E402 - models can be imported only now
from django.db.migrations.loader import MigrationLoader  # noqa: E402 - models can be imported only now

from gongkai.pages.door import BasePage  # noqa: E402 - models can be imported only now
from gongkai.portal.door import HomePage  # noqa: E402 - models can be imported only now
from gongkai.yearend.door import AnnualReportPage  # noqa: E402 - models can be imported only now
from tests.yearend.examples import a_published_report  # noqa: E402 - models can be imported only now

BEFORE_WAGTAIL = [("pages", "0001_initial"), ("portal", None), ("yearend", None)]


def migrate(targets: list[tuple[str, str | None]]) -> Any:
    """Migrate to `targets` and return the models of that moment."""
    executor = MigrationExecutor(connection)
    executor.migrate(targets)
    reached = [(app, name) for app, name in targets if name]
    return MigrationExecutor(connection).loader.project_state(reached).apps


def forward() -> None:
    """Migrate to the present."""
    migrate(MigrationLoader(connection).graph.leaf_nodes())


def tree() -> dict[str, Any]:
    """Return what stands at the top of the page tree."""
    home = HomePage.objects.get()
    return {
        "depths": [page.depth for page in BasePage.objects.order_by("path")],
        "home": [home.title, home.slug, home.live, home.locale.language_code],
        "keys": BasePage.objects.filter(translation_key=None).count(),
    }


def add_page_before_wagtail() -> None:
    """Add a page in the state of the first migration, when pages had no locale."""
    apps = migrate(BEFORE_WAGTAIL)
    kind = apps.get_model("contenttypes", "ContentType").objects.get(app_label="pages", model="basepage")
    apps.get_model("pages", "BasePage").objects.create(
        path="000100010001",
        depth=3,
        title="旧页",
        draft_title="旧页",
        slug="old",
        url_path="/home/old/",
        content_type=kind,
    )


def walk() -> dict[str, Any]:
    """Go forward, back, forward again, and forward with data."""
    forward()
    seen: dict[str, Any] = {"fresh": tree()}
    for target in ("0003_revisions_and_agencies", "0002_locale", "0001_initial"):
        migrate([("pages", target), ("portal", None), ("yearend", None)])
        forward()
        seen[target] = tree()
    add_page_before_wagtail()
    forward()
    old = BasePage.objects.get(slug="old")
    seen["old_page"] = [old.locale.language_code, bool(old.translation_key)]
    old.delete()
    page = a_published_report()
    migrate([("pages", "0003_revisions_and_agencies")])
    forward()
    kept = AnnualReportPage.objects.get(pk=page.pk)
    seen["report"] = [kept.live, kept.report == page.report, kept.cleared_hash == page.cleared_hash]
    return seen


if __name__ == "__main__":
    sys.stdout.write(json.dumps(walk()))
